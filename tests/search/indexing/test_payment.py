from decimal import Decimal

import pytest

from listings.offers import plans
from search.indexing.payment import PaymentGist, gist_of


def item(kind, *, amount=None, **trigger):
    return {"kind": kind, "amount": amount, "trigger": trigger}


@pytest.mark.parametrize(
    ("plan", "gist"),
    [
        (None, PaymentGist()),
        ({"free": True}, PaymentGist(price=Decimal(0))),
        ({"items": [item("entry_fee", amount="5000.00", event="signing")]}, PaymentGist("", Decimal(5000), 0)),
        (
            {
                "pattern": "P1",
                "items": [
                    item("deferred_fee", amount="100.50", event="effect", months_after=12),
                    item("milestone", amount="10.00", event="milestone"),
                    {"kind": "royalty", "period": {"months": 6}, "trigger": {"event": "period_end", "months_after": 2}},
                ],
            },
            PaymentGist("P1", Decimal("110.50"), 8),
        ),
        (
            {"items": [{"kind": "royalty", "from_month": 12, "period": {"months": 12}, "trigger": {}}]},
            PaymentGist("", None, 24),
        ),
        ({"items": [item("instalment", amount="9.00", event="first_revenue")]}, PaymentGist("", Decimal(9), None)),
    ],
)
def test_tells_price_and_first_payment(plan, gist):
    assert gist_of(plan) == gist


def test_reads_every_template():
    assert all(gist_of(plan).pattern == name for name, plan in plans.templates().items())
