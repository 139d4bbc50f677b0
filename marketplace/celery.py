"""
The Celery application and its beat schedule.

A message only wakes somebody: what has to be done stands in the database (events that a consumer has not seen,
rows with a due date), so a lost or doubled message changes nothing.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

app = Celery("marketplace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def _plan_the_beat(sender: Celery, **_: object) -> None:
    from django.conf import settings

    sender.conf.beat_schedule = {
        "consume-events": {
            "task": "marketplace.events.tasks.consume_events",
            "schedule": settings.CONSUME_EVERY_S,
            # A message that waited is worth nothing: the next one looks at the same head.
            "options": {"expires": 5},
        },
        "check-eligibility": {
            "task": "listings.offers.tasks.check_eligibility",
            "schedule": crontab(hour="1", minute="20"),
        },
        "refresh-duties": {
            "task": "licensing.obligations.tasks.refresh_duties",
            "schedule": crontab(hour="0", minute="20"),
        },
        "read-stripe-inbox": {
            "task": "licensing.payments.tasks.read_stripe_inbox",
            "schedule": 2.0,
            "options": {"expires": 5},
        },
        "look-at-checkouts": {"task": "licensing.payments.tasks.look_at_checkouts", "schedule": 60.0},
        "tidy-search": {"task": "search.indexing.tasks.tidy_search", "schedule": 60.0},
        "forget": {"task": "marketplace.web.tasks.forget", "schedule": 24 * 60 * 60.0},
    }
