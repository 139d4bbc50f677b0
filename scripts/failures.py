"""What a failed step means, in one sentence for the person who started it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence, and the words that programs print when it applies."""

    sentence: str
    signs: tuple[str, ...]

    def shows_in(self, output: str) -> bool:
        """Tell whether a program that printed this met the failure."""
        return any(re.search(sign, output) for sign in self.signs)


FULL_DISK: Final = Failure(
    "The disk is full: free some space and start again.",
    ("No space left on device", "database or disk is full", "Disk quota exceeded", r"os error 28\b"),
)
MISSING_COMPILER: Final = Failure(
    "A package has no ready build for this machine and needs a compiler: install one "
    "(on Debian: apt-get install build-essential python3-dev) or use Python 3.11 to 3.13.",
    (
        r"No such file or directory: '(gcc|cc|g\+\+|c\+\+|cargo|rustc)'",
        r"command '[^']*(gcc|cc|g\+\+|c\+\+)' failed",
        "linker `cc` not found",
        "Failed building wheel",
        "Failed to build",
        "Build failures usually",
        "metadata-generation-failed",
    ),
)
WRONG_PACKAGE: Final = Failure(
    "A downloaded package is not the one that requirements/ names: clear the cache of your package index.",
    ("DO NOT MATCH THE HASHES", "[Hh]ash mismatch"),
)
NO_VENV: Final = Failure(
    "This Python cannot make environments: install venv (on Debian: apt-get install python3-venv) or uv.",
    ("ensurepip is not available", r"No module named '?(venv|ensurepip|pip)\b"),
)
NO_INDEX: Final = Failure(
    "The package index gives no answer or lacks a package: check the network, or pip's index-url.",
    (
        "Temporary failure in name resolution",
        "Failed to establish a new connection",
        "dns error",
        "Connection refused",
        "Failed to fetch",
        "Read timed out",
        "Network is unreachable",
        "No matching distribution found",
        "was not found in the package registry",
    ),
)
NO_PERMISSION: Final = Failure(
    "A file or folder of this checkout may not be written by you.",
    (
        "Permission denied",
        "Read-only file system",
        "unable to open database file",
        "attempt to write a readonly database",
    ),
)
# The first that shows counts: a full disk makes everything after it fail too.
FAILURES: Final = (FULL_DISK, WRONG_PACKAGE, MISSING_COMPILER, NO_VENV, NO_INDEX, NO_PERMISSION)


def explain(output: str) -> str | None:
    """Give the one sentence that tells what to do about a step that printed this; None for an unknown failure."""
    return next((failure.sentence for failure in FAILURES if failure.shows_in(output)), None)


def last_line(output: str) -> str:
    """Give the last line that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "(it printed nothing)"
