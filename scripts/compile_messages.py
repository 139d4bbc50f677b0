"""
Compile each translation (``.po``) whose compiled form (``.mo``) is missing or older.

Babel does it, so that a machine without gettext shows both languages.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("marketplace", "listings", "licensing", "search", "frontend")


def stale(root: Path) -> list[Path]:
    """Give the translations that have to be compiled."""
    return [
        source
        for package in PACKAGES
        for source in sorted((root / package).glob("**/locale/*/LC_MESSAGES/*.po"))
        if not source.with_suffix(".mo").is_file() or _compiled_at(source) < source.stat().st_mtime
    ]


def _compiled_at(source: Path) -> float:
    return source.with_suffix(".mo").stat().st_mtime


def compile_file(source: Path) -> None:
    """Write the compiled form beside the translation; entries marked fuzzy stay untranslated."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalog = read_po(file, abort_invalid=True)
    draft = source.with_suffix(".mo.draft")
    with draft.open("wb") as file:
        write_mo(file, catalog)
    draft.replace(source.with_suffix(".mo"))


def main() -> int:
    """Compile what is stale below the checkout."""
    for source in stale(ROOT):
        print(f"Compiling {source.relative_to(ROOT)}")
        compile_file(source)
    return 0


if __name__ == "__main__":
    sys.exit(main())
