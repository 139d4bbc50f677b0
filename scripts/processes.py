"""Starts programs in process groups of their own, waits until they answer, and leaves none of them behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.failures import explain, last_line

# Linux: the signal a child gets when its parent is gone, however it went.
_PR_SET_PDEATHSIG = 1
_STOP_WITHIN_S = 10.0


class StepFailed(Exception):
    """Says in one sentence what went wrong and where to read more."""

    def __init__(self, what: str, log: Path) -> None:
        output = log.read_text(errors="replace") if log.is_file() else ""
        super().__init__(explain(output) or f"{what}: {last_line(output)} (all of it: {log})")


@dataclass(frozen=True, slots=True)
class Program:
    """One program of the demo: how it is started and how it shows that it answers."""

    name: str
    command: Sequence[str]
    answers: Callable[[], bool]


@dataclass(slots=True)
class Supervisor:
    """Holds the programs it started; ``stop`` ends them all, with everything that they started."""

    folder: Path
    env: dict[str, str]
    log_folder: Path
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def run(self, name: str, command: Sequence[str], *, env: dict[str, str] | None = None) -> None:
        """Run one step to its end."""
        process = self._spawn(name, command, env or self.env)
        process.wait()
        del self._running[name]
        if process.returncode != 0:
            raise StepFailed(f"The step {name} failed", self._log(name))

    def start(self, programs: Sequence[Program], *, within_s: float) -> None:
        """Start programs side by side and wait until each answers."""
        for program in programs:
            self._spawn(program.name, program.command, self.env)
        until = time.monotonic() + within_s
        waiting = list(programs)
        while waiting:
            self._complain_if_one_ended()
            waiting = [program for program in waiting if not program.answers()]
            if waiting and time.monotonic() > until:
                name = waiting[0].name
                raise StepFailed(f"The {name} did not answer within {within_s:.0f} seconds", self._log(name))
            time.sleep(0.1 if waiting else 0)

    def watch(self) -> None:
        """Return never; raise when a program ends by itself."""
        while True:
            self._complain_if_one_ended()
            time.sleep(0.5)

    def stop(self) -> None:
        """End every program: ask each, wait, then end by force whatever is left in its group."""
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        until = time.monotonic() + _STOP_WITHIN_S
        for process in self._running.values():
            try:
                process.wait(timeout=max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
            _kill_group(process.pid)
            process.wait()
        self._running.clear()

    def _spawn(self, name: str, command: Sequence[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
        self.log_folder.mkdir(parents=True, exist_ok=True)
        with self._log(name).open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - The supervisor has no threads.
            )
        self._running[name] = process
        return process

    def _complain_if_one_ended(self) -> None:
        for name, process in self._running.items():
            if process.poll() is not None:
                raise StepFailed(f"The {name} ended by itself", self._log(name))

    def _log(self, name: str) -> Path:
        return self.log_folder / f"{name}.log"


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _kill_group(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return
