"""What people read when a step of joining is refused. All else is said by accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare


def declare_all() -> None:
    """Declare the texts of the administration's pages."""
    declare("letter_not_sent", _("The letter could not be sent"), _("Invite the person again in a few minutes."))
