"""Which office of the bureau is responsible for which place (GB/T 2260 codes)."""

from __future__ import annotations

from marketplace.accounts.models import Organization

PROVINCE_DIGITS = 2
CITY_DIGITS = 4


def area_of(office: Organization) -> str:
    """Give the leading digits that every region of an office's place has: two for a province, four for a city."""
    digits = PROVINCE_DIGITS if office.level == Organization.Level.PROVINCE else CITY_DIGITS
    return office.region[:digits]


def is_responsible(office: Organization, region: str) -> bool:
    """Tell whether a region lies in the place of an office."""
    return bool(office.level) and region.startswith(area_of(office))
