"""Who the caller is, for clients of the API: the organizations they may name in ``X-Organization``."""

from __future__ import annotations

from typing import Any

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from marketplace.accounts.models import Person
from marketplace.accounts.roles import permissions_of
from marketplace.accounts.selectors import places_of
from marketplace.dated import clock


class PlaceSerializer(serializers.Serializer[Any]):
    """One organization for which the caller may act."""

    uscc = serializers.CharField()
    name = serializers.CharField()
    desk = serializers.CharField()
    is_verified = serializers.BooleanField()
    roles = serializers.ListField(child=serializers.CharField())
    permissions = serializers.ListField(child=serializers.CharField())


class CallerSerializer(serializers.Serializer[Any]):
    """The caller."""

    name = serializers.CharField()
    email = serializers.EmailField()
    places = PlaceSerializer(many=True)


class CallerView(APIView):
    """The caller and where they may act."""

    @extend_schema(operation_id="caller", responses=CallerSerializer)
    def get(self, request: Request) -> Response:
        """Give the caller's name and the organizations for which they may act today."""
        if not isinstance(request.user, Person):
            raise NotAuthenticated
        places = [
            {
                "uscc": place.organization.uscc,
                "name": place.organization.name,
                "desk": place.organization.desk,
                "is_verified": place.organization.is_verified,
                "roles": [role.value for role in place.roles],
                "permissions": sorted(permissions_of(place.roles)),
            }
            for place in places_of(request.user, on=clock.today())
        ]
        caller = {"name": request.user.name, "email": request.user.email, "places": places}
        return Response(CallerSerializer(caller).data, headers={"Cache-Control": "no-store"})


urlpatterns = [path("me/", CallerView.as_view(), name="api_caller")]
