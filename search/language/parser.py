"""
A query to a tree. Nothing raises: what cannot be read is read literally, left out or cut, and named in the notes.

``auto`` reads a valid number as a number; operators, or at most twelve Han characters, as words that all must occur;
anything longer as a need, of which a part must occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from search.language import ipc
from search.language.analyser import HAN, bigrams, fold, words
from search.language.lexer import Kind, Mark, marks_of
from search.language.numbers import beginning_of, read_number, read_publication
from search.language.phrases import phrase_of
from search.language.tree import Code, Need, Node, Not, Nothing, TextField, all_of, any_of
from search.language.vocabulary import STOP_WORDS, synonyms

LONGEST_QUERY: Final = 500
MOST_LEAVES: Final = 64
DEEPEST: Final = 16
MOST_NEED_WORDS: Final = 12
NEED_PERCENT: Final = 34
_SHORT: Final = 12
_HAN: Final = re.compile(f"[{HAN}]")


class Mode(StrEnum):
    """How a text is read."""

    AUTO = "auto"
    ALL = "all"
    NEED = "need"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the searcher should know about how the query was read. Pages have a sentence for each code."""

    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was read: the mode (never ``auto``), the tree, and the notes without doubles."""

    mode: Mode
    tree: Node
    notes: tuple[Note, ...] = ()


def read(text: str, mode: Mode = Mode.AUTO) -> Reading:
    """Read what somebody wrote into the search box."""
    notes: list[Note] = []
    # Lone surrogates come from broken clients; no engine and no signature takes them.
    text = text.encode("utf-8", "replace").decode()
    if len(text) > LONGEST_QUERY:
        text = text[:LONGEST_QUERY]
        notes.append(Note("text_cut", str(LONGEST_QUERY)))
    number = read_number(text)
    if number.expected_check_digit is not None:
        notes.append(Note("wrong_check_digit", number.expected_check_digit))
    if mode is Mode.NUMBER or (mode is Mode.AUTO and number.codes):
        return _finished(Mode.NUMBER, any_of(list(number.codes)), notes)
    marks, literal = marks_of(text)
    if mode is Mode.AUTO:
        is_plain = all(mark.kind is Kind.TERM and not mark.prefix for mark in marks)
        mode = Mode.NEED if is_plain and len(_HAN.findall(text)) > _SHORT else Mode.ALL
    if mode is Mode.NEED:
        return _finished(mode, _need(text), notes)
    notes += [Note(code) for code in literal]
    parser = _Parser(marks, notes)
    return _finished(mode, parser.whole(), notes)


def _finished(mode: Mode, tree: Node, notes: list[Note]) -> Reading:
    return Reading(mode, tree, tuple(dict.fromkeys(notes)))


def _need(text: str) -> Node:
    found = list(dict.fromkeys(words(text)))
    telling = [word for word in found if word not in STOP_WORDS] or found
    if not telling:
        return all_of([])
    chosen = sorted(telling, key=lambda word: (-len(word), telling.index(word)))[:MOST_NEED_WORDS]
    minimum = -(-NEED_PERCENT * len(chosen) // 100)
    pairs = [token for token in dict.fromkeys(bigrams(text)) if len(token) > 1 and token not in STOP_WORDS]
    return Need(tuple(chosen), minimum, tuple(pairs[:MOST_LEAVES]))


@dataclass(slots=True)
class _Parser:
    """Recursive descent over balanced marks: NOT binds before AND (a space), AND before OR."""

    marks: list[Mark]
    notes: list[Note]
    at: int = 0
    leaves: int = 0
    stop_words: list[Node] = field(default_factory=list)

    def whole(self) -> Node:
        found: list[Node] = []
        while self.at < len(self.marks):
            if (node := self._either(None, 0)) is not None:
                found.append(node)
        return all_of(found)

    def _peek(self) -> Mark | None:
        return self.marks[self.at] if self.at < len(self.marks) else None

    def _either(self, scope: str | None, depth: int) -> Node | None:
        found: list[Node] = []
        while True:
            if (node := self._every(scope, depth)) is not None:
                found.append(node)
            mark = self._peek()
            if mark is None or mark.kind is not Kind.OR:
                break
            self.at += 1
            following = self._peek()
            if node is None or following is None or following.kind in {Kind.OR, Kind.CLOSE}:
                found += self._literal(mark, scope)
        return any_of(found) if found else None

    def _every(self, scope: str | None, depth: int) -> Node | None:
        found: list[Node] = []
        while (mark := self._peek()) is not None and mark.kind not in {Kind.OR, Kind.CLOSE}:
            if mark.kind is Kind.AND:
                self._and(mark, found, scope)
            elif (node := self._one(scope, depth)) is not None:
                found.append(node)
        telling = [node for node in found if node not in self.stop_words]
        if telling and len(telling) < len(found):
            self.notes.append(Note("stop_words_left_out"))
            found = telling
        return all_of(found) if found else None

    def _and(self, mark: Mark, found: list[Node], scope: str | None) -> None:
        self.at += 1
        following = self._peek()
        if not found or following is None or following.kind in {Kind.AND, Kind.OR, Kind.CLOSE}:
            found += self._literal(mark, scope)

    def _literal(self, mark: Mark, scope: str | None) -> list[Node]:
        """Read an operator without both its sides as the word that it is."""
        self.notes.append(Note("dangling_operator"))
        node = self._leaf(replace(mark, kind=Kind.QUOTED), scope) if mark.text else None
        return [node] if node is not None else []

    def _one(self, scope: str | None, depth: int) -> Node | None:
        mark = self.marks[self.at]
        self.at += 1
        if mark.kind is Kind.NOT:
            return self._negated(mark, scope, depth)
        if mark.kind is Kind.FIELD:
            return self._scoped(mark, depth)
        if mark.kind is Kind.OPEN:
            return self._group(scope, depth + 1)
        return self._leaf(mark, scope)

    def _negated(self, mark: Mark, scope: str | None, depth: int) -> Node | None:
        negated = True
        # A loop, not recursion: a chain of NOT may be as long as the query.
        while (following := self._peek()) is not None and following.kind is Kind.NOT:
            negated = not negated
            self.at += 1
        if following is None or following.kind in {Kind.AND, Kind.OR, Kind.CLOSE}:
            return next(iter(self._literal(mark, scope)), None)
        node = self._one(scope, depth)
        return Not(node) if negated and node is not None else node

    def _scoped(self, mark: Mark, depth: int) -> Node | None:
        following = self._peek()
        if following is None or following.kind in {Kind.AND, Kind.OR, Kind.NOT, Kind.CLOSE, Kind.FIELD}:
            self.notes.append(Note("empty_field"))
            return None
        return self._one(mark.text, depth)

    def _group(self, scope: str | None, depth: int) -> Node | None:
        if depth > DEEPEST:
            self.notes.append(Note("too_deep", str(DEEPEST)))
            self._skip_group()
            return None
        node = self._either(scope, depth)
        self.at += 1
        return node

    def _skip_group(self) -> None:
        opened = 1
        while opened and self.at < len(self.marks):
            opened += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(self.marks[self.at].kind, 0)
            self.at += 1

    def _leaf(self, mark: Mark, scope: str | None) -> Node | None:
        if self.leaves >= MOST_LEAVES:
            self.notes.append(Note("too_many_terms", str(MOST_LEAVES)))
            return None
        node = mark.dates if mark.dates is not None else leaf_of(mark, scope)
        if node is None:
            return None
        self.leaves += 1
        if mark.kind is Kind.TERM and scope is None and not mark.prefix and fold(mark.text) in STOP_WORDS:
            self.stop_words.append(node)
        return node


def leaf_of(mark: Mark, scope: str | None) -> Node | None:
    """Give what one term or quotation means within a field, or None if there is nothing in it to look for."""
    if scope == "ipc":
        return _class(mark)
    if scope in {"application", "publication"}:
        return _number(mark, scope)
    if scope is not None:
        return phrase_of(mark.text, field=TextField(scope), prefix=mark.prefix)
    plain = phrase_of(mark.text, prefix=mark.prefix)
    if plain is None or mark.kind is Kind.QUOTED or mark.prefix:
        return plain
    meanings: list[Node] = [plain]
    meanings += [phrase for word in synonyms(mark.text) if (phrase := phrase_of(word)) is not None]
    meanings += read_number(mark.text).codes
    if len(found := ipc.levels(mark.text)) > 1:
        meanings.append(Code(f"ic:{found[-1]}"))
    return any_of(meanings)


def _class(mark: Mark) -> Node:
    found = ipc.levels(mark.text)
    if mark.prefix and ipc.is_beginning(mark.text):
        return Code(f"ic:{fold(mark.text)}", prefix=True)
    return Code(f"ic:{found[-1]}") if found else Nothing()


def _number(mark: Mark, scope: str) -> Node:
    kind = {"application": "an", "publication": "pn"}[scope]
    if mark.prefix:
        return beginning_of(mark.text, kind) or Nothing()
    codes = read_publication(mark.text) if kind == "pn" else read_number(mark.text).codes
    return any_of([code for code in codes if code.value.startswith(kind)])
