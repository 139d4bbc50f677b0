"""What a failed step means, in one sentence for the person who started it."""

from __future__ import annotations

import re

_SENTENCES = (
    (
        r"No space left on device|database or disk is full|Disk quota exceeded|os error 28",
        "The disk is full: free some space and start again.",
    ),
    (
        r"command '[^']*(gcc|cc|c\+\+|g\+\+)[^']*' failed|[Uu]nable to find a compiler|no acceptable C compiler"
        r"|error: linker `cc` not found|can't find Rust compiler|Failed building wheel|Failed to build"
        r"|Microsoft Visual C\+\+",
        "A package has no ready build for this machine and needs a compiler: "
        "install one (on Debian: apt-get install build-essential python3-dev) or use Python 3.11 to 3.13 on x86-64 or arm64.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "A downloaded package is not the one that requirements/ names: clear the cache of your package index.",
    ),
    (
        r"ensurepip is not available|No module named '?(venv|ensurepip)",
        "This Python cannot make environments: install venv (on Debian: apt-get install python3-venv) or uv.",
    ),
    (
        r"Temporary failure in name resolution|Failed to establish a new connection|dns error|Connection refused"
        r"|Failed to fetch|Read timed out|Network is unreachable|No matching distribution found|no version of",
        "The package index gives no answer or lacks a package: check the network, or pip's index-url.",
    ),
    (r"Permission denied|Read-only file system", "A file or folder of this checkout may not be written by you."),
)


def explain(output: str) -> str | None:
    """Give the one sentence that tells what to do about a step that printed this; None for an unknown failure."""
    for pattern, sentence in _SENTENCES:
        if re.search(pattern, output):
            return sentence
    return None


def last_line(output: str) -> str:
    """Give the last line that says something."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "(it printed nothing)"
