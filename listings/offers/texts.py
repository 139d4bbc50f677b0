"""What people read when something about patents and listings is refused."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from marketplace.web.problem_texts import declare

_REFUSALS: Final = (
    (
        "fact_refused",
        _("This fact cannot be recorded"),
        _("A fact names its kind, its day, its source, and the day on which the source was read."),
    ),
    ("listing_exists", _("This patent has an open listing already"), _("Go on with listing %(number)s.")),
    (
        "edited_meanwhile",
        _("Somebody else has changed this listing"),
        _("What you typed is kept. Compare it with the newest version, then save again."),
    ),
    ("precondition_required", _("Say which version you have read")),
    ("content_refused", _("Some of the content cannot be taken")),
    ("not_ready", _("Something is missing before the next step"), _("All of it is named below.")),
    (
        "own_submission",
        _("Another person has to decide"),
        _("Nobody approves what they wrote or submitted themselves."),
    ),
    ("reason_missing", _("A reason is needed")),
    ("already_approved", _("These terms were approved before")),
    ("terms_refused", _("The terms cannot be taken as they are")),
    ("template_unknown", _("There is no such template")),
    (
        "hash_differs",
        _("The terms are not those that were shown to you"),
        _("Nothing was signed. Read the newest version and sign that."),
    ),
    ("already_signed", _("Your organization has signed these terms already")),
    ("price_notice_refused", _("The price notice cannot go on like this")),
    (
        "declaration_stands",
        _("The open-license declaration still stands"),
        _("File its withdrawal first; the listing ends when CNIPA has announced it."),
    ),
    ("declaration_refused", _("The declaration cannot be as recorded")),
    (
        "listing_ended",
        _("This listing has ended"),
        _("Licenses made before go on; the page says since when and why it is not offered any more."),
    ),
)
_POINTS: Final = (
    ("content_missing", _("This part is missing; without it buyers cannot find or judge the offer.")),
    ("not_text", _("Please write plain text.")),
    ("too_long", _("This is too long.")),
    ("too_many", _("These are too many; at most 20 are taken.")),
    ("not_an_address", _("Please write an e-mail address of the office.")),
    ("not_a_level", _("Please choose a level from 1 to 9.")),
    ("not_a_class", _("Please write classes of GB/T 4754-2017, such as 3451.")),
    ("unknown_route", _("Please choose among license, transfer and equity contribution.")),
    ("owner_not_verified", _("The bureau has not verified the organization yet.")),
    ("not_approved", _("Another person has to approve the listing.")),
    ("terms_missing", _("Terms have to be chosen.")),
    ("terms_not_approved", _("Another person has to approve the terms.")),
    ("terms_not_signed", _("The signatory has to sign the terms.")),
    ("price_notice_not_ended", _("The price notice has to run to its end first.")),
    ("standing_offer_over", _("The standing offer has ended; choose terms with a later day.")),
    (
        "other_terms_declared",
        _("Other terms are declared at CNIPA: they are the same for everybody until that declaration is withdrawn."),
    ),
    ("declaration_not_announced", _("CNIPA has not announced the declaration yet.")),
    ("rule_failed", _("A rule is not met.")),
    ("rule_unknown", _("It is not known whether a rule is met; unknown never passes.")),
    ("unknown_condition", _("There is no such condition.")),
    ("not_a_division", _("Please write two, four or six digits of an administrative division.")),
    ("unknown_track", _("Please choose one of the two tracks.")),
    ("open_to_all", _("An open license is open to all: it has no conditions and no expiry.")),
    ("in_the_past", _("Please choose a day that is still to come.")),
    ("in_the_future", _("This day is still to come; please write the day on which it happened.")),
    ("too_early", _("This cannot have happened before %(not_before)s.")),
    ("ceiling_reason_missing", _("The fee is above the usual ceiling; please say why.")),
    ("unknown_method", _("Please choose a known way of signing.")),
    ("unknown_reason", _("Please choose one of the reasons.")),
    ("other_track", _("Only terms of the open license are declared.")),
)


def declare_all() -> None:
    """Declare the texts of patents and listings."""
    for code, *words in (*_REFUSALS, *_POINTS):
        declare(code, *words)
