"""Addresses of the bureau's desk, below ``bureau/<uscc>/``."""

from __future__ import annotations

from django.urls import path

from frontend.bureau import claims, organizations, policies, views

app_name = "bureau"

urlpatterns = [
    path("", views.home, name="home"),
    path("claims/", claims.claim_list, name="claims"),
    path("claims/<str:number>/", claims.claim, name="claim"),
    path("claims/<str:number>/recommend/", claims.recommend, name="recommend_claim"),
    path("claims/<str:number>/return/", claims.give_back, name="return_claim"),
    path("claims/<str:number>/reject/", claims.reject, name="reject_claim"),
    path("claims/<str:number>/award/", claims.prepare_award, name="prepare_award"),
    path("claims/<str:number>/approve/", claims.approve, name="approve_award"),
    path("claims/<str:number>/disburse/", claims.disburse, name="pay_award"),
    path("organizations/", organizations.waiting, name="organizations"),
    path("organizations/<uuid:organization_id>/verify/", organizations.verify, name="verify_organization"),
    path("policies/", policies.policy_list, name="policies"),
    path("policies/load/", policies.load, name="load_policies"),
    path("policies/<uuid:policy_id>/", policies.policy, name="policy"),
    path("policies/<uuid:policy_id>/in-force/", policies.put_in_force, name="put_in_force"),
    path("policies/<uuid:policy_id>/rounds/new/", policies.open_round, name="open_round"),
    path("switches/", policies.switches, name="switches"),
]
