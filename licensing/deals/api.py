"""Requests and deals in the API."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from licensing.deals import selectors, services
from licensing.deals.models import Deal, Signature
from licensing.requests import selectors as requests_read
from licensing.requests import services as requests_write
from licensing.requests.models import LicenseRequest
from marketplace.dated import clock
from marketplace.web.acting import ActingMixin


class WishSerializer(serializers.Serializer[Any]):
    """What an applicant states."""

    listing = serializers.CharField(max_length=24)
    product = serializers.CharField(max_length=300)
    starts_on = serializers.DateField()
    related_party = serializers.BooleanField()
    small_or_medium = serializers.BooleanField()


class LicenseRequestSerializer(serializers.ModelSerializer[LicenseRequest]):
    """A request as its parties see it."""

    listing = serializers.CharField(source="listing.number", read_only=True)
    terms_version = serializers.IntegerField(source="terms.version", read_only=True)
    terms_sha256 = serializers.CharField(source="terms.sha256", read_only=True)
    enterprise = serializers.CharField(source="enterprise.uscc", read_only=True)
    owner = serializers.CharField(source="listing.owner.uscc", read_only=True)

    class Meta:
        model = LicenseRequest
        fields = [
            "number",
            "status",
            "track",
            "listing",
            "terms_version",
            "terms_sha256",
            "enterprise",
            "owner",
            "product",
            "starts_on",
            "related_party",
            "small_or_medium",
            "created_at",
            "decided_at",
            "revision",
        ]
        read_only_fields = fields


class SignatureSerializer(serializers.ModelSerializer[Signature]):
    """Who signed which hash."""

    organization = serializers.CharField(source="organization.uscc", read_only=True)

    class Meta:
        model = Signature
        fields = ["organization", "person_name", "capacity", "method", "sha256", "signed_at"]
        read_only_fields = fields


class DealSerializer(serializers.ModelSerializer[Deal]):
    """A deal as its parties see it."""

    listing = serializers.CharField(source="listing.number", read_only=True)
    patent = serializers.CharField(source="patent.application_number", read_only=True, allow_null=True)
    licensor = serializers.CharField(source="licensor.uscc", read_only=True)
    licensee = serializers.CharField(source="licensee.uscc", read_only=True)
    signatures = SignatureSerializer(many=True, read_only=True)

    class Meta:
        model = Deal
        fields = [
            "number",
            "kind",
            "license_kind",
            "track",
            "status",
            "listing",
            "patent",
            "licensor",
            "licensee",
            "product",
            "related_party",
            "terms_sha256",
            "plan",
            "contract",
            "contract_sha256",
            "signed_at",
            "effective_on",
            "recordal_number",
            "recorded_on",
            "contract_registration_number",
            "contract_registered_on",
            "high_value_classes",
            "signatures",
            "revision",
        ]
        read_only_fields = fields


class HashSerializer(serializers.Serializer[Any]):
    """The hash that was shown to the signatory."""

    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$")


class RecordalSerializer(serializers.Serializer[Any]):
    """A filing or registration number with its date."""

    number = serializers.CharField(max_length=60)
    recorded_on = serializers.DateField()


class LicenseRequestsView(ActingMixin):
    """Requests of the acting organization."""

    permission_of = {"get": "request.read", "post": "license.request"}

    @extend_schema(operation_id="license_requests", responses=LicenseRequestSerializer(many=True))
    def get(self, _request: Request) -> Response:
        """List the requests that the actor may see, newest first."""
        return Response(LicenseRequestSerializer(requests_read.visible_to(self.actor), many=True).data)

    @extend_schema(
        operation_id="license_request_prepare", request=WishSerializer, responses={201: LicenseRequestSerializer}
    )
    def post(self, request: Request) -> Response:
        """Prepare a request under the current terms of a listing."""
        given = validated(WishSerializer, request)
        listing_number = given.pop("listing")
        prepared = requests_write.prepare_request(
            actor=self.actor, listing_number=listing_number, wish=requests_write.Wish(**given), now=clock.now()
        )
        return Response(LicenseRequestSerializer(prepared).data, status=status.HTTP_201_CREATED)


class LicenseRequestView(ActingMixin):
    """One request."""

    permission_of = {"get": "request.read"}

    @extend_schema(operation_id="license_request", responses=LicenseRequestSerializer)
    def get(self, _request: Request, number: str) -> Response:
        """Give one request."""
        return Response(LicenseRequestSerializer(requests_read.by_number(self.actor, number)).data)


class LicenseRequestContractView(ActingMixin):
    """The contract of a request under a standing offer."""

    permission_of = {"post": "license.request"}

    @extend_schema(operation_id="license_request_contract", request=None, responses={201: DealSerializer})
    def post(self, _request: Request, number: str) -> Response:
        """Draw up the contract; called again it gives the same one."""
        found = requests_read.by_number(self.actor, number)
        deal = services.draw_up_contract(actor=self.actor, request_id=found.pk, now=clock.now())
        return Response(DealSerializer(deal).data, status=status.HTTP_201_CREATED)


class LicenseRequestNoticeView(ActingMixin):
    """The notice of an open license."""

    permission_of = {"post": "deal.sign"}

    @extend_schema(operation_id="license_request_notice", request=None, responses=LicenseRequestSerializer)
    def post(self, _request: Request, number: str) -> Response:
        """Give notice; the status says whether the license exists or the first payment has to come."""
        found = requests_read.by_number(self.actor, number)
        noticed = services.give_notice(actor=self.actor, request_id=found.pk, now=clock.now())
        return Response(LicenseRequestSerializer(noticed).data)


class LicenseRequestWithdrawView(ActingMixin):
    """Taking a request back."""

    permission_of = {"post": "license.request"}

    @extend_schema(operation_id="license_request_withdraw", request=None, responses=LicenseRequestSerializer)
    def post(self, _request: Request, number: str) -> Response:
        """Take back a request that is not accepted, with its unsigned contract."""
        found = requests_read.by_number(self.actor, number)
        withdrawn = services.abandon_draft(actor=self.actor, request_id=found.pk, now=clock.now())
        return Response(LicenseRequestSerializer(withdrawn).data)


class DealsView(ActingMixin):
    """Deals of the acting organization."""

    permission_of = {"get": "deal.read"}

    @extend_schema(operation_id="deals", responses=DealSerializer(many=True))
    def get(self, _request: Request) -> Response:
        """List the deals that the actor may see, newest first."""
        rows = selectors.visible_to(self.actor).prefetch_related("signatures__organization")
        return Response(DealSerializer(rows, many=True).data)


class DealView(ActingMixin):
    """One deal."""

    permission_of = {"get": "deal.read"}

    @extend_schema(operation_id="deal", responses=DealSerializer)
    def get(self, _request: Request, number: str) -> Response:
        """Give one deal."""
        return Response(DealSerializer(selectors.by_number(self.actor, number)).data)


class DealSignView(ActingMixin):
    """The enterprise's signature."""

    permission_of = {"post": "deal.sign"}

    @extend_schema(operation_id="deal_sign", request=HashSerializer, responses=DealSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Sign the contract with this hash; the deal is in effect at once."""
        deal = selectors.by_number(self.actor, number)
        given = validated(HashSerializer, request)
        signed = services.sign_deal(actor=self.actor, deal_id=deal.pk, sha256=given["sha256"], now=clock.now())
        return Response(DealSerializer(signed).data)


class DealRegistrationView(ActingMixin):
    """The technology-contract registration."""

    permission_of = {"post": "recordal.record"}

    @extend_schema(operation_id="deal_register", request=RecordalSerializer, responses=DealSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Record the registration number (16 digits) and its day."""
        deal = selectors.by_number(self.actor, number)
        given = validated(RecordalSerializer, request)
        registered = services.register_contract(
            actor=self.actor,
            deal_id=deal.pk,
            number=given["number"],
            registered_on=given["recorded_on"],
            now=clock.now(),
        )
        return Response(DealSerializer(registered).data)


def validated(serializer_class: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Give the validated body of a request; what is wrong becomes a 400 with a pointer per field."""
    serializer = serializer_class(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


urlpatterns = [
    path("license-requests/", LicenseRequestsView.as_view(), name="api_license_requests"),
    path("license-requests/<str:number>/", LicenseRequestView.as_view(), name="api_license_request"),
    path(
        "license-requests/<str:number>/contract/",
        LicenseRequestContractView.as_view(),
        name="api_license_request_contract",
    ),
    path(
        "license-requests/<str:number>/notice/", LicenseRequestNoticeView.as_view(), name="api_license_request_notice"
    ),
    path(
        "license-requests/<str:number>/withdraw/",
        LicenseRequestWithdrawView.as_view(),
        name="api_license_request_withdraw",
    ),
    path("deals/", DealsView.as_view(), name="api_deals"),
    path("deals/<str:number>/", DealView.as_view(), name="api_deal"),
    path("deals/<str:number>/sign/", DealSignView.as_view(), name="api_deal_sign"),
    path("deals/<str:number>/registration/", DealRegistrationView.as_view(), name="api_deal_registration"),
]
