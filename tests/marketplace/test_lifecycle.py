from __future__ import annotations

import pytest

from marketplace.lifecycle import InvalidTransition, require_transition
from marketplace.problems import DomainError, FieldProblem

TABLE = {"draft": {"published"}, "published": {"withdrawn", "suspended"}}


def test_a_declared_transition_passes():
    require_transition(TABLE, current="draft", target="published")


@pytest.mark.parametrize(
    ("current", "target", "allowed"),
    [
        ("draft", "withdrawn", ["published"]),
        ("draft", "draft", ["published"]),
        ("published", "draft", ["suspended", "withdrawn"]),
        ("withdrawn", "draft", []),
        ("unheard", "draft", []),
    ],
)
def test_any_other_is_refused_with_what_is_allowed(current, target, allowed):
    with pytest.raises(InvalidTransition, match=f"cannot go from {current} to {target}") as caught:
        require_transition(TABLE, current=current, target=target)

    assert (caught.value.code, caught.value.status) == ("invalid_transition", 409)
    assert caught.value.values == {"current": current, "target": target, "allowed": allowed}


def test_an_error_without_a_message_says_its_code():
    problem = FieldProblem("/name", "missing", "needs a name")

    error = DomainError(problems=[problem], place="here")

    assert (str(error), error.problems, error.values) == ("domain_error", (problem,), {"place": "here"})
