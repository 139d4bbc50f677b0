"""
View values: what the components show. Plain and frozen, so that any desk can fill them from its own selectors.

Texts are given in the reader's language already; days, instants and amounts are given as such and written by the
components.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.utils.functional import Promise

Text: TypeAlias = str | Promise
Value: TypeAlias = str | Promise | Decimal | date | int


@dataclass(frozen=True, slots=True)
class Link:
    """Where a text leads; without an address it is only the text."""

    text: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A state to show: a code of ``statuses.STATUSES`` with the values of its sentence."""

    thing: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    variant: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """
    A dated fact with its source.

    :param others: values of other sources where they differ; then all are shown.
    :param settled_by: who can supply it, shown where the value is missing.
    """

    label: Text
    value: Value | None = None
    source: Text = ""
    as_of: date | None = None
    is_stale: bool = False
    others: Sequence[Fact] = ()
    settled_by: Text = ""
    history_url: str = ""

    @property
    def state(self) -> str:
        """Give the code of the fact's state; ``fresh`` needs no badge."""
        if self.others:
            return "conflicting"
        if self.value is None or self.value == "":
            return "missing"
        return "stale" if self.is_stale else "fresh"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """
    One rule of an eligibility check.

    :param outcome: ``met``, ``failed``, ``unknown``, ``not_applicable``, or ``applies`` for a mere note.
    :param weight: ``blocking``, ``warning`` or ``note``.
    :param facts: what it rests on; a fact without a value shows only its source and day.
    :param concerns: the purposes it was asked for.
    """

    question: Text
    outcome: str
    weight: str = "blocking"
    explanation: Text = ""
    facts: Sequence[Fact] = ()
    clause: Link | None = None
    evidence: Link | None = None
    settled_by: Text = ""
    act: Link | None = None
    concerns: Text = ""


@dataclass(frozen=True, slots=True)
class PurposeLine:
    """The answer for one purpose: ``may``, ``may_not`` or ``unknown``, and why in a sentence."""

    purpose: Text
    answer: str
    reason: Text = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The whole check: answers by purpose, then rule by rule."""

    answers: Sequence[PurposeLine]
    rules: Sequence[RuleLine]
    worked_out_at: datetime | None = None
    rule_version: str = ""

    def _with(self, *outcomes: str) -> list[RuleLine]:
        return [rule for outcome in outcomes for rule in self.rules if rule.outcome == outcome]

    @property
    def open_rules(self) -> list[RuleLine]:
        """Give failed rules first, then unknown ones."""
        return self._with("failed", "unknown")

    @property
    def closed_rules(self) -> list[RuleLine]:
        """Give the rules that are met, then those that do not apply."""
        return self._with("applies", "met", "not_applicable")

    @property
    def counts(self) -> dict[str, int]:
        """Give how many rules have each outcome."""
        return {
            outcome: len(self._with(outcome)) for outcome in ("met", "failed", "unknown", "applies", "not_applicable")
        }


@dataclass(frozen=True, slots=True)
class Task:
    """
    Something to do, named by the act.

    :param state: ``not_started``, ``incomplete`` (seen, papers missing) or ``done``.
    :param claim_url: where one posts to take it over from the team.
    """

    act: Text
    url: str
    case_number: str = ""
    counterparty: str = ""
    due: date | None = None
    held_by: str = ""
    state: str = "not_started"
    is_mine: bool = True
    claim_url: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party of a case in its capacity."""

    capacity: Text
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """
    What is next, who must do it, and by when.

    :param act_url: given only if the reader is the one who acts; then it is the page's primary button.
    :param remind_url: where a reader who waits posts a reminder, once in three days.
    """

    what: Text
    who: Text = ""
    telephone: str = ""
    by: date | None = None
    act_url: str = ""
    act_label: Text = ""
    remind_url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the whole way: ``done``, ``current`` or ``coming``."""

    name: Text
    state: str


@dataclass(frozen=True, slots=True)
class Case:
    """The head of a case page: one number, the parties, one sentence, what is next, the steps."""

    number: str
    title: Text
    state: State
    parties: Sequence[Party] = ()
    next: NextStep | None = None
    steps: Sequence[Step] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field of an event."""

    name: Text
    old: Value | None = None
    new: Value | None = None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Who did what: one event as it was recorded."""

    position: int
    at: datetime
    what: Text
    person: str = ""
    organization: str = ""
    changes: Sequence[Change] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A stored file in its latest version; ``replaced`` are the versions before."""

    name: str
    kind: Text
    url: str
    file_type: str
    size_bytes: int
    sha256: str
    version: int = 1
    put_on: date | None = None
    put_by: str = ""
    pages: int | None = None
    replaced: Sequence[DocumentLine] = ()


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A precondition or a paper: its state as in ``RuleLine``, and what would settle it."""

    label: Text
    outcome: str
    note: Text = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """
    A row of a check page.

    :param brought_from: the fact a value was brought over from; such a value has no link to change it.
    """

    label: Text
    value: Value
    change_url: str = ""
    brought_from: Link | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a confirm page says before somebody signs, withdraws, decides or releases money."""

    act: Text
    button: Text
    back_url: str
    amount: Decimal | None = None
    receiver: Text = ""
    cannot_be_undone: Text = ""
    prepared_by: Text = ""
    reason_not_allowed: Text = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list by cursor: which rows of how many, and where the neighbours are."""

    first: int
    last: int
    total: int
    previous_url: str = ""
    next_url: str = ""
