from datetime import date

import pytest

from licensing.cases import selectors
from licensing.cases.values import Party, StepState
from licensing.obligations import services as duties
from licensing.requests.services import RequestNotFound
from marketplace.accounts.roles import Role
from tests.factories import make_actor, make_enterprise
from tests.licensing.factories import NOW, TODAY, make_claim, make_deal, make_payment, make_request

pytestmark = pytest.mark.django_db


def acts(actor, deal, on=TODAY):
    act = selectors.case(actor, deal.number, on=on).next_act
    return (act.act, act.party, act.role)


@pytest.fixture
def deal():
    return make_deal()


@pytest.fixture
def applicant(deal):
    return make_actor(deal.licensee, Role.APPLICANT)


def test_begins_with_the_enterprises_signature():
    deal = make_deal(signing=True)

    assert acts(make_actor(deal.licensee, Role.APPLICANT), deal) == ("sign_contract", Party.LICENSEE, "signatory")


def test_then_says_what_is_due_first(deal, applicant):
    found = selectors.case(applicant, deal.number, on=TODAY)

    assert (found.next_act.act, found.next_act.due) == ("record_filing", date(2026, 6, 2))
    assert [step.state for step in found.steps] == [StepState.DONE, StepState.CURRENT, *[StepState.AHEAD] * 3]


def test_puts_money_to_confirm_before_everything_else(deal, applicant):
    payment = make_payment(deal)

    found = selectors.case(applicant, deal.number, on=TODAY)

    assert (found.next_act.act, found.next_act.party) == ("confirm_payment", Party.LICENSOR)
    assert found.payments == [payment]


def test_follows_a_claim_that_is_under_way():
    claim = make_claim()
    deal = claim.lines.get().deal

    assert acts(make_actor(claim.applicant, Role.APPLICANT), deal)[0] == "submit_claim"


def test_does_not_show_the_applicants_claim_to_the_owner():
    claim = make_claim()
    deal = claim.lines.get().deal

    found = selectors.case(make_actor(deal.licensor, Role.OFFICER), deal.number, on=TODAY)

    assert (found.claims, found.next_act.act) == ([], "record_filing")


def test_tells_its_history_with_names(deal, applicant):
    duties.file_use_report(actor=applicant, deal_id=deal.pk, period=6, in_use=True, text="试制。", now=NOW)

    (entry,) = selectors.case(applicant, deal.number, on=TODAY).history

    assert (entry.topic, entry.person, entry.organization) == (
        "deal_event.recorded",
        applicant.person.name,
        deal.licensee.name,
    )


def test_is_nobody_elses(deal):
    with pytest.raises(RequestNotFound):
        selectors.case(make_actor(make_enterprise(), Role.APPLICANT), deal.number, on=TODAY)


@pytest.mark.parametrize("count", [1, 4])
def test_a_list_takes_as_many_queries_for_one_case_as_for_many(count, django_assert_num_queries):
    enterprise = make_enterprise()
    for _ in range(count):
        make_payment(make_deal(enterprise))
    make_request(enterprise)
    actor = make_actor(enterprise, Role.APPLICANT)

    with django_assert_num_queries(8):
        found = selectors.cases(actor, on=TODAY)

    assert len(found) == count + 1
