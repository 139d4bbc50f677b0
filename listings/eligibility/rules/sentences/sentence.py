"""What a sentence is, and those that any rule may have."""

from __future__ import annotations

from typing import Final, NamedTuple


class Sentence(NamedTuple):
    """One sentence in both languages."""

    zh: str
    en: str


Key = tuple[str, str, str, str]
ANY: Final = "*"

GENERAL: Final[dict[Key, Sentence]] = {
    (ANY, "not_applicable", "", "not_granted"): Sentence(
        "专利尚未授权，本项不适用。", "The patent is not granted, so this does not apply."
    ),
    (ANY, "unknown", "stale", "topic"): Sentence(
        "最近一次查阅{topic}是在{read_on}，已经过时，需要重新查阅。",
        "The {topic} was last read on {read_on}, which is too long ago; it has to be read again.",
    ),
    (ANY, "unknown", "missing", "topic"): Sentence(
        "还没有查阅过{topic}，需要查阅。", "The {topic} has never been read; it has to be read."
    ),
    (ANY, "unknown", "missing", "filing_date"): Sentence(
        "申请日不详，无法算出专利权的期限。", "The filing date is not known, so the term cannot be worked out."
    ),
}
