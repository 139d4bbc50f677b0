"""
Measure search on real abstracts: building, keyword, facets, need, number, update, and what our code adds.

    python benchmarks/search.py [--listings 20000] [--engine sqlite | http://127.0.0.1:9200] [--searches 200]

Documents are the abstracts of ../shared/data, cut at their full stops and put together anew where more are asked for.
For Elasticsearch the same request is also sent by a bare HTTP client: the ratio is what the product costs over it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

import django  # noqa: E402 - The path and the settings come first.

django.setup()

from search.engines.base import Engine, Plan  # noqa: E402
from search.engines.contract import SORT_KEYS, Scope, SearchRequest, Sort  # noqa: E402
from search.engines.sqlite.engine import SqliteEngine  # noqa: E402
from search.indexing.document import SearchSource, build  # noqa: E402
from search.language.parser import read  # noqa: E402

DATA = ROOT.parent / "shared" / "data" / "patents"
FACETS = ("industry", "fee_pattern", "first_payment", "price_band", "division", "ipc_class")
KEYWORDS = (
    "电池",
    "余热",
    "锅炉",
    "图像识别",
    "质子交换膜",
    "热交换器",
    "阻燃",
    "石墨烯",
    "齿轮",
    "制动能量回收",
    "5G",
    "PLC",
)
NEEDS = (
    "工厂需要一种能够降低锅炉烟气余热损失的回收装置",
    "希望找到提高锂离子电池低温充放电性能的负极材料及其制备方法",
    "用于寒冷地区电动汽车空调系统的能量回收和温度控制",
    "基于深度学习的图像识别算法，检测零件表面缺陷",
)


def abstracts() -> list[str]:
    """Give all real abstracts."""
    found: list[str] = []
    for name in ("ccf582_title_abstract", "energy_abstracts"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            found += [json.loads(line)["abstract"] for line in file]
    return found


def sources(count: int, *, seed: int = 7) -> Iterator[SearchSource]:
    """Give listings over real sentences, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - Reproducible on purpose.
    real = abstracts()
    sentences = [text.split("。") for text in real]
    for number in range(count):
        first, second = sentences[number % len(real)], chance.choice(sentences)
        text = real[number] if number < len(real) else "。".join(first[: len(first) // 2] + second[len(second) // 2 :])
        yield SearchSource(
            id=f"{number:032x}",
            listing_number=f"HLJ-L-2026-{number:06}",
            status="published",
            is_public=True,
            organization=f"o{number % 80}",
            published_position=number + 1,
            filing_date=date(2010, 1, 1) + timedelta(days=chance.randrange(5000)),
            grant_date=date(2012, 1, 1) + timedelta(days=chance.randrange(5000)),
            invention_title=text[:18],
            abstract=text,
            application_number=f"20{10 + number % 14}1{number:07}.0",
            ipc=(chance.choice(["H01M10/052", "C08L23/06", "G06F17/30", "B60L7/10", "F27D17/00", "F16C33/10"]),),
            gbt4754=(chance.choice(["3451", "3841", "2614", "4412", "3562"]),),
            owner_uscc=f"12100000{number % 80:010}",
            division=chance.choice(["230100", "230200", "230600", "231000"]),
            track=chance.choice(["statutory_open", "negotiated_ordinary"]),
            fee_pattern=f"P{chance.randrange(1, 13)}",
            first_payment_months=chance.choice([0, 12, 24]),
            price=Decimal(chance.choice([0, 9000, 60000, 400000])),
        )


def quantiles(work: Callable[[int], object], count: int) -> tuple[float, float, float]:
    """Give p50, p95 and CPU per call of this process, in milliseconds."""
    took: list[float] = []
    cpu = time.process_time()
    for number in range(count):
        started = time.perf_counter()
        work(number)
        took.append((time.perf_counter() - started) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / count
    took.sort()
    return took[count // 2], took[count * 95 // 100], cpu


def show(name: str, measured: tuple[float, float, float]) -> None:
    """Print one row."""
    print(f"{name:34} p50 {measured[0]:7.1f} ms   p95 {measured[1]:7.1f} ms   cpu {measured[2]:6.1f} ms", flush=True)


def bench_searches(engine: Engine, *, listings: int, searches: int) -> None:
    """Time the kinds of searches."""

    def ask(text: str, **more: object) -> object:
        return engine.search(SearchRequest(text, **more), scope=Scope.public())  # type: ignore[arg-type]

    kinds: dict[str, Callable[[int], object]] = {
        "keyword": lambda n: ask(KEYWORDS[n % len(KEYWORDS)]),
        "keyword, six facets": lambda n: ask(KEYWORDS[n % len(KEYWORDS)], facets=FACETS),
        "keyword, six facets, one chosen": lambda n: ask(
            KEYWORDS[n % len(KEYWORDS)], facets=FACETS, selections={"division": frozenset({"230100"})}
        ),
        "need, six facets": lambda n: ask(NEEDS[n % len(NEEDS)], facets=FACETS),
        "number": lambda n: ask(f"HLJ-L-2026-{n * 37 % listings:06}"),
        "everything, newest, six facets": lambda _: ask("", sort=Sort.NEWEST, facets=FACETS),
    }
    for name, work in kinds.items():
        work(0)
        show(name, quantiles(work, searches))


def bench_against_bare_http(url: str, index: str, *, searches: int) -> None:
    """Time the product's own request, sent without the product."""
    import urllib3

    from search.engines.elasticsearch.query import build as build_query

    pool = urllib3.PoolManager()
    bodies: list[bytes] = []
    for word in KEYWORDS:
        request = SearchRequest(word, facets=FACETS)
        plan = Plan(
            tree=read(word).tree,
            scope=Scope.public(),
            request=request,
            size=request.size,
            keys=SORT_KEYS[request.sort],
            after=None,
            selections={},
        )
        bodies.append(json.dumps(build_query(plan, index=index).to_dict()).encode())

    def send(number: int) -> object:
        headers = {"Content-Type": "application/json"}
        return pool.request("POST", f"{url}/{index}/_search", body=bodies[number % len(bodies)], headers=headers).data

    send(0)
    show("keyword, six facets, bare HTTP", quantiles(send, searches))


def main() -> None:
    """Build an index and time it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--listings", type=int, default=20_000)
    arguments.add_argument("--engine", default="sqlite")
    arguments.add_argument("--searches", type=int, default=200)
    given = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench-search-"))
    engine: Engine
    if given.engine == "sqlite":
        engine = SqliteEngine(folder / "search.sqlite3", budget_s=30)
    else:
        from search.engines.elasticsearch.engine import ElasticsearchEngine

        engine = ElasticsearchEngine(given.engine, prefix=f"bench-{folder.name[-6:]}", budget_s=30)
    try:
        started, cpu = time.perf_counter(), time.process_time()
        engine.rebuild((build(one, version=1) for one in sources(given.listings)), catch_up=lambda _index: None)
        engine.refresh()
        took, cpu = time.perf_counter() - started, time.process_time() - cpu
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        per_document = cpu / given.listings * 1e6
        print(
            f"{engine.name}: {given.listings} listings in {took:.1f} s, cpu {per_document:.0f} us each, {size:.0f} MB"
        )
        bench_searches(engine, listings=given.listings, searches=given.searches)
        if given.engine != "sqlite":
            bench_against_bare_http(given.engine.rstrip("/"), f"{engine.alias}", searches=given.searches)  # type: ignore[attr-defined]
        changed = list(sources(min(given.searches, given.listings), seed=8))
        show(
            "one update, found", quantiles(lambda n: update(engine, changed[n % len(changed)], n), given.searches // 2)
        )
    finally:
        shutil.rmtree(folder)
        if given.engine != "sqlite":
            client = engine.client  # type: ignore[attr-defined]
            client.indices.delete(index=list(client.indices.get(index=f"{engine.alias}-*")))  # type: ignore[attr-defined]


def update(engine: Engine, source: SearchSource, number: int) -> None:
    """Write one document and make it findable."""
    engine.index([build(source, version=number + 2)])
    engine.refresh()


if __name__ == "__main__":
    main()
