"""Remove the demo's data after asking, so that the next start seeds it again: ``make reset``."""

from __future__ import annotations

import sys

from scripts.demo_folder import FOLDER, DemoFolder, DemoRefused


def main(folder: DemoFolder = FOLDER) -> int:
    """Ask, then remove."""
    if not folder.data.exists() and not folder.draft.exists():
        print("There is no demo data here; the next start seeds it.")
        return 0
    try:
        with folder.held():
            print(f"This removes all demo data in {folder.data}. Go on? [y/N] ", end="", flush=True)
            if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
                print("Nothing was removed.")
                return 1
            folder.remove()
    except DemoRefused as error:
        print(error, file=sys.stderr)
        return 1
    print("Removed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
