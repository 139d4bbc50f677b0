from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from licensing.deals.services import AlreadyRecorded, DealNotFound, RecordalInvalid
from licensing.obligations import services, tasks
from licensing.obligations.consumer import CONSUMER
from licensing.obligations.ledger import EventRefused
from licensing.obligations.models import DealEvent, Obligation
from licensing.obligations.streams import answer_for
from listings.patents.models import LegalFact
from marketplace import events
from marketplace.accounts.roles import Role
from marketplace.events.consumers import run
from tests.factories import make_actor, make_enterprise
from tests.licensing.factories import NOW, TODAY, make_deal

pytestmark = pytest.mark.django_db

IN_A_YEAR = datetime(2027, 3, 5, 2, tzinfo=UTC)


@pytest.fixture
def deal():
    return make_deal()


@pytest.fixture
def applicant(deal):
    return make_actor(deal.licensee, Role.APPLICANT)


def statuses(deal, as_of):
    return {(duty.item, duty.period): (duty.due_date, duty.status) for duty in answer_for(deal, as_of=as_of).duties}


def test_follow_from_plan_and_effect(deal):
    assert statuses(deal, TODAY) == {
        ("fee", None): (date(2027, 3, 2), "upcoming"),
        ("cnipa_filing", None): (date(2026, 6, 2), "upcoming"),
        ("use_report", 6): (date(2026, 9, 2), "upcoming"),
        ("use_report", 12): (date(2027, 3, 2), "upcoming"),
        ("use_report", 24): (date(2028, 3, 2), "upcoming"),
    }


def test_fall_overdue_as_the_clock_moves(deal):
    later = statuses(deal, date(2027, 3, 5))

    assert later[("fee", None)] == (date(2027, 3, 2), "overdue")
    assert later[("cnipa_filing", None)][1] == "overdue"


def test_are_kept_when_a_deal_takes_effect(deal):
    with events.transaction():
        events.record(
            "deal.took_effect", actor=events.SYSTEM, subject=deal, at=NOW, number=deal.number, effective_on=TODAY
        )

    run(CONSUMER, clock=lambda: NOW)

    assert list(Obligation.objects.order_by("due_date", "item").values_list("item", "period", "status")) == [
        ("cnipa_filing", 0, "upcoming"),
        ("use_report", 6, "upcoming"),
        ("fee", 0, "upcoming"),
        ("use_report", 12, "upcoming"),
        ("use_report", 24, "upcoming"),
    ]


def test_the_filing_number_meets_the_duty_and_the_register_shows_it(deal, applicant):
    services.record_filing(
        actor=applicant, deal_id=deal.pk, number="X2026230000123", recorded_on=TODAY, proof=None, now=NOW
    )

    deal.refresh_from_db()
    assert (deal.recordal_number, statuses(deal, TODAY)[("cnipa_filing", None)][1]) == ("X2026230000123", "met")
    assert LegalFact.objects.get(kind="license").source == "register"


def test_a_filing_number_is_recorded_once(deal, applicant):
    filing = {"actor": applicant, "deal_id": deal.pk, "recorded_on": TODAY, "proof": None, "now": NOW}
    services.record_filing(number="X1", **filing)

    with pytest.raises(AlreadyRecorded):
        services.record_filing(number="X2", **filing)

    deal.refresh_from_db()
    assert (deal.recordal_number, DealEvent.objects.count()) == ("X1", 1)


@pytest.mark.parametrize(
    ("number", "recorded_on", "pointers"),
    [
        (" ", date(2026, 3, 3), ["/recorded_on", "/number"]),
        ("X1", date(2026, 3, 1), ["/recorded_on"]),
        ("X1", date(2026, 3, 3), ["/recorded_on"]),
    ],
)
def test_a_filing_tells_every_wrong_field(deal, applicant, number, recorded_on, pointers):
    with pytest.raises(RecordalInvalid) as refusal:
        services.record_filing(
            actor=applicant, deal_id=deal.pk, number=number, recorded_on=recorded_on, proof=None, now=NOW
        )

    deal.refresh_from_db()
    assert [problem.pointer for problem in refusal.value.problems] == pointers
    assert (deal.recordal_number, DealEvent.objects.count()) == ("", 0)


def test_a_use_report_meets_its_duty(deal, applicant):
    services.file_use_report(actor=applicant, deal_id=deal.pk, period=6, in_use=True, text="试制两批。", now=NOW)

    assert statuses(deal, TODAY)[("use_report", 6)][1] == "met"


def test_what_the_ledger_refuses_is_not_stored(deal, applicant):
    with pytest.raises(EventRefused):
        services.file_use_report(actor=applicant, deal_id=deal.pk, period=7, in_use=True, text="x", now=NOW)

    assert (DealEvent.objects.count(), Obligation.objects.count()) == (0, 0)


def test_an_earlier_answer_stays_what_was_known_then(deal, applicant):
    services.file_use_report(actor=applicant, deal_id=deal.pk, period=6, in_use=True, text="试制。", now=IN_A_YEAR)

    before = answer_for(deal, as_of=date(2027, 3, 5), known_at=datetime(2027, 3, 5, 1, tzinfo=UTC))
    after = answer_for(deal, as_of=date(2027, 3, 5))
    assert [duty.status for answer in (before, after) for duty in answer.duties if duty.period == 6] == [
        "overdue",
        "met",
    ]


def test_a_stranger_finds_no_deal(deal):
    stranger = make_actor(make_enterprise(), Role.APPLICANT)

    with pytest.raises(DealNotFound):
        services.file_use_report(actor=stranger, deal_id=deal.pk, period=6, in_use=True, text="x", now=NOW)

    assert DealEvent.objects.count() == 0


def test_kept_duties_hold_what_was_allocated(deal, applicant):
    services.sync_obligations(deal=deal, as_of=TODAY)

    fee = Obligation.objects.get(item="fee")
    assert (fee.amount, fee.allocated, fee.open_amount) == (Decimal("50000.00"), Decimal("0.00"), Decimal("50000.00"))


def test_kept_duties_follow_the_calendar_at_night(deal, monkeypatch):
    services.sync_obligations(deal=deal, as_of=TODAY)
    monkeypatch.setattr(tasks, "today", lambda: date(2027, 3, 5))

    assert tasks.refresh_duties() == 1

    assert list(Obligation.objects.filter(item="fee").values_list("status", "as_of")) == [("overdue", date(2027, 3, 5))]
