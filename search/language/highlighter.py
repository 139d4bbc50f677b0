"""
Mark in the original text what was found.

Neither engine can: both hold tokens only. Tokens are found again in the folded text, and an offset map leads back to
the original, because NFKC changes lengths (℃ becomes two characters).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from search.language.analyser import HAN, Token, fold, tokens
from search.language.phrases import phrase_of
from search.language.tree import Need, Node, Phrase, positive_leaves

_HAN_TOKEN: Final = re.compile(f"[{HAN}]{{1,2}}")
_STOPS: Final = "，。；：、,;!?！？\n"


@dataclass(frozen=True, slots=True)
class Fragment:
    """
    A piece of one text with what was found in it.

    :ivar field: name of the text it was cut from.
    :ivar marks: found places as ``(start, end)`` in ``text``, ascending, apart from each other.
    :ivar terms: which terms were found in it, as indexes of the terms asked for.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]
    terms: frozenset[int] = frozenset()

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """Give the text cut at its marks, each part with whether it is marked. Joined they are the text."""
        cut: list[tuple[str, bool]] = []
        at = 0
        for start, end in self.marks:
            if start > at:
                cut.append((self.text[at:start], False))
            cut.append((self.text[start:end], True))
            at = end
        if at < len(self.text):
            cut.append((self.text[at:], False))
        return tuple(cut)


def terms_of(node: Node) -> tuple[Phrase, ...]:
    """Give the phrases to look for: those of the query, and each word of a need. Without doubles."""
    found: dict[Phrase, None] = {}
    for leaf in positive_leaves(node):
        if isinstance(leaf, Phrase):
            found[Phrase(leaf.tokens, leaf.prefix)] = None
        elif isinstance(leaf, Need):
            phrases = (phrase_of(word) for word in leaf.words)
            found.update(dict.fromkeys(phrase for phrase in phrases if phrase is not None))
    return tuple(found)


def highlight(field: str, text: str, terms: Sequence[Phrase], *, width: int = 120) -> Fragment:
    """Give the window of the text with most distinct terms, or its beginning where none was found."""
    folded, origin = _folded_with_origin(text)
    spans = sorted((origin[start], origin[end - 1] + 1, index) for start, end, index in _found(folded, terms))
    spans = [(start, _cluster_end(text, end), index) for start, end, index in spans]
    first = _best_start(text, spans, width)
    last = min(len(text), first + width)
    inside = [(start - first, min(end, last) - first, index) for start, end, index in spans if first <= start < last]
    return Fragment(field, text[first:last], tuple(_merged(inside)), frozenset(index for _, _, index in inside))


@lru_cache(maxsize=32_768)
def _folded_character(character: str) -> str:
    return fold(character)


def _folded_with_origin(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text; give for each folded character the index of the original character that it came from."""
    plain = "".join(map(_folded_character, text))
    # No character folds to nothing, so an equal length means one for one; and most texts are of that kind.
    if len(plain) == len(text) and not any(map(unicodedata.combining, text)):
        return plain, range(len(text))
    folded: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(text):
        end = _cluster_end(text, at + 1)
        cluster = fold(text[at:end])
        folded.append(cluster)
        origin += [at] * len(cluster)
        at = end
    return "".join(folded), origin


def _cluster_end(text: str, end: int) -> int:
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _found(folded: str, terms: Sequence[Phrase]) -> Iterator[tuple[int, int, int]]:
    stream: list[Token] | None = None
    for index, term in enumerate(terms):
        if (run := _run_of(term)) is not None:
            yield from ((at, at + len(run), index) for at in _places(folded, run))
        elif term.tokens[0] in folded:
            stream = list(tokens(folded)) if stream is None else stream
            for at in range(len(stream)):
                if (end := _phrase_end(stream, at, term)) is not None:
                    yield stream[at].start, end, index


def _run_of(term: Phrase) -> str | None:
    """Give the run of Han characters that a phrase stands for; it is wherever the characters are. Most are such."""
    first, *others = term.tokens
    if _HAN_TOKEN.fullmatch(first) is None or (len(first) == 1 and (others or not term.prefix)):
        return None
    if any(len(one) != 2 or one[0] != before[-1] for before, one in pairwise(term.tokens)):
        return None
    return first + "".join(one[1] for one in others)


def _places(folded: str, run: str) -> Iterator[int]:
    at = folded.find(run)
    while at >= 0:
        yield at
        at = folded.find(run, at + 1)


def _phrase_end(stream: list[Token], at: int, term: Phrase) -> int | None:
    """Give where the phrase that begins at a token ends in the folded text, or None if another token follows."""
    window = stream[at : at + len(term.tokens)]
    if len(window) < len(term.tokens):
        return None
    *before, last = zip(window, term.tokens, strict=True)
    if any(token.text != wanted for token, wanted in before):
        return None
    token, wanted = last
    if term.prefix:
        return max(_end(before), token.start + len(wanted)) if token.text.startswith(wanted) else None
    return max(_end(before), token.end) if token.text == wanted else None


def _end(matched: list[tuple[Token, str]]) -> int:
    return max((token.end for token, _ in matched), default=0)


def _best_start(text: str, spans: list[tuple[int, int, int]], width: int) -> int:
    """Give the start of the window with most distinct terms, moved to just after a comma or full stop before it."""
    if len(text) <= width or not spans:
        return 0
    best, most = spans[0][0], 0
    for start, _, _ in spans:
        distinct = len({index for at, end, index in spans if start <= at and end <= start + width * 3 // 4})
        if distinct > most:
            best, most = start, distinct
    stop = max((text.rfind(mark, max(0, best - width // 4), best) for mark in _STOPS), default=-1)
    return stop + 1 if stop >= 0 else max(0, best - width // 8)


def _merged(spans: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    current: tuple[int, int] | None = None
    for start, end, _ in sorted(spans):
        if current is None:
            current = (start, end)
        elif start <= current[1]:
            current = (current[0], max(current[1], end))
        else:
            yield current
            current = (start, end)
    if current is not None:
        yield current
