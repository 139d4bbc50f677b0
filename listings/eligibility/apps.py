from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "listings.eligibility"
    label = "eligibility"
