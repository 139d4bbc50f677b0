from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "licensing.obligations"
    label = "obligations"
