"""Exit with 0 when a Celery worker answers over the broker, with 1 when none does within five seconds."""

from __future__ import annotations

import sys

from marketplace.celery import app

if __name__ == "__main__":
    sys.exit(not app.control.broadcast("ping", reply=True, timeout=5, limit=1))
