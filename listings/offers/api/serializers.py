"""What the API takes and gives of patents and listings."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from listings.offers.models import Declaration, LicenseTerms, Listing, PriceNotice, TermsSignature
from listings.offers.services.terms import METHODS
from listings.patents.models import LegalFact, Patent, PatentOwner


class PatentOwnerSerializer(serializers.ModelSerializer[PatentOwner]):
    """An owner at grant."""

    class Meta:
        model = PatentOwner
        fields = ["position", "name", "uscc", "share"]
        read_only_fields = fields


class LegalFactSerializer(serializers.ModelSerializer[LegalFact]):
    """A dated legal fact with its source."""

    class Meta:
        model = LegalFact
        fields = [
            "id",
            "kind",
            "on",
            "from_date",
            "to_date",
            "source",
            "as_of",
            "recorded_at",
            "payload",
            "document_sha256",
        ]
        read_only_fields = fields


class PatentSerializer(serializers.ModelSerializer[Patent]):
    """A patent as its first page shows it."""

    owners = PatentOwnerSerializer(many=True, read_only=True)

    class Meta:
        model = Patent
        fields = [
            "id",
            "application_number",
            "publication_number",
            "kind",
            "invention_title",
            "abstract",
            "inventors",
            "filing_date",
            "grant_date",
            "ipc",
            "source",
            "source_as_of",
            "owners",
        ]
        read_only_fields = fields


class FactBody(serializers.Serializer[Any]):
    """A fact in plain form: the fields of its kind beside these."""

    kind = serializers.CharField(max_length=32)
    source = serializers.CharField(max_length=80)  # type: ignore[assignment] # A field, not the argument.
    as_of = serializers.DateField(required=False)
    on = serializers.DateField(required=False)
    to = serializers.DateField(required=False)
    fields_of_kind = serializers.DictField(required=False, help_text="Such as from, paid_until, ref, type, topics.")
    document = serializers.UUIDField(required=False, help_text="A document of the organization that proves it.")


class TermsSignatureSerializer(serializers.ModelSerializer[TermsSignature]):
    """Who signed which hash."""

    organization = serializers.CharField(source="organization.uscc", read_only=True)

    class Meta:
        model = TermsSignature
        fields = ["organization", "person_name", "capacity", "method", "sha256", "signed_at"]
        read_only_fields = fields


class TermsSerializer(serializers.ModelSerializer[LicenseTerms]):
    """One version of the terms."""

    signatures = TermsSignatureSerializer(many=True, read_only=True)
    is_approved = serializers.SerializerMethodField()

    class Meta:
        model = LicenseTerms
        fields = [
            "version",
            "track",
            "license_kind",
            "term_months",
            "territory",
            "field_of_use",
            "plan",
            "text_zh",
            "sha256",
            "conditions",
            "standing_offer_until",
            "fee_basis",
            "ceiling_reason",
            "is_approved",
            "signatures",
        ]
        read_only_fields = fields

    def get_is_approved(self, terms: LicenseTerms) -> bool:
        return terms.approved_by is not None


class PriceNoticeSerializer(serializers.ModelSerializer[PriceNotice]):
    """A price notice with its days."""

    terms_version = serializers.IntegerField(source="terms.version", read_only=True, allow_null=True)

    class Meta:
        model = PriceNotice
        fields = [
            "id",
            "terms_version",
            "deal_reference",
            "place",
            "starts_on",
            "ends_on",
            "required_days",
            "provisional",
            "objections",
            "answers",
            "status",
            "ended_at",
        ]
        read_only_fields = fields


class DeclarationSerializer(serializers.ModelSerializer[Declaration]):
    """An open-license declaration with its days."""

    class Meta:
        model = Declaration
        fields = [
            "id",
            "status",
            "terms_hash",
            "filed_on",
            "announced_on",
            "announcement_number",
            "withdrawal_filed_on",
            "withdrawal_announced_on",
        ]
        read_only_fields = fields


class ListingSerializer(serializers.ModelSerializer[Listing]):
    """A listing as its owner sees it."""

    patent_number = serializers.CharField(source="patent.number", read_only=True)
    terms_version = serializers.IntegerField(source="current_terms.version", read_only=True, allow_null=True)

    class Meta:
        model = Listing
        fields = [
            "number",
            "status",
            "version",
            "revision",
            "patent",
            "patent_number",
            "plain_title",
            "problem",
            "solution",
            "advantages",
            "application_field",
            "product",
            "trl",
            "gbt4754",
            "sei",
            "know_how",
            "routes",
            "contact_desk",
            "contact_phone",
            "contact_email",
            "show_inventors",
            "terms_version",
            "return_reason",
            "published_at",
            "suspension_reason",
            "suspended_since",
            "end_reason",
            "end_text",
            "end_effective_on",
            "created_at",
            "revised_at",
        ]
        read_only_fields = fields


class DraftBody(serializers.Serializer[Any]):
    """The patent to offer."""

    patent = serializers.UUIDField()


class ContentBody(serializers.Serializer[Any]):
    """Fields of the content; those left out stay."""

    plain_title = serializers.CharField(required=False, allow_blank=True)
    problem = serializers.CharField(required=False, allow_blank=True)
    solution = serializers.CharField(required=False, allow_blank=True)
    advantages = serializers.CharField(required=False, allow_blank=True)
    application_field = serializers.CharField(required=False, allow_blank=True)
    product = serializers.CharField(required=False, allow_blank=True)
    trl = serializers.IntegerField(required=False, allow_null=True)
    gbt4754 = serializers.ListField(child=serializers.CharField(), required=False)
    sei = serializers.ListField(child=serializers.CharField(), required=False)
    know_how = serializers.CharField(required=False, allow_blank=True)
    routes = serializers.ListField(child=serializers.CharField(), required=False)
    contact_desk = serializers.CharField(required=False, allow_blank=True)
    contact_phone = serializers.CharField(required=False, allow_blank=True)
    contact_email = serializers.CharField(required=False, allow_blank=True)
    show_inventors = serializers.BooleanField(required=False)


class TermsBody(serializers.Serializer[Any]):
    """Terms to choose: an own plan, or a template by its name."""

    track = serializers.CharField()
    plan = serializers.DictField(required=False)
    template = serializers.CharField(required=False, help_text="P1 to P12, in place of a plan.")
    field_of_use = serializers.CharField(required=False, allow_blank=True)
    conditions = serializers.DictField(required=False)
    standing_offer_until = serializers.DateField(required=False, allow_null=True)
    fee_basis = serializers.CharField(required=False, allow_blank=True)
    ceiling_reason = serializers.CharField(required=False, allow_blank=True)


class SignatureBody(serializers.Serializer[Any]):
    """A signature: the hash that was shown, the name as written, the capacity."""

    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")
    person_name = serializers.CharField(max_length=80)
    capacity = serializers.CharField(max_length=80)
    method = serializers.ChoiceField(choices=METHODS, default=METHODS[0])


class ReasonBody(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=500)


class WithdrawalBody(serializers.Serializer[Any]):
    """Why a listing is withdrawn."""

    reason = serializers.CharField(required=False, max_length=24)
    text = serializers.CharField(required=False, max_length=300, allow_blank=True)


class NoticeBody(serializers.Serializer[Any]):
    """Where a price notice is shown, and of which terms."""

    place = serializers.CharField(max_length=200)
    terms_version = serializers.IntegerField(required=False)


class NoticeEndBody(serializers.Serializer[Any]):
    """How a price notice ended."""

    objections = serializers.IntegerField(min_value=0, max_value=9999, default=0)
    answers = serializers.CharField(required=False, allow_blank=True, default="")


class NoticeStopBody(serializers.Serializer[Any]):
    """Why a price notice is stopped."""

    objections = serializers.IntegerField(min_value=0, max_value=9999, default=1)
    reason = serializers.CharField(max_length=500)


class DeclarationBody(serializers.Serializer[Any]):
    """Which terms were declared, and when it was filed."""

    terms_version = serializers.IntegerField()
    filed_on = serializers.DateField()


class AnnouncementBody(serializers.Serializer[Any]):
    """When CNIPA announced it."""

    announced_on = serializers.DateField()
    announcement_number = serializers.CharField(required=False, allow_blank=True, max_length=40, default="")


class DeclarationWithdrawalBody(serializers.Serializer[Any]):
    """When the withdrawal was filed, and why."""

    filed_on = serializers.DateField()
    reason = serializers.CharField(max_length=500)


class NoBody(serializers.Serializer[Any]):
    """Nothing: the address says it all."""
