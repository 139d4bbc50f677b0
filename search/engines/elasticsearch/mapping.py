"""
The index of listings in Elasticsearch.

One shard, so that counts of facets are exact. Token streams come ready made and are not kept in ``_source``;
therefore never update or reindex a document: write it anew.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from search.engines.contract import FACETS, NUMBERS
from search.engines.documents import Document
from search.language.analyser import ANALYSER_VERSION
from search.language.segmenter import DICTIONARY

BIGRAM_FIELDS: Final = ("t_b", "x_b", "c_b", "n_b", "v_b")
# A title is short and names the thing; words above bigrams, which decide but say less.
WEIGHTS: Final = {"t_b": 2.0, "x_b": 1.0, "c_b": 0.5, "n_b": 1.0, "v_b": 1.0, "t_w": 2.0, "x_w": 1.0}

_BIGRAMS: Final = {"type": "text", "analyzer": "whitespace"}
_FREQUENCIES: Final = {**_BIGRAMS, "index_options": "freqs"}

SETTINGS: Final[dict[str, Any]] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
}
MAPPINGS: Final[dict[str, Any]] = {
    "dynamic": "strict",
    "_source": {"excludes": [*BIGRAM_FIELDS, "t_w", "x_w", "codes"]},
    "properties": {
        "id": {"type": "keyword"},
        "version": {"type": "long"},
        "digest": {"type": "keyword", "index": False},
        "is_live": {"type": "boolean"},
        "is_public": {"type": "boolean"},
        "organization": {"type": "keyword"},
        **dict.fromkeys(BIGRAM_FIELDS, _BIGRAMS),
        **dict.fromkeys(("t_w", "x_w", "codes"), _FREQUENCIES),
        **{name: {"type": "keyword"} for name in FACETS},
        **{name: {"type": "long"} for name in NUMBERS},
        "shown": {"type": "object", "enabled": False},
    },
}
SCHEMA: Final = hashlib.sha256(json.dumps([SETTINGS, MAPPINGS], sort_keys=True).encode()).hexdigest()[:8]
BUILT_WITH: Final = f"schema {SCHEMA}, analyser {ANALYSER_VERSION}, {DICTIONARY}"


def body_of(document: Document) -> dict[str, Any]:
    """Give a document as it is sent. A tombstone has no tokens, so no query finds it."""
    return {
        "id": document.id,
        "version": document.version,
        "digest": document.digest,
        "is_live": document.is_live,
        "is_public": document.is_public,
        "organization": document.organization,
        **document.streams,
        **{name: list(values) for name, values in document.values.items()},
        **{name: value for name, value in document.numbers.items() if value is not None},
        "shown": dict(document.shown),
    }
