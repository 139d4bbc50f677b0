"""What people read when a file is refused, and for every kind of problem in a row."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare

_REFUSALS: Final = (
    (
        "no_table",
        _("This file is no list of patents"),
        _("Export the list from the database as Excel or CSV and send that file."),
    ),
    ("table_too_large", _("This table is too large"), _("At most 5,000 rows and 20 MB at once; import it in parts.")),
    (
        "unknown_layout",
        _("The columns of this table are not known"),
        _("It needs at least a number, a title and an owner, with their names in the first row."),
    ),
    ("import_refused", _("The file cannot be imported as stated")),
)
_ROWS: Final = (
    ("title_missing", _("The title is missing; write it as in the gazette.")),
    ("title_too_long", _("The title is too long.")),
    ("wrong_check_digit", _("The digits ask for the check digit %(expected)s; compare with the certificate.")),
    ("no_application_number", _("This is no application number; write it as 201710601862.3.")),
    ("number_missing", _("The number is missing; write the application number or that of the grant.")),
    ("no_publication_number", _("This is no publication number; write it as CN107000001B.")),
    ("not_of_a_grant", _("This is the publication of an application; add the application number.")),
    ("kind_differs", _("The number says another kind of patent; compare with the certificate.")),
    ("kind_missing", _("The kind is missing: invention, utility model or design.")),
    ("no_date", _("This is no date; write it as 2026-03-01.")),
    ("date_out_of_range", _("No patent has such a date.")),
    ("granted_before_filing", _("The grant comes after the filing.")),
    ("year_differs", _("The year in the number is earlier than the filing date.")),
    ("filing_date_missing", _("Without the filing date the term is not known.")),
    ("grant_date_missing", _("Without the day of grant nothing can be offered.")),
    ("owner_missing", _("The owner is missing; write it as in the gazette.")),
    ("right_has_ended", _("The file says that the right has ended; look it up and record the day.")),
    ("license_named", _("The file names a licensee; record the license with its kind and day.")),
    ("twice_in_file", _("Row %(row)s has the same number; keep one of them.")),
    ("owner_not_named", _("Your organization is not among the owners.")),
    ("held_by_another", _("Another organization holds this patent here.")),
    ("differs", _("Stored is another value: %(stored)s. It stays.")),
)


def declare_all() -> None:
    """Declare the texts of imports."""
    for code, *words in (*_REFUSALS, *_ROWS):
        declare(code, *words)
