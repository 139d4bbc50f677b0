import pytest

from marketplace.events import consumers
from search.indexing.consumer import CONSUMER
from tests.listings.making import AFTER_NOTICE


@pytest.fixture
def consume():
    """Let the search consumer read to the head; give the number of events it passed."""
    return lambda: consumers.run(CONSUMER, clock=lambda: AFTER_NOTICE)
