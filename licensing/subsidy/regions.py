"""Names of places by GB/T 2260: all provinces, and the prefectures of Heilongjiang."""

from __future__ import annotations

from typing import Final

_PROVINCES: Final = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省",
    "22": "吉林省", "23": "黑龙江省", "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省",
    "35": "福建省", "36": "江西省", "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省",
    "44": "广东省", "45": "广西壮族自治区", "46": "海南省", "50": "重庆市", "51": "四川省", "52": "贵州省",
    "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省", "63": "青海省", "64": "宁夏回族自治区",
    "65": "新疆维吾尔自治区", "71": "台湾省", "81": "香港特别行政区", "82": "澳门特别行政区",
}  # fmt: skip


def province_name(division: str) -> str | None:
    """Give the province of a six-digit division code, or None for an unknown one."""
    return _PROVINCES.get(division[:2])


_CITIES: Final = {
    "230100": "哈尔滨市", "230200": "齐齐哈尔市", "230300": "鸡西市", "230400": "鹤岗市", "230500": "双鸭山市",
    "230600": "大庆市", "230700": "伊春市", "230800": "佳木斯市", "230900": "七台河市", "231000": "牡丹江市",
    "231100": "黑河市", "231200": "绥化市", "232700": "大兴安岭地区",
}  # fmt: skip


def city_name(division: str) -> str | None:
    """Give the prefecture of a six-digit division code, or None for one outside the province."""
    return _CITIES.get(division[:4] + "00")
