from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "licensing.subsidy.claims"
    label = "claims"
