"""A worksheet says in each row what was found, where the rule says so, what was read, the working and the result."""

from __future__ import annotations

import pytest

from licensing.subsidy.rules import work_out
from tests.licensing.subsidy.rules.written import lines_of, worked_examples, worksheet_of

EXAMPLES = {f"{page.stem}: {example['name']}": example for page, example in worked_examples()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_says(make_policy, name):
    example = EXAMPLES[name]

    assert lines_of(worksheet_of(make_policy, example), example["steps"]) == example["says"]


def test_shows_the_first_fifty_bases_of_a_year(make_policy):
    worksheets = [
        work_out(make_policy(granularity="applicant_year"), deals=[{"paid": 7}] * count) for count in (50, 51)
    ]

    workings = [row.working for sheet in worksheets for row in sheet.rows if row.step == "grouping"]
    assert workings == [" + ".join(["7"] * 50), " + ".join(["7"] * 50) + " + …"]
