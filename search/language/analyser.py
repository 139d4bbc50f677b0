"""
Text to tokens, the same for every engine and for the highlighter.

Two streams come from one text. :func:`bigrams` decides *which* documents are hits: each Han run gives its overlapping
bigrams and then its last character, a Latin word gives itself and its parts. :func:`words` gives dictionary words and
only sharpens the *order*.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from search.language.segmenter import segment

# Raise it with every change of what bigrams() or words() give: an index built by another version asks for a rebuild.
ANALYSER_VERSION: Final = 1

HAN: Final = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
SIGNS: Final = r"./+\-_&%:()°"
# Elasticsearch's whitespace tokenizer cuts at 255 characters and FTS5 does not: cut here, so that both see the same.
LONGEST_TOKEN: Final = 100

WORD: Final = rf"[a-z0-9]+(?:[{SIGNS}]{{1,2}}[a-z0-9]+)*"
_PIECE: Final = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>{WORD})|(?P<other>(?:(?![{HAN}a-z0-9])[^\W_])+)")
_PART: Final = re.compile(r"[a-z0-9]+")
_DASHES: Final = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")


def unify(text: str) -> str:
    """Give the text in NFKC with one kind of hyphen; letters keep their case."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES)


def fold(text: str) -> str:
    """Give the form in which texts are compared: unified and in lower case."""
    return unify(text).lower()


@dataclass(frozen=True, slots=True)
class Piece:
    """One Han run, Latin word (with inner signs) or run of other letters. ``start`` and ``end`` are in folded text."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the bigram stream with its place in the folded text."""

    text: str
    start: int
    end: int


def pieces(folded: str) -> Iterator[Piece]:
    """Split folded text into its pieces; everything else is white space."""
    for match in _PIECE.finditer(folded):
        yield Piece(str(match.lastgroup), match.group(), match.start(), match.end())


def piece_tokens(piece: Piece) -> Iterator[Token]:
    """Give the tokens of one piece in the order in which they are indexed."""
    text, start = piece.text, piece.start
    if piece.kind == "han":
        for at in range(len(text) - 1):
            yield Token(text[at : at + 2], start + at, start + at + 2)
        yield Token(text[-1], piece.end - 1, piece.end)
        return
    yield Token(text[:LONGEST_TOKEN], start, piece.end)
    if piece.kind == "word":
        parts = list(_PART.finditer(text))
        if len(parts) > 1:
            for part in parts:
                yield Token(part.group()[:LONGEST_TOKEN], start + part.start(), start + part.end())


def tokens(folded: str) -> Iterator[Token]:
    """Give the bigram stream of folded text with places."""
    for piece in pieces(folded):
        yield from piece_tokens(piece)


def bigrams(text: str) -> list[str]:
    """Give the bigram stream of a text: what decides whether it is a hit."""
    found: list[str] = []
    for match in _PIECE.finditer(fold(text)):
        run = match.group()
        if match.lastgroup == "han":
            found += [run[at : at + 2] for at in range(len(run) - 1)]
            found.append(run[-1])
            continue
        found += _whole_and_parts(run)
    return found


def words(text: str) -> list[str]:
    """Give the dictionary words of a text: what sharpens the order of hits, and what a need is matched by."""
    found: list[str] = []
    for match in _PIECE.finditer(fold(text)):
        run = match.group()
        found += segment(run) if match.lastgroup == "han" else _whole_and_parts(run)
    return found


def _whole_and_parts(word: str) -> list[str]:
    parts = _PART.findall(word)
    whole = [word[:LONGEST_TOKEN]]
    return whole + [part[:LONGEST_TOKEN] for part in parts] if len(parts) > 1 else whole
