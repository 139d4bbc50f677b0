"""Addresses of the platform's desk."""

from __future__ import annotations

from django.urls import path

from frontend.platform import views

app_name = "platform"

urlpatterns = [
    path("", views.home, name="home"),
    path("keys/", views.keys, name="keys"),
    path("keys/new/", views.new_key, name="new_key"),
    path("keys/<uuid:key_id>/revoke/", views.revoke, name="revoke_key"),
]
