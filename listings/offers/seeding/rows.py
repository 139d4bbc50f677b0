"""Turn made-up listings into rows and events, a batch at a time, in bulk."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from listings.eligibility import rules
from listings.eligibility.models import EligibilityAnswer
from listings.eligibility.selectors import engine_patent
from listings.eligibility.services import answer_row
from listings.offers import plans, topics
from listings.offers.conditions import conditions_in_words
from listings.offers.models import EndReason, LicenseTerms, Listing, ListingDocument, SuspensionReason, TermsSignature
from listings.offers.public_document import PublicRows, StandingAnswer, body_of, listing_document, tombstone
from listings.offers.seeding.generating import MadeListing, Profile
from listings.offers.wording import canonical_terms, plan_sentences, terms_hash, terms_text
from listings.patents import topics as patent_topics
from listings.patents.models import LegalFact, Patent, PatentHolder, PatentOwner
from marketplace import events
from marketplace.accounts.models import Mandate, Organization
from marketplace.dates import add_days, add_months, add_years, shanghai_midnight

SOURCE: Final = "database:seed"
_PUBLIC: Final = {"published", "suspended", "withdrawn", "closed"}
_SIGNED: Final = _PUBLIC
_OFFICE_HOURS: Final = timedelta(hours=9)
_ENDS: Final = {"withdrawn": EndReason.OWNER_REQUEST, "closed": EndReason.LISTED_IN_ERROR}


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner with the people who act for it, by pseudonym, and the mandate of its signatory."""

    organization: Organization
    officer: UUID
    approver: UUID
    signatory: UUID
    signatory_name: str
    mandate: Mandate

    @property
    def pseudonym(self) -> UUID:
        """Let the owner's officer stand as the actor of events."""
        return self.officer

    @property
    def organization_id(self) -> UUID:
        """Give the organization acted for."""
        return self.organization.pk


@dataclass(slots=True)
class Batch:
    """Rows that are inserted together, in the order of what refers to what."""

    patents: list[Patent] = field(default_factory=list)
    owners: list[PatentOwner] = field(default_factory=list)
    holders: list[PatentHolder] = field(default_factory=list)
    facts: list[LegalFact] = field(default_factory=list)
    answers: list[EligibilityAnswer] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    terms: list[LicenseTerms] = field(default_factory=list)
    signatures: list[TermsSignature] = field(default_factory=list)
    documents: list[ListingDocument] = field(default_factory=list)
    happenings: list[events.Happening] = field(default_factory=list)


class RowMaker:
    """Make the rows of listings. Answers are worked out once per profile, plans once per template and amount."""

    def __init__(self, *, owners: Sequence[Owner], seed: int, on: date, now: datetime) -> None:
        self._owners = owners
        self._chance = random.Random(f"{seed} rows")  # noqa: S311 - Reproducible on purpose.
        self._on = on
        self._now = now
        self._answers: dict[Profile, rules.Answers] = {}
        self._plans: dict[tuple[str, int], tuple[dict[str, Any], list[str]]] = {}
        self.last_numbers: dict[str, int] = {}

    def add(self, made: MadeListing, batch: Batch) -> None:
        """Add the rows and events of one listing to a batch."""
        owner = self._owners[made.owner]
        begun = min(shanghai_midnight(made.created_on) + _OFFICE_HOURS, self._now)
        patent = self._patent(made, begun, batch)
        party = PatentOwner(
            patent=patent,
            position=1,
            organization=owner.organization,
            name=owner.organization.name,
            uscc=owner.organization.uscc,
        )
        batch.owners.append(party)
        batch.holders.append(
            PatentHolder(patent=patent, organization=owner.organization, since=made.profile.grant_date)
        )
        facts = self._facts(patent, made.profile)
        batch.facts += facts
        batch.happenings.append(
            events.Happening(
                patent_topics.PATENT_ADDED, owner, patent, begun, {"number": patent.number, "source": SOURCE}
            )
        )
        batch.happenings += [_fact_happening(owner, patent, fact, begun) for fact in facts]
        answers = self._answered(made.profile, patent, party, facts)
        rows = [
            answer_row(patent=patent, purpose=purpose, answers=answers, now=self._now) for purpose in rules.PURPOSES
        ]
        batch.answers += rows
        patent.recheck_on = min((row.next_change for row in rows if row.next_change), default=None)
        listing = self._listing(made, owner, patent, begun)
        batch.listings.append(listing)
        batch.happenings.append(
            events.Happening(
                topics.LISTING_DRAFTED, owner, listing, begun, {"number": listing.number, "patent": patent.pk}
            )
        )
        terms = self._terms(made, listing, owner, begun)
        batch.terms.append(terms)
        if made.state in _SIGNED:
            batch.signatures.append(_signature(terms, owner, begun))
            listing.current_terms = terms
        if made.state in _PUBLIC:
            standing = {row.purpose: _standing(row) for row in rows}
            evidence = engine_patent(patent, facts=facts, owners=[party]).facts
            public = PublicRows(
                listing=listing,
                patent=patent,
                owners=[party],
                facts=evidence,
                answers=standing,
                terms=terms,
                declaration=None,
                notice=None,
                base_url=settings.BASE_URL,
                conditions_in_words=conditions_in_words(terms.conditions),
            )
            self._publish(made.state, public, owner, batch)

    def _patent(self, made: MadeListing, begun: datetime, batch: Batch) -> Patent:
        patent = Patent(
            application_number=made.application_number,
            publication_number=made.publication_number,
            kind=made.profile.kind,
            invention_title=made.title,
            abstract=made.abstract,
            claims_text=made.claims,
            filing_date=made.profile.filing_date,
            grant_date=made.profile.grant_date,
            ipc=list(made.ipc),
            source=SOURCE,
            source_as_of=made.profile.read_on,
            created_at=begun,
        )
        batch.patents.append(patent)
        return patent

    def _facts(self, patent: Patent, profile: Profile) -> list[LegalFact]:
        paid_on = min(add_days(add_years(profile.paid_until, -1), -20), profile.read_on)

        def fact(kind: str, on: date | None, document: str = "", **payload: Any) -> LegalFact:
            return LegalFact(
                patent=patent,
                kind=kind,
                on=on,
                source="owner" if document else "register",
                as_of=on or profile.read_on,
                recorded_at=self._now,
                payload=payload,
                document_sha256=document,
            )

        facts = [
            fact("fee_paid", paid_on, paid_until=profile.paid_until.isoformat()),
            fact("checked", None, topics="all"),
        ]
        if profile.kind != "invention":
            facts.append(fact("evaluation_report", profile.grant_date, "e" * 64, conclusion="positive"))
        if profile.is_unused:
            facts.append(fact("non_use_declaration", add_days(self._on, -60), "d" * 64, reasons=["none"]))
        if profile.is_pledged:
            facts.append(fact("pledge", add_days(profile.grant_date, 20), ref="Y1", amount="2000000.00"))
        return facts

    def _answered(self, profile: Profile, patent: Patent, owner: PatentOwner, facts: list[LegalFact]) -> rules.Answers:
        if profile not in self._answers:
            evidence = engine_patent(patent, facts=facts, owners=[owner])
            self._answers[profile] = rules.evaluate(evidence, on=self._on)
        return self._answers[profile]

    def _listing(self, made: MadeListing, owner: Owner, patent: Patent, begun: datetime) -> Listing:
        series = f"HLJ-L-{begun.year}"
        self.last_numbers[series] = self.last_numbers.get(series, 0) + 1
        reviewed = made.state != "draft"
        approved = made.state not in {"draft", "in_review"}
        listing = Listing(
            number=f"{series}-{self.last_numbers[series]:06d}",
            patent=patent,
            owner=owner.organization,
            status=made.state,
            plain_title=made.plain_title,
            contact_desk=owner.organization.contact_desk,
            contact_phone=owner.organization.contact_phone,
            contact_email=owner.organization.contact_email,
            submitted_by=owner.officer if reviewed else None,
            submitted_at=begun if reviewed else None,
            approved_by=owner.approver if approved else None,
            approved_at=begun if approved else None,
            created_by=owner.officer,
            created_at=begun,
            revised_at=begun,
            **made.content,
        )
        if made.state in _PUBLIC:
            listing.published_at = begun
        return listing

    def _terms(self, made: MadeListing, listing: Listing, owner: Owner, begun: datetime) -> LicenseTerms:
        plan, payment = self._plan(made.pattern, made.factor)
        terms = LicenseTerms(
            listing=listing,
            version=1,
            track="negotiated_ordinary",
            term_months=plan["term_months"],
            field_of_use=listing.application_field,
            plan=plan,
            conditions={"region_prefix": "23"} if made.is_for_all else {"region_prefix": "23", "small_or_medium": True},
            standing_offer_until=add_months(self._on, 18),
            fee_basis="参照同行业近三年许可费率。",
            created_by=owner.officer,
            created_at=begun,
            approved_by=owner.approver if listing.approved_by else None,
            approved_at=begun if listing.approved_by else None,
        )
        terms.text_zh = terms_text(terms, payment=payment)
        terms.sha256 = terms_hash(canonical_terms(terms))
        return terms

    def _plan(self, pattern: str, factor: int) -> tuple[dict[str, Any], list[str]]:
        key = (pattern, factor)
        if key not in self._plans:
            plan = plans.templates()[pattern]
            for item in plan["items"]:
                if "amount" in item:
                    item["amount"] = str(Decimal(item["amount"]) * factor / 5)
                    item["amount"] = f"{Decimal(item['amount']):.2f}"
            if "instalment_total" in plan:
                plan["instalment_total"] = f"{Decimal(plan['instalment_total']) * factor / 5:.2f}"
            read = plans.canonical(plans.read_plan(plan))
            self._plans[key] = (read, plan_sentences(read))
        return self._plans[key]

    def _publish(self, state: str, public: PublicRows, owner: Owner, batch: Batch) -> None:
        """Write the revisions that lead to a state: the first publication, then what came of it."""
        listing = public.listing
        at = listing.published_at or self._now
        listing.status = "published"
        self._revise("published", public, owner, at, batch)
        later = min(at + timedelta(days=self._chance.randint(20, 300)), self._now)
        listing.status = state
        if state == "suspended":
            listing.suspension_reason = SuspensionReason.OWNER_REQUEST
            listing.suspended_since = later.date()
        elif state in _ENDS:
            listing.end_reason = _ENDS[state]
            listing.end_decided_on = listing.end_effective_on = later.date()
            listing.ended_at = later
        if state != "published":
            self._revise(state, public, owner, later, batch)

    def _revise(self, what: str, public: PublicRows, owner: Owner, at: datetime, batch: Batch) -> None:
        listing = public.listing
        listing.revision += 1
        listing.version += 1
        listing.revised_at = at
        deleting = what in topics.DELETING
        body, contenthash = body_of(tombstone(listing, declaration=None) if deleting else listing_document(public))
        batch.documents.append(
            ListingDocument(
                listing=listing,
                revision=listing.revision,
                type=what,
                method="DELETE" if deleting else "PUT",
                body=body,
                contenthash=contenthash,
                created_at=at,
            )
        )
        changes = {"number": listing.number, "revision": listing.revision, "contenthash": contenthash}
        batch.happenings.append(events.Happening(topics.PUBLIC_TOPICS[what], owner, listing, at, changes))


def _fact_happening(owner: Owner, patent: Patent, fact: LegalFact, at: datetime) -> events.Happening:
    changes = {
        "fact": fact.pk,
        "kind": fact.kind,
        "start": fact.on or fact.as_of,
        "source": fact.source,
        "as_of": fact.as_of,
    }
    return events.Happening(patent_topics.FACT_RECORDED, owner, patent, at, changes)


def _signature(terms: LicenseTerms, owner: Owner, at: datetime) -> TermsSignature:
    return TermsSignature(
        terms=terms,
        organization=owner.organization,
        person=owner.signatory,
        person_name=owner.signatory_name,
        capacity="法定代表人授权代表",
        mandate=owner.mandate,
        method="platform_signature",
        sha256=terms.sha256,
        signed_at=at,
    )


def _standing(row: EligibilityAnswer) -> StandingAnswer:
    return StandingAnswer(
        purpose=row.purpose,
        answer=row.answer,
        rule_set=row.rule_set,
        since=row.on,
        failed=row.result["failed"],
        unknown=row.result["unknown"],
        classes=row.result["classes"],
    )
