"""The engine on Elasticsearch: one alias, generations behind it, exchanged in one call."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Final

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.engines.base import Answer, Engine, Found, Index, Plan
from search.engines.contract import BUDGET_S, SearchUnavailable
from search.engines.documents import Document, Entry, IndexStatus
from search.engines.elasticsearch.mapping import BUILT_WITH, MAPPINGS, SCHEMA, SETTINGS, body_of
from search.engines.elasticsearch.query import build

_WRITE_TIMEOUT_S: Final = 60
_PAGE: Final = 1000
_STALE: Final = 409
_CONFLICT_ON_CREATE: Final = "resource_already_exists_exception"


class ElasticsearchEngine(Engine):
    """An index behind an alias ``PREFIX-listings``."""

    name: ClassVar[str] = "elasticsearch"

    def __init__(self, url: str, *, prefix: str, api_key: str = "", budget_s: float = BUDGET_S) -> None:
        self.alias = f"{prefix}-listings"
        self.budget_s = budget_s
        self.client = Elasticsearch(
            url, api_key=api_key or None, request_timeout=_WRITE_TIMEOUT_S, max_retries=2, retry_on_timeout=False
        )

    @contextmanager
    def _available(self) -> Iterator[None]:
        try:
            yield
        except (TransportError, ApiError) as error:
            raise SearchUnavailable(f"the search engine did not answer: {error}") from error

    def answer(self, plan: Plan) -> Answer:
        """Answer a plan with one request."""
        search = build(plan, index=self.alias).extra(timeout=f"{int(self.budget_s * 1000)}ms")
        with self._available():
            # One try: a second one would spend the budget twice.
            client = self.client.options(request_timeout=self.budget_s, max_retries=0)
            try:
                body = client.search(index=self.alias, body=search.to_dict())
            except NotFoundError:
                self.ensure()
                body = client.search(index=self.alias, body=search.to_dict())
        if body["timed_out"]:
            raise SearchUnavailable("the search engine did not finish in time")
        return Answer(
            total=body["hits"]["total"]["value"],
            rows=[_found(hit) for hit in body["hits"]["hits"]],
            counts=_counts(body.get("aggregations", {})),
        )

    def ensure(self) -> bool:
        """Make the alias with an empty index if there is none. Tell whether it has to be filled."""
        with self._available():
            held = self._generation()
            if held is None:
                self._create(f"{self.alias}-{SCHEMA}-first", is_filled=False, alias=True)
                held = self._generation()
            return held is None or not held[1].get("is_filled", False)

    def _generation(self) -> tuple[str, dict[str, Any]] | None:
        """Give the name and the notes of the index behind the alias."""
        try:
            found = self.client.indices.get_mapping(index=self.alias)
        except NotFoundError:
            return None
        name = next(iter(found))
        return name, found[name]["mappings"].get("_meta", {})

    def _create(self, name: str, *, is_filled: bool, alias: bool) -> None:
        notes = {"built_with": BUILT_WITH, "is_filled": is_filled}
        try:
            self.client.indices.create(
                index=name,
                settings=SETTINGS,
                mappings={**MAPPINGS, "_meta": notes},
                aliases={self.alias: {}} if alias else None,
            )
        except ApiError as error:
            if error.error != _CONFLICT_ON_CREATE:
                raise

    def index(self, documents: Iterable[Document]) -> int:
        """Write documents behind the alias."""
        self.ensure()
        with self._available():
            # An alias that is gone must not come back as an index with guessed types.
            return self._write(self.alias, documents, require_alias=True)

    def _write(self, index: str, documents: Iterable[Document], *, require_alias: bool = False) -> int:
        """Send documents in bulks. The server refuses those older than what it holds; that is as it should be."""
        actions = (
            {
                "_op_type": "index",
                "_index": index,
                "_id": document.id,
                "version": document.version,
                "version_type": "external_gte",
                "_source": body_of(document),
            }
            for document in documents
        )
        written = 0
        for accepted, item in streaming_bulk(
            self.client, actions, raise_on_error=False, max_retries=3, initial_backoff=1, require_alias=require_alias
        ):
            outcome = item["index"]
            if not accepted and outcome["status"] != _STALE:
                raise SearchUnavailable(f"document {outcome['_id']} was refused: {outcome.get('error')}")
            written += bool(accepted)
        return written

    def refresh(self) -> None:
        """Make what was written findable."""
        with self._available():
            self.client.indices.refresh(index=self.alias)

    def rebuild(self, documents: Iterable[Document], *, catch_up: Callable[[Index], None]) -> None:
        """Fill a new index, catch up, move the alias in one call, catch up again. A failure leaves the alias alone."""
        made = f"{self.alias}-{SCHEMA}-{secrets.token_hex(4)}"
        self.ensure()
        with self._available():
            self._create(made, is_filled=True, alias=False)
            try:
                self._write(made, documents)
                catch_up(lambda more: self._write(made, more))
                self.client.indices.refresh(index=made)
                before = self._generation()
                self._exchange(made, before[0] if before else None)
            except BaseException:
                self.client.indices.delete(index=made, ignore_unavailable=True)
                raise
            catch_up(self.index)
            self.client.indices.refresh(index=self.alias)

    def _exchange(self, made: str, before: str | None) -> None:
        actions: list[dict[str, Any]] = [{"add": {"index": made, "alias": self.alias}}]
        if before is not None:
            actions.append({"remove": {"index": before, "alias": self.alias}})
        self.client.indices.update_aliases(actions=actions)
        # Going back is one alias call: the generation before stays until the next rebuild.
        old = [name for name in self.client.indices.get(index=f"{self.alias}-*") if name not in {made, before}]
        if old:
            self.client.indices.delete(index=old)

    def entries(self) -> Iterator[Entry]:
        """Give what is held, by id, as it stands at one moment."""
        self.ensure()
        with self._available():
            self.refresh()
            reader = self.client.open_point_in_time(index=self.alias, keep_alive="1m")["id"]
            try:
                yield from self._entries_of(reader)
            finally:
                self.client.close_point_in_time(id=reader)

    def _entries_of(self, reader: str) -> Iterator[Entry]:
        after: list[Any] | None = None
        while True:
            body = self.client.search(
                pit={"id": reader, "keep_alive": "1m"},
                size=_PAGE,
                sort=[{"id": "asc"}],
                source={"includes": ["id", "version", "digest", "is_live"]},
                search_after=after,
                track_total_hits=False,
            )
            hits = body["hits"]["hits"]
            for hit in hits:
                yield Entry(**hit["_source"])
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]

    def status(self) -> IndexStatus:
        """Give counts and versions."""
        self.ensure()
        with self._available():
            self.refresh()
            live = self.client.count(index=self.alias, query={"term": {"is_live": True}})["count"]
            held = self.client.count(index=self.alias)["count"]
            generation = self._generation()
        return IndexStatus(
            backend=self.name,
            live=live,
            tombstones=held - live,
            dead_rows=0,
            built_with=generation[1].get("built_with", "") if generation else "",
            expected=BUILT_WITH,
        )


def _found(hit: dict[str, Any]) -> Found:
    source = hit["_source"]
    return Found(id=source["id"], score=hit["_score"] or 0.0, shown=source["shown"], place=tuple(hit["sort"]))


def _counts(aggregations: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in counted["values"]["buckets"]}
        for name, counted in aggregations.items()
    }
