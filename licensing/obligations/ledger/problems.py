"""Refusals of events and of case files."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.problems import DomainError, FieldProblem


class EventRefused(DomainError):
    """Raised for events that cannot be taken; ``problems`` holds all that is wrong. A refused event changes nothing."""

    code = "event_refused"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        told = "; ".join(f"{problem.pointer or '/'}: {problem.code}" for problem in problems)
        super().__init__(f"the event is refused: {told}", problems=problems)

    @property
    def codes(self) -> frozenset[str]:
        """Give the codes of all problems."""
        return frozenset(problem.code for problem in self.problems)
