"""
Layouts: which column of which export is which field.

A header is compared without spaces and with half-width brackets. Where several columns would fill one field, the
first name of its list goes first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from marketplace.problems import DomainError

_ALIASES: Final[Mapping[str, Sequence[str]]] = {
    "application_number": ("申请号", "专利号", "申请(专利)号", "申请/专利号", "专利申请号", "application_number"),
    "publication_number": (
        "授权公告号",
        "公开(公告)号",
        "公开/公告号",
        "公开(告)号",
        "公开公告号",
        "公开号",
        "publication_number",
    ),
    "invention_title": ("标题", "标题(中文)", "专利名称", "发明名称", "名称", "title", "invention_title"),
    "abstract": ("摘要", "摘要(中文)", "专利摘要", "abstract"),
    "claims_text": ("权利要求", "权利要求书", "首项权利要求", "claims"),
    "kind": ("专利类型", "专利种类", "类型", "kind"),
    "filing_date": ("申请日", "申请日期", "filing_date"),
    "grant_date": ("授权公告日", "授权日", "授权日期", "grant_date"),
    "ipc": (
        "IPC分类号",
        "IPC",
        "国际分类号",
        "分类号",
        "IPC主分类号(小组)",
        "IPC主分类号",
        "主分类号",
        "IPC主分类号(大组)",
    ),
    "owners": (
        "原始申请(专利权)人",
        "[标]原始申请(专利权)人",
        "专利权人",
        "申请(专利权)人",
        "申请/专利权人",
        "申请人",
        "owners",
    ),
    "current_owners": ("当前申请(专利权)人", "[标]当前申请(专利权)人", "当前权利人"),
    "owner_codes": ("统一社会信用代码", "专利权人统一社会信用代码", "uscc"),
    "inventors": ("发明人", "发明(设计)人", "发明/设计人", "设计人", "inventors"),
    "legal_status": ("法律状态/事件", "当前法律状态", "法律状态", "最新法律状态", "专利有效性", "简单法律状态"),
    "licensees": ("被许可人", "当前被许可人"),
}
# Columns that only this export has.
_PATSNAP: Final = frozenset({"法律状态/事件", "当前申请(专利权)人"})


class UnknownLayout(DomainError):
    """Raised for a table in which the columns that every import needs are not found."""

    code = "unknown_layout"


@dataclass(frozen=True, slots=True)
class Layout:
    """
    What was recognized.

    :ivar name: ``patsnap`` or ``plain``.
    :ivar source: the source that its facts are given; a plain table is the owner's own.
    :ivar columns: field -> place of its column.
    """

    name: str
    source: str
    columns: Mapping[str, int]


def recognized(headers: Sequence[str]) -> Layout:
    """
    Recognize a layout by its headers.

    :raises UnknownLayout: without a title, a number or an owner; names what is missing.
    """
    plain = [_plain(header) for header in headers]
    columns: dict[str, int] = {}
    for field, names in _ALIASES.items():
        for name in names:
            if _plain(name) in plain:
                columns[field] = plain.index(_plain(name))
                break
    if "current_owners" in columns and "owners" not in columns:
        columns["owners"] = columns["current_owners"]
    missing = [name for name in ("invention_title", "owners") if name not in columns]
    if not {"application_number", "publication_number"} & columns.keys():
        missing.append("application_number")
    if missing:
        raise UnknownLayout("columns are missing", missing=missing)
    is_patsnap = {_plain(name) for name in _PATSNAP} <= set(plain)
    return Layout("patsnap" if is_patsnap else "plain", "database:patsnap" if is_patsnap else "owner", columns)


def _plain(header: str) -> str:
    return "".join(unicodedata.normalize("NFKC", header).split()).lower()
