import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pypdf
import pytest
import typst

from marketplace.documents.rendering.pdf import render_pdf

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
TEMPLATE = "tests/marketplace/documents/contract_for_tests.typ"
PAYLOAD = {
    "title": "专利实施许可合同",
    "number": "HLJ-2026-000001",
    "licensor": '哈尔滨示例大学 #panic("x") $1$ *粗* \\',
    "term": date(2026, 3, 1),
    "clauses": [{"heading": "许可使用费", "sentences": [f"首次付款{Decimal('50000.00')}元，备案后十五日内支付。"]}],
    "parties": [{"role": "甲方", "name": "哈尔滨示例大学"}, {"role": "乙方", "name": "示例科技有限公司"}],
}


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_sets_readable_chinese():
    text = text_of(render_pdf(TEMPLATE, PAYLOAD, at=NOW))

    assert "专利实施许可合同" in text
    assert "第一条" in text
    assert "首次付款50000.00元" in text.replace(" ", "")
    assert "HLJ-2026-000001" in text
    assert "2026-03-01" in text


def test_a_value_never_becomes_markup():
    text = text_of(render_pdf(TEMPLATE, PAYLOAD, at=NOW))

    assert '哈尔滨示例大学 #panic("x") $1$ *粗* \\'.replace(" ", "") in text.replace(" ", "").replace("\n", "")


def test_embeds_its_fonts():
    reader = pypdf.PdfReader(io.BytesIO(render_pdf(TEMPLATE, PAYLOAD, at=NOW)))

    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).split("+")[-1] for font in fonts}
    assert {name.split("-")[0] for name in names} == {"NotoSerifSC", "NotoSansSC"}


def test_the_same_data_give_the_same_bytes():
    assert render_pdf(TEMPLATE, PAYLOAD, at=NOW) == render_pdf(TEMPLATE, PAYLOAD, at=NOW)


def test_missing_data_are_an_error_and_not_an_empty_place():
    with pytest.raises(typst.TypstError):
        render_pdf(TEMPLATE, {**PAYLOAD, "clauses": [{"heading": "x"}]}, at=NOW)
