"""What people read when a file or document is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare


def declare_all() -> None:
    """Declare the texts of documents."""
    declare("file_empty", _("The file is empty"))
    declare("file_too_large", _("The file is larger than 20 MB"))
    declare(
        "file_type_not_allowed",
        _("This type of file is not taken"),
        _("PDF, PNG, JPEG, CSV, TSV, XLSX, DOCX, XML and OFD are; what counts is the content, not the name."),
    )
    declare(
        "file_dangerous",
        _("This file is not taken because its content could do harm"),
        _("Save it again without password, macros and document types."),
    )
    declare("document_already_replaced", _("Another document has replaced this one"))
    declare("document_not_replaceable", _("This document belongs to something else and cannot be replaced here"))
