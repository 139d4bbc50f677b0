import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from listings.eligibility.models import EligibilityAnswer
from listings.eligibility.rules import answers_to_json
from listings.eligibility.services import answers_for, check_eligibility_now
from listings.offers import services
from listings.patents.models import LegalFact
from marketplace.dated.models import DatedSetting
from tests.factories import make_university
from tests.listings.making import NOW, TODAY, add_fact, make_desk, make_patent

pytestmark = pytest.mark.django_db


def test_a_healthy_patent_may_be_licensed():
    patent = make_patent(make_university())

    answers = answers_for(patent, on=TODAY)

    assert (answers.purposes["negotiated_ordinary"].answer, answers.purposes["statutory_open"].answer) == ("yes", "yes")


def test_what_was_never_read_is_unknown():
    patent = make_patent(make_university(), healthy=False)

    answer = answers_for(patent, on=TODAY).purposes["negotiated_ordinary"]

    assert answer.answer == "unknown"
    assert set(answer.unknown) == {"in_force", "pledge", "no_preservation", "no_exclusive_license", "co_owner_consents"}


def test_an_old_answer_is_given_as_it_was_known():
    patent = make_patent(make_university())
    add_fact(
        patent,
        {"kind": "pledge", "ref": "P1", "on": "2026-02-01", "source": "register", "as_of": "2026-03-05"},
        now=NOW + timedelta(days=3),
    )

    then = answers_for(patent, on=TODAY, known_at=TODAY).purposes["transfer"].answer
    now = answers_for(patent, on=TODAY).purposes["transfer"].answer

    assert (then, now) == ("yes", "unknown")


def test_a_document_makes_a_paper_count():
    patent = make_patent(make_university())
    consent = {"kind": "pledgee_consent", "ref": "P1", "purposes": ["license"], "on": "2026-02-02", "source": "owner"}
    add_fact(patent, {"kind": "pledge", "ref": "P1", "on": "2026-02-01", "source": "register"})
    add_fact(patent, consent)
    without = answers_for(patent, on=TODAY).purposes["negotiated_ordinary"].answer

    add_fact(patent, consent, document_sha256="a" * 64)

    assert (without, answers_for(patent, on=TODAY).purposes["negotiated_ordinary"].answer) == ("unknown", "yes")


def test_a_dated_setting_goes_before_the_default():
    patent = make_patent(make_university(), grant_date=date(2023, 6, 1))
    before = answers_for(patent, on=TODAY).purposes["programme"].failed

    DatedSetting.objects.create(
        name="eligibility.grant_years", value=2, valid_from=date(2026, 1, 1), source="test", recorded_at=NOW
    )

    assert before == ("three_years",)
    assert answers_for(patent, on=TODAY).purposes["programme"].failed == ()


def test_answers_are_stored_when_they_are_new():
    patent = make_patent(make_university())

    first = check_eligibility_now(patent=patent, now=NOW)
    second = check_eligibility_now(patent=patent, now=NOW + timedelta(days=1))

    assert (len(first.changed), len(second.changed)) == (6, 0)
    assert EligibilityAnswer.objects.count() == 6
    patent.refresh_from_db()
    # Ten years after filing it is one more kind of high-value patent.
    assert patent.recheck_on == date(2026, 3, 11)


def test_a_recorded_fact_is_answered_at_once():
    desk = make_desk()
    patent = make_patent(desk.university)
    check_eligibility_now(patent=patent, now=NOW)

    services.record_fact(
        actor=desk.officer,
        patent_id=patent.pk,
        fact={"kind": "preservation", "ref": "B1", "basis": "court", "on": "2026-03-01", "source": "register"},
        now=NOW,
    )

    newest = EligibilityAnswer.objects.filter(purpose="negotiated_ordinary").latest("worked_out_at", "pk")
    rows = EligibilityAnswer.objects.filter(purpose="negotiated_ordinary").values_list("answer", flat=True)
    assert sorted(rows) == ["no", "yes"]
    assert newest.patent_id == patent.pk


def test_facts_are_never_changed():
    from django.db import DatabaseError, transaction

    patent = make_patent(make_university())

    for change in (
        lambda: LegalFact.objects.update(source="owner"),
        lambda: LegalFact.objects.filter(patent=patent).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert set(LegalFact.objects.values_list("source", flat=True)) == {"register"}


def test_the_command_writes_the_documented_form():
    patent = make_patent(make_university())
    out = StringIO()

    call_command("eligibility", f"ZL {patent.application_number}", "--on", "2026-03-02", "--json", stdout=out)

    written = json.loads(out.getvalue())
    assert written == answers_to_json(answers_for(patent, on=TODAY))
    assert sorted(written) == ["known_at", "number", "on", "purposes", "rule_set"]
    assert sorted(written["purposes"]["equity"]["rules"][0]) == [
        "citation",
        "facts",
        "id",
        "level",
        "reason",
        "result",
    ]


def test_the_command_knows_no_other_number():
    with pytest.raises(CommandError, match="no patent"):
        call_command("eligibility", "201710601862.3")
