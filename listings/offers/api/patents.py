"""Patents of the acting organization, their legal facts and eligibility."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from listings.eligibility.rules import answers_to_json
from listings.eligibility.services import answers_for
from listings.offers import services
from listings.offers.api.paging import Pages
from listings.offers.api.serializers import FactBody, LegalFactSerializer, PatentSerializer
from listings.offers.api.steps import validated
from listings.patents import selectors
from marketplace.dated import clock
from marketplace.documents.access import readable
from marketplace.web.acting import ActingMixin
from marketplace.web.idempotency import IdempotentMixin


class PatentsView(ActingMixin):
    """The patents that the organization holds."""

    permission_of = {"get": "patent.read"}

    @extend_schema(
        operation_id="patents",
        parameters=[
            OpenApiParameter("number", str, description="In any spelling."),
            OpenApiParameter("cursor", str),
        ],
        responses=PatentSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """List them, newest first, a page at a time."""
        rows = selectors.visible_to(self.actor).prefetch_related("owners")
        if number := request.query_params.get("number"):
            rows = rows & selectors.with_number(number)
        return Pages().answer(rows, PatentSerializer, request=request, view=self)


class PatentView(ActingMixin):
    """One patent."""

    permission_of = {"get": "patent.read"}

    @extend_schema(operation_id="patent", responses=PatentSerializer)
    def get(self, _request: Request, patent_id: UUID) -> Response:
        """Give what its first page shows."""
        return Response(PatentSerializer(selectors.held_patent(self.actor, patent_id)).data)


class FactsView(IdempotentMixin):
    """The legal facts of one patent."""

    permission_of = {"get": "patent.read", "post": "fact.record"}

    @extend_schema(operation_id="legal_facts", responses=LegalFactSerializer(many=True))
    def get(self, _request: Request, patent_id: UUID) -> Response:
        """List all facts in the order in which they came."""
        patent = selectors.held_patent(self.actor, patent_id)
        return Response(LegalFactSerializer(selectors.facts_of(patent), many=True).data)

    @extend_schema(operation_id="legal_fact_record", request=FactBody, responses={201: LegalFactSerializer})
    def post(self, request: Request, patent_id: UUID) -> Response:
        """Record one dated fact with its source."""
        patent = selectors.held_patent(self.actor, patent_id)
        values = validated(FactBody, request)
        document = values.pop("document", None)
        plain: dict[str, Any] = {**values.pop("fields_of_kind", {}), **values}
        row = services.record_fact(
            actor=self.actor,
            patent_id=patent.pk,
            fact={key: value.isoformat() if isinstance(value, date) else value for key, value in plain.items()},
            document_sha256=readable(self.actor, document).file_id if document else "",
            now=clock.now(),
        )
        return Response(LegalFactSerializer(row).data, status=status.HTTP_201_CREATED)


class DaysSerializer(serializers.Serializer[Any]):
    """The day asked about, and the day as of which to know."""

    on = serializers.DateField(required=False)
    known_at = serializers.DateField(required=False)


class EligibilityView(ActingMixin):
    """What may be done with one patent on a day."""

    permission_of = {"get": "patent.read"}

    @extend_schema(operation_id="eligibility", parameters=[DaysSerializer], responses={200: dict[str, Any]})
    def get(self, request: Request, patent_id: UUID) -> Response:
        """Give the answer per purpose, rule by rule, with the facts it rests on."""
        patent = selectors.held_patent(self.actor, patent_id)
        asked = DaysSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        answers = answers_for(
            patent,
            on=asked.validated_data.get("on") or clock.today(),
            known_at=asked.validated_data.get("known_at"),
        )
        return Response(answers_to_json(answers) | {"number": patent.number})
