"""
Payment plans as data: read, check, write, change, and tell in words. No Django, database, clock or network.

- ``read_plan(mapping) -> Plan``: the plan, or ``PlanRefused`` with all that is wrong.
- ``canonical(plan) -> dict``: one JSON form per meaning; ``read_plan(canonical(plan)) == plan``.
- ``changed(mapping, changes) -> dict``: a plan's mapping with changes, as amendments and cases write them.
- ``templates() -> dict[str, dict]``: P1 to P12.
- ``check(plan) -> tuple[PlanWarning, ...]``: soft ceilings and open ends.

What becomes of a plan once it is agreed is worked out in ``licensing.obligations.ledger``.
"""

from listings.offers.plans.ceilings import PlanWarning, check
from listings.offers.plans.model import Plan
from listings.offers.plans.problems import PlanRefused
from listings.offers.plans.reading import canonical, changed, read_plan
from listings.offers.plans.templates import templates

__all__ = ["Plan", "PlanRefused", "PlanWarning", "canonical", "changed", "check", "read_plan", "templates"]
