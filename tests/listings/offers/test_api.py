from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from listings.offers.models import Listing
from listings.patents.models import Patent
from tests.listings.making import AFTER_NOTICE, CONTENT, NOW, TODAY, make_desk

pytestmark = pytest.mark.django_db
JSON = "application/json"
TABLE = (
    "申请号,专利名称,申请日,授权公告日,IPC分类号,专利权人,法律状态\r\n"
    "201710601862.3,一种轴承,2017-07-21,2019-05-10,F16C33/10,{owner},授权\r\n"
)


class Caller:
    """Calls the API as one actor."""

    def __init__(self, actor):
        self.client = Client(headers={"X-Organization": actor.organization.uscc})
        self.client.force_login(actor.person)

    def get(self, path):
        return self.client.get(f"/api/v1/{path}")

    def post(self, path, body=None, **headers):
        return self.client.post(f"/api/v1/{path}", body or {}, content_type=JSON, headers=headers)


@pytest.fixture
def present(monkeypatch):
    """Let a test set the present instant."""
    instant = {"now": NOW}
    monkeypatch.setattr("marketplace.dated.clock.now", lambda: instant["now"])
    return instant


@pytest.fixture
def desk():
    return make_desk()


def imported(desk) -> Patent:
    officer = Caller(desk.officer)
    file = SimpleUploadedFile("list.csv", TABLE.format(owner=desk.university.name).encode("utf-8-sig"))
    staged = officer.client.post("/api/v1/imports/", {"file": file, "source_as_of": "2026-03-01"})
    assert (staged.status_code, staged.json()["rows"][0]["outcome"]) == (201, "new")
    assert officer.post(f"imports/{staged.json()['id']}/apply/").status_code == 200
    return Patent.objects.get()


def test_one_patent_goes_from_file_to_public(desk, present):
    officer, approver, signatory = Caller(desk.officer), Caller(desk.approver), Caller(desk.signatory)
    patent = imported(desk)
    for fact in (
        {"kind": "fee_paid", "on": "2026-02-20", "source": "register", "fields_of_kind": {"paid_until": "2027-07-21"}},
        {"kind": "checked", "as_of": "2026-03-01", "source": "register", "fields_of_kind": {"topics": "all"}},
    ):
        assert officer.post(f"patents/{patent.pk}/facts/", fact).status_code == 201
    answers = officer.get(f"patents/{patent.pk}/eligibility/").json()
    assert answers["purposes"]["negotiated_ordinary"]["answer"] == "yes"

    number = officer.post("listings/", {"patent": str(patent.pk)}).json()["number"]
    etag = officer.get(f"listings/{number}/")["ETag"]
    edited = officer.client.patch(f"/api/v1/listings/{number}/", CONTENT, content_type=JSON, headers={"If-Match": etag})
    assert edited.status_code == 200
    chosen = {
        "track": "negotiated_ordinary",
        "template": "P1",
        "conditions": {"region_prefix": "23"},
        "standing_offer_until": "2027-12-31",
    }
    assert officer.post(f"listings/{number}/choose-terms/", chosen).status_code == 200
    assert officer.post(f"listings/{number}/submit/").json()["status"] == "in_review"
    assert approver.post(f"listings/{number}/approve/").json()["status"] == "price_notice"
    assert officer.post(f"listings/{number}/start-price-notice/", {"place": "校内公告栏"}).status_code == 200
    notice = officer.get(f"listings/{number}/price-notices/").json()[0]
    assert (notice["starts_on"], notice["ends_on"], notice["provisional"]) == ("2026-03-02", "2026-03-17", False)

    early = officer.post(f"listings/{number}/price-notices/{notice['id']}/end/")
    assert (early.status_code, early.json()["code"]) == (409, "price_notice_refused")
    present["now"] = AFTER_NOTICE
    assert officer.post(f"listings/{number}/price-notices/{notice['id']}/end/").status_code == 200
    terms = signatory.get(f"listings/{number}/terms/").json()[0]
    signed = signatory.post(
        f"listings/{number}/terms/1/sign/", {"sha256": terms["sha256"], "person_name": "李明", "capacity": "校长"}
    )
    assert signed.status_code == 200
    assert officer.get(f"listings/{number}/open-points/").json() == {"points": []}
    published = approver.post(f"listings/{number}/publish/")

    assert (published.status_code, published.json()["status"], published.json()["revision"]) == (200, "published", 1)


def test_a_stale_edit_is_a_conflict_and_changes_nothing(desk, present):
    officer = Caller(desk.officer)
    patent = imported(desk)
    number = officer.post("listings/", {"patent": str(patent.pk)}).json()["number"]
    path = f"/api/v1/listings/{number}/"
    etag = officer.client.get(path)["ETag"]

    def edit(title: str, **headers):
        return officer.client.patch(path, {"plain_title": title}, content_type=JSON, headers=headers)

    assert edit("甲", **{"If-Match": etag}).status_code == 200
    assert edit("乙", **{"If-Match": etag}).json()["code"] == "edited_meanwhile"
    assert edit("乙").status_code == 428
    assert Listing.objects.get().plain_title == "甲"


def test_refusals_point_at_what_is_wrong(desk, present):
    officer = Caller(desk.officer)
    patent = imported(desk)
    number = officer.post("listings/", {"patent": str(patent.pk)}).json()["number"]

    submitted = officer.post(f"listings/{number}/submit/").json()
    chosen = officer.post(
        f"listings/{number}/choose-terms/",
        {"track": "negotiated_ordinary", "plan": {"term_months": 12, "items": [{"id": "a", "kind": "deferred_fee"}]}},
    )

    assert {"pointer": "/product", "code": "content_missing"}.items() <= submitted["errors"][5].items()
    assert "/terms" in [error["pointer"] for error in submitted["errors"]]
    assert (chosen.status_code, chosen.json()["code"]) == (422, "plan_refused")
    assert sorted(error["code"] for error in chosen.json()["errors"]) == ["amount_missing", "trigger_missing"]


def test_a_step_sent_twice_under_one_key_acts_once(desk, present):
    officer = Caller(desk.officer)
    patent = imported(desk)
    body = {"patent": str(patent.pk)}

    first = officer.post("listings/", body, **{"Idempotency-Key": "draft-of-one-patent"})
    second = officer.post("listings/", body, **{"Idempotency-Key": "draft-of-one-patent"})
    third = officer.post("listings/", body)

    assert (first.json()["number"], second.status_code) == (second.json()["number"], 201)
    assert (third.status_code, third.json()["code"]) == (409, "listing_exists")


def test_the_import_report_names_the_cells(desk, present):
    officer = Caller(desk.officer)
    text = "申请号,专利名称,专利权人\r\n201710601862.4,一种轴承,x\r\n"
    file = SimpleUploadedFile("list.csv", text.encode("gb18030"))

    answer = officer.client.post("/api/v1/imports/", {"file": file, "source_as_of": str(TODAY)})

    row = answer.json()["rows"][0]
    assert (row["number"], row["outcome"], row["problems"][0]["cell"]) == (2, "refused", "A2")


def test_patents_are_listed_by_number_in_any_spelling(desk, present):
    imported(desk)
    officer = Caller(desk.officer)

    assert len(officer.get("patents/?number=ZL+2017+1+0601862.3").json()["results"]) == 1
    assert len(officer.get("patents/?number=95115608.X").json()["results"]) == 0


def test_terms_for_which_the_signatory_saw_another_hash_stay_unsigned(desk, present):
    from tests.listings.making import approved_listing

    listing = approved_listing(desk)
    present["now"] = AFTER_NOTICE + timedelta(days=1)

    answer = Caller(desk.signatory).post(
        f"listings/{listing.number}/terms/1/sign/", {"sha256": "b" * 64, "person_name": "李明", "capacity": "校长"}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "hash_differs")
    assert listing.terms.get().signatures.count() == 0
