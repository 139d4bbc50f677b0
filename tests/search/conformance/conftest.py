"""One filled engine of each kind for the whole suite."""

from __future__ import annotations

import pytest

from search.indexing.document import build
from tests.search.conformance.corpus import sources
from tests.search.conftest import ENGINES


@pytest.fixture(scope="session")
def corpus(shared_data):
    """Give all listings of the fixture."""
    return sources(shared_data)


@pytest.fixture(scope="session")
def public(corpus):
    """Give those that everybody may read."""
    return [source for source in corpus if source.is_public]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request, make_engine, corpus):
    """Give an engine that holds the fixture."""
    filled = make_engine(request.param)
    filled.rebuild((build(source, version=1) for source in corpus), catch_up=lambda _index: None)
    return filled
