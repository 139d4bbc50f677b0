from django.apps import AppConfig


class DatedConfig(AppConfig):
    name = "marketplace.dated"
    label = "dated"
