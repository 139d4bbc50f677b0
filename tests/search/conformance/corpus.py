"""Real abstracts with made-up numbers, names and states: the fixture of the conformance suite, the same every time."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from search.indexing.document import SearchSource

OURS, THEIRS = "11111111-0000-4000-8000-000000000001", "11111111-0000-4000-8000-000000000002"
_NAMES = ("松花江大学", "北方动力研究所", "冰城材料有限公司", "龙江农机股份有限公司", "寒地能源研究院")
_PEOPLE = ("赵一鸣", "钱二虎", "孙三立", "李四方", "周五常")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


def records(folder: Path, name: str) -> Iterator[dict]:
    """Give the rows of one file of real patents."""
    with gzip.open(folder / "patents" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def sources(folder: Path, *, count: int = 600) -> list[SearchSource]:
    """Give listings over real texts: two thirds with title and owner, the rest with IPC and publication number."""
    chance = random.Random(20260301)  # noqa: S311 - Reproducible on purpose.
    titled = list(records(folder, "ccf582_title_abstract"))[:: 3139 // (count * 2 // 3)][: count * 2 // 3]
    classed = list(records(folder, "energy_abstracts"))[:: 10054 // (count // 3)][: count // 4]
    full = list(records(folder, "small_full"))
    rows = [*titled, *classed, *full]
    return [_source(number, row, chance) for number, row in enumerate(rows[:count])]


def _source(number: int, row: dict, chance: random.Random) -> SearchSource:
    granted = chance.choice([None, date(2012, 1, 5) + timedelta(days=chance.randrange(4500))])
    body = f"20{chance.randrange(5, 24):02}{chance.choice('123')}{chance.randrange(10**7):07}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
    status = chance.choice(["published"] * 8 + ["suspended", "draft"])
    return SearchSource(
        id=f"{chance.getrandbits(128):032x}",
        listing_number=f"HLJ-L-2026-{number + 1:06}",
        status=status,
        is_public=status != "draft",
        organization=chance.choice([OURS, THEIRS]),
        published_position=None if status == "draft" else chance.randrange(1, 10_000),
        filing_date=date(2004, 3, 1) + timedelta(days=chance.randrange(6000)),
        grant_date=granted,
        expiry_date=chance.choice([None, date(2027, 1, 1) + timedelta(days=chance.randrange(5000))]),
        invention_title=row.get("title", ""),
        plain_title="" if number % 3 else f"省电的{row['abstract'][20:28]}",
        application_field=chance.choice(["冬季供热", "车辆制造", "5G基站", "", "粮食烘干"]),
        abstract=row["abstract"],
        claims=row.get("claim1", ""),
        owners=(row.get("assignee", row.get("applicant", "")), chance.choice(_NAMES)),
        inventors=tuple(chance.sample(_PEOPLE, 2)),
        application_number=None if number % 5 == 0 else f"{body}.{'X' if rest == 10 else rest}",
        publication_number=row.get("pub_no", f"CN1{chance.randrange(10**8):08}B"),
        ipc=tuple(row.get("ipc_query_groups", chance.sample(["H01M10/052", "C08L23/06", "G06F17/30", "B60L7/10"], 2))),
        gbt4754=tuple(chance.sample(["3841", "C3451", "2614", "4412"], chance.randrange(3))),
        owner_uscc=chance.choice(["12100000400000821X", "91230100MA18XXXX1A", ""]),
        division=chance.choice(["230102", "230100", "230281", ""]),
        track=chance.choice(["statutory_open", "negotiated_ordinary"]),
        fee_pattern=chance.choice(["P1", "P2", "P6", ""]),
        first_payment_months=chance.choice([None, 0, 6, 12, 12, 24]),
        price=chance.choice([None, Decimal(0), Decimal("9999.99"), Decimal(50000), Decimal(300000), Decimal(2000000)]),
        trl=chance.choice([None, 4, 6, 8]),
        is_in_programme=chance.random() < 0.3,
        high_value=tuple(chance.sample(["family", "sei", "award"], chance.randrange(3))),
    )
