"""
The whole product on this machine, with demo data and demo people: ``make demo``.

The database is made and seeded in a draft folder that gets its name when it is complete, so an interrupted seed never
looks like a finished one. Everything listens on loopback only.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.processes import Program, StepFailed, Supervisor

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "demo"
DRAFT = ROOT / "var" / "demo.draft"
LOCK = ROOT / "var" / "demo.lock"
LOGS = ROOT / "var" / "demo.log"
KEPT_VARIABLES = {"PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ"}
NEEDED_BYTES = 300 * 1024 * 1024
MANAGE = (sys.executable, "manage.py")
# What makes a folder a seeded demo, in this order.
STEPS = (
    ("migrate", "Making the database", (*MANAGE, "migrate", "--verbosity", "0")),
    ("seed", "Seeding people, patents and listings", (*MANAGE, "seed_demo")),
)


class DemoRefused(Exception):
    """Says in one sentence why the demo does not start."""


def main() -> int:
    """Make what is missing, start everything, and stop it all on Ctrl-C."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    began = time.monotonic()
    try:
        port = port_from(os.environ.get("PORT", "8000"))
        with only_one():
            require_free_port(port)
            require_space()
            supervisor = Supervisor(ROOT, environment(HOME, port=port, peer_port=_free_port()), LOGS)
            try:
                prepare(supervisor, port)
                supervisor.start(programs(supervisor.env, port), within_s=60)
                print(_welcome(port, time.monotonic() - began), flush=True)
                supervisor.watch()
            finally:
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                print("\nStopping ...", flush=True)
                supervisor.stop()
    except (DemoRefused, StepFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The demo cannot start: {error.strerror} ({error.filename})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped." if HOME.is_dir() else "Stopped while seeding; the next start seeds from the beginning.")
    return 0


def environment(folder: Path, *, port: int, peer_port: int) -> dict[str, str]:
    """
    Give the children's environment: the embedded profile in a folder of its own.

    Of the caller's environment only what a program needs to run goes in, and no ``.env`` is read: both may point to
    servers that hold real work.
    """
    return {
        **{name: value for name, value in os.environ.items() if name in KEPT_VARIABLES},
        "PYTHONUNBUFFERED": "1",
        "ENV_FILE": "",
        "DEMO": "1",
        "VAR_DIR": str(folder),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "STRIPE_API_BASE": f"http://127.0.0.1:{peer_port}",
        "STRIPE_SECRET_KEY": "sk_test_demo",
        "STRIPE_WEBHOOK_SECRET": "whsec_demo",
    }


def programs(env: dict[str, str], port: int) -> list[Program]:
    """Give the table of programs that the demo consists of."""
    folder = env["VAR_DIR"]
    web = f"--bind 127.0.0.1:{port} --worker-class gthread --workers 2 --threads 4 --graceful-timeout 3"
    worker = f"--beat --schedule {folder}/beat --concurrency 1 --loglevel INFO"
    python = (sys.executable, "-m")
    return [
        Program(
            "web",
            (*python, "gunicorn", "marketplace.wsgi", *web.split(), "--no-control-socket"),
            lambda: _answers(f"http://127.0.0.1:{port}/healthz"),
        ),
        Program(
            "worker",
            (*python, "celery", "-A", "marketplace", "worker", *worker.split()),
            lambda: subprocess.run((*python, "scripts.worker_answers"), cwd=ROOT, env=env, check=False).returncode == 0,
        ),
    ]


def prepare(supervisor: Supervisor, port: int) -> None:
    """Seed a draft and give it its name, or bring the database of an earlier start up to date."""
    if HOME.is_dir():
        supervisor.run("migrate", STEPS[0][2])
        return
    if DRAFT.is_dir():
        print("The last seed was interrupted; seeding from the beginning.", flush=True)
        shutil.rmtree(DRAFT)
    for name, what, command in STEPS:
        began = time.monotonic()
        print(f"{what} ... ", end="", flush=True)
        supervisor.run(name, command, env=environment(DRAFT, port=port, peer_port=0))
        print(f"{time.monotonic() - began:.1f} s", flush=True)
    DRAFT.rename(HOME)


def _welcome(port: int, seconds: float) -> str:
    lines = ["", f"The marketplace answers at http://127.0.0.1:{port}/ (after {seconds:.1f} s)."]
    accounts = HOME / "demo_accounts.json"
    if accounts.is_file():
        lines.append("Sign in as one of these people:")
        lines += [
            f"  {person['email']:<34} {person['password']:<18} {person['organization']}, {person['role']}"
            for person in json.loads(accounts.read_text())
        ]
    lines.append(f"Logs: {LOGS.relative_to(ROOT)}/. Ctrl-C stops everything; `make reset` starts over.")
    return "\n".join(lines)


def port_from(text: str) -> int:
    """Read the port from the setting's text."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise DemoRefused(f"PORT={text} is no port: give a number from 1024 to 65535, as in make demo PORT=8010.")
    return int(text)


def require_free_port(port: int) -> None:
    """Refuse a port that another program listens on."""
    with socket.socket() as probe:
        # As the web server does it: a port that only waits for its last packets is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise DemoRefused(
                f"Port {port} is taken by another program: choose one with make demo PORT=8010."
            ) from error


def require_space() -> None:
    """Refuse a disk on which the first seed would end half way."""
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        needed = NEEDED_BYTES // 2**20
        raise DemoRefused(f"The disk is full: {free // 2**20} MB are free and the demo needs {needed} MB.")


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the lock of this checkout's demo; its file names the process that holds it."""
    LOCK.parent.mkdir(exist_ok=True)
    with LOCK.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip()
            raise DemoRefused(f"The demo of this checkout runs already, as process {holder}: stop it first.") from error
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - Our own address.
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
