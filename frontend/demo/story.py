"""
The story of the demonstration, told through the services as people would act, in the weeks before today.

Three listings (two under standing offers, one by declaration), one of them taken, paid for in part and claimed, so
that every desk has something to look at and something to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.core.files.base import ContentFile

from frontend.demo.people import Cast
from licensing.deals import services as deals
from licensing.deals.models import Deal
from licensing.obligations import services as duties
from licensing.payments import services as payments
from licensing.requests import services as requests
from licensing.subsidy.claims.services import open_round
from licensing.subsidy.policies.services import load_policies, put_in_force
from listings.imports.services import apply_import, stage_import
from listings.offers import services as offers
from listings.offers.models import LicenseTerms, Listing
from listings.offers.plans import templates
from listings.offers.services.terms import Choice
from listings.patents.models import Patent
from marketplace.accounts.roles import Role
from marketplace.dates import add_days, shanghai_day
from marketplace.documents.rendering.pdf import render_pdf
from marketplace.documents.services import store_upload

SEED: Final = Path(__file__).parent / "seed"
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Told:
    """What the story has made."""

    listings: list[Listing]
    deal: Deal


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One made-up patent with its offer."""

    serial: int
    filed: date
    granted: date
    title: str
    ipc: str
    content: Mapping[str, Any]
    template: str
    track: str


def application_number(subject: Subject) -> str:
    """Give the subject's application number with its check digit (law.md 7.1)."""
    digits = f"{subject.filed.year}1{subject.serial:07d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return f"{digits}.{'X' if rest == 10 else rest}"


def tell(cast: Cast, *, now: datetime) -> Told:
    """Tell the whole story up to ``now``: imports ten weeks ago, publication five weeks ago, a deal four weeks ago."""
    imported = now - timedelta(weeks=10)
    _import(cast, now=imported)
    listings = [_offer(cast, subject, now=imported) for subject in SUBJECTS]
    _policies(cast, now=now - timedelta(weeks=9))
    deal = _take(cast, listings[0], now=now - timedelta(weeks=4))
    _run(cast, deal, now=now - timedelta(weeks=2))
    for listing in listings:
        _read_register(cast, listing.patent, now=now - timedelta(days=1))
    return Told(listings, deal)


def _import(cast: Cast, *, now: datetime) -> None:
    officer = cast.by_role[Role.OFFICER]
    head = "申请号,标题,专利类型,申请日,授权公告日,IPC,专利权人,统一社会信用代码"
    rows = [
        ",".join(
            (
                application_number(subject),
                subject.title,
                "发明",
                subject.filed.isoformat(),
                subject.granted.isoformat(),
                subject.ipc,
                officer.organization.name,
                officer.organization.uscc,
            )
        )
        for subject in SUBJECTS
    ]
    staged = stage_import(
        actor=officer,
        file_name="patents.csv",
        content="\n".join([head, *rows]).encode(),
        source_as_of=shanghai_day(now),
        now=now,
    )
    apply_import(actor=officer, import_id=staged.pk, now=now)


def _offer(cast: Cast, subject: Subject, *, now: datetime) -> Listing:
    officer, approver = cast.by_role[Role.OFFICER], cast.by_role[Role.LISTING_APPROVER]
    patent = Patent.objects.get(application_number=application_number(subject))
    _facts(cast, subject, patent, now=now)
    listing = offers.create_draft(actor=officer, patent_id=patent.pk, now=now)
    offers.edit_content(actor=officer, listing_id=listing.pk, version=listing.version, content=subject.content, now=now)
    choice = Choice(
        track=subject.track,
        plan=templates()[subject.template],
        conditions={"region_prefix": "23"} if subject.track == "negotiated_ordinary" else {},
        standing_offer_until=add_days(shanghai_day(now), 700) if subject.track == "negotiated_ordinary" else None,
        fee_basis="参照同行业普通许可的费用水平，由双方以外的两名评议人复核。",
    )
    terms = offers.choose_terms(actor=officer, listing_id=listing.pk, choice=choice, now=now)
    offers.submit_for_review(actor=officer, listing_id=listing.pk, now=now)
    offers.approve(actor=approver, listing_id=listing.pk, now=now + timedelta(days=1))
    notice = offers.start_price_notice(
        actor=officer, listing_id=listing.pk, terms_id=terms.pk, place="校内公告栏和网站", now=now + timedelta(days=2)
    )
    ended = now + timedelta(days=25)
    offers.end_price_notice(actor=officer, notice_id=notice.pk, objections=0, answers="", now=ended)
    _sign(cast, terms, now=ended)
    if subject.track == "statutory_open":
        filed = offers.file_declaration(actor=officer, terms_id=terms.pk, filed_on=shanghai_day(ended), now=ended)
        announced = ended + timedelta(days=7)
        offers.announce_declaration(
            actor=officer,
            declaration_id=filed.pk,
            announced_on=shanghai_day(announced),
            announcement_number="示例 42-0901",
            now=announced,
        )
        ended = announced
    _read_register(cast, patent, now=ended)
    return offers.publish(actor=approver, listing_id=listing.pk, now=ended + timedelta(days=1))


def _facts(cast: Cast, subject: Subject, patent: Patent, *, now: datetime) -> None:
    officer, today = cast.by_role[Role.OFFICER], shanghai_day(now)
    paid = date(today.year, subject.filed.month, min(subject.filed.day, 28))
    due = date(today.year + 1, subject.filed.month, min(subject.filed.day, 28))
    for fact in (
        {"kind": "fee_paid", "on": min(paid, today), "paid_until": due, "source": "register"},
        {"kind": "checked", "topics": ["family", "award"], "source": "owner", "as_of": today},
    ):
        offers.record_fact(actor=officer, patent_id=patent.pk, fact=fact, now=now)
    _read_register(cast, patent, now=now)


def _read_register(cast: Cast, patent: Patent, *, now: datetime) -> None:
    """Note that the register was read and showed nothing new; after thirty days it has to be read again."""
    fact = {"kind": "checked", "topics": "all", "source": "register", "as_of": shanghai_day(now)}
    offers.record_fact(actor=cast.by_role[Role.OFFICER], patent_id=patent.pk, fact=fact, now=now)


def _sign(cast: Cast, terms: LicenseTerms, *, now: datetime) -> None:
    signatory = cast.by_role[Role.OWNER_SIGNATORY]
    offers.sign_terms(
        actor=signatory,
        terms_id=terms.pk,
        sha256=terms.sha256,
        person_name=signatory.person.name,
        capacity="授权签署人",
        now=now,
    )


def _policies(cast: Cast, *, now: datetime) -> None:
    """Put two rules in force and open their rounds; what is not confirmed stays a draft."""
    content = (SEED / "policies.yaml").read_bytes()
    for draft in load_policies(actor=cast.by_role[Role.POLICY_EDITOR], content=content, keys=None, now=now):
        row = put_in_force(actor=cast.by_role[Role.APPROVER], policy_id=draft.pk, now=now)
        open_round(
            actor=cast.by_role[Role.PROVINCIAL_REVIEWER],
            policy=row,
            year=shanghai_day(now).year,
            opens_on=shanghai_day(now),
            cutoff_on=date(shanghai_day(now).year + 2, 12, 31),
            budget=Decimal("5000000.00"),
            now=now,
        )


def _take(cast: Cast, listing: Listing, *, now: datetime) -> Deal:
    applicant, signatory = cast.by_role[Role.APPLICANT], cast.by_role[Role.SIGNATORY]
    wish = requests.Wish(product="圆锥滚子轴承", starts_on=shanghai_day(now), related_party=False, small_or_medium=True)
    request = requests.prepare_request(actor=applicant, listing_number=listing.number, wish=wish, now=now)
    deal = deals.draw_up_contract(actor=applicant, request_id=request.pk, now=now)
    return deals.sign_deal(actor=signatory, deal_id=deal.pk, sha256=deal.contract_sha256, now=now)


def _run(cast: Cast, deal: Deal, *, now: datetime) -> None:
    """File the contract, report first revenue, record a payment that the university has yet to confirm."""
    applicant, finance = cast.by_role[Role.APPLICANT], cast.by_role[Role.FINANCE]
    duties.record_filing(
        actor=applicant,
        deal_id=deal.pk,
        number="X2026230000017",
        recorded_on=shanghai_day(now),
        proof=None,
        now=now,
    )
    duties.report_first_revenue(actor=applicant, deal_id=deal.pk, revenue_on=shanghai_day(now), now=now)
    paper = render_pdf(
        "frontend/demo/seed/voucher.typ",
        {"number": deal.number, "day": shanghai_day(now), "amount": "20,000.00"},
        at=now,
    )
    voucher = store_upload(
        actor=finance,
        upload=ContentFile(paper, name="voucher.pdf"),
        kind="voucher",
        title="voucher.pdf",
        at=now,
        subject=deal,
    )
    payments.record_payment(
        actor=finance,
        deal_id=deal.pk,
        amount=Decimal("20000.00"),
        paid_on=shanghai_day(now),
        bank_reference="DEMO-0001",
        voucher=voucher,
        now=now,
    )


def _content(title: str, **more: Any) -> dict[str, Any]:
    return {
        "plain_title": title,
        "routes": ["license"],
        "contact_desk": "技术转移中心",
        "contact_phone": "0451-00000001",
        "contact_email": "tto@demo.example",
        **more,
    }


SUBJECTS: Final = (
    Subject(
        serial=345,
        filed=date(2015, 4, 20),
        granted=date(2018, 6, 5),
        title="一种寒区滚动轴承的自润滑方法",
        ipc="F16C33/10",
        template="P1",
        track="negotiated_ordinary",
        content=_content(
            "零下四十度仍能转动的轴承",
            problem="冬季露天作业时润滑脂变硬，轴承启动阻力大，磨损快。",
            solution="在滚道表面加工细小储油坑，嵌入固体润滑材料，低温下由储油坑供油。",
            advantages="与常用低温润滑脂相比，启动力矩约为三分之一，更换周期由半年延长到两年。",
            application_field="风力发电、农业机械、林区运输设备",
            product="圆锥滚子轴承、轮毂轴承单元",
            trl=7,
            gbt4754=["3451"],
            know_how="另附表面加工参数和检验方法，可以到厂指导三天。",
        ),
    ),
    Subject(
        serial=1207,
        filed=date(2016, 9, 12),
        granted=date(2019, 3, 8),
        title="一种秸秆纤维保温板的成型装置",
        ipc="B27N3/08",
        template="P4",
        track="negotiated_ordinary",
        content=_content(
            "用秸秆压出防潮的保温板",
            problem="秸秆板吸水后鼓胀，冬季施工时容易开裂。",
            solution="分段升温压制，并在出模前完成表面封闭，板材一次成型。",
            advantages="吸水厚度膨胀率由百分之十二降到百分之四，每块板节约胶料约三成。",
            application_field="装配式建筑、农房改造",
            product="秸秆保温板、复合墙板",
            trl=6,
            gbt4754=["2029"],
            know_how="提供模具图纸和三组试生产记录。",
        ),
    ),
    Subject(
        serial=2210,
        filed=date(2015, 11, 3),
        granted=date(2018, 12, 18),
        title="一种冰雪路面的胎压自动调节系统",
        ipc="B60C23/00",
        template="P2",
        track="statutory_open",
        content=_content(
            "冰雪路面上自己调胎压的卡车",
            problem="冰雪路面附着力小，重载车辆起步打滑，人工放气费时且不准确。",
            solution="根据轮速差和载荷估计附着系数，行驶中分轴调节胎压。",
            advantages="冰面起步成功率由六成提高到九成，制动距离缩短约百分之十五。",
            application_field="冬季货运、矿山运输、应急车辆",
            product="车载胎压调节单元、分配阀组",
            trl=8,
            gbt4754=["3670"],
            know_how="控制程序不在许可范围内，可以另行约定。",
        ),
    ),
)
