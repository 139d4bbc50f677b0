"""The words of the rules: purposes, results, reasons, topics, sources; one spelling in code, files and JSON."""

from __future__ import annotations

from typing import Final, Literal

RULE_SET: Final = "law-2024.1"
"""Version of the rules as a whole; a change of any rule, default or reading is a new version."""

Purpose = Literal["statutory_open", "negotiated_ordinary", "transfer", "equity", "programme", "high_value"]
Verdict = Literal["yes", "no", "unknown"]
Result = Literal["met", "failed", "unknown", "not_applicable", "applies"]
Reason = Literal["conflict", "stale", "missing", "review"]
Level = Literal["block", "warn", "info"]

PURPOSES: Final[tuple[Purpose, ...]] = (
    "statutory_open",
    "negotiated_ordinary",
    "transfer",
    "equity",
    "programme",
    "high_value",
)
VERDICTS: Final[tuple[Verdict, ...]] = ("yes", "no", "unknown")
REASONS: Final[tuple[Reason, ...]] = ("conflict", "stale", "missing", "review")
"""In order of precedence: of several reasons of one rule the first stands."""

PATENT_KINDS: Final = ("invention", "utility_model", "design")

REGISTER_TOPICS: Final = ("status", "fee", "pledge", "preservation", "license", "owner", "declaration")
TOPICS: Final = (*REGISTER_TOPICS, "family", "award")
AGING_TOPICS: Final = tuple(topic for topic in TOPICS if topic != "declaration")
"""Topics of which a rule asks whether they were read lately."""

SOURCE_RANKS: Final = {"register": 3, "gazette": 2, "database": 1, "owner": 0}
NAMED_SOURCES: Final = ("database", "owner")

EXCLUSIVE_TYPES: Final = frozenset({"sole", "exclusive"})
DECLARATION_ITEMS: Final = ("patent_number", "owners", "fee_method", "fee_standard", "license_term")
NON_USE_REASONS: Final = (
    "none",
    "regulatory_approval",
    "force_majeure",
    "legal_ban",
    "in_development",
    "state_secret",
    "in_negotiation",
    "other",
)
HIGH_VALUE_CLASSES: Final = ("hv_sei", "hv_overseas", "hv_maintained", "hv_pledge", "hv_award")


def rank_of(source: str) -> int:
    """Give the rank of a source: the register stands above the gazette, a database, an owner."""
    return SOURCE_RANKS[source.partition(":")[0]]
