from datetime import date

import pytest

from listings.offers.models import LicenseTerms
from listings.offers.wording import canonical_terms, plan_sentences, terms_hash, terms_text
from tests.factories import make_university
from tests.listings.making import bare_listing, choice

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


def make_terms(**fields) -> LicenseTerms:
    listing = bare_listing(make_university())
    terms = LicenseTerms.objects.get(listing=listing)
    chosen = choice(**fields)
    terms.track = chosen.track
    terms.conditions = dict(chosen.conditions)
    terms.standing_offer_until = chosen.standing_offer_until
    terms.field_of_use = chosen.field_of_use
    return terms


def test_says_a_standing_offer_in_words():
    terms = make_terms(fee_basis="")

    lines = terms_text(terms).replace(NBSP, " ").splitlines()

    assert lines[1:] == [
        "许可方式：普通许可，由双方签订合同。",
        "许可期限：60 个月，自许可生效之日起算，不超过专利权的有效期限。",
        "地域：中国。使用领域：轴承制造。",
        "延期支付许可费 50,000.00 元：许可生效满 12 个月时或首次取得收入后 30 天内，以较早者为准。",
        (
            "提成：许可生效满 12 个月起，每 12 个月按净销售额的 3% 计算，每期结束后 60 天内付款"
            "（每期最多 300,000.00 元）。"
        ),
        "提成自许可生效之日起每 12 个月为一期。",
        "被许可方在每期结束后 30 天内报告当期的净销售额。",
        "不满一期的，每期的最低、最高金额按天数折算。",
        "期限的最后一日是休息日或者法定节假日的，顺延至其后的第一个工作日。",
        "逾期付款的，自到期日的次日起按年利率 3.65%（一年按 365 天）计付单利。",
        "付款先抵充利息，再抵充本金。",
        "逾期的，自催告送达之日起有 30 天补救期。",
        "许可提前终止时，尚未到期的款项不再支付。",
        "许可终止的，终止日及以前的提成仍应报告和支付。",
        "许可终止后 30 天内，被许可方停止实施并返还技术资料。",
        "适用对象：在黑龙江省登记，中小微企业。",
        "在 2027 年 12 月 31 日（含当日）之前，符合适用对象要求的企业签署后合同即成立。",
    ]


def test_says_an_open_license_in_words():
    text = terms_text(make_terms(track="statutory_open"))

    assert "依专利法第五十条、第五十一条" in text
    assert "适用对象" not in text


def test_a_free_license_is_said_so():
    assert plan_sentences({"term_months": 12, "free": True, "items": []}) == ["免费许可，不用付款。"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("field_of_use", "农机"),
        ("term_months", 12),
        ("standing_offer_until", date(2028, 1, 1)),
        ("conditions", {}),
        ("text_zh", "别的条件"),
        ("fee_basis", "评估报告"),
    ],
)
def test_the_hash_covers_everything_agreed(name, value):
    terms = make_terms()
    before = terms_hash(canonical_terms(terms))

    setattr(terms, name, value)

    assert terms_hash(canonical_terms(terms)) != before
