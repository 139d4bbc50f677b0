"""A worker with beat is woken over every broker that the settings may name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.processes import Program, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
# The folder needs no server; CI names the others.
BROKERS = {
    "filesystem": "filesystem://",
    "rabbitmq": os.environ.get("BROKER_URL", ""),
    "redis": os.environ.get("REDIS_URL", ""),
}


@pytest.mark.crash
@pytest.mark.parametrize("broker", [name for name, url in BROKERS.items() if url])
def test_the_worker_answers_and_consumes_events(tmp_path, broker):
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": "",
        "VAR_DIR": str(tmp_path),
        "BROKER_URL": BROKERS[broker],
        "PYTHONUNBUFFERED": "1",
    }
    log = tmp_path / "log" / "worker.log"
    python = (sys.executable, "-m")

    def answers() -> bool:
        asked = subprocess.run((*python, "scripts.worker_answers"), cwd=ROOT, env=environment, check=False)
        return asked.returncode == 0 and "consume_events" in log.read_text() and "succeeded" in log.read_text()

    worker = f"celery -A marketplace worker --beat --schedule {tmp_path}/beat --concurrency 1 --loglevel INFO"
    supervisor = Supervisor(ROOT, environment, tmp_path / "log")
    try:
        supervisor.run("migrate", (sys.executable, "manage.py", "migrate", "--verbosity", "0"))
        supervisor.start([Program("worker", (*python, *worker.split()), answers)], within_s=60)
    finally:
        supervisor.stop()

    assert "Traceback" not in log.read_text()
