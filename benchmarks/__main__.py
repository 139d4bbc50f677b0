"""Run every benchmark, or those named, each in a process of its own: ``python -m benchmarks [NAME...]``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Run them one after the other and say at the end which missed its aim."""
    known = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    names = sys.argv[1:] or known
    if unknown := set(names) - set(known):
        print(f"No benchmark {', '.join(sorted(unknown))}. There are: {', '.join(known)}", file=sys.stderr)
        return 2
    missed = []
    for name in names:
        print(f"=== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent, check=False).returncode:
            missed.append(name)
    print(f"Missed: {', '.join(missed)}" if missed else "All aims were reached.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
