from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "licensing.payments"
    label = "payments"

    def ready(self) -> None:
        from marketplace.web.problem_texts import declare

        declare(
            "stripe_unavailable",
            _("The payment service does not answer"),
            _("Nothing was paid. Try again in a few minutes, or pay by bank transfer."),
        )
        declare(
            "stripe_refused",
            _("The payment service refused this payment"),
            _("Nothing was paid. Pay by bank transfer, and tell the operator of this site."),
        )
        declare(
            "not_payable_online",
            _("This cannot be paid online"),
            _("Nothing of this amount is owed, or the receiver takes bank transfers only."),
        )
        declare(
            "checkout_unfinished",
            _("Another online payment is under way"),
            _("Wait until %(number)s is confirmed or has expired."),
        )
