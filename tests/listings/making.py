"""
Make patents and listings for tests.

``make_patent`` writes rows directly; the ``*_listing`` makers go through the services, so that what they give is a
state the product can reach. ``Desk`` holds one university with a person in each role.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from listings.eligibility.facts import new_fact
from listings.offers import plans, services
from listings.offers.models import LicenseTerms, Listing, Track
from listings.offers.rows import newest_terms
from listings.offers.services.terms import Choice
from listings.patents.models import LegalFact, Patent, PatentHolder, PatentKind, PatentOwner
from listings.patents.numbers import check_digit
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Role
from tests.factories import make_actor, make_university

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
TODAY = date(2026, 3, 2)
AFTER_NOTICE = NOW + timedelta(days=16)
_serials = itertools.count(1)

CONTENT: dict[str, Any] = {
    "plain_title": "零下四十度不发硬的轴承",
    "problem": "严寒时润滑脂变硬，轴承起动困难。",
    "solution": "在滚道表面做出储油的细纹。",
    "advantages": "磨损比使用润滑脂低三成。",
    "application_field": "风电、农机",
    "product": "圆锥滚子轴承",
    "trl": 7,
    "gbt4754": ["3451"],
    "know_how": "附工艺参数表。",
    "contact_desk": "技术转移中心",
    "contact_phone": "0451-80000000",
    "contact_email": "tto@example.edu.cn",
}


def make_number(kind: str = PatentKind.INVENTION, year: int = 2016) -> str:
    """Give an application number that no other call gave, with its check digit."""
    digit = {"invention": "1", "utility_model": "2", "design": "3"}[kind]
    body = f"{year}{digit}{next(_serials):07d}"
    return f"{body}.{check_digit(body)}"


def make_patent(owner: Organization, *, healthy: bool = True, **fields: Any) -> Patent:
    """Make a patent of an organization; a healthy one has its fee paid and the register read on the day before."""
    values: dict[str, Any] = {
        "application_number": make_number(fields.get("kind", PatentKind.INVENTION)),
        "kind": PatentKind.INVENTION,
        "invention_title": "一种寒区轴承的自润滑方法",
        "abstract": "本发明公开一种寒区轴承的自润滑方法。",
        "filing_date": date(2016, 3, 10),
        "grant_date": date(2018, 5, 8),
        "ipc": ["F16C33/10"],
        "source": "register",
        "created_at": NOW,
    }
    patent = Patent.objects.create(**{**values, **fields})
    PatentOwner.objects.create(patent=patent, position=1, organization=owner, name=owner.name, uscc=owner.uscc)
    PatentHolder.objects.create(patent=patent, organization=owner, since=date(2018, 5, 8))
    if healthy:
        add_fact(patent, {"kind": "fee_paid", "on": "2026-02-20", "paid_until": "2027-03-10", "source": "register"})
        read_register(patent, on=date(2026, 3, 1))
    return patent


def add_fact(patent: Patent, plain: Mapping[str, Any], *, document_sha256: str = "", now: datetime = NOW) -> LegalFact:
    """Write a fact's row, without events or consequences."""
    row = new_fact(patent=patent, plain=plain, document_sha256=document_sha256, recorded_by=None, now=now)
    row.save(force_insert=True)
    return row


def read_register(patent: Patent, *, on: date, now: datetime = NOW) -> LegalFact:
    """Write that the register was read on a day for all of its topics."""
    plain = {"kind": "checked", "topics": "all", "source": "register", "as_of": on.isoformat()}
    return add_fact(patent, plain, now=max(now, datetime(on.year, on.month, on.day, 8, tzinfo=UTC)))


@dataclass(frozen=True, slots=True)
class Desk:
    """A university and its people."""

    university: Organization
    officer: Actor
    approver: Actor
    signatory: Actor


def make_desk(**fields: Any) -> Desk:
    """Make a verified public university with an officer, an approver and a signatory."""
    university = make_university(**fields)
    return Desk(
        university,
        make_actor(university, Role.OFFICER),
        make_actor(university, Role.LISTING_APPROVER),
        make_actor(university, Role.OWNER_SIGNATORY),
    )


def choice(track: str = Track.NEGOTIATED_ORDINARY, **fields: Any) -> Choice:
    """Give terms by template P1: a standing offer to small and medium enterprises of the province, or to all."""
    values: dict[str, Any] = {"track": track, "plan": plans.templates()["P1"], "field_of_use": "轴承制造"}
    if track == Track.NEGOTIATED_ORDINARY:
        values["conditions"] = {"region_prefix": "23", "small_or_medium": True}
        values["standing_offer_until"] = date(2027, 12, 31)
    return Choice(**{**values, **fields})


def bare_listing(owner: Organization, patent: Patent | None = None, **fields: Any) -> Listing:
    """Write the rows of a draft and its first terms directly, without services or events."""
    listing = Listing.objects.create(
        number=f"HLJ-L-2025-{next(_serials):06d}",
        patent=patent or make_patent(owner, healthy=False),
        owner=owner,
        created_by=uuid4(),
        created_at=NOW,
        revised_at=NOW,
        **fields,
    )
    LicenseTerms.objects.create(
        listing=listing,
        version=1,
        track=Track.STATUTORY_OPEN,
        term_months=60,
        plan=plans.canonical(plans.read_plan(plans.templates()["P1"])),
        text_zh="条件",
        sha256="a" * 64,
        created_by=uuid4(),
        created_at=NOW,
    )
    return listing


def draft_listing(desk: Desk, patent: Patent | None = None, *, chosen: Choice | None = None) -> Listing:
    """Make a draft with complete content and terms."""
    patent = patent or make_patent(desk.university)
    listing = services.create_draft(actor=desk.officer, patent_id=patent.pk, now=NOW)
    listing = services.edit_content(
        actor=desk.officer, listing_id=listing.pk, version=listing.version, content=CONTENT, now=NOW
    )
    services.choose_terms(actor=desk.officer, listing_id=listing.pk, choice=chosen or choice(), now=NOW)
    return Listing.objects.get(pk=listing.pk)


def approved_listing(desk: Desk, patent: Patent | None = None, *, chosen: Choice | None = None) -> Listing:
    """Make a listing that another person approved."""
    listing = draft_listing(desk, patent, chosen=chosen)
    services.submit_for_review(actor=desk.officer, listing_id=listing.pk, now=NOW)
    return services.approve(actor=desk.approver, listing_id=listing.pk, now=NOW)


def signed_listing(
    desk: Desk, patent: Patent | None = None, *, chosen: Choice | None = None, now: datetime = AFTER_NOTICE
) -> Listing:
    """Make a listing whose price notice ended and whose terms are signed."""
    listing = approved_listing(desk, patent, chosen=chosen)
    terms = newest_terms(listing)
    assert terms is not None
    if desk.university.is_public_body:
        notice = services.start_price_notice(
            actor=desk.officer, listing_id=listing.pk, terms_id=terms.pk, place="校内公告栏", now=NOW
        )
        services.end_price_notice(actor=desk.officer, notice_id=notice.pk, now=now)
    services.sign_terms(
        actor=desk.signatory,
        terms_id=terms.pk,
        sha256=terms.sha256,
        person_name="李明",
        capacity="法定代表人授权代表",
        now=now,
    )
    return listing


def published_listing(
    desk: Desk | None = None,
    patent: Patent | None = None,
    *,
    chosen: Choice | None = None,
    now: datetime = AFTER_NOTICE,
) -> Listing:
    """Make a public listing, on the statutory track with its declaration announced."""
    desk = desk or make_desk()
    listing = signed_listing(desk, patent, chosen=chosen, now=now)
    terms = newest_terms(listing)
    assert terms is not None
    if terms.track == Track.STATUTORY_OPEN:
        day = now.date()
        declaration = services.file_declaration(actor=desk.officer, terms_id=terms.pk, filed_on=day, now=now)
        services.announce_declaration(
            actor=desk.officer, declaration_id=declaration.pk, announced_on=day, announcement_number="42-0901", now=now
        )
    return services.publish(actor=desk.approver, listing_id=listing.pk, now=now)
