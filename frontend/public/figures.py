"""The three live figures of the home page, each with how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext

from frontend.components import formats
from licensing.deals.models import Deal
from licensing.payments.models import Payment
from listings.offers.models import Listing


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in words with its method."""

    value: str
    what: str
    method: str


def figures() -> list[Figure]:
    """Count listed patents, licenses and paid fees."""
    listed = Listing.objects.filter(status=Listing.Status.PUBLISHED).values("patent").distinct().count()
    licensed = Deal.objects.filter(effective_on__isnull=False).count()
    paid = Payment.objects.filter(status=Payment.Status.CONFIRMED).aggregate(all=Sum("confirmed_amount"))["all"]
    return [
        Figure(formats.count(listed), gettext("patents on offer"), gettext("published listings, each patent once")),
        Figure(formats.count(licensed), gettext("licenses made"), gettext("contracts that took effect")),
        Figure(formats.money(paid or Decimal(0)), gettext("fees paid"), gettext("as confirmed by the receivers")),
    ]
