"""Write made-up listings into the database: owners first, then batches, each in one transaction of the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID, uuid5

from stdnum.cn import uscc as standard

from listings.eligibility.models import EligibilityAnswer
from listings.offers.models import LicenseTerms, Listing, ListingDocument, NumberSeries, TermsSignature
from listings.offers.seeding import generating
from listings.offers.seeding.rows import SOURCE, Batch, Owner, RowMaker
from listings.patents.models import LegalFact, Patent, PatentHolder, PatentOwner
from marketplace import events
from marketplace.accounts.models import Mandate, Organization, Person
from marketplace.accounts.roles import Kind
from marketplace.dates import shanghai_day

BATCH: Final = 500
# Names people and verifiers by what they do, so that the same seed meets them again.
_NAMES: Final = UUID("5a3c7a1e-6f0b-4d55-9a53-0f4f5b3f8b11")


def write_listings(*, count: int, seed: int, now: datetime, told: Callable[[int], None] = lambda _: None) -> int:
    """
    Add so many made-up listings, with owners, facts, answers, terms, documents and events.

    :param told: gets the number written so far, after each batch.
    """
    on = shanghai_day(now)
    first = Patent.objects.filter(source=SOURCE).count()
    with events.transaction():
        owners = [_owner(place, body, now) for place, body in enumerate(generating.bodies())]
    maker = RowMaker(owners=owners, seed=seed, on=on, now=now)
    maker.last_numbers |= dict(NumberSeries.objects.values_list("name", "last"))
    made = generating.listings(count=count, seed=seed, on=on, first=first)
    written = 0
    for chunk in _chunks(made, BATCH):
        batch = Batch()
        for each in chunk:
            maker.add(each, batch)
        _write(batch, maker.last_numbers)
        written += len(chunk)
        told(written)
    return written


def _chunks(made: Iterable[generating.MadeListing], size: int) -> Iterator[list[generating.MadeListing]]:
    remaining = iter(made)
    while chunk := list(islice(remaining, size)):
        yield chunk


@events.transaction()
def _write(batch: Batch, last_numbers: dict[str, int]) -> None:
    Patent.objects.bulk_create(batch.patents)
    PatentOwner.objects.bulk_create(batch.owners)
    PatentHolder.objects.bulk_create(batch.holders)
    LegalFact.objects.bulk_create(batch.facts)
    EligibilityAnswer.objects.bulk_create(batch.answers)
    # Listings and terms refer to each other; both databases look at foreign keys at the commit.
    Listing.objects.bulk_create(batch.listings)
    LicenseTerms.objects.bulk_create(batch.terms)
    TermsSignature.objects.bulk_create(batch.signatures)
    ListingDocument.objects.bulk_create(batch.documents)
    NumberSeries.objects.bulk_create(
        [NumberSeries(name=name, last=last) for name, last in last_numbers.items()],
        update_conflicts=True,
        update_fields=["last"],
        unique_fields=["name"],
    )
    events.record_all(batch.happenings)


def _owner(place: int, body: generating.MadeBody, now: datetime) -> Owner:
    """Make an owner with its signatory, or meet it again."""
    code = _uscc(place, body.region)
    organization, _ = Organization.objects.get_or_create(
        uscc=code,
        defaults={
            "name": body.name,
            "kind": Kind.RESEARCH_INSTITUTE if body.is_institute else Kind.UNIVERSITY,
            "region": body.region,
            "contact_desk": f"{body.name}技术转移中心",
            "contact_phone": f"0451-8{place:07d}",
            "contact_email": f"tto{place}@example.cn",
            "is_public_body": True,
            "verified_at": now,
            "verified_by": uuid5(_NAMES, "verifier"),
            "created_at": now,
        },
    )
    person = Person.objects.filter(email=f"signatory{place}@seed.example.cn").first()
    if person is None:
        # Nobody signs in as an invented person: without a password there is no way in.
        person = Person.objects.create_user(f"signatory{place}@seed.example.cn", None, name=f"签署人{place + 1}")
    mandate, _ = Mandate.objects.get_or_create(
        organization=organization,
        person=person,
        defaults={
            "acts": [Mandate.Act.SIGN_TERMS.value],
            "valid_from": shanghai_day(organization.created_at),
            "granted_by": uuid5(_NAMES, f"administrator {place}"),
            "granted_at": now,
        },
    )
    return Owner(
        organization=organization,
        officer=uuid5(_NAMES, f"officer {place}"),
        approver=uuid5(_NAMES, f"approver {place}"),
        signatory=person.pseudonym,
        signatory_name=person.name,
        mandate=mandate,
    )


def _uscc(place: int, region: str) -> str:
    """Give a code whose two check characters hold, in a range that no registry has given."""
    body = f"99{place:06d}"
    rest = -sum(weight * int(digit) for weight, digit in zip((3, 7, 9, 10, 5, 8, 4, 2), body, strict=True)) % 11
    code = f"12{region}{body}{'X' if rest == 10 else rest}"
    return f"{code}{standard.calc_check_digit(code)}"
