"""A small case file for tests that change it in one place."""

from __future__ import annotations

import pytest

from listings.eligibility.rules.casefiles import read_cases
from marketplace.strict_yaml import UnreadableFile

FACT = "{kind: checked, topics: all, as_of: 2026-10-01}"
GOOD = f"""\
schema_version: 1
patents:
  base:
    kind: invention
    owners: [{{id: heu}}]
    facts:
      - {FACT}
cases:
  - id: one
    text: a case
    "on": 2026-10-15
    patent: {{like: base}}
    expect:
      transfer: {{answer: 'yes'}}
"""


def changed(old: str, new: str) -> str:
    """Give the good file with something else in one place."""
    assert old in GOOD
    return GOOD.replace(old, new)


def with_fact(fact: str) -> str:
    """Give the good file with another fact in the place of the only one."""
    return changed(FACT, fact)


def with_parameters(params: str) -> str:
    """Give the good file with parameters of the case."""
    return changed("    expect:", f"    params: {params}\n    expect:")


def refused(text: bytes | str) -> UnreadableFile:
    """Give the error by which a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        read_cases(text)
    return caught.value
