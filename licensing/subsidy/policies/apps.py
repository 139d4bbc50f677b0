from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "licensing.subsidy.policies"
    label = "policies"
