"""All that is wrong with a plan or an event, collected in the order in which it was met."""

from __future__ import annotations

from collections.abc import Sequence

from marketplace.problems import DomainError, FieldProblem


def child(at: str, key: object) -> str:
    """Give the JSON pointer (RFC 6901) of a key below a pointer."""
    return f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"


class Findings:
    """A list of problems that readers and checks add to."""

    def __init__(self) -> None:
        self.problems: list[FieldProblem] = []

    def add(self, at: str, code: str, message: str, **values: object) -> None:
        """Note one thing that is wrong at a pointer."""
        self.problems.append(FieldProblem(at, code, message, values))

    def has_below(self, at: str) -> bool:
        """Tell whether something is wrong at a pointer or below it."""
        return any(problem.pointer == at or problem.pointer.startswith(f"{at}/") for problem in self.problems)


class PlanRefused(DomainError):
    """Raised for a plan that cannot be taken; ``problems`` holds all that is wrong with it."""

    code = "plan_refused"

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        told = "; ".join(f"{problem.pointer or '/'}: {problem.code}" for problem in problems)
        super().__init__(f"the plan is refused: {told}", problems=problems)

    @property
    def codes(self) -> frozenset[str]:
        """Give the codes of all problems."""
        return frozenset(problem.code for problem in self.problems)
