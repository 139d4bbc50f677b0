"""Writing, replacing, withdrawing and rebuilding; and input that is broken."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.contract import FACETS, Scope, SearchRequest, SearchUnavailable
from search.engines.documents import Entry
from search.indexing.document import SearchSource, build
from search.language.parser import Mode

PUBLIC = Scope.public()
FIRST = SearchSource(
    id="a1",
    listing_number="HLJ-L-2026-000001",
    status="published",
    is_public=True,
    organization="o1",
    published_position=3,
    invention_title="一种余热回收锅炉",
    track="negotiated_ordinary",
    ipc=("F22B1/18",),
)
SECOND = replace(FIRST, id="a2", listing_number="HLJ-L-2026-000002", invention_title="一种齿轮", ipc=())


def write(engine, *documents):
    accepted = engine.index(documents)
    engine.refresh()
    return accepted


def found(engine, text, scope=PUBLIC):
    return [hit.id for hit in engine.search(SearchRequest(text, sort="newest"), scope=scope).hits]


@pytest.fixture
def engine(empty_engine):
    assert empty_engine.ensure()
    write(empty_engine, build(FIRST, version=10), build(SECOND, version=10))
    return empty_engine


def test_finds_the_new_words_and_not_the_old_ones(engine):
    changed = replace(FIRST, invention_title="一种风力发电机", track="statutory_open", ipc=("F03D9/25",))

    write(engine, build(changed, version=11))

    assert [found(engine, text) for text in ("锅炉", "风力", "F22B", "分类号:F03D")] == [[], ["a1"], [], ["a1"]]
    tracks = engine.search(SearchRequest(facets=("track",)), scope=PUBLIC).facets["track"]
    assert {one.value: one.count for one in tracks} == {"statutory_open": 1, "negotiated_ordinary": 1}


def test_never_puts_an_older_document_over_a_newer_one(engine):
    late = replace(FIRST, invention_title="一种旧标题")

    accepted = write(engine, build(late, version=9))

    assert (accepted, found(engine, "旧标题"), found(engine, "锅炉")) == (0, [], ["a1"])


def test_takes_the_same_position_again(engine):
    assert write(engine, build(FIRST, version=10)) == 1
    assert found(engine, "锅炉") == ["a1"]


def test_keeps_a_tombstone_that_nobody_finds(engine):
    write(engine, build(replace(FIRST, status="withdrawn", is_public=False), version=12))
    write(engine, build(FIRST, version=11))

    assert found(engine, "锅炉") == found(engine, "", Scope.own("o1"))[1:] == []
    assert found(engine, "HLJ-L-2026-000001") == []
    assert [(one.id, one.version, one.is_live) for one in engine.entries()] == [("a1", 12, False), ("a2", 10, True)]
    assert (engine.status().live, engine.status().tombstones) == (1, 1)


def test_deletes_by_id(engine):
    engine.delete(["a1", "unheard-of"], version=13)
    engine.refresh()

    assert found(engine, "") == ["a2"]
    assert [one.id for one in engine.entries() if not one.is_live] == ["a1", "unheard-of"]


def test_hides_a_draft_from_all_but_its_owner(engine):
    write(engine, build(replace(FIRST, status="draft", is_public=False), version=12))

    assert (found(engine, "锅炉"), found(engine, "锅炉", Scope.own("o1")), found(engine, "", Scope.own("o2"))) == (
        [],
        ["a1"],
        [],
    )


def test_rebuilds_beside_the_old_index_and_catches_up(engine):
    during: list[list[str]] = []
    changed = replace(SECOND, invention_title="一种水轮机")

    def catch_up(index):
        during.append(found(engine, "锅炉"))
        index([build(changed, version=20)])

    engine.rebuild([build(FIRST, version=19), build(SECOND, version=19)], catch_up=catch_up)

    assert during == [["a1"], ["a1"]]
    assert (found(engine, "齿轮"), found(engine, "水轮机")) == ([], ["a2"])
    assert [(one.id, one.version) for one in engine.entries()] == [("a1", 19), ("a2", 20)]
    assert (engine.ensure(), engine.status().live, engine.status().is_stale) == (False, 2, False)


def test_leaves_the_old_index_in_place_when_a_rebuild_fails(engine):
    def documents():
        yield build(FIRST, version=30)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError, match="the source broke"):
        engine.rebuild(documents(), catch_up=lambda _index: None)

    assert found(engine, "齿轮") == ["a2"]
    write(engine, build(replace(SECOND, invention_title="一种轴承"), version=31))
    assert found(engine, "轴承") == ["a2"]


def test_rebuilds_again_and_again(engine):
    for version in (40, 41, 42):
        engine.rebuild([build(FIRST, version=version)], catch_up=lambda _index: None)

    assert [Entry("a1", 42, build(FIRST, version=42).digest, is_live=True)] == list(engine.entries())


def test_marks_what_was_found(engine):
    text = "本发明公开了一种锅炉，" + "包括若干部件，" * 30 + "所述烟气的温度为80℃，烟气中的余热由换热器回收。"
    write(engine, build(replace(FIRST, abstract=text), version=50))

    (hit,) = engine.search(SearchRequest('"余热" 80℃'), scope=PUBLIC).hits

    (title, abstract) = hit.fragments
    assert title.parts == (("一种", False), ("余热", True), ("回收锅炉", False))
    assert [part for part, is_marked in abstract.parts if is_marked] == ["80℃", "余热"]
    assert abstract.text.startswith("所述烟气")
    assert hit.matched == ("余热", "80℃")


BROKEN = st.text(
    st.one_of(st.sampled_from('"()*|-+:[]｜“”ANDORNOT申请日ti \x00\ud800电池a1.、，'), st.characters()),
    max_size=80,
)


@given(text=BROKEN, mode=st.sampled_from(Mode))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_answers_whatever_is_written(engine, text, mode):
    result = engine.search(SearchRequest(text, mode=mode), scope=PUBLIC)

    assert 0 <= result.total <= 2


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("电" * 3000, "text_cut"),
        (" OR ".join(f"词{number}" for number in range(90)), "too_many_terms"),
        ("(" * 40 + "电池" + ")" * 40, "too_deep"),
        ("NOT " * 120 + "电池", ""),
        ("(((电池", "unbalanced_bracket"),
        ('"电池', "unbalanced_quote"),
        ("电池 AND", "dangling_operator"),
        ("申请日:[昨天 TO 今天]", "unreadable_date"),
        ("标题:", "empty_field"),
        ("一种 电池", "stop_words_left_out"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_answers_and_says_what_could_not_be_read(engine, text, note):
    result = engine.search(SearchRequest(text, mode=Mode.ALL), scope=PUBLIC)

    assert [one.code for one in result.notes if one.code == note] == ([note] if note else [])


def test_answers_the_largest_query_within_the_budget(engine):
    letters = random.Random(7)  # noqa: S311 - Reproducible on purpose.
    text = " OR ".join(f'(a{number}* -"{letters.choice("电池阀膜")}")' for number in range(40))

    assert engine.search(SearchRequest(text, mode=Mode.ALL), scope=PUBLIC).total == 0


def test_not_one_search_fails_while_the_index_is_exchanged(engine):
    ended = threading.Event()
    totals: list[int] = []

    def search_on():
        while not ended.is_set():
            totals.append(engine.search(SearchRequest("一种", highlight=False), scope=PUBLIC).total)

    with ThreadPoolExecutor(1) as searchers:
        searching = searchers.submit(search_on)
        for version in range(60, 66):
            both = [build(FIRST, version=version), build(SECOND, version=version)]
            engine.rebuild(both, catch_up=lambda _index: None)
        ended.set()
        searching.result()

    assert set(totals) == {2}


def test_a_search_that_takes_too_long_is_stopped(corpus, empty_engine):
    slow = empty_engine
    slow.rebuild((build(source, version=1) for source in corpus), catch_up=lambda _index: None)
    slow.budget_s = 0.0005
    heavy = SearchRequest(" OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz0123456789"), facets=FACETS)

    with pytest.raises(SearchUnavailable):
        slow.search(heavy, scope=PUBLIC)

    slow.budget_s = 20
    assert slow.search(heavy, scope=PUBLIC).total > 0
