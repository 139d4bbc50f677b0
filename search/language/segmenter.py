"""Dictionary words of a Han run, new-word guessing off: by rjieba, or by jieba where no wheel of rjieba fits."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import Final

PACKAGE: Final = "rjieba" if find_spec("rjieba") else "jieba"
DICTIONARY: Final = f"{PACKAGE} {version(PACKAGE)}"

_cut: Final = import_module(PACKAGE).cut
_GUESSING_OFF: Final = {"hmm" if PACKAGE == "rjieba" else "HMM": False}


def segment(run: str) -> list[str]:
    """Cut a run of Han characters into words; together they are the run."""
    return list(_cut(run, **_GUESSING_OFF))
