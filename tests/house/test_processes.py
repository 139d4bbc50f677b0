"""The supervisor behind `make demo`: everything it starts ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.processes import Program, StepFailed, Supervisor

ROOT = Path(__file__).resolve().parent.parent.parent
# A program that ignores requests to stop, and has a child that ignores them too.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if len(sys.argv) == 1:
    subprocess.Popen([sys.executable, __file__, "child"])
open(f"{__file__}.{'child' if len(sys.argv) > 1 else 'parent'}", "w").write(str(__import__("os").getpid()))
time.sleep(60)
"""


@pytest.fixture
def supervisor(tmp_path):
    holder = Supervisor(tmp_path, dict(os.environ), tmp_path / "log")
    yield holder
    holder.stop()


def program(tmp_path, source, *, answers=lambda: True):
    path = tmp_path / "program.py"
    path.write_text(source)
    return Program("program", (sys.executable, str(path)), answers)


def written(path):
    return path.is_file() and path.read_text() != ""


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition, *, within_s=10.0):
    until = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_stop_ends_a_stubborn_program_and_its_children(supervisor, tmp_path, monkeypatch):
    monkeypatch.setattr("scripts.processes._STOP_WITHIN_S", 0.3)
    marks = [tmp_path / "program.py.parent", tmp_path / "program.py.child"]
    supervisor.start([program(tmp_path, STUBBORN, answers=lambda: all(map(written, marks)))], within_s=10)
    pids = [int(mark.read_text()) for mark in marks]

    supervisor.stop()

    wait_until(lambda: not any(map(is_alive, pids)))


def test_start_waits_until_each_program_answers(supervisor, tmp_path):
    mark = tmp_path / "mark"
    source = f"import time\ntime.sleep(0.3)\nopen({str(mark)!r}, 'w').write('here')\ntime.sleep(60)"

    supervisor.start([program(tmp_path, source, answers=lambda: written(mark))], within_s=10)

    assert mark.read_text() == "here"


def test_start_says_which_program_does_not_answer(supervisor, tmp_path):
    silent = program(
        tmp_path, "import time\nprint('waits for a sign', flush=True)\ntime.sleep(60)", answers=lambda: False
    )

    with pytest.raises(StepFailed, match=r"The program did not answer within 0 seconds"):
        supervisor.start([silent], within_s=0.4)


def test_watch_says_what_a_program_printed_before_it_ended(supervisor, tmp_path):
    supervisor.start([program(tmp_path, "import time\ntime.sleep(0.5)\nraise SystemExit('no more paper')")], within_s=5)

    with pytest.raises(StepFailed, match=r"The program ended by itself: no more paper \(all of it: .*program.log\)"):
        supervisor.watch()


def test_a_failed_step_says_what_a_full_disk_means(supervisor):
    with pytest.raises(StepFailed, match=r"^The disk is full: free some space and start again.$"):
        supervisor.run("seed", (sys.executable, "-c", "raise OSError(28, 'No space left on device')"))


@pytest.mark.crash
def test_programs_end_with_a_supervisor_that_is_killed(tmp_path):
    mark = tmp_path / "mark"
    child = f"import os, time; open({str(mark)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    source = (
        "import os, sys, time\nfrom pathlib import Path\nfrom scripts.processes import Program, Supervisor\n"
        f"holder = Supervisor(Path({str(tmp_path)!r}), dict(os.environ), Path({str(tmp_path)!r}))\n"
        f"child = Program('child', (sys.executable, '-c', {child!r}), lambda: True)\n"
        "holder.start([child], within_s=5)\ntime.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", source], cwd=ROOT)
    wait_until(lambda: written(mark))
    pid = int(mark.read_text())
    assert is_alive(pid)

    holder.send_signal(signal.SIGKILL)
    holder.wait()

    wait_until(lambda: not is_alive(pid))
