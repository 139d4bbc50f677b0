"""What a query means, worked out by looking at every text. Imports nothing of search."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
SIGN = r"[./+\-_&%:()°]"
FIELDS = {
    "标题": ("plain_title", "invention_title"),
    "摘要": ("application_field", "abstract"),
    "权利要求": ("claims",),
    "申请人": ("owners",),
    "发明人": ("inventors",),
}


def plain(text: str) -> str:
    return re.sub("[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text).lower())


@cache
def folded_texts(source, names) -> tuple[str, ...]:
    values = [getattr(source, name) for name in names]
    return tuple(plain(text) for value in values for text in (value if isinstance(value, tuple) else (value,)))


def contains(source, term: str, field: str | None = None, *, star: bool = False) -> bool:
    names = FIELDS[field] if field else tuple(name for names in FIELDS.values() for name in names)
    pattern = pattern_of(plain(term), star)
    return any(pattern.search(text) for text in folded_texts(source, names))


@cache
def pattern_of(term: str, star: object) -> re.Pattern[str]:
    pieces = re.findall(rf"[{HAN}]+|[a-z0-9]+(?:{SIGN}{{1,2}}[a-z0-9]+)*|[^\W_]+", term)
    whole_left = rf"(?<![a-z0-9])(?<![a-z0-9]{SIGN})(?<![a-z0-9]{SIGN}{SIGN})"
    parts = []
    for at, piece in enumerate(pieces):
        if not re.match("[a-z0-9]", piece):
            parts.append(re.escape(piece))
            continue
        is_part = at == 0 and piece.isalnum()
        right = "(?![a-z0-9])" if is_part and len(pieces) == 1 else rf"(?!{SIGN}{{0,2}}[a-z0-9])"
        is_open = star and at == len(pieces) - 1
        parts.append(("(?<![a-z0-9])" if is_part else whole_left) + re.escape(piece) + ("" if is_open else right))
    # Two Han runs are two only where something stands between them.
    return re.compile(re.sub(rf"(?<=[{HAN}])\0(?=[{HAN}])", r"[\\W_]+", "\0".join(parts)).replace("\0", r"[\W_]*"))


def holds(query: tuple, source) -> bool:
    kind, *rest = query
    if kind == "and":
        return all(holds(one, source) for one in rest)
    if kind == "or":
        return any(holds(one, source) for one in rest)
    if kind == "not":
        return not holds(rest[0], source)
    if kind == "ipc":
        return any(symbol.startswith(rest[0]) for symbol in source.ipc)
    if kind == "filed":
        return rest[0] <= source.filing_date.isoformat()[: len(rest[0])] <= rest[1]
    if kind == "number":
        return rest[0] in {source.application_number, source.publication_number, source.listing_number}
    return contains(source, *rest, star=kind == "prefix")


def written(query: tuple) -> str:
    """Give the query as somebody would write it."""
    kind, *rest = query
    if kind in {"and", "or"}:
        return "(" + {"and": " ", "or": " OR "}[kind].join(written(one) for one in rest) + ")"
    if kind == "not":
        return f"-{written(rest[0])}"
    if kind == "ipc":
        return f"分类号:{rest[0]}"
    if kind == "filed":
        return f"申请日:[{rest[0]} TO {rest[1]}]"
    field = f"{rest[1]}:" if rest[1:] and rest[1] else ""
    text = f'"{rest[0]}"' if kind == "phrase" else rest[0]
    return field + text + ("*" if kind == "prefix" else "")
