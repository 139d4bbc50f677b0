import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from frontend.university.fact_forms import RECORDABLE, SETTLED_BY, FactForm
from frontend.university.fact_words import FIELDS, KINDS
from listings.eligibility.rules.kinds import KINDS as ENGINE_KINDS
from listings.eligibility.services import check_eligibility_now
from listings.imports.services import stage_import
from listings.patents.models import LegalFact
from tests.licensing.factories import PDF
from tests.listings.making import NOW, draft_listing, make_desk, make_patent

pytestmark = pytest.mark.django_db


def test_the_list_names_the_rules_that_stand_in_the_way(go, desk):
    patent = make_patent(desk.university, healthy=False)
    check_eligibility_now(patent=patent, now=NOW)

    page = go(desk.officer, "patents").content.decode()

    assert patent.number in page
    assert "Has the annual fee been paid?" in page or "Is the patent in force?" in page
    assert "Make a draft" in page


def test_the_list_answers_for_the_chosen_purpose(go, desk):
    patent = make_patent(desk.university)
    check_eligibility_now(patent=patent, now=NOW)

    license_page = go(desk.officer, "patents").content.decode()
    programme_page = go(desk.officer, "patents", query="?purpose=programme").content.decode()

    assert "Has it not been used?" not in license_page
    assert "Has it not been used?" in programme_page


def test_the_list_asks_the_database_as_often_for_many_patents(queries, desk):
    draft_listing(desk)
    few = queries(desk.officer, "patents")
    for _ in range(6):
        draft_listing(desk)

    assert (few, queries(desk.officer, "patents")) == (12, 12)


def test_without_patents_the_list_leads_to_the_import(go, desk):
    page = go(desk.officer, "patents").content.decode()

    assert "There is no patent yet." in page
    assert "/imports/new/" in page


def test_a_patent_shows_its_rules_with_the_act_that_settles_each(go, desk):
    patent = make_patent(desk.university)

    page = go(desk.officer, "patent", patent_id=patent.pk).content.decode()

    assert "Has it not been used?" in page
    assert f"/patents/{patent.pk}/facts/non_use_declaration/" in page
    assert "Annual fee paid" in page
    assert "Paid until: 10 March 2027" in page


def test_an_approver_reads_it_without_acts(go, desk):
    patent = make_patent(desk.university)

    page = go(desk.approver, "patent", patent_id=patent.pk).content.decode()

    assert "/facts/" not in page
    assert "Make a draft" not in page


def test_a_paid_fee_is_recorded_with_its_source(go, desk):
    patent = make_patent(desk.university, healthy=False)
    data = {"on": "2026-02-20", "paid_until": "2027-03-10", "source": "register", "as_of": "2026-03-01"}

    answer = go(desk.officer, "record_fact", data, patent_id=patent.pk, kind="fee_paid")

    fact = LegalFact.objects.get()
    assert answer.status_code == 302
    assert (fact.kind, fact.source, fact.payload) == ("fee_paid", "register", {"paid_until": "2027-03-10"})
    assert str(fact.as_of) == "2026-03-01"


def test_a_reading_of_the_register_covers_all_of_its_topics(go, desk):
    patent = make_patent(desk.university, healthy=False)

    data = {"topics": "all", "source": "register", "as_of": "2026-03-02"}
    go(desk.officer, "record_fact", data, patent_id=patent.pk, kind="checked")

    assert LegalFact.objects.get().payload == {"topics": "all"}


def test_a_declaration_of_non_use_comes_with_its_paper(go, desk):
    patent = make_patent(desk.university)
    data = {
        "on": "2026-03-01",
        "reasons": ["none"],
        "document": SimpleUploadedFile("declaration.pdf", PDF),
        "source": "owner",
        "as_of": "2026-03-01",
    }

    go(desk.officer, "record_fact", data, patent_id=patent.pk, kind="non_use_declaration")

    fact = LegalFact.objects.get(kind="non_use_declaration")
    assert len(fact.document_sha256) == 64
    assert fact.document_sha256[:12] in go(desk.officer, "patent", patent_id=patent.pk).content.decode()


def test_a_day_to_come_is_refused_at_its_field_and_kept(go, desk):
    patent = make_patent(desk.university, healthy=False)
    data = {"on": "2026-02-20", "paid_until": "2027-03-10", "source": "register", "as_of": "2026-03-03"}

    answer = go(desk.officer, "record_fact", data, patent_id=patent.pk, kind="fee_paid")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["as_of"]
    assert 'value="2027-03-10"' in answer.content.decode()
    assert not LegalFact.objects.exists()


@pytest.mark.parametrize("kind", RECORDABLE)
def test_every_kind_has_a_form_in_words(kind):
    form = FactForm(kind=kind, owner_choices={"x": "X"})

    assert KINDS[kind]
    assert set(ENGINE_KINDS[kind].fields) <= set(form.fields)
    assert "source" in str(form)


def test_every_kind_and_field_of_the_engine_has_its_word():
    assert set(KINDS) == set(ENGINE_KINDS)
    assert {name for kind in ENGINE_KINDS.values() for name in kind.fields} <= set(FIELDS)
    assert set(SETTLED_BY.values()) <= set(RECORDABLE)


def test_a_kind_that_nobody_records_by_hand_has_no_page(go, desk):
    patent = make_patent(desk.university)

    assert go(desk.officer, "record_fact", patent_id=patent.pk, kind="reason_decision").status_code == 404


def test_a_foreign_patent_does_not_exist(go, desk):
    foreign = make_patent(make_desk().university)

    assert go(desk.officer, "patent", patent_id=foreign.pk).status_code == 404
    assert go(desk.officer, "record_fact", patent_id=foreign.pk, kind="checked").status_code == 404
    assert go(desk.officer, "new_listing", patent_id=foreign.pk).status_code == 404


def test_imported_files_are_listed_below(go, desk):
    table = "申请号,专利名称,专利权人\r\n,,\r\n201710601862.3,一种轴承,别的大学"
    stage_import(actor=desk.officer, file_name="old.csv", content=table.encode(), source_as_of=NOW.date(), now=NOW)

    assert "old.csv" in go(desk.officer, "patents").content.decode()
    assert "old.csv" not in go(desk.approver, "patents").content.decode()
