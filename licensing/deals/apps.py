from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "licensing.deals"
    label = "deals"

    def ready(self) -> None:
        from licensing.deals.access import may_read_about_deal
        from marketplace.documents import access

        for subject_kind in ("deal", "licenserequest"):
            access.declare(subject_kind, may_read_about_deal)
