"""Conditions of a standing offer: whom the owner has agreed to license without being asked again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

from marketplace.problems import FieldProblem

REGION_PREFIX: Final = "region_prefix"
SMALL_OR_MEDIUM: Final = "small_or_medium"
_REGION_WORDS: Final = {"23": "在黑龙江省登记"}


class Applicant(Protocol):
    """What the conditions ask of an enterprise."""

    @property
    def region(self) -> str: ...

    @property
    def is_small_or_medium(self) -> bool | None: ...


def condition_problems(conditions: Mapping[str, Any], *, at: str) -> list[FieldProblem]:
    """Tell what is wrong with conditions before anybody signs them."""
    problems = [
        FieldProblem(f"{at}/{key}", "unknown_condition", "No such condition is known.")
        for key in sorted(conditions.keys() - {REGION_PREFIX, SMALL_OR_MEDIUM})
    ]
    prefix = conditions.get(REGION_PREFIX)
    if prefix is not None and not (isinstance(prefix, str) and prefix.isdigit() and len(prefix) in {2, 4, 6}):
        problems.append(
            FieldProblem(f"{at}/{REGION_PREFIX}", "not_a_division", "Write two, four or six digits of GB/T 2260.")
        )
    if conditions.get(SMALL_OR_MEDIUM) not in (None, True, False):
        problems.append(FieldProblem(f"{at}/{SMALL_OR_MEDIUM}", "not_a_flag", "Write true or false."))
    return problems


def unmet_conditions(conditions: Mapping[str, Any], applicant: Applicant) -> list[str]:
    """Name the conditions that an enterprise does not meet. What was never stated is not met."""
    unmet: list[str] = []
    if prefix := conditions.get(REGION_PREFIX):
        unmet += [] if applicant.region.startswith(prefix) else [REGION_PREFIX]
    if conditions.get(SMALL_OR_MEDIUM) and applicant.is_small_or_medium is not True:
        unmet.append(SMALL_OR_MEDIUM)
    return unmet


def conditions_in_words(conditions: Mapping[str, Any]) -> list[str]:
    """Write conditions as the terms and the public document say them, in Chinese."""
    words: list[str] = []
    if prefix := conditions.get(REGION_PREFIX):
        words.append(_REGION_WORDS.get(prefix, f"登记地行政区划代码以{prefix}开头"))
    if conditions.get(SMALL_OR_MEDIUM):
        words.append("中小微企业")
    return words
