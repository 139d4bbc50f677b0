import csv
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from listings.imports.models import PatentImport
from listings.imports.services import stage_import
from listings.patents.models import LegalFact, Patent
from tests.listings.making import NOW, make_desk

pytestmark = pytest.mark.django_db

HEADER = "申请号,授权公告号,专利名称,专利类型,申请日,授权公告日,IPC分类号,专利权人,法律状态"
GOOD = "ZL201710601862.3,CN107000001B,一种轴承,发明,2017-07-21,2019-05-10,F16C 33/10,{owner},授权"
BAD = "ZL201710601862.4,,一种轴承,发明,2017-07-21,2019-05-10,F16C 33/10,{owner},授权"


def table(desk, *lines):
    return "\r\n".join([HEADER, *(line.format(owner=desk.university.name) for line in lines)]).encode()


def upload(desk, *lines, name="list.csv"):
    return {"file": SimpleUploadedFile(name, table(desk, *lines)), "source_as_of": "2026年3月1日"}


def staged(desk, *lines):
    return stage_import(
        actor=desk.officer,
        file_name="list.csv",
        content=table(desk, *lines),
        source_as_of=date(2026, 3, 1),
        now=NOW,
    )


def test_a_file_is_checked_and_nothing_is_stored_as_a_patent(go, desk):
    answer = go(desk.officer, "new_import", upload(desk, GOOD, BAD))

    found = PatentImport.objects.get()
    assert answer["Location"].endswith(f"/imports/{found.pk}/")
    assert found.source_as_of == date(2026, 3, 1)
    assert not Patent.objects.exists()


def test_the_preview_says_row_by_row_what_is_wrong_and_what_puts_it_right(go, desk):
    found = staged(desk, GOOD, BAD)

    page = go(desk.officer, "import", import_id=found.pk).content.decode()

    assert "Import 1 row" in page
    assert "A3" in page
    assert "The digits ask for the check digit 3" in page
    assert "Already known 0" in page


def test_one_outcome_can_be_picked(go, desk):
    found = staged(desk, GOOD, BAD)

    page = go(desk.officer, "import", import_id=found.pk, query="?outcome=refused").content.decode()

    assert "ZL201710601862.4" in page
    assert "201710601862.3<" not in page


def test_good_rows_are_imported(go, desk):
    found = staged(desk, GOOD, BAD)

    answer = go(desk.officer, "apply_import", {}, import_id=found.pk)
    twice = go(desk.officer, "apply_import", {}, import_id=found.pk)

    found.refresh_from_db()
    patent = Patent.objects.get()
    assert (answer.status_code, twice.status_code) == (302, 409)
    assert (found.status, patent.number) == ("applied", "201710601862.3")
    assert LegalFact.objects.get().as_of == date(2026, 3, 1)
    assert "一种轴承" in go(desk.officer, "patents").content.decode()


def test_a_file_is_discarded(go, desk):
    found = staged(desk, GOOD)

    go(desk.officer, "discard_import", {}, import_id=found.pk)

    found.refresh_from_db()
    assert found.status == "discarded"
    assert not Patent.objects.exists()


def test_a_pdf_is_refused_in_words(go, desk):
    data = {"file": SimpleUploadedFile("list.pdf", b"%PDF-1.7\n"), "source_as_of": "2026-03-01"}

    answer = go(desk.officer, "new_import", data)

    assert answer.status_code == 422
    assert "Export the list from the database as Excel or CSV" in answer.content.decode()
    assert not PatentImport.objects.exists()


def test_an_export_of_tomorrow_is_refused_at_its_field(go, desk):
    answer = go(desk.officer, "new_import", {**upload(desk, GOOD), "source_as_of": "2026-03-03"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["source_as_of"]
    assert 'value="2026-03-03"' in answer.content.decode()


def test_a_foreign_file_does_not_exist(go, desk):
    foreign = staged(make_desk(), GOOD)

    for route in ("import", "apply_import", "discard_import"):
        assert go(desk.officer, route, import_id=foreign.pk).status_code == 404


def test_rows_that_are_not_imported_come_back_as_a_table(go, desk):
    found = staged(desk, GOOD, BAD, BAD.replace("ZL201710601862.4", "=1+1"))

    answer = go(desk.officer, "import", import_id=found.pk, query="?format=csv")

    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert answer["Content-Disposition"] == 'attachment; filename="refused-rows.csv"'
    assert rows[0][:4] == ["Row", "Cell", "Column", "Value"]
    assert rows[1][:4] == ["3", "A3", "申请号", "ZL201710601862.4"]
    assert rows[2][3] == "'=1+1"
