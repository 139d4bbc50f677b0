"""
The ledger of a deal: what plan and events make of duties and money on a day. No Django, database, clock or network.

- ``answer(plan, events, as_of=..., calendar=...) -> Answer``: duties, totals, next, proposals, warnings; events are
  mappings as files and JSON hold them. ``EventRefused`` tells all that is wrong.
- ``check_event(plan, events, event, calendar=...)``: whether one more event can be taken; it changes nothing.
- ``timeline(plan, start=..., first_revenue=..., calendar=...)``: expected payments before anything is signed.
- ``Answer.as_json()``, ``Answer.from_json()``: the documented JSON, and back.
- ``cases.run_file(source) -> Report``: the worked cases of a file.

The answer is a pure function of its arguments: later events never change it, and nothing is kept between calls.
"""

from licensing.obligations.ledger.answering import answer, check_event
from licensing.obligations.ledger.problems import EventRefused
from licensing.obligations.ledger.results import Answer, Duty, Proposal, Totals, Warned, Why
from licensing.obligations.ledger.timelines import ExpectedPayment, timeline

__all__ = [
    "Answer",
    "Duty",
    "EventRefused",
    "ExpectedPayment",
    "Proposal",
    "Totals",
    "Warned",
    "Why",
    "answer",
    "check_event",
    "timeline",
]
