import re
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from frontend.components.statuses import STATUSES, Tone, sentence, status

ALL = [(thing, code) for thing, codes in STATUSES.items() for code in codes]


class AnyValue(dict):
    def __missing__(self, key):
        return f"<{key}>"


@pytest.mark.parametrize(("thing", "code"), ALL)
def test_every_code_has_its_words_in_both_languages(thing, code):
    found = status(thing, code)
    texts = [found.word, found.sentence, found.act, *found.variants.values()]

    for text in filter(None, texts):
        with override("en"):
            english = str(text)
        with override("zh-hans"):
            chinese = str(text)
        assert re.search(r"[\u4e00-\u9fff]", chinese), english
        assert not re.search(r"[\u4e00-\u9fff]", english)
        named = re.compile(r"%\((\w+)\)s")
        assert set(named.findall(chinese)) == set(named.findall(english)), english


def test_a_sentence_writes_its_values_in_the_formats_of_the_page():
    with override("zh-hans"):
        said = sentence("Claim", "disbursed", amount=Decimal("240000.00"), date=date(2026, 11, 20), last4="0123")

    assert said == "2026年11月20日已拨付 240,000.00\u00a0元 至尾号 0123 的账户。"


def test_those_whose_turn_it_is_read_the_act():
    values = {"party": "甲公司", "date": date(2026, 3, 9), "n": 5}

    with override("zh-hans"):
        waiting = sentence("LicenseRequest", "offered", **values)
        mine = sentence("LicenseRequest", "offered", is_mine=True, **values)

    assert waiting == "等待甲公司答复，截止2026年3月9日（还有 5\u00a0个工作日）。"
    assert mine == "请在2026年3月9日前答复。"


def test_a_sentence_without_its_values_is_an_error():
    with pytest.raises(KeyError):
        sentence("Listing", "published", n=2)


def test_the_same_state_reached_another_way_has_its_own_sentence():
    with override("en"):
        said = sentence("LicenseRequest", "accepted", variant="notice", time="9:30")

    assert said == "The notice was delivered at 9:30; the license exists."


def test_unknown_is_never_shown_as_met():
    assert status("Rule", "unknown").tone == status("Eligibility", "unknown").tone == Tone.UNKNOWN
