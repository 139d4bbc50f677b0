"""
One event log: audit trail, outbox and the source of the feed.

``with events.transaction():`` is the outermost transaction of every change; ``record`` writes what happened inside
it. On leaving, the rows are numbered and chained under one lock, so positions are gapless and in commit order.
Consumers read by position and can miss nothing.
"""

from marketplace.events.log import (
    SYSTEM,
    Acting,
    Happening,
    NotInTransaction,
    Subject,
    in_transaction,
    record,
    record_all,
    record_many,
    subject_of,
    transaction,
)

__all__ = [
    "SYSTEM",
    "Acting",
    "Happening",
    "NotInTransaction",
    "Subject",
    "in_transaction",
    "record",
    "record_all",
    "record_many",
    "subject_of",
    "transaction",
]
