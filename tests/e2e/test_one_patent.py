"""
One real patent from import to the feed, across all three desks, in a real browser, with and without script.

Numbers, dates and titles are those of real records in ``../shared/data``, the organizations those of its registers;
the people are made up. Between two pages only the clock moves.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from licensing.deals.models import Deal
from licensing.subsidy.claims.models import Claim, Round
from licensing.subsidy.policies.models import SubsidyPolicy
from listings.offers.models import Listing, PriceNotice
from listings.patents.models import Patent
from marketplace.accounts.actors import Actor
from marketplace.accounts.models import Organization
from marketplace.accounts.roles import Kind, Role
from marketplace.dated import clock
from marketplace.events import consumers
from marketplace.events.verification import verify
from search.engines import engine
from search.indexing.rebuild import rebuild
from tests.factories import HEILONGJIANG, make_actor, make_office, make_organization
from tests.licensing.factories import PDF

pytestmark = pytest.mark.django_db(transaction=True)

SPELLINGS = (
    "201610757198.7",
    "CN201610757198.7",
    "ZL201610757198.7",
    "2016107571987",
    "ＺＬ２０１６１０７５７１９８．７",
)


class Walk:
    """The people of the story, the clock, and how one sends a form."""

    def __init__(self, page: Any, live_server: Any, sign_in: Callable[..., None], shot: Callable[[str], None]):
        self.page, self.url, self._sign_in, self.shot = page, live_server.url, sign_in, shot
        self.now = datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
        self.people: dict[Role, Actor] = {}

    def hire(self, organization: Organization, *roles: Role) -> None:
        for role in roles:
            self.people[role] = make_actor(organization, role)

    def on(self, day: date, hour: int = 2) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

    def as_(self, role: Role, address: str = "", *, status: int = 200) -> Any:
        """Go to a page of the role's desk as the person in that role."""
        actor = self.people[role]
        self.page.context.clear_cookies()
        self._sign_in(self.page, actor.person)
        desk = f"/{actor.organization.desk}/{actor.organization.uscc}/"
        answer = self.page.goto(f"{self.url}{desk}{address}")
        assert answer.status == status, f"{desk}{address}: {answer.status}"
        return self.page

    def send(self, **values: Any) -> None:
        """Fill the fields of the page's form and send it; the answer is another page, without a refusal."""
        for name, value in values.items():
            field = self.page.locator(f"main form [name='{name}']")
            kind = field.first.get_attribute("type") or ""
            if kind in {"radio", "checkbox"}:
                named = self.page.locator(f"main form [name='{name}'][value='{value}']")
                (named if named.count() else field).first.check()
            elif kind == "file":
                field.set_input_files(value)
            elif field.first.evaluate("node => node.tagName") == "SELECT":
                field.select_option(str(value))
            else:
                field.fill(str(value))
        self.page.locator("main form[method=post] button[type=submit]").last.click()
        self.page.wait_for_load_state()
        problems = self.page.locator("main [data-error-summary]")
        assert problems.count() == 0, problems.first.inner_text()

    def text(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.fixture(params=["with script", "without script"])
def walk(request, new_context, live_server, sign_in, screenshot, settings, monkeypatch, shared_data):
    settings.SECOND_FACTOR_REQUIRED = False
    page = new_context(java_script_enabled=request.param == "with script").new_page()
    made = Walk(page, live_server, sign_in, lambda name: screenshot(page, f"walk-{request.param[:4].strip()}-{name}"))
    monkeypatch.setattr(clock, "now", lambda: made.now)
    university, enterprise = _organizations(shared_data)
    province, city = make_office(region=HEILONGJIANG), make_office()
    made.hire(
        university,
        Role.OFFICER,
        Role.LISTING_APPROVER,
        Role.OWNER_SIGNATORY,
        Role.OWNER_FINANCE,
    )
    made.hire(enterprise, Role.APPLICANT, Role.SIGNATORY, Role.FINANCE)
    made.hire(city, Role.CITY_CHECKER)
    made.hire(province, Role.PROVINCIAL_REVIEWER, Role.APPROVER, Role.BUREAU_FINANCE, Role.POLICY_EDITOR)
    rebuild(engine())
    return made


def _organizations(shared_data: Path) -> tuple[Organization, Organization]:
    with (shared_data / "orgs" / "heilongjiang_universities.csv").open(encoding="utf-8-sig") as file:
        university = next(row for row in csv.DictReader(file) if row["city"] == "哈尔滨市")
    with gzip.open(shared_data / "orgs" / "heilongjiang_enterprises.csv.gz", "rt", encoding="utf-8-sig") as file:
        enterprise = next(row for row in csv.DictReader(file) if row["city"] == "哈尔滨")
    return (
        make_organization(Kind.UNIVERSITY, name=university["name"], contact_desk="技术转移中心"),
        make_organization(Kind.ENTERPRISE, name=enterprise["name"], uscc=enterprise["uscc"]),
    )


def _files(shared_data: Path, owner: Organization, folder: Path) -> tuple[Path, Path]:
    """Give the granted record with an application number as a table, and one row of the Patsnap export."""
    with gzip.open(shared_data / "patents" / "company_titles.jsonl.gz", "rt", encoding="utf-8") as file:
        record = next(row for row in map(json.loads, file) if row["pub_no"] == "CN106185742B")
    plain = folder / "patents.csv"
    head = "申请号,授权公告号,标题,专利类型,申请日,授权公告日,IPC,专利权人,统一社会信用代码"
    cells = [
        record["app_no"],
        record["pub_no"],
        record["title"],
        "发明",
        record["app_date"],
        record["pub_date"],
        "B66F7/00",
        owner.name,
        owner.uscc,
    ]
    plain.write_text(f"{head}\n{','.join(cells)}\n", encoding="utf-8")
    rows = (shared_data / "import_samples" / "patsnap_export.csv").read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(rows)))
    patsnap = folder / "patsnap.csv"
    with patsnap.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table[:2])
    return plain, patsnap


def test_one_patent_from_import_to_subsidy_and_feed(walk, shared_data, tmp_path):
    plain, patsnap = _files(shared_data, walk.people[Role.OFFICER].organization, tmp_path)

    patent = _import(walk, plain, patsnap)
    _record_facts(walk, patent)
    listing = _offer(walk, patent)
    _find(walk, listing)
    deal = _take(walk, listing)
    _run(walk, deal)
    claim = _subsidy(walk, deal)
    _feed(listing)

    deal.refresh_from_db()
    claim.refresh_from_db()
    assert (deal.status, deal.recordal_number, claim.status) == ("in_effect", "X2026230000123", "disbursed")
    assert verify().bad_position is None


def _import(walk: Walk, plain: Path, patsnap: Path) -> Patent:
    for name, file, transferred in (("plain", plain, False), ("patsnap", patsnap, True)):
        walk.as_(Role.OFFICER, "imports/new/")
        more = {"transferred": "on"} if transferred else {}
        walk.send(file=str(file), source_as_of="2026-10-12", **more)
        walk.shot(f"01-import-{name}")
        walk.page.locator("main form[action$='/apply/'] button").click()
        walk.page.wait_for_load_state()
    assert Patent.objects.filter(publication_number="CN100506495C", application_number=None).count() == 1
    patent = Patent.objects.get(application_number="201610757198.7")
    assert (patent.filing_date, patent.grant_date) == (date(2016, 8, 29), date(2019, 2, 19))
    return patent


def _record_facts(walk: Walk, patent: Patent) -> None:
    walk.as_(Role.OFFICER, f"patents/{patent.pk}/")
    walk.shot("02-patent-unknown")
    walk.as_(Role.OFFICER, f"patents/{patent.pk}/facts/fee_paid/")
    walk.send(on="2026-08-20", paid_until="2027-08-29", source="register", as_of="2026-10-12")
    _read_register(walk, patent)
    walk.as_(Role.OFFICER, f"patents/{patent.pk}/")
    walk.shot("03-patent-eligible")


def _read_register(walk: Walk, patent: Patent) -> None:
    walk.as_(Role.OFFICER, f"patents/{patent.pk}/facts/checked/")
    walk.send(topics="all", source="register", as_of=clock.today().isoformat())


def _offer(walk: Walk, patent: Patent) -> Listing:
    walk.as_(Role.OFFICER, f"listings/new/{patent.pk}/")
    walk.send()
    listing = Listing.objects.get(patent=patent)
    here = f"listings/{listing.number}/"
    walk.as_(Role.OFFICER, f"{here}edit/")
    walk.send(
        plain_title="升降平台车让机车检修不用吊装",
        problem="机车检修时要把整车吊起，占用天车，一次要半天。",
        solution="升降平台车在轨道间托起部件，由维护系统安排次序。",
        advantages="单次检修由半天缩短到一个小时，少用两个人。",
        application_field="轨道交通检修",
        product="升降平台车、检修调度系统",
        trl="7",
        gbt4754="3720",
        routes="license",
        contact_desk="技术转移中心",
        contact_phone="0451-00000001",
        contact_email="tto@example.cn",
    )
    walk.shot("04-content")
    walk.as_(Role.OFFICER, f"{here}terms/?template=P2")
    walk.send(
        track="negotiated_ordinary", items_0_amount="60000.00", standing_offer_until="2028-12-31", region_prefix="23"
    )
    walk.shot("05-terms-checked")
    walk.send()
    walk.as_(Role.OFFICER, f"{here}submit/")
    walk.send()
    walk.on(date(2026, 10, 13))
    walk.as_(Role.LISTING_APPROVER, f"{here}approve/")
    walk.shot("06-review")
    walk.send()
    walk.as_(Role.OFFICER, f"{here}price-notice/")
    walk.send(place="校内公告栏和网站")
    notice = PriceNotice.objects.get(listing=listing)
    assert (notice.starts_on, notice.ends_on) == (date(2026, 10, 13), date(2026, 10, 28))
    walk.on(date(2026, 10, 29))
    _read_register(walk, patent)
    walk.as_(Role.OFFICER, f"{here}price-notices/{notice.pk}/end/")
    walk.send(objections="0")
    walk.as_(Role.OWNER_SIGNATORY, f"{here}sign/")
    walk.shot("07-sign-terms")
    walk.send(person_name="许建国", capacity="授权签署人")
    walk.as_(Role.LISTING_APPROVER, f"{here}publish/")
    walk.send()
    listing.refresh_from_db()
    assert (listing.status, listing.current_terms.version) == ("published", 1)
    walk.shot("08-published")
    consumers.run_all(clock=clock.now)
    return listing


def _find(walk: Walk, listing: Listing) -> None:
    walk.page.context.clear_cookies()
    for query in ("升降", "机车", "B66F7/00", "B66F", *SPELLINGS):
        walk.page.goto(f"{walk.url}/listings/?q={query}")
        assert walk.page.locator(f"main a[href*='{listing.number}']").count() >= 1, query
    walk.shot("09-found")
    walk.page.goto(f"{walk.url}/listings/{listing.number}/")
    walk.shot("10-listing")
    assert "60,000.00" in walk.text()


def _take(walk: Walk, listing: Listing) -> Deal:
    walk.on(date(2026, 11, 2))
    walk.as_(Role.APPLICANT, f"listings/{listing.number}/request/")
    walk.shot("11-request")
    walk.send(product="升降平台车", starts_on="2026-11-02", related_party="no", small_or_medium="yes")
    deal = Deal.objects.get(listing=listing)
    assert deal.status == "signing"
    walk.as_(Role.SIGNATORY, f"cases/{deal.number}/contract/")
    walk.shot("12-contract")
    walk.send()
    deal.refresh_from_db()
    assert (deal.status, deal.effective_on) == ("in_effect", date(2026, 11, 2))
    assert deal.contract is not None
    text = "".join("".join(page.extract_text() for page in PdfReader(deal.contract.file.path).pages).split())
    assert "专利实施许可合同" in text
    assert deal.contract.file_id == deal.contract_sha256
    consumers.run_all(clock=clock.now)
    return deal


def _run(walk: Walk, deal: Deal) -> None:
    case = f"cases/{deal.number}/"
    voucher = {"name": "voucher.pdf", "mimeType": "application/pdf", "buffer": PDF}
    invoice = {"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": PDF + b"\n"}
    walk.on(date(2026, 12, 1))
    walk.as_(Role.APPLICANT, f"{case}recordal/")
    walk.send(number="X2026230000123", recorded_on="2026-11-30")
    walk.on(date(2027, 5, 3))
    walk.as_(Role.APPLICANT, f"{case}use-reports/6/")
    walk.send(in_use="yes", text="已在两个检修库使用。")
    walk.on(date(2027, 11, 1))
    walk.as_(Role.FINANCE, f"{case}payments/new/")
    walk.shot("13-payment")
    walk.send(amount="60000.00", paid_on="2027-11-01", bank_reference="20271101-0007", voucher=voucher)
    payment = deal.payments.get()
    walk.as_(Role.OWNER_FINANCE, f"payments/{payment.number}/confirm/")
    walk.shot("14-confirm")
    walk.send(amount="60000.00")
    walk.as_(Role.OWNER_FINANCE, f"payments/{payment.number}/invoice/")
    walk.send(number="24232000000000000001", issued_on="2027-11-01", net="56603.77", tax="3396.23", document=invoice)
    for role in (Role.FINANCE, Role.OWNER_FINANCE):
        walk.as_(role, case)
        assert deal.number in walk.text()
        walk.shot(f"15-case-{role.value}")


def _subsidy(walk: Walk, deal: Deal) -> Claim:
    walk.on(date(2027, 11, 8))
    policies = Path(__file__).resolve().parents[2] / "frontend" / "demo" / "seed" / "policies.yaml"
    walk.as_(Role.POLICY_EDITOR, "policies/load/")
    walk.send(file=str(policies), keys="hlj-ip-2021 hlj-kj-2024-buyer")
    for policy in SubsidyPolicy.objects.all():
        walk.as_(Role.APPROVER, f"policies/{policy.pk}/in-force/")
        walk.send()
    policy = SubsidyPolicy.objects.get(key="hlj-ip-2021")
    walk.as_(Role.PROVINCIAL_REVIEWER, f"policies/{policy.pk}/rounds/new/")
    walk.send(year="2027", opens_on="2027-11-08", cutoff_on="2028-03-31", budget="1000000.00")
    walk.as_(Role.APPLICANT, f"cases/{deal.number}/subsidy/")
    assert "6,000.00" in walk.text()
    walk.shot("16-subsidy")
    walk.as_(Role.APPLICANT, f"claims/new/{Round.objects.get().pk}/{deal.number}/")
    walk.send(legal_person="yes", bad_credit="no")
    claim = Claim.objects.get()
    walk.as_(Role.SIGNATORY, f"claims/{claim.number}/submit/")
    walk.shot("17-submit")
    walk.send()
    for role, act in (
        (Role.CITY_CHECKER, "recommend"),
        (Role.PROVINCIAL_REVIEWER, "award"),
        (Role.APPROVER, "approve"),
    ):
        walk.as_(role, f"claims/{claim.number}/{act}/")
        walk.shot(f"18-{act}")
        walk.send()
    walk.as_(Role.BUREAU_FINANCE, f"claims/{claim.number}/disburse/")
    walk.send(paid_on="2027-11-08", bank_reference="CZ-2027-0001")
    for role in (Role.SIGNATORY, Role.PROVINCIAL_REVIEWER):
        walk.as_(role, f"claims/{claim.number}/")
        assert "6,000.00" in walk.text()
        walk.shot(f"19-claim-{role.value}")
    return claim


def _feed(listing: Listing) -> None:
    consumers.run_all(clock=clock.now)
    platform = make_actor(make_organization(Kind.PLATFORM), Role.INTEGRATOR)
    client = Client()
    client.force_login(platform.person, backend="django.contrib.auth.backends.ModelBackend")
    headers = {"X-Organization": platform.organization.uscc}
    batch = client.get("/api/v1/exchange/events/", headers=headers).json()
    about = [row for row in batch if row["data"]["listing_id"] and listing.number in row["data"]["url"]]

    assert about[0]["type"].endswith(".listing.published.v1")
    assert [row["revision"] for row in about] == list(range(1, len(about) + 1))
    assert [int(row["sequence"]) for row in batch] == list(range(1, len(batch) + 1))


def test_an_unconfirmed_number_blocks_the_award_and_says_why(walk):
    """Step 10: the reviewer sees that nothing can be awarded, and which numbers are not confirmed."""
    from tests.licensing.factories import make_claim, make_policy, make_round

    province = walk.people[Role.PROVINCIAL_REVIEWER].organization
    row = make_round(
        make_policy(province, body={"scheme": {"type": "flat", "rate": "0.10", "confirmed": False}}),
        opens_on=walk.now.date() - timedelta(days=30),
    )
    claim = make_claim(round_=row)
    claim.status, claim.submitted_at, claim.submitted_by = "recommended", walk.now, claim.prepared_by
    claim.save()

    walk.as_(Role.PROVINCIAL_REVIEWER, f"claims/{claim.number}/award/")
    walk.page.locator("main form[method=post] button[type=submit]").last.click()
    walk.page.wait_for_load_state()

    assert walk.page.locator("main [data-error-summary]").count() == 1
    walk.shot("20-award-blocked")
    claim.refresh_from_db()
    assert claim.status == "recommended"
