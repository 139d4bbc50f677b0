"""A query cut into marks: words, quotes, operators, brackets, fields, dates. Nothing written here can fail."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from search.language.analyser import WORD, unify
from search.language.tree import DateField, DateRange


class Kind(StrEnum):
    """The kinds of marks."""

    TERM = "term"
    QUOTED = "quoted"
    FIELD = "field"
    DATES = "dates"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    OPEN = "("
    CLOSE = ")"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark. ``text`` is as written (unified); ``prefix`` is a star behind it."""

    kind: Kind
    text: str = ""
    prefix: bool = False
    dates: DateRange | None = None


# Chinese and short names of fields; the values are names that the parser knows.
FIELDS: Final = {
    name: field
    for field, names in {
        "title": "标题 题名 名称 发明名称 ti",
        "text": "摘要 ab",
        "claims": "权利要求 clm",
        "owners": "申请人 专利权人 权利人 pa",
        "inventors": "发明人 in",
        "ipc": "分类号 ic ipc",
        "application": "申请号 专利号 an",
        "publication": "公开号 公告号 pn",
        "filing_date": "申请日 ad",
        "grant_date": "授权日 授权公告日 gd",
    }.items()
    for name in names.split()
}

_GAP: Final = re.compile(r"[\s,;!?、。+]+")
_FIELD: Final = re.compile(r"([^\W\d_]{2,6}):\s*")
_OPERATOR: Final = re.compile(r"(AND|OR|NOT)(?=[\s()\"|]|$)")
_SPACED_IPC: Final = re.compile(r"([A-H]\d{2}[A-Z])\s+(\d{1,4}/\d{2,6})", re.IGNORECASE)
_WORD: Final = re.compile(WORD, re.IGNORECASE)
_END_OF_TERM: Final = re.compile(r"[\s,;!?、。\"|()*]")
_RANGE: Final = re.compile(r"\[\s*(\S+)\s+TO\s+([^\s\]]+)\s*\]", re.IGNORECASE)
_ONE_DATE: Final = re.compile(r"[\d.\-/]+")
_DATE: Final = re.compile(r"(\d{4})(?:[-./]?(\d{1,2})(?:[-./]?(\d{1,2}))?)?")
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"'})


def marks_of(text: str) -> tuple[list[Mark], list[str]]:
    """Give the marks of a query and the codes of what had to be read literally. Brackets in the marks are balanced."""
    lexer = _Lexer(unify(text).translate(_QUOTES))
    return _balanced(lexer.marks(), lexer.notes), lexer.notes


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.notes: list[str] = []

    def marks(self) -> list[Mark]:
        found: list[Mark] = []
        while self.at < len(self.text):
            if mark := self._next():
                found.append(mark)
        return found

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def _next(self) -> Mark | None:
        if self._take(_GAP):
            return None
        here = self.text[self.at]
        if here in "()|":
            self.at += 1
            return Mark({"(": Kind.OPEN, ")": Kind.CLOSE, "|": Kind.OR}[here])
        if here == '"':
            return self._quoted()
        if here == "-":
            return self._minus()
        if match := self._take(_OPERATOR):
            return Mark(Kind[match[1]], match[1])
        if match := self._take(_SPACED_IPC):
            return self._starred(Mark(Kind.TERM, match[1] + match[2]))
        return self._field() or self._term()

    def _quoted(self) -> Mark | None:
        end = self.text.find('"', self.at + 1)
        if end < 0:
            self.notes.append("unbalanced_quote")
            self.at += 1
            return None
        inside = self.text[self.at + 1 : end]
        self.at = end + 1
        return self._starred(Mark(Kind.QUOTED, inside))

    def _minus(self) -> Mark | None:
        self.at += 1
        followed = self.at < len(self.text) and not self.text[self.at].isspace()
        return Mark(Kind.NOT) if followed else None

    def _field(self) -> Mark | None:
        match = _FIELD.match(self.text, self.at)
        name = FIELDS.get(match[1].lower()) if match else None
        if match is None or name is None:
            return None
        if name not in set(DateField):
            self.at = match.end()
            return Mark(Kind.FIELD, name)
        return self._dates(DateField(name), match.end())

    def _dates(self, field: DateField, start: int) -> Mark | None:
        if found := _RANGE.match(self.text, start):
            first, last = _days(found[1]), _days(found[2])
        elif found := _ONE_DATE.match(self.text, start):
            first = last = _days(found[0])
        else:
            first = last = None
        if found is None or first is None or last is None:
            self.notes.append("unreadable_date")
            return None
        self.at = found.end()
        return Mark(Kind.DATES, dates=DateRange(field, first[0], last[1]))

    def _term(self) -> Mark | None:
        start = self.at
        while self.at < len(self.text):
            if word := _WORD.match(self.text, self.at):
                self.at += len(_balanced_word(word.group()))
            elif _END_OF_TERM.match(self.text, self.at):
                break
            else:
                self.at += 1
        if self.at == start:
            self.at += 1
            return None
        return self._starred(Mark(Kind.TERM, self.text[start : self.at]))

    def _starred(self, mark: Mark) -> Mark:
        if self.at < len(self.text) and self.text[self.at] == "*":
            self.at += 1
            return replace(mark, prefix=True)
        return mark


def _balanced_word(word: str) -> str:
    """Cut a word where a bracket belongs to the query: ``foo(bar`` is ``foo`` and a group; ``al2(so4)3`` stays."""
    open_at: list[int] = []
    for at, char in enumerate(word):
        if char == "(":
            open_at.append(at)
        elif char == ")":
            if not open_at:
                return word[:at]
            open_at.pop()
    return word[: open_at[0]] if open_at else word


def _balanced(marks: list[Mark], notes: list[str]) -> list[Mark]:
    """Leave out brackets without a partner."""
    lonely: set[int] = set()
    opened: list[int] = []
    for at, mark in enumerate(marks):
        if mark.kind is Kind.OPEN:
            opened.append(at)
        elif mark.kind is Kind.CLOSE:
            if opened:
                opened.pop()
            else:
                lonely.add(at)
    lonely.update(opened)
    if lonely:
        notes.append("unbalanced_bracket")
    return [mark for at, mark in enumerate(marks) if at not in lonely]


def _days(text: str) -> tuple[int | None, int | None] | None:
    """Give the first and last day of ``2019``, ``2019-06`` or ``2019-06-30`` as ordinals; a star is open."""
    if text == "*":
        return None, None
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        if day:
            return first.toordinal(), first.toordinal()
        after = date(year + 1, 1, 1) if not month or month == 12 else date(year, month + 1, 1)
    except ValueError:
        return None
    return first.toordinal(), (after - timedelta(days=1)).toordinal()
