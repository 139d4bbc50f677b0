"""Words: both languages complete, Chinese in catalogs only, figures held to their measure words."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ["frontend", "listings", "licensing", "search", "marketplace"]
CATALOGS = sorted(found for package in PACKAGES for found in (ROOT / package).glob("**/zh_Hans/LC_MESSAGES/django.po"))
HAN = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
NAMED = re.compile(r"%\((\w+)\)s")


def entries(catalog):
    with catalog.open("rb") as file:
        return [message for message in read_po(file, locale="zh_Hans") if message.id]


def texts(message):
    return list(message.string) if isinstance(message.string, tuple) else [message.string]


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: str(path.relative_to(ROOT).parent.parent.parent))
def test_every_message_is_translated(catalog):
    for message in entries(catalog):
        assert all(texts(message)), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: str(path.relative_to(ROOT).parent.parent.parent))
def test_every_translation_names_the_same_values(catalog):
    for message in entries(catalog):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        named = set().union(*(NAMED.findall(text) for text in ids))
        for text in texts(message):
            extra = {"ten_thousands"} if "ten_thousands" in text else set()
            assert set(NAMED.findall(text)) - extra == named, message.id


def test_one_message_has_one_translation_in_all_catalogs():
    said = {}
    for catalog in CATALOGS:
        for message in entries(catalog):
            said.setdefault((message.context, message.id), set()).add(message.string)

    assert {key: found for key, found in said.items() if len(found) > 1} == {}


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda path: str(path.relative_to(ROOT).parent.parent.parent))
def test_figures_are_held_to_their_measure_words(catalog):
    loose = re.compile(r"\d [项个件处天条页家年月份版](?!本)|%\(n\)s [项个件处天页家]")
    held_by_code = {"%(n)s day left", "%(n)s day overdue"}

    found = [
        text
        for message in entries(catalog)
        if not (isinstance(message.id, tuple) and message.id[0] in held_by_code)
        for text in texts(message)
        if loose.search(text)
    ]
    assert found == []


def python_sources():
    """Give the sources of pages: what made-up people of the demo write is content, ``spellings`` reads Chinese."""
    pages = (ROOT / "frontend").rglob("*.py")
    return [path for path in pages if path.name != "spellings.py" and "demo" not in path.parts]


@pytest.mark.parametrize("path", python_sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_chinese_stands_in_python(path):
    tree = ast.parse(path.read_text())
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }

    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]
    assert [text for text in found if HAN.search(text)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "frontend").rglob("*.html")), ids=lambda path: path.name)
def test_no_chinese_stands_in_templates(path):
    assert HAN.findall(path.read_text()) == []


def test_no_message_waits_for_its_translation(tmp_path):
    if shutil.which("xgettext") is None:
        pytest.skip("needs gettext")
    for package in [*PACKAGES, "scripts"]:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "manage.py", tmp_path)

    ran = subprocess.run(
        [sys.executable, "scripts/messages"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
