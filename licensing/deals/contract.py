"""The papers of a deal: the contract and the receipt of a notice, as PDF made from facts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from licensing.requests.models import LicenseRequest
from listings.offers.models import Declaration, LicenseTerms
from listings.patents.models import Patent
from marketplace.accounts.models import Organization
from marketplace.dates import SHANGHAI, shanghai_day
from marketplace.documents.rendering.pdf import render_pdf

_CONTRACT: Final = "licensing/deals/paper/contract.typ"
_RECEIPT: Final = "licensing/deals/paper/notice_receipt.typ"

Row = tuple[str, str | None]


def contract_pdf(*, request: LicenseRequest, at: datetime) -> bytes:
    """Give the contract of a standing offer (Civil Code art. 845, 862 to 876) as a PDF with readable text."""
    return render_pdf(_CONTRACT, contract_payload(request), at=at)


def receipt_pdf(*, request: LicenseRequest, declaration: Declaration, at: datetime) -> bytes:
    """Give the receipt of a notice under an announced declaration as a PDF with readable text."""
    return render_pdf(_RECEIPT, receipt_payload(request, declaration=declaration, at=at), at=at)


def contract_payload(request: LicenseRequest) -> dict[str, Any]:
    """Give everything the contract says, as plain values."""
    terms, owner, enterprise = request.terms, request.listing.owner, request.enterprise
    return {
        "number": request.number,
        "heading": [
            ("合同编号", request.number),
            ("许可方式", "普通许可（先使用后付费）"),
            ("制作日期", _day(shanghai_day(request.created_at))),
        ],
        "licensor": _party(owner),
        "licensee": _party(enterprise),
        "patent": _patent(request.listing.patent),
        "clauses": _contract_clauses(request, terms),
        "parties": [
            *(
                {
                    "role": "许可方",
                    "name": signature.organization.name,
                    "signatory": signature.person_name,
                    "signed_at": _instant(signature.signed_at),
                }
                for signature in terms.signatures.select_related("organization").order_by("signed_at")
            ),
            {"role": "被许可方", "name": enterprise.name, "signatory": "见签署记录", "signed_at": "见签署记录"},
        ],
    }


def receipt_payload(request: LicenseRequest, *, declaration: Declaration, at: datetime) -> dict[str, Any]:
    """Give everything the receipt of a notice says, as plain values."""
    terms = request.terms
    return {
        "number": request.number,
        "heading": [("编号", request.number), ("通知登记时间", _instant(at))],
        "licensor": _party(request.listing.owner),
        "licensee": _party(request.enterprise),
        "patent": [
            *_patent(request.listing.patent),
            ("声明公告日", _day(declaration.announced_on)),
            ("公告编号", declaration.announcement_number or None),
        ],
        "clauses": [
            {
                "heading": "通知",
                "sentences": [
                    (
                        "通知方依据《中华人民共和国专利法》第五十一条，以书面方式通知专利权人，"
                        "愿意依照公告的许可使用费支付方式、标准支付许可使用费，实施上列专利。"
                    ),
                    f"产品或者用途：{request.product}。",
                ],
            },
            {"heading": "公告的条件", "sentences": _terms_sentences(terms)},
            {
                "heading": "说明",
                "sentences": ["本回执证明通知已经登记并送达。许可自何时成立，以平台登记的状态为准。"],
            },
        ],
    }


def _contract_clauses(request: LicenseRequest, terms: LicenseTerms) -> list[dict[str, Any]]:
    relation = "存在" if request.related_party else "不存在"
    return [
        {
            "heading": "许可的范围",
            "sentences": [
                (
                    f"本合同为普通许可，地域为中国，期限 {terms.term_months} 个月，自合同生效之日起算，"
                    "不超过专利权的有效期限。"
                ),
                (
                    f"使用领域：{terms.field_of_use or '不限'}。产品或者用途：{request.product}。"
                    f"自 {_day(request.starts_on)} 起使用。"
                ),
                "未经许可方书面同意，被许可方不得许可他人实施。",
            ],
        },
        {
            "heading": "许可使用费",
            "sentences": [
                *_terms_sentences(terms),
                "款项直接支付至许可方账户，平台不经手资金。",
            ],
        },
        {
            "heading": "双方的义务",
            "sentences": [
                "许可方应当维持专利权有效，按期缴纳年费；被许可方应当按约定报告使用情况。",
                "自合同生效之日起三个月内，应当向国家知识产权局办理专利实施许可合同备案。",
            ],
        },
        {
            "heading": "违约与解除",
            "sentences": [
                "被许可方逾期未付款，经许可方催告，在补救期内仍未支付的，许可方可以通知解除合同。",
                "合同解除后，被许可方应当停止实施、返还技术资料；已经到期的款项仍应支付。",
            ],
        },
        {
            "heading": "专利权的变动",
            "sentences": [
                "宣告专利权无效的决定，对已经履行的许可合同不具有追溯力，法律另有规定的除外。",
                "专利权转让不影响本合同的履行。",
            ],
        },
        {
            "heading": "声明与争议",
            "sentences": [
                f"被许可方声明与许可方{relation}关联关系。",
                "争议由双方协商解决；协商不成的，可以请求国家知识产权局调解，或者向有管辖权的人民法院起诉。",
            ],
        },
        {
            "heading": "成立与生效",
            "sentences": [
                (
                    f"许可方已经预先签署第 {terms.version} 版许可条件，有效至 {_day(terms.standing_offer_until)}，"
                    f"条件的散列值（SHA-256）为 {terms.sha256}。"
                ),
                "被许可方的签署人签署本文件后，合同立即成立，无需等待答复；自签署之日生效，约定的起始日期在后的，自该日生效。",
                "签署以本文件的散列值（SHA-256）为准，签署人、时间和方式见平台的签署记录。",
            ],
        },
    ]


def _terms_sentences(terms: LicenseTerms) -> list[str]:
    return [line.strip() for line in terms.text_zh.splitlines() if line.strip()]


def _party(organization: Organization) -> list[Row]:
    return [
        ("名称", organization.name),
        ("统一社会信用代码", organization.uscc),
        ("地址", organization.address or None),
        ("联系部门", f"{organization.contact_desk} {organization.contact_phone}".strip() or None),
        ("收款账户", f"{organization.bank_name} {organization.bank_account}".strip() or None),
    ]


def _patent(patent: Patent) -> list[Row]:
    return [
        ("发明名称", patent.invention_title),
        ("专利号", f"ZL {patent.application_number}" if patent.application_number else None),
        ("授权公告号", patent.publication_number or None),
        ("申请日", _day(patent.filing_date)),
        ("授权公告日", _day(patent.grant_date)),
    ]


def _day(day: date | None) -> str | None:
    return f"{day.year}年{day.month}月{day.day}日" if day else None


def _instant(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{_day(local.date())} {local:%H:%M:%S}（北京时间）"
