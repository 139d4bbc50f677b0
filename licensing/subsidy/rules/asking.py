"""Which facts a policy asks for: the list that the registry of facts must have a source for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licensing.subsidy.rules.caps import CapTable
from licensing.subsidy.rules.facts import Field, field_named
from licensing.subsidy.rules.gates import Gate
from licensing.subsidy.rules.policy import VERSION_DATES, Policy
from licensing.subsidy.rules.schemes import Tier
from licensing.subsidy.rules.stacking import CONTRACT, SCOPE_WORDS

FACT_OWNERS = ("deal", "applicant")
BY_CONTRACT = ("exclusive", "exclusive_same_level", "exclusive_same_type", "highest_only")
"""Modes of stacking that ask which contract a deal belongs to, unless their scope is another."""


def fields_of(policy: Policy) -> tuple[str, ...]:
    """Name every field that a policy reads, each once, in the order of work; ``round`` values are not facts."""
    found = dict.fromkeys(field.text for field in _fields(policy) if field.owner in FACT_OWNERS)
    return tuple(found)


def _fields(policy: Policy) -> Iterator[Field]:
    if policy.version_date != VERSION_DATES:
        yield from policy.version_date
    if policy.deal_types is not None:
        yield field_named("deal.type")
    yield from _of_gates((policy.window,) if policy.window else ())
    yield from _of_gates(policy.gates)
    if policy.min_class and policy.min_class.field:
        yield policy.min_class.field
    for rule in policy.dedupe:
        yield from rule.key
    if policy.base:
        yield from policy.base.fields
    if policy.min_group and policy.min_group.field:
        yield policy.min_group.field
    yield from _of_scheme(policy)
    yield from _of_caps(policy)
    yield from _of_stacking(policy)


def _of_gates(gates: Sequence[Gate]) -> Iterator[Field]:
    yield from (gate.field for gate in gates)


def _of_scheme(policy: Policy) -> Iterator[Field]:
    scheme = policy.scheme
    if scheme.type == "lookup":
        yield scheme.args[0]
    elif scheme.type == "tiers":
        classify_by, tiers = scheme.args
        if classify_by is not None:
            yield from classify_by.fields
        listed: Sequence[Tier] = tiers
        for tier in listed:
            yield from _of_gates(tier.when)
            if tier.group_cap is not None:
                yield field_named("applicant.id")


def _of_caps(policy: Policy) -> Iterator[Field]:
    for cap in (policy.line_cap, policy.per_patent_cap):
        if isinstance(cap, CapTable):
            yield cap.key
    for expression in policy.cap_fields:
        yield from expression.fields
    if policy.per_patent_cap is not None and policy.bundle != "one_item":
        yield field_named("deal.patents")
    for addon in policy.addons:
        yield from _of_gates(addon.when)
    for group in policy.group_caps:
        yield from group.by


def _of_stacking(policy: Policy) -> Iterator[Field]:
    for rule in policy.stacking:
        if rule.scope and rule.scope not in SCOPE_WORDS:
            yield field_named(rule.scope)
        elif rule.mode in BY_CONTRACT and rule.scope != "applicant_deal":
            yield CONTRACT
