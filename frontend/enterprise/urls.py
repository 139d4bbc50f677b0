"""Addresses of the enterprise's desk, below ``enterprise/<uscc>/``."""

from __future__ import annotations

from django.urls import path

from frontend.enterprise import claims, duties, online, requests, views

app_name = "enterprise"

urlpatterns = [
    path("", views.home, name="home"),
    path("cases/", views.case_list, name="cases"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/subsidy/", claims.estimates, name="subsidy"),
    path("listings/<str:number>/request/", requests.request_license, name="request"),
    path("cases/<str:number>/contract/", requests.sign_contract, name="contract"),
    path("cases/<str:number>/notice/", requests.give_notice, name="notice"),
    path("cases/<str:number>/withdraw/", requests.withdraw, name="withdraw"),
    path("cases/<str:number>/payments/new/", duties.record_payment, name="record_payment"),
    path("cases/<str:number>/payments/online/", online.pay_online, name="pay_online"),
    path("online-payments/<str:number>/", online.online_payment, name="online_payment"),
    path("cases/<str:number>/first-revenue/", duties.report_first_revenue, name="first_revenue"),
    path("cases/<str:number>/statements/<str:item>/<int:period>/", duties.file_statement, name="statement"),
    path("cases/<str:number>/use-reports/<int:period>/", duties.file_use_report, name="use_report"),
    path("cases/<str:number>/recordal/", duties.record_filing, name="recordal"),
    path("cases/<str:number>/registration/", duties.register_contract, name="registration"),
    path("claims/", claims.claim_list, name="claims"),
    path("claims/new/<uuid:round_id>/<str:number>/", claims.new_claim, name="new_claim"),
    path("claims/<str:number>/", claims.claim, name="claim"),
    path("claims/<str:number>/submit/", claims.submit, name="submit_claim"),
    path("claims/<str:number>/withdraw/", claims.withdraw, name="withdraw_claim"),
]
