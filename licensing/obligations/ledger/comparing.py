"""Compare what a case expects with what was worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from licensing.obligations.ledger.results import Answer, written

Difference = tuple[str, Any, Any]


class Unusable(ValueError):
    """Raised within a case that is no case: it fails, the others are run. ``path`` leads there from the case."""

    def __init__(self, reason: str, *path: str | int) -> None:
        super().__init__(reason)
        self.path = path


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping)


def _are_mappings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _is_word(value: Any) -> bool:
    return isinstance(value, str)


_FORMS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "duties": (_are_mappings, "a list of duties"),
    "absent": (_are_mappings, "a list of duties"),
    "totals": (_is_mapping, "a mapping of sums"),
    "next": (_is_mapping, "a duty or null"),
    "proposals": (_are_mappings, "a list of proposals"),
    "warnings": (_are_words, "a list of codes"),
    "error": (_is_word, "a code"),
}
EXPECT_KEYS: Final = tuple(_FORMS)


def check_forms(expect: Mapping[str, Any]) -> None:
    """Refuse expectations of another form."""
    for key, (fits, form) in _FORMS.items():
        if expect.get(key) is not None and not fits(expect[key]):
            raise Unusable(f"must be {form}", "expect", key)


def compared(expect: Mapping[str, Any], result: Answer) -> list[Difference]:
    """Give field, expected and got of every difference between what a case expects and the answer."""
    duties = [written(duty) for duty in result.duties]
    got: list[Difference] = []
    for index, wanted in enumerate(expect.get("duties") or ()):
        got.extend(_compare_duty(wanted, duties, f"duties[{index}]"))
    for index, wanted in enumerate(expect.get("absent") or ()):
        if found := [_named(duty) for duty in duties if _fits(wanted, duty)]:
            got.append((f"absent[{index}]", plain(wanted), found))
    totals = written(result.totals)
    got.extend(_compare_parts(expect.get("totals") or {}, totals, "totals"))
    if "next" in expect:
        got.extend(_compare_next(expect["next"], written(result.next) if result.next else None))
    if expect.get("proposals") is not None:
        got.extend(_compare_proposals(expect["proposals"], [written(proposal) for proposal in result.proposals]))
    if expect.get("warnings") is not None:
        codes = sorted({warning.code for warning in result.warnings})
        if sorted(set(expect["warnings"])) != codes:
            got.append(("warnings", expect["warnings"], codes))
    return got


def _compare_duty(wanted: Any, duties: list[dict[str, Any]], at: str) -> list[Difference]:
    by = {key: wanted[key] for key in ("item", "period", "kind") if key in wanted}
    picked = [duty for duty in duties if _fits(by, duty)]
    if len(picked) != 1:
        return [(at, plain(by), f"{len(picked)} duties fit")]
    label = f"{at} {_named(picked[0])}"
    return _compare_parts(wanted, picked[0], label)


def _compare_parts(wanted: Mapping[str, Any], got: Mapping[str, Any], at: str) -> list[Difference]:
    return [
        (f"{at}.{key}", plain(value), got.get(key, "no such field"))
        for key, value in wanted.items()
        if key not in got or plain(value) != got[key]
    ]


def _compare_next(wanted: Any, got: Mapping[str, Any] | None) -> list[Difference]:
    if wanted is None or got is None:
        shown = _named(got) if got else None
        return [] if wanted is got is None else [("next", plain(wanted), shown)]
    return _compare_parts(wanted, got, "next")


def _compare_proposals(wanted: Any, got: list[dict[str, Any]]) -> list[Difference]:
    left = [{key: value for key, value in proposal.items() if value is not None} for proposal in got]
    shown, missing = list(left), []
    for proposal in wanted:
        asked = {key: value for key, value in plain(proposal).items() if value is not None}
        match = next((other for other in left if _same_proposal(asked, other)), None)
        if match is None:
            missing.append(asked)
        else:
            left.remove(match)
    return [("proposals", plain(wanted), shown)] if missing or left else []


def _same_proposal(asked: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    return asked == {key: value for key, value in got.items() if key != "kind" or "kind" in asked}


def _fits(wanted: Mapping[str, Any], duty: Mapping[str, Any]) -> bool:
    return all(key in duty and plain(value) == duty[key] for key, value in wanted.items())


def _named(duty: Mapping[str, Any]) -> str:
    return "/".join(str(duty[key]) for key in ("item", "kind", "period") if duty[key] is not None)


def plain(value: Any) -> Any:
    """Write a value of a file as JSON holds it: dates as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value
