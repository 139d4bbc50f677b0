"""The strict reader, asked to keep values that are an error of their entry and not of the file."""

from __future__ import annotations

import pytest

from marketplace import strict_yaml
from marketplace.strict_yaml import UnreadableFile


@pytest.mark.parametrize("text", ["2026-02-30", "2026-3-2", "1.5e3", ".inf", "-.INF", ".nan"])
def test_keeps_as_text_what_it_would_refuse_for_its_value(text):
    assert strict_yaml.read(f"a: {text}", bare_floats=True, unfit_as_text=True).value == {"a": text}
    with pytest.raises(UnreadableFile, match="line 1, a"):
        strict_yaml.read(f"a: {text}", bare_floats=True)


@pytest.mark.parametrize("text", ["off", "0x10", "010", "1_000", "12:30", "1" * 19])
def test_still_refuses_what_is_read_as_different_things(text):
    with pytest.raises(UnreadableFile):
        strict_yaml.read(f"a: {text}", bare_floats=True, unfit_as_text=True)
