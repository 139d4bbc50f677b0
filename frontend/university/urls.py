"""Addresses of the university's desk, below ``university/<uscc>/``."""

from __future__ import annotations

from django.urls import path

from frontend.university import cases, views

app_name = "university"

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", cases.case_list, name="cases"),
    path("cases/<str:number>/", cases.case, name="case"),
    path("cases/<str:number>/recordal/", cases.record_filing, name="recordal"),
    path("payments/<str:number>/confirm/", cases.confirm_payment, name="confirm_payment"),
    path("payments/<str:number>/refuse/", cases.refuse_payment, name="refuse_payment"),
    path("payments/<str:number>/invoice/", cases.file_invoice, name="file_invoice"),
]
