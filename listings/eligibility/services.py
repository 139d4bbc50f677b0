"""Work out what may be done with a patent, and keep the answers as evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from listings.eligibility import rules, selectors
from listings.eligibility.models import EligibilityAnswer
from listings.patents.models import Patent
from marketplace.dates import shanghai_day


def answers_for(
    patent: Patent, *, on: date, known_at: date | None = None, params: rules.Parameters | None = None
) -> rules.Answers:
    """
    Give the engine's answers for every purpose on a day, from the patent's stored facts.

    :param known_at: answer as it was known on that day.
    :param params: the parameters, by default those in force on the day.
    """
    return rules.evaluate(
        selectors.engine_patent(patent),
        on=on,
        known_at=known_at,
        params=params or selectors.parameters_on(on),
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """One patent's answers now, and the purposes whose answer is another one than before."""

    patent: Patent
    answers: rules.Answers
    changed: frozenset[str]


def check_eligibility_now(*, patent: Patent, now: datetime) -> Checked:
    """Work out all answers of one patent and store those that are new. Facts recorded in this transaction count."""
    fresh = Patent.objects.prefetch_related("owners", "facts").get(pk=patent.pk)
    return next(iter(check_many(patents=[fresh], now=now)))


def check_many(*, patents: Iterable[Patent], now: datetime) -> list[Checked]:
    """Work out all answers of patents whose owners and facts are loaded, and store those that are new."""
    loaded = list(patents)
    today = shanghai_day(now)
    params = selectors.parameters_on(today)
    before = selectors.newest_answers(loaded)
    rows: list[EligibilityAnswer] = []
    checked: list[Checked] = []
    for patent in loaded:
        answers = answers_for(patent, on=today, params=params)
        old = before.get(patent.pk, {})
        new = [
            answer_row(patent=patent, purpose=purpose, answers=answers, now=now)
            for purpose, answer in answers.purposes.items()
            if not _is_same(old.get(purpose), answer, answers.rule_set)
        ]
        rows += new
        changed = frozenset(row.purpose for row in new if _verdict(old.get(row.purpose)) != row.answer)
        checked.append(Checked(patent, answers, changed))
        patent.recheck_on = min(
            (each.next_change for each in answers.purposes.values() if each.next_change), default=None
        )
    EligibilityAnswer.objects.bulk_create(rows, batch_size=500)
    Patent.objects.bulk_update(loaded, ["recheck_on"], batch_size=500)
    return checked


def answer_row(*, patent: Patent, purpose: str, answers: rules.Answers, now: datetime) -> EligibilityAnswer:
    """Give the unsaved row of one answer."""
    answer = answers.purposes[purpose]  # type: ignore[index] # Purposes are plain words in rows.
    return EligibilityAnswer(
        patent=patent,
        purpose=purpose,
        on=answers.on,
        known_at=now,
        rule_set=answers.rule_set,
        answer=answer.answer,
        result=_evidence(answer),
        next_change=answer.next_change,
        worked_out_at=now,
    )


def _evidence(answer: rules.Answer) -> dict[str, Any]:
    """Give what is stored of an answer: facts are never lost, so the rest can be worked out again as of then."""
    return {
        "failed": list(answer.failed),
        "unknown": list(answer.unknown),
        "warned": list(answer.warned),
        "noted": list(answer.noted),
        "classes": list(answer.classes),
        "reasons": {rule.id: rule.reason for rule in answer.rules if rule.reason},
        "grounds": {rule.id: rule.ground for rule in answer.rules if rule.result == "failed" and rule.ground},
        "earliest": answer.earliest.isoformat() if answer.earliest else None,
    }


def _verdict(row: EligibilityAnswer | None) -> str | None:
    return row.answer if row else None


def _is_same(row: EligibilityAnswer | None, answer: rules.Answer, rule_set: str) -> bool:
    return (
        row is not None
        and row.rule_set == rule_set
        and row.answer == answer.answer
        and row.next_change == answer.next_change
        and _as_mapping(row.result) == _evidence(answer)
    )


def _as_mapping(result: Any) -> Mapping[str, Any]:
    return result if isinstance(result, Mapping) else {}
