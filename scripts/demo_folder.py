"""The demo's folder: seeded once as a draft that gets its name when complete, held by one demo at a time."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.processes import Supervisor

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("marketplace", "listings", "licensing", "search", "frontend")
NEEDED_BYTES = 300 * 1024 * 1024
MANAGE = (sys.executable, "manage.py")
MIGRATE = (*MANAGE, "migrate", "--verbosity", "0")
# What makes a folder a seeded demo, in this order.
STEPS = (
    ("migrate", "Making the database", MIGRATE),
    ("seed", "Seeding people, patents and listings", (*MANAGE, "seed_demo")),
)


class DemoRefused(Exception):
    """Says in one sentence why the demo does not start."""


class DemoFolder:
    """Where a checkout keeps its demo: the data, a draft of it while it is seeded, the logs, the lock."""

    def __init__(self, var: Path) -> None:
        self.data = var / "demo"
        self.draft = var / "demo.draft"
        self.logs = var / "demo.log"
        self.lock = var / "demo.lock"
        self._migrated = self.data / "migrated"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; its file names the process that holds it."""
        self.lock.parent.mkdir(exist_ok=True)
        with self.lock.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                lock.seek(0)
                holder = lock.read().strip()
                raise DemoRefused(
                    f"The demo of this checkout runs already, as process {holder}: stop it first."
                ) from error
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            yield

    def require_space(self) -> None:
        """Refuse a disk on which the first seed would end half way."""
        free = shutil.disk_usage(self.data.parent).free
        if free < NEEDED_BYTES:
            raise DemoRefused(
                f"The disk is full: {free // 2**20} MB are free and the demo needs {NEEDED_BYTES // 2**20} MB."
            )

    def prepare(self, supervisor: Supervisor, environment: Callable[[Path], dict[str, str]]) -> None:
        """Seed a draft and give it its name, or bring the database of an earlier start up to date."""
        if not self.data.is_dir():
            self._seed(supervisor, environment)
        elif not self._migrated.is_file() or self._migrated.read_text() != migrations_fingerprint():
            supervisor.run("migrate", MIGRATE, env=environment(self.data))
        self._migrated.write_text(migrations_fingerprint())

    def _seed(self, supervisor: Supervisor, environment: Callable[[Path], dict[str, str]]) -> None:
        if self.draft.is_dir():
            print("The last seed was interrupted; seeding from the beginning.", flush=True)
            shutil.rmtree(self.draft)
        for name, what, command in STEPS:
            began = time.monotonic()
            print(f"{what} ... ", end="", flush=True)
            supervisor.run(name, command, env=environment(self.draft))
            print(f"{time.monotonic() - began:.1f} s", flush=True)
        self.draft.rename(self.data)

    def accounts(self) -> list[str]:
        """Give a line for each demo person, with the password that they share."""
        people = json.loads((self.data / "demo_accounts.json").read_text())
        passwords = " or ".join(sorted({person["password"] for person in people}))
        lines = [f"  {person['email']:<36} {person['organization']}, {person['role']}" for person in people]
        return [f"Sign in as one of these people, with the password {passwords}", *lines]

    def remove(self) -> None:
        """Remove everything but the lock."""
        for folder in (self.draft, self.data, self.logs):
            shutil.rmtree(folder, ignore_errors=True)


def migrations_fingerprint() -> str:
    """Give a hash of all that a migration could come from: ours, and the versions of the installed packages."""
    files = [ROOT / "requirements" / "runtime.txt"]
    for package in PACKAGES:
        files += sorted((ROOT / package).glob("**/migrations/*.py"))
    together = hashlib.sha256()
    for file in files:
        together.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return together.hexdigest()


FOLDER = DemoFolder(ROOT / "var")
