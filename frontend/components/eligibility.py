"""The eligibility engine's answers as a checklist in words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from frontend.components import formats
from frontend.components.languages import page_language
from frontend.components.values import Eligibility, Fact, Link, PurposeLine, RuleLine
from listings.eligibility import rules

PURPOSES: Final[Mapping[str, Promise]] = {
    "statutory_open": _("Statutory open license"),
    "negotiated_ordinary": _("Negotiated ordinary license"),
    "transfer": pgettext_lazy("purpose", "Transfer"),
    "equity": pgettext_lazy("purpose", "Equity contribution"),
    "programme": _("Programme for unused patents"),
    "high_value": _("High-value invention patent"),
}
ANSWERS: Final = {"yes": "may", "no": "may_not", "unknown": "unknown"}
WEIGHTS: Final = {"block": "blocking", "warn": "warning", "info": "note"}
SOURCES: Final[Mapping[str, Promise]] = {
    "register": _("patent register of CNIPA"),
    "gazette": _("patent gazette of CNIPA"),
    "database": _("commercial database"),
    "owner": _("statement of the owner"),
}
QUESTIONS: Final[Mapping[str, Promise]] = {
    "number_check": _("Is the application number right?"),
    "granted": _("Has the patent been granted?"),
    "in_force": _("Is the patent in force?"),
    "annual_fee": _("Has the annual fee been paid?"),
    "pledge": _("Is it free of pledges, or does the pledgee agree?"),
    "no_preservation": _("Is it free of preservation by a court?"),
    "no_suspension": _("Is it free of ownership disputes that suspend it?"),
    "no_exclusive_license": _("Is it free of sole and exclusive licenses?"),
    "no_other_obstacle": _("Is it free of other obstacles?"),
    "co_owner_consents": _("Have all co-owners agreed?"),
    "evaluation_report": _("Is there an evaluation report, where one is needed?"),
    "declaration_items": _("Does the declaration say everything it must?"),
    "term_within_patent": _("Does the license end before the patent does?"),
    "three_years": _("Was it granted more than three years ago?"),
    "unused": _("Has it not been used?"),
    "no_proper_reason": _("Is there no proper reason for not using it?"),
    "invention_only": _("Is it an invention patent?"),
    "high_value_class": _("Does it fall into a high-value class?"),
    "uscc_check": _("Are the credit codes of the owners right?"),
    "claims_reduced": _("Do the claims stand as granted?"),
    "licenses_survive": _("Are there licenses that go on after a transfer?"),
    "ordinary_license_disclosed": _("Are there ordinary licenses already?"),
    "exclusive_barred": _("Does an open-license declaration rule out exclusive licenses?"),
    "self_executing": _("Does a notice alone make the license?"),
    "fee_reduction": _("Is the annual fee reduced during the open license?"),
    "compulsory_license_dates": _("From when could a compulsory license be asked for?"),
}
# Who can bring the proof of a rule that is unknown; what is not named here only the register can tell.
_OWNER: Final = frozenset(
    {
        "co_owner_consents",
        "evaluation_report",
        "declaration_items",
        "unused",
        "no_proper_reason",
        "pledge",
        "uscc_check",
    }
)


def source_words(source: str) -> str:
    """Name a source of facts, such as ``register`` or ``database:NAME``."""
    kind, _colon, name = source.partition(":")
    words = str(SOURCES.get(kind, source))
    return gettext("%(source)s (%(name)s)") % {"source": words, "name": name} if name else words


def eligibility_of(answers: rules.Answers, *, worked_out_at: datetime | None = None) -> Eligibility:
    """Give the checklist: one answer per purpose; a rule stands once for all purposes it says the same for."""
    lines: dict[tuple[str, str, str], tuple[rules.RuleResult, list[str]]] = {}
    for purpose, answer in answers.purposes.items():
        for rule in answer.rules:
            sentence = rules.explain(rule, page_language())
            lines.setdefault((rule.id, rule.result, sentence), (rule, []))[1].append(purpose)
    return Eligibility(
        answers=[_purpose(purpose, answer) for purpose, answer in answers.purposes.items()],
        rules=[_rule(rule, sentence, purposes) for (_, _, sentence), (rule, purposes) in lines.items()],
        worked_out_at=worked_out_at,
        rule_version=answers.rule_set,
    )


def _purpose(purpose: str, answer: rules.Answer) -> PurposeLine:
    names = gettext(", ").join(str(QUESTIONS[rule]) for rule in [*answer.failed, *answer.unknown])
    if answer.answer == "no" and answer.earliest is not None:
        reason = gettext("Possible from %(day)s on if nothing else changes. %(rules)s")
        return PurposeLine(PURPOSES[purpose], "may_not", reason % {"day": formats.day(answer.earliest), "rules": names})
    if answer.answer == "yes" and answer.next_change is not None:
        reason = gettext("Without new facts the answer holds until the day before %(day)s.")
        return PurposeLine(PURPOSES[purpose], "may", reason % {"day": formats.day(answer.next_change)})
    return PurposeLine(PURPOSES[purpose], ANSWERS[answer.answer], names)


def _rule(rule: rules.RuleResult, sentence: str, purposes: list[str]) -> RuleLine:
    return RuleLine(
        question=QUESTIONS[rule.id],
        outcome=rule.result,
        weight=WEIGHTS[rule.level],
        explanation=sentence,
        facts=_sources(rule),
        clause=Link(rule.citation),
        settled_by=_settler(rule) if rule.result == "unknown" else "",
        concerns=gettext(", ").join(str(PURPOSES[purpose]) for purpose in purposes),
    )


def _sources(rule: rules.RuleResult) -> list[Fact]:
    """Give each source once, by the oldest day on which it was read."""
    read: dict[str, Fact] = {}
    for fact in sorted(rule.facts, key=lambda fact: fact.as_of):
        read.setdefault(fact.source, Fact("", source=source_words(fact.source), as_of=fact.as_of))
    return list(read.values())


def _settler(rule: rules.RuleResult) -> str:
    return gettext("the owner") if rule.id in _OWNER else gettext("an extract of the patent register")
