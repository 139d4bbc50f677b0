"""What a policy file must mean beyond its layout: no cycles, no two versions at one date; what is only warned of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from licensing.subsidy.rules.asking import fields_of
from licensing.subsidy.rules.policy import Policy, Validity
from licensing.subsidy.rules.schemes import Tier
from licensing.subsidy.rules.shapes import Refusal

# A file of cases that each repeat 10,000 deals would keep a process busy for an hour.
MOST_COPIES_IN_A_FILE: Final = 100_000


NEVER: Final = Validity(date.max, date.min)
"""The days of a version that another supersedes from the beginning: none."""


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in one policy that does not stop its cases. ``code`` names the kind, ``about`` what it is about."""

    policy_id: str
    code: str
    about: str

    @property
    def message(self) -> str:
        """The warning as a sentence."""
        return f"{self.policy_id}: {MESSAGES[self.code].format(about=self.about)}"


MESSAGES: Mapping[str, str] = {
    "field_without_source": "no source is registered for the field {about}; the policy cannot be put in force",
    "policy_not_here": "the policy {about} is named and is not in this file",
    "no_base": "there is no base, so the amount is worked out from 0",
    "shares": "the shares of the split sum to {about}; they are taken in proportion",
    "never_in_force": "it is superseded from {about} and is never in force",
    "no_cases": "it has no cases; it cannot be put in force",
}


def check_policies(policies: Sequence[Policy]) -> None:
    """Refuse double ids, cycles, and versions of one rule that are in force together."""
    seen: set[str] = set()
    for policy in policies:
        if policy.id in seen:
            raise Refusal((*policy.path, "id"), f"the policy {policy.id} stands twice")
        seen.add(policy.id)
    _refuse_cycles(policies, {policy.id: list(_delegates(policy)) for policy in policies}, "delegate_to", "scheme")
    _refuse_cycles(policies, {policy.id: list(policy.supersedes) for policy in policies}, "supersedes", "supersedes")
    _refuse_overlaps(policies)


def check_cases(policies: Sequence[Policy]) -> None:
    """Refuse a case that brings its lines in two ways, and more copies of deals than one file may ask for."""
    copies = 0
    for policy in policies:
        for index, case in enumerate(policy.cases):
            path = (*policy.path, "cases", index)
            brought = [key for key in ("deals", "deals_repeat", "plan", "entitlements") if key in case]
            if len(brought) > 1:
                raise Refusal((*path, brought[1]), f"a case brings one of {', '.join(brought)}, not several")
            copies += case.get("deals_repeat", {}).get("count", 0)
            if copies > MOST_COPIES_IN_A_FILE:
                text = f"the cases of one file repeat more than {MOST_COPIES_IN_A_FILE} deals"
                raise Refusal((*path, "deals_repeat", "count"), text)


def _delegates(policy: Policy) -> Iterator[str]:
    if policy.scheme.type == "tiers":
        tiers: Sequence[Tier] = policy.scheme.args[1]
        yield from (tier.delegate_to for tier in tiers if tier.delegate_to)


def _refuse_cycles(policies: Sequence[Policy], leads: Mapping[str, list[str]], word: str, key: str) -> None:
    done: set[str] = set()
    for policy in policies:
        trail = [policy.id]
        waiting = [iter(leads[policy.id])]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                done.add(trail.pop())
                waiting.pop()
            elif following in trail:
                circle = [*trail[trail.index(following) :], following]
                first = next(one for one in policies if one.id == following)
                raise Refusal((*first.path, key), f"{word} goes in a circle: {' → '.join(circle[:20])}")
            elif following not in done:
                trail.append(following)
                waiting.append(iter(leads.get(following, ())))


def in_force(policy: Policy, policies: Iterable[Policy]) -> Validity:
    """Give the days on which a version is in force: it ends the day before the one that supersedes it begins."""
    last = policy.valid.last
    for later in policies:
        if policy.id in later.supersedes:
            begins = _first(later.valid)
            if begins == date.min:
                return NEVER
            last = min(last or date.max, begins - timedelta(days=1))
    return Validity(policy.valid.first, last)


def families(policies: Sequence[Policy]) -> list[list[Policy]]:
    """Sort policies into the versions of one rule: by ``family``, and by what supersedes what."""
    group = {policy.id: policy.family for policy in policies}
    for policy in policies:
        for earlier in policy.supersedes:
            if earlier in group and group[earlier] != group[policy.id]:
                old, new = group[earlier], group[policy.id]
                group = {name: new if family == old else family for name, family in group.items()}
    members: dict[str, list[Policy]] = {}
    for policy in policies:
        members.setdefault(group[policy.id], []).append(policy)
    return list(members.values())


def _refuse_overlaps(policies: Sequence[Policy]) -> None:
    for versions in families(policies):
        periods = sorted(
            ((_first(period), period.last or date.max, policy) for policy, period in _periods(versions)),
            key=lambda one: (one[0], one[1], one[2].id),
        )
        latest: tuple[date, Policy] | None = None
        for first, last, policy in periods:
            if latest is not None and first <= latest[0]:
                text = f"{latest[1].id} and {policy.id} are versions of one rule and both in force on {first}"
                raise Refusal((*policy.path, "valid"), text)
            latest = (last, policy)


def _periods(versions: Sequence[Policy]) -> Iterator[tuple[Policy, Validity]]:
    for policy in versions:
        period = in_force(policy, versions)
        if period.last is None or period.last >= _first(period):
            yield policy, period


def _first(period: Validity) -> date:
    return period.first or date.min


def warnings_of(policies: Sequence[Policy], known_fields: frozenset[str] | None) -> Iterator[Warned]:
    """Name what does not stop the cases but should be known."""
    ids = {policy.id for policy in policies}
    for policy in policies:
        named = [*_delegates(policy), *policy.supersedes, *(rule.with_policy for rule in policy.stacking)]
        yield from (Warned(policy.id, "policy_not_here", one) for one in dict.fromkeys(named) if one and one not in ids)
        if policy.base is None and policy.scheme.type in ("flat", "lookup", "marginal"):
            yield Warned(policy.id, "no_base", "")
        shares = [payer.share for payer in policy.split]
        if shares and None not in shares and sum(one for one in shares if one is not None) != 1:
            yield Warned(policy.id, "shares", str(sum(one for one in shares if one is not None)))
        if not policy.cases:
            yield Warned(policy.id, "no_cases", "")
        period = in_force(policy, policies)
        if period.last is not None and period.last < _first(period):
            since = "the beginning" if period == NEVER else str(period.last + timedelta(days=1))
            yield Warned(policy.id, "never_in_force", since)
        if known_fields is not None:
            for name in fields_of(policy):
                if name not in known_fields:
                    yield Warned(policy.id, "field_without_source", name)
