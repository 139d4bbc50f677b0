"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from frontend.public import listings, reference, views

app_name = "public"

urlpatterns = [
    path("", listings.home, name="home"),
    path("listings/", listings.results, name="listings"),
    path("listings/<str:number>/", listings.listing, name="listing"),
    path("listings/<str:number>/request/", listings.request_license, name="request"),
    path("check/", listings.check_start, name="check_start"),
    path("check/<str:number>/", listings.check, name="check"),
    path("price-help/", reference.price_help, name="price_help"),
    path("statistics/", reference.statistics, name="statistics"),
    path("policies/", reference.policies, name="policies"),
    path("policies/<slug:key>/", reference.policy, name="policy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("desks/", views.desks, name="desks"),
    path("display/", views.display, name="display"),
    path("echo/<slug:kind>/", views.echo, name="echo"),
]
