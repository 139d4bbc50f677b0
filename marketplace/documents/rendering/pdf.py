"""
PDFs from typst templates and JSON.

A template is a ``.typ`` file of this repository, named by its path from the root. Data reach it as one JSON text in
``sys.inputs.payload`` and are never written into the template's source, so no value can become markup. Fonts come
from a package and nowhere else: the same data give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings

from marketplace.events.chain import canonical


@cache
def _fonts() -> typst.Fonts:
    folder = pylopdf_fonts_zh_cn.serif_path().parent
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def render_pdf(template: str, payload: Mapping[str, Any], *, at: datetime) -> bytes:
    """
    Set a document as PDF/A-2b.

    :param template: path from the repository's root, such as ``"licensing/deals/pdf/license.typ"``.
    :param payload: what the template shows; dates, instants, decimals and UUIDs become text.
    :param at: the document's own time; it stands in its metadata, so that the same document has the same hash.
    :raises typst.TypstError: if the template asks for what the payload does not have.
    """
    root = settings.BASE_DIR
    compiler = typst.Compiler(
        root / template, root=root, font_paths=_fonts(), sys_inputs={"payload": canonical(payload)}
    )
    content = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=int(at.timestamp()))
    if not isinstance(content, bytes):
        raise TypeError(f"{template} gave {type(content).__name__}")
    return content
