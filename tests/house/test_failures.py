"""Which sentence a failed step gets."""

from __future__ import annotations

import pytest

from scripts.failures import FULL_DISK, MISSING_COMPILER, NO_INDEX, NO_VENV, WRONG_PACKAGE, explain, last_line


@pytest.mark.parametrize(
    ("output", "failure"),
    [
        ("cause: failed to copy file from a to b: No space left on device (os error 28)", FULL_DISK),
        ("django.db.utils.OperationalError: database or disk is full", FULL_DISK),
        ("error: [Errno 2] No such file or directory: 'gcc'\n\nhint: Build failures usually", MISSING_COMPILER),
        ("error: linker `cc` not found\n  ERROR: Failed building wheel for rjieba", MISSING_COMPILER),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", WRONG_PACKAGE),
        ("The virtual environment was not created successfully because ensurepip is not available.", NO_VENV),
        ("ERROR: No matching distribution found for Django==5.2.19", NO_INDEX),
        ("ERROR: Failed building wheel for rjieba\nOSError: [Errno 28] No space left on device", FULL_DISK),
    ],
)
def test_known_failures_are_told_by_what_is_printed(output, failure):
    assert explain(output) == failure.sentence


def test_an_unknown_failure_has_no_sentence_but_a_last_line():
    output = "Traceback\n  File x\nValueError: odd\n\n"

    assert explain(output) is None
    assert last_line(output) == "ValueError: odd"
