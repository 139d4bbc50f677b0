from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "listings.feed"
    label = "feed"
