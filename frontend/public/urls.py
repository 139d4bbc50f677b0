"""Addresses of the public pages."""

from __future__ import annotations

from django.urls import path

from frontend.public import views

app_name = "public"

urlpatterns = [
    path("", views.home, name="home"),
    path("listings/", views.listings, name="listings"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("desks/", views.desks, name="desks"),
    path("display/", views.display, name="display"),
    path("echo/<slug:kind>/", views.echo, name="echo"),
]
