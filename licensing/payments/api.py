"""Duties, payments and invoices in the API. Papers come as multipart with the facts that stand on them."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from licensing.deals import selectors as deals
from licensing.deals.api import DealSerializer, RecordalSerializer, validated
from licensing.deals.models import Deal
from licensing.obligations import services as duties
from licensing.obligations.streams import answer_for
from licensing.payments import selectors, services
from licensing.payments.models import Invoice, Payment
from marketplace.dated import clock
from marketplace.documents.services import store_upload
from marketplace.web.acting import ActingMixin


class MoneyField(serializers.DecimalField):
    """An amount of yuan with two places, as text."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=15, decimal_places=2, **options)


class PaymentSerializer(serializers.ModelSerializer[Payment]):
    """A transfer as both parties see it."""

    deal = serializers.CharField(source="deal.number", read_only=True)

    class Meta:
        model = Payment
        fields = [
            "number",
            "deal",
            "method",
            "status",
            "amount",
            "currency",
            "paid_on",
            "bank_reference",
            "voucher",
            "recorded_at",
            "confirmed_amount",
            "confirmed_at",
        ]
        read_only_fields = fields


class InvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """An invoice as both parties see it."""

    payment = serializers.CharField(source="payment.number", read_only=True)
    total = MoneyField(read_only=True)

    class Meta:
        model = Invoice
        fields = ["number", "payment", "issued_on", "net", "tax", "total", "document", "filed_at"]
        read_only_fields = fields


class TransferSerializer(serializers.Serializer[Any]):
    """What stands on a voucher, and which duty it settles."""

    amount = MoneyField()
    paid_on = serializers.DateField()
    bank_reference = serializers.CharField(max_length=80)
    voucher = serializers.FileField()
    item = serializers.CharField(max_length=60, required=False)
    period = serializers.IntegerField(min_value=1, required=False)


class ArrivedSerializer(serializers.Serializer[Any]):
    """The amount that arrived."""

    amount = MoneyField()


class ReasonSerializer(serializers.Serializer[Any]):
    """A reason in words."""

    reason = serializers.CharField(max_length=200)


class InvoicePaperSerializer(serializers.Serializer[Any]):
    """What stands on an invoice."""

    number = serializers.CharField(max_length=40)
    issued_on = serializers.DateField()
    net = MoneyField()
    tax = MoneyField()
    document = serializers.FileField()


class RevenueSerializer(serializers.Serializer[Any]):
    """The day of the first revenue."""

    revenue_on = serializers.DateField()


class StatementSerializer(serializers.Serializer[Any]):
    """A royalty statement."""

    item = serializers.CharField(max_length=60)
    period = serializers.IntegerField(min_value=1)
    amount = MoneyField()


class UseReportSerializer(serializers.Serializer[Any]):
    """A use report of month 6, 12 or 24."""

    period = serializers.IntegerField(min_value=1)
    in_use = serializers.BooleanField()
    text = serializers.CharField(max_length=2000)


class AsOfSerializer(serializers.Serializer[Any]):
    """The day an answer is for."""

    as_of = serializers.DateField(required=False)


class _OfDeal(ActingMixin):
    def deal(self, number: str) -> Deal:
        return deals.by_number(self.actor, number)

    def duties(self, deal: Deal) -> Response:
        return Response(answer_for(deal, as_of=clock.today()).as_json())


class ObligationsView(_OfDeal):
    """Duties, sums, what is next and what the clock proposes."""

    permission_of = {"get": "deal.read"}

    @extend_schema(
        operation_id="obligations",
        parameters=[OpenApiParameter("as_of", OpenApiTypes.DATE)],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, number: str) -> Response:
        """Give the answer of the ledger as of a day (today by default)."""
        wanted = AsOfSerializer(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        as_of = wanted.validated_data.get("as_of") or clock.today()
        return Response(answer_for(self.deal(number), as_of=as_of).as_json())


class FirstRevenueView(_OfDeal):
    """The report of first revenue."""

    permission_of = {"post": "statement.file"}

    @extend_schema(operation_id="first_revenue", request=RevenueSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, number: str) -> Response:
        """Report the day of the first revenue."""
        deal = self.deal(number)
        given = validated(RevenueSerializer, request)
        duties.report_first_revenue(actor=self.actor, deal_id=deal.pk, revenue_on=given["revenue_on"], now=clock.now())
        return self.duties(deal)


class StatementsView(_OfDeal):
    """Royalty statements."""

    permission_of = {"post": "statement.file"}

    @extend_schema(operation_id="statement", request=StatementSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, number: str) -> Response:
        """File the statement of one period."""
        deal = self.deal(number)
        given = validated(StatementSerializer, request)
        duties.file_statement(actor=self.actor, deal_id=deal.pk, **given, now=clock.now())
        return self.duties(deal)


class UseReportsView(_OfDeal):
    """Use reports."""

    permission_of = {"post": "report.file"}

    @extend_schema(operation_id="use_report", request=UseReportSerializer, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, number: str) -> Response:
        """File a use report."""
        deal = self.deal(number)
        given = validated(UseReportSerializer, request)
        duties.file_use_report(actor=self.actor, deal_id=deal.pk, **given, now=clock.now())
        return self.duties(deal)


class RecordalView(_OfDeal):
    """The filing at CNIPA."""

    permission_of = {"post": "recordal.record"}

    @extend_schema(operation_id="deal_recordal", request=RecordalSerializer, responses=DealSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Record the filing number and its day; the duty to file is met."""
        deal = self.deal(number)
        given = validated(RecordalSerializer, request)
        recorded = duties.record_filing(actor=self.actor, deal_id=deal.pk, **given, proof=None, now=clock.now())
        return Response(DealSerializer(recorded).data)


class PaymentsView(_OfDeal):
    """The transfers of one deal."""

    parser_classes = [MultiPartParser]
    permission_of = {"get": "payment.read", "post": "payment.record"}

    @extend_schema(operation_id="payments", responses=PaymentSerializer(many=True))
    def get(self, _request: Request, number: str) -> Response:
        """List the transfers of a deal."""
        rows = selectors.visible_to(self.actor).filter(deal=self.deal(number))
        return Response(PaymentSerializer(rows, many=True).data)

    @extend_schema(operation_id="payment_record", request=TransferSerializer, responses={201: PaymentSerializer})
    def post(self, request: Request, number: str) -> Response:
        """Record a transfer with its voucher."""
        deal, now = self.deal(number), clock.now()
        given = validated(TransferSerializer, request)
        voucher = store_upload(
            actor=self.actor,
            upload=given["voucher"],
            kind="voucher",
            title=given["voucher"].name,
            at=now,
            subject=deal,
        )
        named = given.get("item")
        settles = [services.Settles(item=named, amount=given["amount"], period=given.get("period"))] if named else []
        payment = services.record_payment(
            actor=self.actor,
            deal_id=deal.pk,
            amount=given["amount"],
            paid_on=given["paid_on"],
            bank_reference=given["bank_reference"],
            voucher=voucher,
            settles=settles,
            now=now,
        )
        return Response(PaymentSerializer(payment).data, status=status.HTTP_201_CREATED)


class _OfPayment(ActingMixin):
    def payment(self, number: str) -> Payment:
        return selectors.by_number(self.actor, number)


class PaymentConfirmView(_OfPayment):
    """The receiver's confirmation."""

    permission_of = {"post": "payment.confirm"}

    @extend_schema(operation_id="payment_confirm", request=ArrivedSerializer, responses=PaymentSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Confirm the amount that arrived."""
        payment = self.payment(number)
        given = validated(ArrivedSerializer, request)
        confirmed = services.confirm_payment(
            actor=self.actor, payment_id=payment.pk, amount=given["amount"], now=clock.now()
        )
        return Response(PaymentSerializer(confirmed).data)


class PaymentRefuseView(_OfPayment):
    """The receiver's word that nothing arrived."""

    permission_of = {"post": "payment.confirm"}

    @extend_schema(operation_id="payment_refuse", request=ReasonSerializer, responses=PaymentSerializer)
    def post(self, request: Request, number: str) -> Response:
        """Say that a transfer did not arrive, and why."""
        payment = self.payment(number)
        given = validated(ReasonSerializer, request)
        refused = services.refuse_payment(
            actor=self.actor, payment_id=payment.pk, reason=given["reason"], now=clock.now()
        )
        return Response(PaymentSerializer(refused).data)


class PaymentInvoicesView(_OfPayment):
    """The invoices of one payment."""

    parser_classes = [MultiPartParser]
    permission_of = {"post": "invoice.file"}

    @extend_schema(operation_id="invoice_file", request=InvoicePaperSerializer, responses={201: InvoiceSerializer})
    def post(self, request: Request, number: str) -> Response:
        """File the invoice of a confirmed payment."""
        payment, now = self.payment(number), clock.now()
        given = validated(InvoicePaperSerializer, request)
        paper = given.pop("document")
        document = store_upload(
            actor=self.actor, upload=paper, kind="invoice", title=paper.name, at=now, subject=payment.deal
        )
        invoice = services.file_invoice(
            actor=self.actor,
            payment_id=payment.pk,
            facts=services.InvoiceFacts(**given),
            document=document,
            now=now,
        )
        return Response(InvoiceSerializer(invoice).data, status=status.HTTP_201_CREATED)


urlpatterns = [
    path("deals/<str:number>/obligations/", ObligationsView.as_view(), name="api_obligations"),
    path("deals/<str:number>/first-revenue/", FirstRevenueView.as_view(), name="api_first_revenue"),
    path("deals/<str:number>/statements/", StatementsView.as_view(), name="api_statements"),
    path("deals/<str:number>/use-reports/", UseReportsView.as_view(), name="api_use_reports"),
    path("deals/<str:number>/recordal/", RecordalView.as_view(), name="api_deal_recordal"),
    path("deals/<str:number>/payments/", PaymentsView.as_view(), name="api_payments"),
    path("payments/<str:number>/confirm/", PaymentConfirmView.as_view(), name="api_payment_confirm"),
    path("payments/<str:number>/refuse/", PaymentRefuseView.as_view(), name="api_payment_refuse"),
    path("payments/<str:number>/invoices/", PaymentInvoicesView.as_view(), name="api_payment_invoices"),
]
