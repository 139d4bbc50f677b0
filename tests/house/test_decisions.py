"""The pages of decisions are numbered once and stand in their index; links between documents lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_numbers_follow_each_other():
    assert [name[:4] for name in PAGES] == [f"{number:04}" for number in range(1, len(PAGES) + 1)]


def test_the_index_names_every_page_in_order():
    index = (ROOT / "docs" / "adr" / "README.md").read_text()

    assert re.findall(r"^\| \[\d{4}\]\((.+?)\) \|", index, flags=re.MULTILINE) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_with_its_number_and_states_its_decision(name):
    text = (ROOT / "docs" / "adr" / name).read_text()

    assert text.startswith(f"# {name[:4]} ")
    assert "**Decision.**" in text


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files_that_exist(document):
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []
