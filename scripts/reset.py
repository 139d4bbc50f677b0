"""Remove the demo's data after asking, so that the next start seeds it again: ``make reset``."""

from __future__ import annotations

import shutil
import sys

from scripts.demo import DRAFT, HOME, LOGS, ROOT, DemoRefused, only_one


def main() -> int:
    """Ask, then remove."""
    if not HOME.exists() and not DRAFT.exists():
        print("There is no demo data here; the next start seeds it.")
        return 0
    try:
        with only_one():
            print(f"This removes all demo data in {HOME.relative_to(ROOT)}. Go on? [y/N] ", end="", flush=True)
            if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
                print("Nothing was removed.")
                return 1
            for folder in (DRAFT, HOME, LOGS):
                shutil.rmtree(folder, ignore_errors=True)
    except DemoRefused as error:
        print(error, file=sys.stderr)
        return 1
    print("Removed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
