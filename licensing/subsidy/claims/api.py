"""Claims, rounds and estimates in the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from licensing.deals import selectors as deals
from licensing.deals.api import validated
from licensing.subsidy.claims import selectors, services
from licensing.subsidy.claims.models import Award, Claim, Round, Worksheet
from marketplace.dated import clock
from marketplace.web.acting import ActingMixin


class WorksheetSerializer(serializers.ModelSerializer[Worksheet]):
    """A frozen worksheet; its facts stand in the body."""

    class Meta:
        model = Worksheet
        fields = ["kind", "policy_sha256", "body", "total", "provisional", "worked_out_at"]
        read_only_fields = fields


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    """A claim as applicant and offices see it; the account stays with the paying office."""

    policy = serializers.CharField(source="round.policy.key", read_only=True)
    year = serializers.IntegerField(source="round.year", read_only=True)
    applicant = serializers.CharField(source="applicant.uscc", read_only=True)
    deals = serializers.SerializerMethodField()
    worksheets = WorksheetSerializer(many=True, read_only=True)
    awarded = serializers.SerializerMethodField()

    class Meta:
        model = Claim
        fields = [
            "number",
            "status",
            "policy",
            "year",
            "applicant",
            "city",
            "deals",
            "declarations",
            "reason",
            "submitted_at",
            "worksheets",
            "awarded",
            "revision",
        ]
        read_only_fields = fields

    def get_deals(self, claim: Claim) -> list[str]:
        return [line.deal.number for line in claim.lines.all()]

    def get_awarded(self, claim: Claim) -> str | None:
        award = Award.objects.filter(claim=claim).first()
        return str(award.amount) if award else None


class RoundSerializer(serializers.ModelSerializer[Round]):
    """A round that takes claims."""

    policy = serializers.CharField(source="policy.key", read_only=True)
    title = serializers.CharField(source="policy.title", read_only=True)

    class Meta:
        model = Round
        fields = ["id", "policy", "title", "year", "opens_on", "cutoff_on", "status"]
        read_only_fields = fields


class NewClaimSerializer(serializers.Serializer[Any]):
    """What an applicant brings: round, deals and declarations."""

    round = serializers.UUIDField()
    deals = serializers.ListField(child=serializers.CharField(max_length=20), min_length=1, max_length=200)
    declarations = serializers.DictField(child=serializers.BooleanField())


class WhySerializer(serializers.Serializer[Any]):
    """Everything that is missing or wrong, in one go."""

    reason = serializers.CharField(max_length=2000)


class PaidSerializer(serializers.Serializer[Any]):
    """A payment of the bureau."""

    paid_on = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80)


class EstimatesView(ActingMixin):
    """What a deal would earn under each policy in force."""

    permission_of = {"get": "claim.read"}

    @extend_schema(operation_id="estimates", responses=OpenApiTypes.OBJECT)
    def get(self, _request: Request, number: str) -> Response:
        """Work out a deal of the applicant as proved today."""
        deal = deals.by_number(self.actor, number)
        if deal.licensee_id != self.actor.organization_id:
            raise services.ClaimNotFound("no such deal of this applicant")
        found = selectors.estimates(deal, until=clock.today())
        return Response(
            [
                {
                    "policy": each.policy.key,
                    "policy_sha256": each.policy.sha256,
                    "worksheet": each.worksheet.to_json(),
                }
                for each in found
            ]
        )


class RoundsView(ActingMixin):
    """Rounds that take claims today."""

    permission_of = {"get": "claim.read"}

    @extend_schema(operation_id="rounds", responses=RoundSerializer(many=True))
    def get(self, _request: Request) -> Response:
        """List the open rounds."""
        return Response(RoundSerializer(selectors.open_rounds(on=clock.today()), many=True).data)


class ClaimsView(ActingMixin):
    """Claims of an applicant, or before an office."""

    permission_of = {"get": "claim.read", "post": "claim.prepare"}

    @extend_schema(operation_id="claims", responses=ClaimSerializer(many=True))
    def get(self, _request: Request) -> Response:
        """List the claims that the actor may see."""
        rows = selectors.visible_to(self.actor).prefetch_related("lines__deal", "worksheets")
        return Response(ClaimSerializer(rows, many=True).data)

    @extend_schema(operation_id="claim_start", request=NewClaimSerializer, responses={201: ClaimSerializer})
    def post(self, request: Request) -> Response:
        """Prepare a claim."""
        given = validated(NewClaimSerializer, request)
        claim = services.start_claim(
            actor=self.actor,
            round_id=given["round"],
            deal_ids=[deals.by_number(self.actor, number).pk for number in given["deals"]],
            declarations=given["declarations"],
            now=clock.now(),
        )
        return Response(ClaimSerializer(claim).data, status=status.HTTP_201_CREATED)


class ClaimView(ActingMixin):
    """One claim."""

    permission_of = {"get": "claim.read"}

    @extend_schema(operation_id="claim", responses=ClaimSerializer)
    def get(self, _request: Request, number: str) -> Response:
        """Give one claim with its worksheets."""
        return Response(ClaimSerializer(selectors.by_number(self.actor, number)).data)


class _ClaimAct(ActingMixin):
    """One act on a claim. ``service`` takes ``actor``, ``claim_id``, ``now`` and the fields of ``body``."""

    service: ClassVar[Callable[..., object]]
    body: ClassVar[type[serializers.Serializer[Any]] | None] = None

    def act(self, request: Request, number: str) -> Response:
        claim = selectors.by_number(self.actor, number)
        given = validated(self.body, request) if self.body is not None else {}
        type(self).service(actor=self.actor, claim_id=claim.pk, now=clock.now(), **given)
        return Response(ClaimSerializer(Claim.objects.get(pk=claim.pk)).data)


class ClaimSubmitView(_ClaimAct):
    """Submission."""

    permission_of = {"post": "claim.submit"}
    service = staticmethod(services.submit_claim)

    @extend_schema(operation_id="claim_submit", request=None, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Submit a claim; its worksheet is frozen."""
        return self.act(request, number)


class ClaimWithdrawView(_ClaimAct):
    """Withdrawal."""

    permission_of = {"post": "claim.submit"}
    service = staticmethod(services.withdraw_claim)

    @extend_schema(operation_id="claim_withdraw", request=None, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Take a claim back."""
        return self.act(request, number)


class ClaimRecommendView(_ClaimAct):
    """The city's recommendation."""

    permission_of = {"post": "claim.check"}
    service = staticmethod(services.recommend_claim)

    @extend_schema(operation_id="claim_recommend", request=None, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Recommend a claim to the province."""
        return self.act(request, number)


class ClaimReturnView(_ClaimAct):
    """Return for completion."""

    permission_of = {"post": "claim.read"}
    service = staticmethod(services.return_claim)
    body = WhySerializer

    @extend_schema(operation_id="claim_return", request=WhySerializer, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Return a claim with everything that is missing."""
        return self.act(request, number)


class ClaimRejectView(_ClaimAct):
    """Rejection."""

    permission_of = {"post": "claim.read"}
    service = staticmethod(services.reject_claim)
    body = WhySerializer

    @extend_schema(operation_id="claim_reject", request=WhySerializer, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Reject a claim with its reason."""
        return self.act(request, number)


class ClaimAwardView(_ClaimAct):
    """The province's review."""

    permission_of = {"post": "claim.review"}
    service = staticmethod(services.prepare_award)

    @extend_schema(operation_id="award_prepare", request=None, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Freeze the worksheet of the award; a second person approves."""
        return self.act(request, number)


class ClaimApproveView(_ClaimAct):
    """The second person's approval."""

    permission_of = {"post": "claim.approve"}
    service = staticmethod(services.approve_award)

    @extend_schema(operation_id="award_approve", request=None, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Approve a prepared award."""
        return self.act(request, number)


class ClaimDisburseView(_ClaimAct):
    """The payment."""

    permission_of = {"post": "award.pay"}
    service = staticmethod(services.record_disbursement)
    body = PaidSerializer

    @extend_schema(operation_id="award_pay", request=PaidSerializer, responses=ClaimSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Record that an approved award was paid."""
        return self.act(request, number)


urlpatterns = [
    path("deals/<str:number>/estimates/", EstimatesView.as_view(), name="api_estimates"),
    path("rounds/", RoundsView.as_view(), name="api_rounds"),
    path("claims/", ClaimsView.as_view(), name="api_claims"),
    path("claims/<str:number>/", ClaimView.as_view(), name="api_claim"),
    path("claims/<str:number>/submit/", ClaimSubmitView.as_view(), name="api_claim_submit"),
    path("claims/<str:number>/withdraw/", ClaimWithdrawView.as_view(), name="api_claim_withdraw"),
    path("claims/<str:number>/recommend/", ClaimRecommendView.as_view(), name="api_claim_recommend"),
    path("claims/<str:number>/return/", ClaimReturnView.as_view(), name="api_claim_return"),
    path("claims/<str:number>/reject/", ClaimRejectView.as_view(), name="api_claim_reject"),
    path("claims/<str:number>/award/", ClaimAwardView.as_view(), name="api_claim_award"),
    path("claims/<str:number>/approve/", ClaimApproveView.as_view(), name="api_claim_approve"),
    path("claims/<str:number>/disburse/", ClaimDisburseView.as_view(), name="api_claim_disburse"),
]
