"""What a searcher wrote, as a phrase of the bigram stream."""

from __future__ import annotations

from search.language.analyser import LONGEST_TOKEN, fold, piece_tokens, pieces
from search.language.tree import Phrase, TextField


def phrase_of(text: str, *, field: TextField | None = None, prefix: bool = False) -> Phrase | None:
    """
    Give the phrase that finds a text wherever it stands, or None if nothing in it can be found.

    The last character's own token is left out at the end: it is indexed only where a run ends. One Han character
    alone begins every token that it can stand in, so it is looked for as a prefix.
    """
    found = list(pieces(fold(text)))
    if not found:
        return None
    *before, last = found
    tokens = [token.text for piece in before for token in piece_tokens(piece)]
    if last.kind == "han":
        own = [token.text for token in piece_tokens(last)]
        single = len(own) == 1
        return Phrase((*tokens, *(own if single else own[:-1])), prefix=single, field=field)
    if prefix:
        return Phrase((*tokens, last.text[:LONGEST_TOKEN]), prefix=True, field=field)
    return Phrase((*tokens, *(token.text for token in piece_tokens(last))), field=field)
