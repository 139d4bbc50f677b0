"""The whole product on this machine, with demo data and demo people, on loopback only: ``make demo``."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path

from scripts.demo_folder import FOLDER, ROOT, DemoFolder, DemoRefused
from scripts.processes import Program, StepFailed, Supervisor

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KEPT_VARIABLES = {"PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "TZ"}


def main() -> int:
    """Make what is missing, start everything, and stop it all on Ctrl-C."""
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    try:
        port = port_from(os.environ.get("PORT", "8000"))
        with FOLDER.held():
            require_free_port(port)
            FOLDER.require_space()
            _run(FOLDER, port)
    except (DemoRefused, StepFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The demo cannot start: {error.strerror} ({error.filename})", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped." if FOLDER.data.is_dir() else "Stopped while seeding; the next start seeds from the beginning.")
    return 0


def _run(folder: DemoFolder, port: int) -> None:
    began = time.monotonic()
    set_up = partial(environment, port=port, peer_port=_free_port())
    supervisor = Supervisor(ROOT, set_up(folder.data), folder.logs)
    try:
        folder.prepare(supervisor, set_up)
        supervisor.start(programs(supervisor.env, folder, port), within_s=60)
        print(f"\nThe marketplace answers at http://127.0.0.1:{port}/ (after {time.monotonic() - began:.1f} s).")
        print("\n".join(folder.accounts()))
        print(f"Logs: {folder.logs.relative_to(ROOT)}/. Ctrl-C stops everything; `make reset` starts over.", flush=True)
        supervisor.watch()
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        print("\nStopping ...", flush=True)
        supervisor.stop()


def environment(data: Path, *, port: int, peer_port: int) -> dict[str, str]:
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
        "VAR_DIR": str(data),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "STRIPE_API_BASE": f"http://127.0.0.1:{peer_port}",
        "STRIPE_SECRET_KEY": "sk_test_demo",
        # New at every start: any page in the browser can reach a loopback address and could send events.
        "STRIPE_WEBHOOK_SECRET": f"whsec_{secrets.token_hex(16)}",
    }


def programs(env: dict[str, str], folder: DemoFolder, port: int) -> list[Program]:
    """Give the table of programs that the demo consists of."""
    web = f"--bind 127.0.0.1:{port} --worker-class gthread --workers 2 --threads 4 --graceful-timeout 3"
    worker = f"--beat --schedule {folder.data}/beat --concurrency 1 --loglevel INFO"
    python = (sys.executable, "-m")
    peer = env["STRIPE_API_BASE"]
    webhook = f"--webhook http://127.0.0.1:{port}/webhooks/stripe/ --secret {env['STRIPE_WEBHOOK_SECRET']}"
    return [
        Program(
            "web",
            (*python, "gunicorn", "marketplace.wsgi", *web.split(), "--no-control-socket"),
            partial(_page_answers, f"http://127.0.0.1:{port}/healthz"),
        ),
        Program(
            "worker",
            (*python, "celery", "-A", "marketplace", "worker", *worker.split()),
            partial(_worker_answers, folder.logs / "worker.log", env),
        ),
        Program(
            "stripe-peer",
            (*python, "tests.peers.stripe_peer", "--port", peer.rpartition(":")[2], *webhook.split()),
            partial(_page_answers, f"{peer}/healthz"),
        ),
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


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


def _page_answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - Our own address.
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _worker_answers(log: Path, env: dict[str, str]) -> bool:
    # Asking costs a process with the whole product in it, so the worker is asked once it has said that it is ready.
    if " ready." not in log.read_text(errors="replace"):
        return False
    asked = subprocess.run((sys.executable, "-m", "scripts.worker_answers"), cwd=ROOT, env=env, check=False)
    return asked.returncode == 0


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
