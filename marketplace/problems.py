"""
Domain errors: one base class, so that every refusal has a stable code.

Each error class stands beside the function that raises it. The API turns it into problem+json
(RFC 9457), a page into its error summary; both read the attributes below and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong with one input. ``pointer`` is a JSON pointer (RFC 6901) such as ``/items/0/amount``."""

    pointer: str
    code: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class DomainError(Exception):
    """
    An anticipated refusal.

    :cvar code: stable machine name; a page text in both languages exists for each.
    :cvar status: HTTP status when it leaves through the API or a page:
        404 foreign, 403 known without right, 409 wrong state, 422 rule broken, 503 provider down.
    """

    code = "domain_error"
    status = 422

    def __init__(self, message: str = "", *, problems: Sequence[FieldProblem] = (), **values: object) -> None:
        super().__init__(message or self.code)
        self.message = message or self.code
        self.problems = tuple(problems)
        self.values = values
