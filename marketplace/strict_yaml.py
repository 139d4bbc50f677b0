"""
Read YAML files that people outside wrote: strictly, with line and path in every error, in bounded time and memory.

Policy, plan and eligibility files come in through this reader and no other way. It walks the parser's events,
counts while it reads and stops at the first limit, so a hostile file costs no more than an honest one.
What is refused: anchors, aliases, tags, merge keys, duplicate keys, several documents, bare floats (unless asked
for), numbers in forms that YAML 1.1 and 1.2 read differently, and the bare words yes, no, on, off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from marketplace.problems import DomainError

Path = tuple[str | int, ...]
Value = Any

_WORDS_READ_AS_BOOLEANS: Final = frozenset(
    form for word in ("yes", "no", "on", "off") for form in (word, word.capitalize(), word.upper())
)
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT: Final = re.compile(
    r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_FLOAT_CHARACTERS: Final = 40
_AMBIGUOUS_NUMBER: Final = re.compile(
    r"[-+]?(?:0[0-7_]+|0[0-9]+|0b[01_]+|0o[0-7]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*_[0-9_]*|[1-9][0-9]*(?::[0-5]?[0-9])+(?:\.[0-9]*)?)"
)
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


class UnreadableFile(DomainError):
    """Raised for a file that cannot be taken. ``line`` counts from 1; ``path`` is how one gets to the place."""

    code = "unreadable_file"

    def __init__(self, reason: str, *, line: int, path: Path = ()) -> None:
        where = f"line {line}" + (f", {path_text(path)}" if path else "")
        super().__init__(f"{where}: {reason}", line=line, path=path_text(path), reason=reason)
        self.line = line
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold. Nodes are all mappings, lists, scalars and keys; the top one has depth 1."""

    size_bytes: int = 256 * 1024
    nodes: int = 20_000
    depth: int = 16
    integer_digits: int = 18


@dataclass(frozen=True, slots=True)
class Document:
    """What was read: plain values (dict, list, str, int, bool, date, None) and the line of each path."""

    value: Value
    lines: dict[Path, int] = field(repr=False)

    def line_of(self, path: Path) -> int:
        """Give the line of a path, or of the nearest part of it that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def path_text(path: Path) -> str:
    """Write a path as people read it: ``cases[3].expect.total``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def read(
    source: bytes | str, *, limits: Limits | None = None, bare_floats: bool = False, unfit_as_text: bool = False
) -> Document:
    """
    Read one document.

    :param bare_floats: keep unquoted numbers with a point as ``Decimal`` instead of refusing the file; for
        formats in which such a number is an error of the entry it stands in.
    :param unfit_as_text: keep days that do not exist, dates of another form and numbers that are not read as
        text, for the same reason.
    :raises UnreadableFile: for the first thing that is wrong, with its line and path.
    """
    limits = limits or Limits()
    reader = _Reader(_decoded(source, limits), limits, bare_floats=bare_floats, unfit_as_text=unfit_as_text)
    return reader.document()


def _decoded(source: bytes | str, limits: Limits) -> str:
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
    if size > limits.size_bytes:
        raise UnreadableFile(f"the file has {size} bytes; at most {limits.size_bytes} are read", line=1)
    if isinstance(source, str):
        return source
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise UnreadableFile("the file is not UTF-8", line=line) from error


class _UnfitValue(ValueError):
    """Raised for a scalar whose meaning is plain and whose value does not exist or is not taken."""


class _Reader:
    def __init__(self, text: str, limits: Limits, *, bare_floats: bool, unfit_as_text: bool) -> None:
        self._text = text
        self._limits = limits
        self._bare_floats = bare_floats
        self._unfit_as_text = unfit_as_text
        self._nodes = 0
        self._lines: dict[Path, int] = {}
        self._events: Iterator[yaml.Event] = iter(())

    def document(self) -> Document:
        try:
            self._events = yaml.parse(self._text, Loader=yaml.CSafeLoader)
            value = self._one_document()
        except yaml.reader.ReaderError as error:
            # The parser counts bytes.
            line = self._text.encode().count(b"\n", 0, error.position) + 1
            raise UnreadableFile("a character that text files do not hold", line=line) from error
        except UnicodeEncodeError as error:
            line = self._text.count("\n", 0, error.start) + 1
            raise UnreadableFile("a character that text files do not hold", line=line) from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise UnreadableFile(f"not YAML: {error.problem}", line=line) from error
        return Document(value, self._lines)

    def _one_document(self) -> Value:
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise UnreadableFile("the file is empty", line=1)
        if getattr(event, "version", None) or getattr(event, "tags", None):
            raise UnreadableFile("directives are not read", line=_line(event))
        value = self._value(next(self._events), (), 1)
        next(self._events)
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise UnreadableFile("a second document; one file holds one", line=_line(after))
        return value

    def _value(self, event: yaml.Event, path: Path, depth: int) -> Value:
        self._lines[path] = _line(event)
        self._count(event, path, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path, depth)
        return self._sequence(path, depth)

    def _count(self, event: yaml.Event, path: Path, depth: int) -> None:
        line = _line(event)
        if getattr(event, "anchor", None):
            raise UnreadableFile("anchors and aliases are not read; write the value out", line=line, path=path)
        if getattr(event, "tag", None):
            raise UnreadableFile("tags are not read", line=line, path=path)
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise UnreadableFile(f"more than {self._limits.nodes} nodes", line=line, path=path)
        if depth > self._limits.depth:
            raise UnreadableFile(f"deeper than {self._limits.depth} levels", line=line, path=path)

    def _mapping(self, path: Path, depth: int) -> dict[str | int, Value]:
        result: dict[str | int, Value] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path, depth + 1)
            if key in result:
                raise UnreadableFile(f"the key {key!r} stands twice", line=_line(event), path=path)
            result[key] = self._value(next(self._events), (*path, key), depth + 1)
            # A block value begins below its key; people look for the key.
            self._lines[*path, key] = _line(event)
        return result

    def _key(self, event: yaml.Event, path: Path, depth: int) -> str | int:
        self._count(event, path, depth)
        if not isinstance(event, yaml.ScalarEvent):
            raise UnreadableFile("a key must be a word", line=_line(event), path=path)
        if event.value == "<<" and event.implicit[0]:
            raise UnreadableFile("merge keys are not read", line=_line(event), path=path)
        key = self._scalar(event, path)
        # A year is a number in YAML; any other key that is no text would hide what was meant.
        if isinstance(key, bool) or not isinstance(key, str | int):
            raise UnreadableFile(f"the key {event.value!r} is not read as text; quote it", line=_line(event), path=path)
        return key

    def _sequence(self, path: Path, depth: int) -> list[Value]:
        result: list[Value] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            result.append(self._value(event, (*path, len(result)), depth + 1))
        return result

    def _scalar(self, event: yaml.ScalarEvent, path: Path) -> Value:
        if not event.implicit[0]:
            return event.value
        try:
            return _plain(event.value, self._limits, bare_floats=self._bare_floats)
        except _UnfitValue as error:
            if self._unfit_as_text:
                return str(event.value)
            raise UnreadableFile(str(error), line=_line(event), path=path) from error
        except ValueError as error:
            raise UnreadableFile(str(error), line=_line(event), path=path) from error


def _plain(text: str, limits: Limits, *, bare_floats: bool) -> Value:
    """Give the value of an unquoted scalar, or say in a ``ValueError`` why it is not taken."""
    if text in _NULL:
        return None
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if text in _WORDS_READ_AS_BOOLEANS:
        raise ValueError(f"the word {text} is a boolean in YAML 1.1; quote it, or write true or false")
    if _INTEGER.fullmatch(text):
        if len(text.lstrip("+-")) > limits.integer_digits:
            raise ValueError(f"a number of more than {limits.integer_digits} digits; quote it if it is a code")
        return int(text)
    if _AMBIGUOUS_NUMBER.fullmatch(text):
        raise ValueError(f"{text} is read as different numbers by different readers; quote it")
    if _FLOAT.fullmatch(text):
        return _float(text, bare_floats=bare_floats)
    if match := _DATE.fullmatch(text):
        return _date(text, match)
    if _LOOSE_DATE.fullmatch(text):
        raise _UnfitValue(f"{text} is not an ISO date; write it as YYYY-MM-DD")
    return text


def _float(text: str, *, bare_floats: bool) -> Decimal:
    if not bare_floats:
        raise ValueError(f"the bare number {text} has a point; write it as text, in quotes")
    if len(text) > _FLOAT_CHARACTERS or not text.strip("+-").replace(".", "").isdecimal():
        raise _UnfitValue(f"{text} is not a number that is read")
    return Decimal(text)


def _date(text: str, match: re.Match[str]) -> date:
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise _UnfitValue(f"there is no day {text}") from None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
