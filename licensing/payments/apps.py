from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "licensing.payments"
    label = "payments"
