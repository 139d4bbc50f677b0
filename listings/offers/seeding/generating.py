"""Make up patents and offers from a seeded source of chance. Pure: the same seed and day give the same values."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from listings.offers.seeding.words import BODIES, FIELDS, GAINS, MEANS, PLACES, STEPS, TRAITS, Field
from listings.patents.numbers import check_digit
from marketplace.dates import add_days, add_years, days_between

# The office has given no serial of this height in any year, so a made-up number meets no real one.
FIRST_SERIAL: Final = 9_000_000
ORGANIZATIONS: Final = 60
_KIND_DIGITS: Final = {"invention": "1", "utility_model": "2", "design": "3"}
_KIND_CODES: Final = {"invention": "B", "utility_model": "U", "design": "S"}
# State of a listing -> share in a thousand.
_STATES: Final = {
    "published": 800,
    "draft": 70,
    "suspended": 40,
    "withdrawn": 30,
    "price_notice": 25,
    "in_review": 25,
    "closed": 10,
}
_PATTERNS: Final = {"P1": 34, "P2": 14, "P3": 8, "P4": 10, "P5": 8, "P6": 6, "P8": 6, "P11": 8, "P12": 6}
_AMOUNTS: Final = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 50, 80, 120)
_PROFILES: Final = 1500


@dataclass(frozen=True, slots=True)
class MadeBody:
    """An invented owner: a university or institute of the province."""

    name: str
    region: str
    is_institute: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """The dates and facts of a patent; many patents share one, so that its answers are worked out once."""

    kind: str
    filing_date: date
    grant_date: date
    paid_until: date
    read_on: date
    is_unused: bool
    is_pledged: bool


@dataclass(frozen=True, slots=True)
class MadeListing:
    """One invented patent with the offer of it."""

    owner: int
    profile: Profile
    application_number: str
    publication_number: str
    title: str
    plain_title: str
    abstract: str
    claims: str
    ipc: tuple[str, ...]
    content: dict[str, Any]
    state: str
    created_on: date
    pattern: str
    factor: int
    is_for_all: bool


def bodies() -> list[MadeBody]:
    """Give the owners; the first hold most patents."""
    made: list[MadeBody] = []
    for place in range(ORGANIZATIONS):
        region, name = PLACES[place % len(PLACES)]
        kind = BODIES[(place + place // len(PLACES)) % len(BODIES)]
        made.append(MadeBody(f"{name}{kind}", region, is_institute=kind.endswith(("院", "所")) and "研究" in kind))
    return made


def listings(*, count: int, seed: int, on: date, first: int = 0) -> Iterator[MadeListing]:
    """Give so many listings in the order in which they were begun."""
    chance = random.Random(seed)  # noqa: S311 - Reproducible on purpose.
    profiles = [_profile(chance, on) for _ in range(min(_PROFILES, max(count // 4, 20)))]
    days = sorted(chance.choices(list(days_between(add_years(on, -3), on)), k=count))
    # Owners follow a long tail, as they do in any province.
    weights = [1 / (rank + 2) for rank in range(ORGANIZATIONS)]
    owners = chance.choices(range(ORGANIZATIONS), weights, k=count)
    states = chance.choices(list(_STATES), list(_STATES.values()), k=count)
    patterns = chance.choices(list(_PATTERNS), list(_PATTERNS.values()), k=count)
    for index in range(count):
        yield _listing(
            chance,
            serial=FIRST_SERIAL + first + index,
            owner=owners[index],
            profile=chance.choice(profiles),
            day=days[index],
            state=states[index],
            pattern=patterns[index],
        )


def _profile(chance: random.Random, on: date) -> Profile:
    kind = chance.choices(["invention", "utility_model", "design"], [82, 16, 2])[0]
    years = {"invention": (4, 17), "utility_model": (2, 8), "design": (2, 8)}[kind]
    filed = add_days(add_years(on, -chance.randint(*years)), -chance.randint(0, 364))
    granted = add_days(filed, chance.randint(500, 1100) if kind == "invention" else chance.randint(180, 330))
    # The next fee falls due on the next anniversary of filing.
    paid_until = filed
    while paid_until <= on:
        paid_until = add_years(filed, paid_until.year - filed.year + 1)
    return Profile(
        kind=kind,
        filing_date=filed,
        grant_date=min(granted, add_days(on, -30)),
        paid_until=paid_until,
        # One in ten was not read lately, so its answer is unknown.
        read_on=add_days(on, -chance.randint(1, 20) if chance.random() < 0.9 else -chance.randint(45, 200)),
        is_unused=chance.random() < 0.5,
        is_pledged=chance.random() < 0.02,
    )


def _listing(
    chance: random.Random, *, serial: int, owner: int, profile: Profile, day: date, state: str, pattern: str
) -> MadeListing:
    field = chance.choice(FIELDS)
    trait, thing, step = chance.choice(TRAITS), chance.choice(field.things), chance.choice(STEPS)
    title = f"一种{trait}{thing}{step}"
    solution, means, gain = chance.choice(field.solutions), chance.choice(MEANS), chance.choice(GAINS)
    body = f"{profile.filing_date.year}{_KIND_DIGITS[profile.kind]}{serial % 10_000_000:07d}"
    return MadeListing(
        owner=owner,
        profile=profile,
        application_number=f"{body}.{check_digit(body)}",
        publication_number=f"CN{_KIND_DIGITS[profile.kind]}{serial % 100_000_000:08d}{_KIND_CODES[profile.kind]}",
        title=title,
        plain_title=f"{trait}的{thing}：{gain}"[:120],
        abstract=f"本发明公开{title}。针对{chance.choice(field.problems)}的问题，{solution}，{means}。{gain}。",
        claims=f"1.{title}，其特征在于，{solution}；{means}。",
        ipc=tuple(dict.fromkeys(chance.choices(field.ipc, k=chance.randint(1, 3)))),
        content=_content(chance, field, solution=solution, means=means, gain=gain),
        state=state,
        created_on=max(day, add_days(profile.grant_date, 10)),
        pattern=pattern,
        factor=chance.choice(_AMOUNTS),
        is_for_all=chance.random() < 0.4,
    )


def _content(chance: random.Random, field: Field, *, solution: str, means: str, gain: str) -> dict[str, Any]:
    return {
        "problem": f"{chance.choice(field.problems)}。",
        "solution": f"{solution}，{means}。",
        "advantages": f"{gain}。",
        "application_field": "、".join(dict.fromkeys(chance.choices(field.uses, k=2))),
        "product": chance.choice(field.products),
        "trl": chance.choices(range(3, 10), [4, 10, 22, 26, 20, 12, 6])[0],
        "gbt4754": sorted(set(chance.choices(field.gbt4754, k=chance.randint(1, 2)))),
        "know_how": chance.choice(("", "附工艺参数表。", "派人现场指导两周。")),
        "routes": chance.choice((["license"], ["license"], ["license", "transfer"], ["license", "equity"])),
    }
