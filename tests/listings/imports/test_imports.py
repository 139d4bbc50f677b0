import gzip
import io
import json
import zipfile
from datetime import date

import pytest

from listings.eligibility.models import EligibilityAnswer
from listings.imports.layouts import UnknownLayout
from listings.imports.models import ImportRow, PatentImport
from listings.imports.services import ImportNotFound, ImportRefused, apply_import, discard_import, stage_import
from listings.imports.tables import NoTable, TableTooLarge, cell_name, read_table
from listings.patents.models import LegalFact, Patent, PatentHolder, PatentOwner
from marketplace.accounts.actors import NotPermitted
from marketplace.events.models import Event
from marketplace.lifecycle import InvalidTransition
from tests.factories import make_actor, make_university
from tests.listings.making import NOW, make_desk, make_patent

pytestmark = pytest.mark.django_db
HEADER = "申请号,授权公告号,专利名称,专利类型,申请日,授权公告日,IPC分类号,专利权人,法律状态"
GOOD = "ZL201710601862.3,CN107000001B,一种轴承,发明,2017-07-21,2019-05-10,F16C 33/10;C10M169/04,{owner},授权"


def stage(desk, *lines, encoding="utf-8-sig", header=HEADER, **more):
    text = "\r\n".join([header, *(line.format(owner=desk.university.name) for line in lines)])
    return stage_import(
        actor=desk.officer,
        file_name="list.csv",
        content=text.encode(encoding),
        source_as_of=date(2026, 3, 1),
        now=NOW,
        **more,
    )


def outcomes(staged) -> dict[int, str]:
    return dict(staged.rows.values_list("number", "outcome"))


def problem_codes(staged, number) -> list[str]:
    return [problem["code"] for problem in staged.rows.get(number=number).problems]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_one_record_becomes_a_patent(encoding):
    desk = make_desk()

    staged = stage(desk, GOOD, encoding=encoding)
    assert (Patent.objects.count(), outcomes(staged)) == (0, {2: "new"})
    apply_import(actor=desk.officer, import_id=staged.pk, now=NOW)

    patent = Patent.objects.get()
    assert (patent.application_number, patent.publication_number) == ("201710601862.3", "CN107000001B")
    assert (patent.kind, patent.filing_date, patent.grant_date) == ("invention", date(2017, 7, 21), date(2019, 5, 10))
    assert (patent.ipc, patent.source) == (["F16C33/10", "C10M169/04"], "owner")
    assert PatentOwner.objects.get().organization == desk.university
    assert PatentHolder.objects.get().organization == desk.university
    fact = LegalFact.objects.get()
    assert (fact.kind, fact.payload, fact.as_of) == ("checked", {"topics": ["status"]}, date(2026, 3, 1))
    assert EligibilityAnswer.objects.filter(patent=patent).count() == 6
    completed = Event.objects.get(topic="import.completed")
    assert completed.changes == {"new": 1, "changed": 0, "unchanged": 0, "refused": 0}


def test_bad_rows_never_stop_good_ones():
    desk = make_desk()

    staged = stage(
        desk,
        GOOD,
        "ZL201710601862.4,,错误的校验位,发明,2017-07-21,,,{owner},",
        ",,没有号码,发明,2017-07-21,,,{owner},",
        "95115608.X,,日期有误,发明,1995-13-40,,,{owner},",
        "2003101000020.X,,多了一位,发明,,,,{owner},",
        "ZL 2017 1 0601862.3,,又是同一件,发明,2017-07-21,,,{owner},",
    )
    apply_import(actor=desk.officer, import_id=staged.pk, now=NOW)

    assert outcomes(staged) == {2: "new", 3: "refused", 4: "refused", 5: "refused", 6: "refused", 7: "refused"}
    assert problem_codes(staged, 3)[0] == "wrong_check_digit"
    assert "number_missing" in problem_codes(staged, 4)
    assert "no_date" in problem_codes(staged, 5)
    assert "no_application_number" in problem_codes(staged, 6)
    assert "twice_in_file" in problem_codes(staged, 7)
    assert staged.rows.get(number=3).problems[0] == {
        "column": "申请号",
        "cell": "A3",
        "value": "ZL201710601862.4",
        "code": "wrong_check_digit",
        "fix": "The digits ask for the check digit 3: compare with the certificate.",
        "blocks": True,
        "values": {"expected": "3"},
    }
    assert list(Patent.objects.values_list("application_number", flat=True)) == ["201710601862.3"]


def test_the_same_file_again_changes_nothing():
    desk = make_desk()
    apply_import(actor=desk.officer, import_id=stage(desk, GOOD).pk, now=NOW)
    before = (Patent.objects.count(), LegalFact.objects.count(), EligibilityAnswer.objects.count())

    again = stage(desk, GOOD)
    events = Event.objects.count()
    apply_import(actor=desk.officer, import_id=again.pk, now=NOW)

    assert outcomes(again) == {2: "unchanged"}
    assert (Patent.objects.count(), LegalFact.objects.count(), EligibilityAnswer.objects.count()) == before
    assert list(Event.objects.order_by("pk").values_list("topic", flat=True))[events:] == ["import.completed"]


def test_what_was_missing_is_filled_and_the_rest_kept():
    desk = make_desk()
    patent = make_patent(desk.university, application_number="201710601862.3", abstract="", invention_title="旧题")

    staged = stage(desk, GOOD)
    apply_import(actor=desk.officer, import_id=staged.pk, now=NOW)

    patent.refresh_from_db()
    assert outcomes(staged) == {2: "changed"}
    assert (patent.publication_number, patent.invention_title, patent.filing_date) == (
        "CN107000001B",
        "旧题",
        date(2016, 3, 10),
    )
    assert problem_codes(staged, 2) == ["differs", "differs"]


def test_a_patent_of_others_is_refused_unless_it_was_transferred():
    desk = make_desk()
    line = GOOD.replace("{owner}", "燕山大学")

    refused = stage(desk, line)
    taken = stage(desk, line, transferred=True)
    apply_import(actor=desk.officer, import_id=taken.pk, now=NOW)

    assert (outcomes(refused), problem_codes(refused, 2)) == ({2: "refused"}, ["owner_not_named"])
    change = LegalFact.objects.get(kind="owner_change")
    assert (change.payload["owners"], change.source) == ([desk.university.uscc], f"owner:{desk.university.name}")
    assert PatentHolder.objects.get().organization == desk.university


def test_a_patent_that_somebody_holds_cannot_be_taken():
    desk, other = make_desk(), make_desk()
    apply_import(actor=desk.officer, import_id=stage(desk, GOOD).pk, now=NOW)

    staged = stage(other, GOOD.replace("{owner}", desk.university.name), transferred=True)
    apply_import(actor=other.officer, import_id=staged.pk, now=NOW)

    assert problem_codes(staged, 2) == ["held_by_another"]
    assert PatentHolder.objects.get().organization == desk.university


def test_a_co_owner_becomes_a_holder_too():
    desk, other = make_desk(), make_desk()
    line = GOOD.replace("{owner}", f"{desk.university.name};{other.university.name}")
    desk.university.verified_at = None
    other.university.verified_at = None
    desk.university.verified_by = other.university.verified_by = None
    desk.university.save()
    other.university.save()
    apply_import(actor=desk.officer, import_id=stage(desk, line).pk, now=NOW)
    assert list(PatentHolder.objects.values_list("organization", flat=True)) == [desk.university.pk]

    apply_import(actor=other.officer, import_id=stage(other, line).pk, now=NOW)

    holders = set(PatentHolder.objects.values_list("organization", flat=True))
    assert holders == {desk.university.pk, other.university.pk}
    assert PatentOwner.objects.get(position=2).organization == other.university


def test_a_real_export_is_read(shared_data):
    university = make_university(name="燕山大学")
    desk = make_desk()
    officer = make_actor(university, *desk.officer.roles)
    for name in ("patsnap_export.csv", "patsnap_export_gb18030.csv"):
        content = (shared_data / "import_samples" / name).read_bytes()
        staged = stage_import(actor=officer, file_name=name, content=content, source_as_of=date(2026, 3, 1), now=NOW)
        assert (staged.layout, staged.source, staged.rows.count()) == ("patsnap", "database:patsnap", 5)
        assert outcomes(staged) == {2: "new", 3: "refused", 4: "refused", 5: "refused", 6: "refused"}

    apply_import(actor=officer, import_id=staged.pk, now=NOW)

    patent = Patent.objects.get()
    assert (patent.application_number, patent.publication_number) == (None, "CN100506495C")
    assert (patent.kind, patent.filing_date, patent.grant_date) == ("invention", date(2007, 8, 8), date(2009, 7, 1))
    assert patent.ipc == ["B25J17/00"]
    assert LegalFact.objects.count() == 0
    assert problem_codes(staged, 2) == ["right_has_ended", "license_named"]


def test_a_workbook_is_read():
    desk = make_desk()
    content = workbook([HEADER.split(","), GOOD.format(owner=desk.university.name).split(",")])

    staged = stage_import(
        actor=desk.officer, file_name="a.xlsx", content=content, source_as_of=date(2026, 3, 1), now=NOW
    )

    assert outcomes(staged) == {2: "new"}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.7 ...", NoTable),
        (b"title only\r\n", NoTable),
        ("一,二,三\r\n1,2,3\r\n".encode(), UnknownLayout),
        (("申请号,专利名称,专利权人\r\n" + "1,2,3\r\n" * 5001).encode(), TableTooLarge),
    ],
)
def test_what_is_no_table_of_patents_is_refused(content, error):
    desk = make_desk()

    with pytest.raises(error):
        stage_import(actor=desk.officer, file_name="x", content=content, source_as_of=date(2026, 3, 1), now=NOW)

    assert PatentImport.objects.count() == 0


def test_an_export_does_not_come_from_the_future():
    desk = make_desk()

    with pytest.raises(ImportRefused):
        stage_import(actor=desk.officer, file_name="x", content=HEADER.encode(), source_as_of=date(2026, 3, 3), now=NOW)


def test_only_the_importing_organization_applies():
    desk, other = make_desk(), make_desk()
    staged = stage(desk, GOOD)

    with pytest.raises(ImportNotFound):
        apply_import(actor=other.officer, import_id=staged.pk, now=NOW)
    with pytest.raises(NotPermitted):
        apply_import(actor=desk.approver, import_id=staged.pk, now=NOW)

    assert Patent.objects.count() == 0


def test_what_was_discarded_or_applied_is_over():
    desk = make_desk()
    staged, applied = stage(desk, GOOD), stage(desk, GOOD)
    discard_import(actor=desk.officer, import_id=staged.pk, now=NOW)
    apply_import(actor=desk.officer, import_id=applied.pk, now=NOW)

    for import_id in (staged.pk, applied.pk):
        with pytest.raises(InvalidTransition):
            apply_import(actor=desk.officer, import_id=import_id, now=NOW)

    assert ImportRow.objects.filter(patent_import=staged).count() == 0


def test_hundreds_of_rows_are_taken_at_once():
    from listings.patents.numbers import check_digit

    desk = make_desk()
    bodies = [f"20171{number:07d}" for number in range(300)]
    lines = [f"{body}.{check_digit(body)},,轴承{body},,2017-07-21,2019-05-10,,{{owner}},授权" for body in bodies]

    apply_import(actor=desk.officer, import_id=stage(desk, *lines).pk, now=NOW)

    assert (Patent.objects.count(), EligibilityAnswer.objects.count()) == (300, 1800)


def test_cells_are_named_as_spreadsheets_do():
    assert [cell_name(place, 5) for place in (0, 25, 26, 701, 702)] == ["A5", "Z5", "AA5", "ZZ5", "AAA5"]


def test_titles_above_the_header_are_skipped():
    table = read_table("某大学专利清单,,\r\n,,\r\n申请号,专利名称,专利权人\r\n1,2,3\r\n".encode())

    assert (table.headers, table.rows) == (("申请号", "专利名称", "专利权人"), ((4, ("1", "2", "3")),))


def workbook(rows: list[list[str]]) -> bytes:
    """Make the smallest workbook with one sheet of inline text."""
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{cell_name(place, number)}" t="inlineStr"><is><t>{text}</t></is></c>'
            for place, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return out.getvalue()


def test_real_records_of_a_company_list_are_taken(shared_data):
    desk = make_desk()
    with gzip.open(shared_data / "patents" / "company_titles.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if "app_no" in row]
    lines = [
        ",".join(
            '"{}"'.format(str(value).replace('"', '""'))
            for value in (row["app_no"], row["pub_no"], row["title"], row["app_date"], row["applicant"])
        )
        for row in rows
    ]

    staged = stage(desk, *lines, header="申请号,公开号,名称,申请日,申请人", transferred=True)

    # One of them stands in the list of two companies.
    refused = staged.rows.filter(outcome="refused").values_list("number", flat=True)
    assert (len(rows), list(refused), "twice_in_file" in problem_codes(staged, 33)) == (128, [33], True)
