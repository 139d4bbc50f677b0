"""Words for the codes among the values that sentences show."""

from __future__ import annotations

from typing import Final

from listings.eligibility.rules.sentences.sentence import Sentence

WORDS: Final[dict[str, Sentence]] = {
    "status": Sentence("法律状态", "legal status"),
    "fee": Sentence("年费缴纳情况", "record of annual fees"),
    "pledge": Sentence("质押登记", "record of pledges"),
    "preservation": Sentence("保全与中止登记", "record of preservation and suspension"),
    "license": Sentence("许可", "license"),
    "owner": Sentence("专利权人登记", "record of patent owners"),
    "family": Sentence("同族专利", "record of family members"),
    "award": Sentence("获奖情况", "record of awards"),
    "transfer": Sentence("转让", "transfer"),
    "invention": Sentence("发明", "invention"),
    "utility_model": Sentence("实用新型", "utility model"),
    "design": Sentence("外观设计", "design"),
    "hv_sei": Sentence("战略性新兴产业", "strategic emerging industry"),
    "hv_overseas": Sentence("海外同族专利权", "patent right in the family overseas"),
    "hv_maintained": Sentence("维持年限超过规定年数", "maintained for more than the set number of years"),
    "hv_pledge": Sentence("较高质押融资金额", "high amount of pledge financing"),
    "hv_award": Sentence("国家科学技术奖或中国专利奖", "national science award or China Patent Award"),
}

TOPIC_OF_LICENSES: Final = Sentence("许可备案", "record of licenses")
"""The topic ``license``, which as a use is a single license."""
