"""Giving the twelve templates."""

from __future__ import annotations

import pytest

from listings.offers.plans import canonical, read_plan, templates
from marketplace import strict_yaml


@pytest.mark.parametrize("name", list(templates()))
def test_that_are_read_and_written_back(name):
    plan = read_plan(templates()[name])

    assert read_plan(canonical(plan)) == plan


def test_of_the_shared_cases(shared_data):
    source = (shared_data / "plan-cases.yaml").read_bytes()
    shared = strict_yaml.read(source, bare_floats=True, unfit_as_text=True).value["templates"]

    assert {name: read_plan(plan) for name, plan in shared.items()} == {
        name: read_plan(plan) for name, plan in templates().items()
    }


def test_that_the_caller_may_change():
    templates()["P2"]["items"].clear()

    assert len(templates()["P2"]["items"]) == 1
