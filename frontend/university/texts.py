"""What people read when a payment plan or a value is refused. All else is said by the packages themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare


def declare_all() -> None:
    """Declare the texts of a plan as a whole and of a fact's value; the ledger says what is wrong with its parts."""
    declare("plan_refused", _("The payment plan cannot be taken like this"))
    declare("unreadable", _("This value does not fit this kind of fact."))
