from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "marketplace.documents"
    label = "documents"

    def ready(self) -> None:
        from marketplace.documents import texts

        texts.declare_all()
