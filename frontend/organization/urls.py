"""Addresses of joining and of an organization's administration."""

from __future__ import annotations

from django.urls import path

from frontend.organization import joining, mandates, members

app_name = "organization"

_HERE = "organization/<str:uscc>/"

urlpatterns = [
    path("join/", joining.start, name="join"),
    path("join/new/", joining.register, name="register"),
    path("join/<str:code>/", joining.ask, name="ask"),
    path("invitations/<str:token>/", joining.accept, name="invitation"),
    path(_HERE, members.home, name="home"),
    path(f"{_HERE}invite/", members.invite, name="invite"),
    path(f"{_HERE}people/<uuid:person_id>/roles/new/", members.grant, name="grant_role"),
    path(f"{_HERE}roles/<int:membership_id>/end/", members.end, name="end_role"),
    path(f"{_HERE}requests/<uuid:request_id>/", members.decide, name="join_request"),
    path(f"{_HERE}people/<uuid:person_id>/mandates/new/", mandates.grant, name="grant_mandate"),
    path(f"{_HERE}mandates/<uuid:mandate_id>/end/", mandates.end, name="end_mandate"),
]
