from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "licensing.requests"
    label = "requests"
