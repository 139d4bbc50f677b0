"""Explain worksheet rows: one sentence for each, made by a template from the row's own values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

from licensing.subsidy.rules.glossary import FIELDS, KINDS, NUMBERS, SCOPES
from licensing.subsidy.rules.sentences import (
    BINDING_WORDS,
    MISSING,
    NOT_KNOWN,
    PROVISIONAL,
    SENTENCES,
    STEP_NAMES,
    Said,
)
from licensing.subsidy.rules.worksheet import Binding, Input, Row
from marketplace.money import CENT

Language = Literal["zh", "en"]
Labels = Mapping[str, str]
NO_BREAK: Final = "\u00a0"
SAYS_PROVISIONAL: Final = ("rate_not_confirmed", "decision_not_known", "decision_blocked")
"""Findings whose own sentence says that a number is not confirmed."""


def sentence(row: Row, language: Language, *, labels: Labels | None = None) -> str:
    """
    Explain one row in one sentence (and a second that names what is missing, where something is).

    :param labels: names of facts in this language, where the registry has better ones than the glossary.
    """
    labels = labels or {}
    values = {name: _Value(text, language, labels) for name, text in row.values.items()}
    tested = _tested(row, language, labels)
    text = _in(SENTENCES[row.reason], language).format(tested=tested, **values)
    if row.provisional and row.reason not in SAYS_PROVISIONAL:
        text = f"{text[:-1]}{_in(PROVISIONAL, language)}{text[-1]}"
    if "missing" in row.values and (row.reason == "base_missing" or not row.reason.endswith("_missing")):
        text = f"{text}{'' if language == 'zh' else ' '}{_missing(row.values['missing'], language, labels)}"
    return text if language == "zh" else text[:1].upper() + text[1:]


def step_name(step: str, language: Language) -> str:
    """Name a step of the worksheet."""
    return _in(STEP_NAMES[step], language)


def binding_word(binding: Binding, language: Language) -> str:
    """Say whether a row changed the result."""
    return _in(BINDING_WORDS[binding.value], language)


def field_name(field: str, language: Language, labels: Labels | None = None) -> str:
    """Name a fact; one without a name in the glossary is called as the policy calls it."""
    if labels and field in labels:
        return labels[field]
    known = FIELDS.get(field)
    return field if known is None else _in(known, language)


def _missing(names: str, language: Language, labels: Labels) -> str:
    listed = [_named_missing(name, language, labels) for name in names.split(", ")]
    return _in(MISSING, language).format(missing=_joined(listed, language))


def _named_missing(name: str, language: Language, labels: Labels) -> str:
    field, equals, value = name.partition(" = ")
    said = field_name(field, language, labels)
    return f"{said} = {_word(KINDS, value, language)}" if equals else said


def _tested(row: Row, language: Language, labels: Labels) -> str:
    """Name the tested facts with their values: those that fail, or all where none does."""
    failed = [one for one in row.inputs if one.mark in ("not_met", "missing")]
    shown = failed or [one for one in row.inputs if one.mark]
    return _joined([_test(one, language, labels) for one in shown], language)


def _test(one: Input, language: Language, labels: Labels) -> str:
    name = field_name(one.field, language, labels)
    if one.mark == "missing" and not one.value:
        return f"{name}（缺少）" if language == "zh" else f"{name} (missing)"
    value = _word(KINDS, one.value, language)
    return f"{name}为{value}" if language == "zh" else f"{name} is {value}"


def _joined(parts: list[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(parts)


def _in(said: Said, language: Language) -> str:
    return said.zh if language == "zh" else said.en


def _word(table: Mapping[str, Said], value: str, language: Language) -> str:
    if value in ("", "?"):
        return _in(NOT_KNOWN, language)
    known = table.get(value)
    return value if known is None else _in(known, language)


class _Value:
    """One named value, written as its template asks."""

    def __init__(self, text: str, language: Language, labels: Labels) -> None:
        self._text = text
        self._language = language
        self._labels = labels

    def __format__(self, form: str) -> str:
        return str(self._FORMS[form](self))

    def _plainly(self) -> str:
        return _in(NOT_KNOWN, self._language) if self._text in ("", "?") else self._text

    def _money(self) -> str:
        amount = _number(self._text)
        if amount is None:
            return self._plainly()
        # An amount that is not rounded yet keeps its places: rounding it here would hide what the rounding does.
        written = f"{amount:,f}" if amount != amount.quantize(CENT) else f"{amount:,.2f}"
        written += "…" if self._text.endswith("…") else ""
        return f"{written}{NO_BREAK}元" if self._language == "zh" else f"CNY{NO_BREAK}{written}"

    def _rate(self) -> str:
        rate = _number(self._text)
        if rate is None:
            return self._plainly()
        percent = format((rate * 100).normalize(), "f")
        return f"{percent}%"

    def _field(self) -> str:
        return field_name(self._text, self._language, self._labels)

    def _kind(self) -> str:
        return _word(KINDS, self._text, self._language)

    def _count(self) -> str:
        return f"{self._plainly()}{NO_BREAK}" if self._language == "zh" else self._plainly()

    def _group(self) -> str:
        """Write ``applicant.id=A, year=2024`` with the names of its fields."""
        parts = [part.partition("=") for part in self._text.split(", ")]
        said = [
            f"{field_name(name, self._language, self._labels)} {_word(KINDS, value, self._language)}"
            for name, _, value in parts
        ]
        return _joined(said, self._language)

    def _scope(self) -> str:
        return _word(SCOPES, self._text, self._language)

    def _numbers(self) -> str:
        return _joined([_word(NUMBERS, name, self._language) for name in self._text.split(", ")], self._language)

    _FORMS: Final[Mapping[str, Any]] = {
        "": _plainly,
        "money": _money,
        "rate": _rate,
        "field": _field,
        "kind": _kind,
        "scope": _scope,
        "count": _count,
        "group": _group,
        "numbers": _numbers,
    }


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.rstrip("…"))
    except InvalidOperation:
        return None
