import json
import re

from listings.feed.envelope import GENESIS, chained, parse_cursor
from listings.offers.public_document import body_of


def example(shared_data) -> dict:
    """Read the complete event that the contract prints, with both of its hashes."""
    text = (shared_data.parent / "feed.md").read_text()
    block = next(block for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL) if '"specversion"' in block)
    return json.loads(block)


def test_the_printed_event_has_our_content_hash(shared_data):
    event = example(shared_data)

    assert body_of(event["data"])[1] == event["contenthash"]


def test_the_printed_event_has_our_chain(shared_data):
    event = example(shared_data)

    chain = chained(
        previous=GENESIS,
        event_id=event["id"],
        event_type=event["type"],
        subject=event["subject"],
        revision=event["revision"],
        contenthash=event["contenthash"],
    )

    assert chain == event["chain"]


def test_our_listing_has_every_field_of_the_printed_one(shared_data, db):
    from listings.offers.models import ListingDocument
    from tests.listings.making import published_listing

    published_listing()
    ours = json.loads(ListingDocument.objects.get().body)
    printed = example(shared_data)["data"]

    assert sorted(printed) == sorted(ours)
    for part in ("organization", "contact", "offer"):
        assert sorted(printed[part]) == sorted(ours[part])
    assert sorted(set(printed["content"]) ^ set(ours["content"])) == ["title"]
    assert sorted(printed["patents"][0]) == sorted(ours["patents"][0])
    assert sorted(printed["patents"][0]["legal"]) == sorted(ours["patents"][0]["legal"])


def test_cursors_are_read_back():
    cursor = parse_cursor("k7f2q9-000000012345")

    assert (cursor.epoch, cursor.sequence, str(cursor)) == ("k7f2q9", 12345, "k7f2q9-000000012345")
    assert parse_cursor("k7f2q9-12345") is None
