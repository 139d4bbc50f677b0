"""Translations are compiled without gettext, and only when they changed."""

from __future__ import annotations

import gettext
import os

from scripts.compile_messages import compile_file, stale

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Listing"
msgstr "挂牌"

#, fuzzy
msgid "Draft"
msgstr "草案?"
"""


def translation(root):
    folder = root / "frontend" / "locale" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    path = folder / "django.po"
    path.write_text(SOURCE)
    return path


def test_what_is_compiled_is_found_by_gettext_and_fuzzy_entries_stay_out(tmp_path):
    source = translation(tmp_path)

    compile_file(source)

    found = gettext.GNUTranslations(source.with_suffix(".mo").open("rb"))
    assert (found.gettext("Listing"), found.gettext("Draft")) == ("挂牌", "Draft")


def test_a_translation_is_stale_until_it_is_compiled_and_after_it_changes(tmp_path):
    source = translation(tmp_path)
    assert stale(tmp_path) == [source]

    compile_file(source)
    assert stale(tmp_path) == []

    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert stale(tmp_path) == [source]
