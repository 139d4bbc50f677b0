from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "listings.feed"
    label = "feed"

    def ready(self) -> None:
        from listings.feed import texts
        from listings.feed.consumer import CONSUMER
        from marketplace.events.consumers import register

        texts.declare_all()
        register(CONSUMER)
