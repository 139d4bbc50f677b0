"""
The words for every state: one code gives a badge (tone, shape, word) and a sentence with named values.

The badge names a state reached; the sentence stands on the case page. It is written for the one who waits; ``act``
is what those read whose turn it is. Shapes have the names of their tones in the icon sprite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.components.formats import text_of

Text: TypeAlias = str | Promise


class Tone(StrEnum):
    """The six tones; each has a shape of its own."""

    NEUTRAL = "neutral"
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    STOP = "stop"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    """Badge and sentences of one code. ``variants`` are sentences of the same state that was reached another way."""

    tone: Tone
    word: Text
    sentence: Text = ""
    act: Text = ""
    variants: Mapping[str, Text] = field(default_factory=dict)


_LISTING: Final = {
    "draft": Status(
        Tone.NEUTRAL,
        pgettext_lazy("listing", "Draft"),
        _("Only your organization sees it; parts still missing: %(n)s."),
        _("Fill in the parts that are missing (%(n)s), then send it to review."),
        variants={"complete": _("Only your organization sees it; nothing is missing for the review.")},
    ),
    "in_review": Status(
        Tone.INFO,
        pgettext_lazy("listing", "In review"),
        _("%(office)s is reviewing it and has promised to finish by %(date)s."),
        _("Please review it by %(date)s."),
        variants={"inside": _("Another person of your organization is reviewing it.")},
    ),
    "price_notice": Status(
        Tone.INFO,
        pgettext_lazy("listing", "Price notice running"),
        _("The price is on notice until %(date)s. Objections are possible until then, contracts are not."),
        variants={"approved": _("Approved, not yet public. What comes next: %(act)s.")},
    ),
    "published": Status(
        Tone.OK,
        pgettext_lazy("listing", "Licensable"),
        _("Licenses are offered since %(date)s on the terms of version %(n)s."),
    ),
    "suspended": Status(
        Tone.WARN,
        pgettext_lazy("listing", "Suspended"),
        _("Suspended since %(date)s: %(reason)s. For licenses already made: %(effect)s."),
    ),
    "withdrawn": Status(
        Tone.NEUTRAL,
        pgettext_lazy("listing", "Withdrawn"),
        _("The withdrawal was announced on %(date)s; earlier licenses are not affected."),
        variants={"before_publication": _("Given up before it was public.")},
    ),
    "closed": Status(
        Tone.NEUTRAL,
        pgettext_lazy("listing", "Ended"),
        _("The patent right ended on %(date)s; no more licenses are granted."),
        variants={"before_publication": _("The patent right ended before the listing was public.")},
    ),
}

_LICENSE_REQUEST: Final = {
    "draft": Status(
        Tone.NEUTRAL,
        pgettext_lazy("request", "Draft"),
        _("Prepared, but nothing is signed or noticed yet."),
    ),
    "offered": Status(
        Tone.INFO,
        pgettext_lazy("request", "Waiting for an answer"),
        _("Waiting for the answer of %(party)s until %(date)s (working days left: %(n)s)."),
        _("Please answer by %(date)s."),
    ),
    "countered": Status(
        Tone.INFO,
        pgettext_lazy("request", "Counter-offer made"),
        _("Waiting for the answer of %(party)s until %(date)s (working days left: %(n)s)."),
        _("Please answer the counter-offer by %(date)s."),
    ),
    "awaiting_payment": Status(
        Tone.INFO,
        pgettext_lazy("request", "Waiting for the first payment"),
        _(
            "The notice was recorded at %(time)s. The license comes into being when the first payment arrives, "
            "by %(date)s at the latest."
        ),
        _("Please make the first payment by %(date)s; the license comes into being when it arrives."),
    ),
    "accepted": Status(
        Tone.OK,
        pgettext_lazy("request", "Concluded"),
        _("All signatures are there. The contract was concluded at %(time)s; no answer is needed."),
        variants={"notice": _("The notice was delivered at %(time)s; the license exists.")},
    ),
    "declined": Status(
        Tone.STOP,
        pgettext_lazy("request", "Declined"),
        _("%(party)s declined: %(reason)s. You can change your request and ask again, or see similar patents: %(n)s."),
    ),
    "withdrawn": Status(Tone.NEUTRAL, pgettext_lazy("request", "Withdrawn"), _("You withdrew it on %(date)s.")),
    "expired": Status(
        Tone.NEUTRAL,
        pgettext_lazy("request", "Lapsed"),
        _("There was no answer by %(date)s. The offer has lapsed and binds neither side."),
    ),
}

_DEAL: Final = {
    "signing": Status(
        Tone.INFO,
        pgettext_lazy("deal", "Being signed"),
        _("Waiting for the signature of %(person)s."),
        _("Please read and sign it."),
    ),
    "in_effect": Status(
        Tone.OK,
        pgettext_lazy("deal", "In effect"),
        _("In effect since %(date)s. Next: %(obligation)s, by %(due)s."),
        variants={"nothing_due": _("In effect since %(date)s. Nothing is due.")},
    ),
    "in_default": Status(
        Tone.STOP,
        pgettext_lazy("deal", "In default"),
        _(
            "Overdue since %(date)s; the demand was delivered on %(delivered)s. Make it good by %(due)s and the "
            "license goes on. If not, the owner may give notice of termination."
        ),
    ),
    "abandoned": Status(Tone.NEUTRAL, pgettext_lazy("deal", "Given up"), _("The contract was never signed.")),
    "completed": Status(Tone.NEUTRAL, pgettext_lazy("deal", "Fulfilled"), _("Everything was done by %(date)s.")),
    "terminated": Status(Tone.NEUTRAL, pgettext_lazy("deal", "Terminated"), _("Terminated on %(date)s: %(reason)s.")),
}

_OBLIGATION: Final = {
    "upcoming": Status(
        Tone.NEUTRAL, pgettext_lazy("obligation", "Not yet due"), _("Due on %(date)s; days left: %(n)s.")
    ),
    "due": Status(Tone.WARN, pgettext_lazy("obligation", "Due soon"), _("Due on %(date)s; days left: %(n)s.")),
    "awaiting_confirmation": Status(
        Tone.INFO,
        pgettext_lazy("obligation", "To be confirmed"),
        _("You recorded the payment. %(person)s confirms it, usually within 2 working days."),
        _("Please check your account and confirm that the money has arrived."),
    ),
    "partly": Status(Tone.WARN, pgettext_lazy("obligation", "Partly done"), _("Paid: %(paid)s. Still owed: %(open)s.")),
    "cancelled": Status(Tone.NEUTRAL, pgettext_lazy("obligation", "Cancelled"), _("No longer due: %(reason)s.")),
    "met": Status(Tone.OK, pgettext_lazy("obligation", "Done"), _("Done on %(date)s.")),
    "overdue": Status(
        Tone.STOP, pgettext_lazy("obligation", "Overdue"), _("Overdue; days: %(n)s. The grace period ends on %(date)s.")
    ),
    "disputed": Status(
        Tone.UNKNOWN,
        pgettext_lazy("obligation", "Disputed"),
        _("The dispute is being dealt with; the period is suspended."),
    ),
}

_CLAIM: Final = {
    "draft": Status(
        Tone.NEUTRAL,
        pgettext_lazy("claim", "Draft"),
        _("Not submitted yet. The last day is %(date)s."),
        _("Please submit it by %(date)s."),
    ),
    "submitted": Status(
        Tone.INFO,
        pgettext_lazy("claim", "Submitted"),
        _("The IP office of %(city)s will say by %(date)s, all at once, whether anything is missing."),
        _("Please say by %(date)s, all at once, whether anything is missing."),
    ),
    "returned": Status(
        Tone.WARN,
        pgettext_lazy("claim", "To be completed"),
        _("Points to put right: %(n)s, by %(date)s. Everything else is saved."),
        _("Please put these points right by %(date)s: %(n)s. Everything else is saved."),
    ),
    "accepted": Status(
        Tone.INFO, pgettext_lazy("claim", "Accepted"), _("The papers are complete. %(office)s is checking them.")
    ),
    "recommended": Status(
        Tone.INFO, pgettext_lazy("claim", "Recommended"), _("%(city)s has recommended it to the provincial office.")
    ),
    "computed": Status(
        Tone.INFO,
        pgettext_lazy("claim", "Worked out"),
        _("The result is %(amount)s; it waits for the computation of the round."),
    ),
    "joint_review": Status(
        Tone.INFO,
        pgettext_lazy("claim", "In joint review"),
        _("The provincial intellectual property office and the finance department are reviewing it together."),
    ),
    "in_publicity": Status(
        Tone.INFO,
        pgettext_lazy("claim", "On public notice"),
        _("On public notice until %(date)s; objections may change the amount."),
    ),
    "suspended": Status(
        Tone.WARN,
        pgettext_lazy("claim", "Suspended"),
        _("An objection has come in and is answered by %(date)s. Other cases are not affected."),
    ),
    "approved": Status(
        Tone.OK, pgettext_lazy("claim", "Approved"), _("Approved: %(amount)s. It waits to be paid out.")
    ),
    "disbursed": Status(
        Tone.OK,
        pgettext_lazy("claim", "Paid out"),
        _("%(amount)s was paid out on %(date)s to the account ending in %(last4)s."),
    ),
    "rejected": Status(
        Tone.STOP,
        pgettext_lazy("claim", "Not granted"),
        _("It does not meet %(clause)s: %(reason)s. You can appeal until %(date)s."),
    ),
    "withdrawn": Status(
        Tone.NEUTRAL,
        pgettext_lazy("claim", "Withdrawn"),
        _("You withdrew it. Until the round closes you can submit it again."),
    ),
}

_DECLARATION: Final = {
    "filed": Status(
        Tone.INFO, pgettext_lazy("declaration", "Filed"), _("Filed on %(date)s; the announcement is awaited.")
    ),
    "announced": Status(
        Tone.OK,
        pgettext_lazy("declaration", "Announced"),
        _("Announced on %(date)s; the terms are the same as in version %(n)s."),
    ),
    "withdrawn": Status(
        Tone.NEUTRAL,
        pgettext_lazy("declaration", "Withdrawn"),
        _("The withdrawal was announced on %(date)s; licenses already made are not affected."),
    ),
}

_RECOVERY: Final = {
    "in_review": Status(
        Tone.WARN,
        pgettext_lazy("recovery", "Under review"),
        _("This subsidy is being reviewed: %(reason)s. You can explain until %(date)s."),
    ),
    "due": Status(
        Tone.STOP,
        pgettext_lazy("recovery", "To be repaid"),
        _("%(amount)s must be repaid by %(date)s. You can appeal against it."),
    ),
    "repaid": Status(Tone.NEUTRAL, pgettext_lazy("recovery", "Repaid"), _("%(amount)s was repaid on %(date)s.")),
}

_ROUND: Final = {
    "open": Status(Tone.INFO, pgettext_lazy("round", "Open for claims"), _("Claims are taken until %(date)s.")),
    "frozen": Status(Tone.INFO, pgettext_lazy("round", "Being worked out"), _("Closed; no more claims are taken.")),
    "paid": Status(Tone.OK, pgettext_lazy("round", "Paid out"), _("Claims: %(n)s, paid out in all: %(amount)s.")),
}

_RULE: Final = {
    "met": Status(Tone.OK, pgettext_lazy("rule", "Met")),
    "failed": Status(Tone.STOP, pgettext_lazy("rule", "Not met")),
    "unknown": Status(Tone.UNKNOWN, pgettext_lazy("rule", "To be proved")),
    "not_applicable": Status(Tone.NEUTRAL, pgettext_lazy("rule", "Does not apply")),
    "applies": Status(Tone.INFO, pgettext_lazy("rule", "Applies")),
}

_ELIGIBILITY: Final = {
    "may": Status(Tone.OK, pgettext_lazy("eligibility", "Possible")),
    "may_not": Status(Tone.STOP, pgettext_lazy("eligibility", "Not possible")),
    "unknown": Status(Tone.UNKNOWN, pgettext_lazy("eligibility", "Not yet known")),
}

_FACT: Final = {
    "fresh": Status(Tone.OK, pgettext_lazy("fact", "Current")),
    "stale": Status(Tone.WARN, pgettext_lazy("fact", "Out of date")),
    "conflicting": Status(Tone.UNKNOWN, pgettext_lazy("fact", "Sources differ")),
    "missing": Status(Tone.UNKNOWN, pgettext_lazy("fact", "Not known")),
}

_ORGANIZATION: Final = {
    "verified": Status(Tone.OK, pgettext_lazy("organization", "Verified"), _("Verified on %(date)s.")),
    "unverified": Status(
        Tone.WARN, pgettext_lazy("organization", "Not verified"), _("Not yet verified; it cannot contract.")
    ),
}

_NUMBER: Final = {
    "confirmed": Status(Tone.OK, pgettext_lazy("figure", "Confirmed")),
    "unconfirmed": Status(Tone.UNKNOWN, pgettext_lazy("figure", "Unconfirmed")),
    "provisional": Status(Tone.WARN, pgettext_lazy("figure", "Provisional")),
}

_TASK: Final = {
    "not_started": Status(Tone.NEUTRAL, pgettext_lazy("task", "Not started")),
    "incomplete": Status(Tone.WARN, pgettext_lazy("task", "Seen, papers missing")),
    "done": Status(Tone.OK, pgettext_lazy("task", "Finished")),
}

_PAYMENT = {
    "recorded": Status(Tone.INFO, pgettext_lazy("payment", "To be confirmed")),
    "confirmed": Status(Tone.OK, pgettext_lazy("payment", "Arrived")),
    "refused": Status(Tone.STOP, pgettext_lazy("payment", "Not found")),
    "reversed": Status(Tone.WARN, pgettext_lazy("payment", "Reversed")),
}

_CHECKOUT_SESSION = {
    "draft": Status(Tone.NEUTRAL, pgettext_lazy("checkout", "Being prepared")),
    "open": Status(Tone.INFO, pgettext_lazy("checkout", "Not confirmed yet")),
    "paid": Status(Tone.OK, pgettext_lazy("checkout", "Arrived")),
    "expired": Status(Tone.NEUTRAL, pgettext_lazy("checkout", "Ended without a payment")),
    "mismatched": Status(Tone.STOP, pgettext_lazy("checkout", "Does not match")),
}

_SUBSIDY_POLICY = {
    "draft": Status(Tone.NEUTRAL, pgettext_lazy("policy", "Draft")),
    "in_force": Status(Tone.OK, pgettext_lazy("policy", "In force")),
    "retired": Status(Tone.NEUTRAL, pgettext_lazy("policy", "No longer in force")),
}

STATUSES: Final[Mapping[str, Mapping[str, Status]]] = {
    "Listing": _LISTING,
    "LicenseRequest": _LICENSE_REQUEST,
    "Deal": _DEAL,
    "Obligation": _OBLIGATION,
    "Claim": _CLAIM,
    "Declaration": _DECLARATION,
    "Recovery": _RECOVERY,
    "Round": _ROUND,
    "Rule": _RULE,
    "Eligibility": _ELIGIBILITY,
    "Fact": _FACT,
    "Organization": _ORGANIZATION,
    "Number": _NUMBER,
    "Task": _TASK,
    "Payment": _PAYMENT,
    "CheckoutSession": _CHECKOUT_SESSION,
    "SubsidyPolicy": _SUBSIDY_POLICY,
}


def status(thing: str, code: str) -> Status:
    """Give badge and sentences of a code, such as ``status("Listing", "published")``."""
    return STATUSES[thing][code]


def sentence(thing: str, code: str, /, *, variant: str = "", is_mine: bool = False, **values: object) -> str:
    """
    Give the sentence of a state with its values written in the page's formats.

    :param is_mine: whether it is the reader's turn; then the act is named instead, where there is one.
    :raises KeyError: if a value that the sentence names is not given.
    """
    found = status(thing, code)
    template = found.variants[variant] if variant else found.sentence
    if is_mine and found.act:
        template = found.act
    return str(template) % {name: text_of(value) for name, value in values.items()}
