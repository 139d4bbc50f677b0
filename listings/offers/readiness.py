"""The gate before publication: everything that is missing is told at once."""

from __future__ import annotations

from datetime import date

from listings.eligibility.selectors import parameters_on
from listings.eligibility.services import answers_for
from listings.offers.content import missing_content
from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice, Track
from marketplace.dates import add_days, add_months
from marketplace.problems import DomainError, FieldProblem


class NotReady(DomainError):
    """Raised with all that is missing before a listing can take the next step."""

    code = "not_ready"


def publication_problems(listing: Listing, terms: LicenseTerms | None, *, on: date) -> list[FieldProblem]:
    """Tell all that stands between a listing, with these terms, and the public. Empty: nothing."""
    problems = missing_content(listing)
    if not listing.owner.is_verified:
        problems.append(FieldProblem("/owner", "owner_not_verified", "The bureau has not verified the organization."))
    if listing.approved_by is None:
        problems.append(FieldProblem("/approval", "not_approved", "Another person has to approve the listing."))
    if terms is None:
        return [*problems, FieldProblem("/terms", "terms_missing", "Choose terms.")]
    return problems + terms_problems(listing, terms, on=on) + eligibility_problems(listing, terms, on=on)


def terms_problems(listing: Listing, terms: LicenseTerms, *, on: date) -> list[FieldProblem]:
    """Tell what the terms still need: approval, price notice, signature, and an offer or declaration that stands."""
    problems: list[FieldProblem] = []
    if terms.approved_by is None:
        problems.append(FieldProblem("/terms", "terms_not_approved", "Another person has to approve the terms."))
    if notice_is_due(listing, terms):
        problems.append(FieldProblem("/price_notice", "price_notice_not_ended", "The price notice has to run first."))
    if not terms.signatures.exists():
        problems.append(FieldProblem("/terms", "terms_not_signed", "The signatory has to sign the terms."))
    if terms.standing_offer_until is not None and terms.standing_offer_until < on:
        problems.append(FieldProblem("/terms", "standing_offer_over", "The standing offer has ended."))
    return problems + declaration_problems(listing, terms)


def declaration_problems(listing: Listing, terms: LicenseTerms) -> list[FieldProblem]:
    """Tell where the terms do not fit the declaration at CNIPA: same terms for all comers (Patent Law art. 50)."""
    standing = Declaration.objects.filter(patent=listing.patent_id).exclude(status=Declaration.Status.WITHDRAWN).first()
    tracks = {terms.track, listing.current_terms.track if listing.current_terms else terms.track}
    if standing is not None and standing.terms_hash != terms.sha256 and Track.STATUTORY_OPEN in tracks:
        return [
            FieldProblem(
                "/declaration",
                "other_terms_declared",
                "Other terms are declared; withdraw that declaration and declare these.",
            )
        ]
    announced = standing is not None and standing.status == Declaration.Status.ANNOUNCED
    if terms.track == Track.STATUTORY_OPEN and not announced:
        return [FieldProblem("/declaration", "declaration_not_announced", "CNIPA has not announced the declaration.")]
    return []


def notice_is_due(listing: Listing, terms: LicenseTerms) -> bool:
    """Tell whether a public body still owes the price notice of a terms version (law.md 9 rule 14)."""
    if not listing.owner.is_public_body:
        return False
    return not PriceNotice.objects.filter(terms=terms, status=PriceNotice.Status.ENDED).exists()


def eligibility_problems(listing: Listing, terms: LicenseTerms, *, on: date) -> list[FieldProblem]:
    """Tell each blocking rule of the track that is not met on a day. Unknown never passes."""
    license_until = add_days(add_months(on, terms.term_months), -1)
    answers = answers_for(listing.patent, on=on, params=parameters_on(on, license_until=license_until))
    answer = answers.purposes[terms.track]  # type: ignore[index] # A track is a purpose.
    return [
        FieldProblem(
            "/eligibility",
            f"rule_{rule.result}",
            rule.citation,
            {"rule": rule.id, "reason": rule.reason or "", "ground": rule.ground},
        )
        for rule in answer.rules
        if rule.level == "block" and rule.result in {"failed", "unknown"}
    ]
