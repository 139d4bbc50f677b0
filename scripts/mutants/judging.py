"""
Judge mutants inside one collected test session.

A test process per mutant takes a day for twenty thousand of them. Here the tests are collected and run once as they
are, which also shows which functions each of them reaches. Then each mutant is a fork of that process: the fork
exchanges one function and runs the tests that reach it, the deadliest first, until one fails. A function that runs only
while its module is imported has its mutants judged in a process that imports everything anew.
"""

from __future__ import annotations

import functools
import gc
import importlib
import multiprocessing
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_loader
from types import CodeType, FrameType
from typing import Any, NoReturn

import pytest

from scripts.mutants.engines import ROOT
from scripts.mutants.making import Mutant

KILLED, SURVIVED, OUT_OF_TIME, NOT_JUDGED = "killed", "survived", "out of time", "not judged"
VERDICTS = {0: SURVIVED, 1: KILLED, 2: NOT_JUDGED}
CPU_SECONDS = 60
MEMORY = 4 << 30

_CACHE = type(functools.cache(len))

Verdict = Callable[[Mutant, str], None]


class Judge:
    """A pytest plugin that runs the collected tests once as they are, and then against each mutant."""

    def __init__(self, mutants: Sequence[Mutant], *, jobs: int, patience: float, verdict: Verdict) -> None:
        self.mutants = mutants
        self.jobs = jobs
        self.patience = patience
        self.verdict = verdict
        self.failed: list[str] = []
        self.unreached: list[Mutant] = []
        self._caches: list[Any] = []
        self._kills: Counter[object] = Counter()
        self._seconds: dict[str, float] = defaultdict(float)
        self._reaching: dict[CodeType, list[pytest.Item]] = defaultdict(list)
        self._running: dict[int, tuple[Mutant, int]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long a test takes and whether it fails."""
        self._seconds[report.nodeid] += report.duration
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge every mutant, if the tests pass without any."""
        self._run_unchanged(session.items)
        if self.failed:
            return True
        self._caches = [kept for kept in gc.get_objects() if type(kept) is _CACHE]
        # A fork that looks for garbage among what its parent made copies the parent's memory.
        gc.freeze()
        for mutant in self.mutants:
            if tests := self._reaching.get(mutant.living().__code__):
                self._start(mutant, sorted(tests, key=partial(self._promise, mutant), reverse=True))
            else:
                self.unreached.append(mutant)
        while self._running:
            self._finish_one()
        return True

    def _run_unchanged(self, items: Sequence[pytest.Item]) -> None:
        for name in {mutant.module for mutant in self.mutants}:
            importlib.import_module(name)
        codes = {mutant.living().__code__ for mutant in self.mutants}
        met: set[CodeType] = set()

        def note(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code in codes:
                met.add(frame.f_code)

        for item, following in zip(items, [*items[1:], None], strict=True):
            met.clear()
            sys.setprofile(note)
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            for code in met:
                self._reaching[code].append(item)

    def _promise(self, mutant: Mutant, item: pytest.Item) -> float:
        """Say how many mutants a second the test killed so far, those of the same function above all, or could."""
        kills = self._kills[item.nodeid] + 20 * self._kills[mutant.place, item.nodeid]
        return (kills + 0.5) / (self._seconds[item.nodeid] + 0.005)

    def _start(self, mutant: Mutant, tests: Sequence[pytest.Item]) -> None:
        while len(self._running) >= self.jobs:
            self._finish_one()
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            self._running[child] = mutant, reading
        else:
            _leave_with(lambda: self._first_failure(mutant, tests, writing))

    def _first_failure(self, mutant: Mutant, tests: Sequence[pytest.Item], writing: int) -> bool:
        gc.disable()
        mutant.take_effect()
        for kept in self._caches:
            kept.cache_clear()
        end = time.process_time() + self.patience
        for item, following in zip(tests, [*tests[1:], None], strict=True):
            if time.process_time() > end:
                break
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.failed:
                os.write(writing, self.failed[0].encode())
                return True
        return False

    def _finish_one(self) -> None:
        child, status = os.wait()
        mutant, reading = self._running.pop(child)
        with os.fdopen(reading, "rb") as pipe:
            killer = pipe.read().decode()
        self._kills.update([killer, (mutant.place, killer)])
        self.verdict(mutant, verdict_of(os.waitstatus_to_exitcode(status)))


def judge_afresh(mutants: Sequence[Mutant], arguments: list[str], *, jobs: int, verdict: Verdict) -> None:
    """Judge mutants of functions that run at import, each in a process that imports the changed module anew."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "hypothesis", "jsonschema", "yaml", "django.test"])

    def judged(mutant: Mutant) -> str:
        process = context.Process(target=_judge_this_one, args=(mutant, arguments))
        process.start()
        process.join()
        return verdict_of(process.exitcode or 0)

    with ThreadPoolExecutor(jobs) as threads:
        for mutant, found in zip(mutants, threads.map(judged, mutants), strict=True):
            verdict(mutant, found)


def _judge_this_one(mutant: Mutant, arguments: list[str]) -> NoReturn:
    sys.meta_path.insert(0, ChangedModule(mutant))
    _leave_with(lambda: _fails(arguments))


def _fails(arguments: list[str]) -> bool:
    try:
        return pytest.main(arguments) != pytest.ExitCode.OK
    except BaseException:  # noqa: BLE001 - a changed module that cannot be imported is noticed, whatever it raises
        return True


def verdict_of(exit_code: int) -> str:
    """Read a verdict from how the judging process ended: its exit code, or the negative number of a signal."""
    if exit_code < 0:
        return OUT_OF_TIME if -exit_code in (signal.SIGXCPU, signal.SIGKILL) else KILLED
    return VERDICTS[exit_code]


def _leave_with(fails: Callable[[], bool]) -> NoReturn:
    """End this fork with what a run of tests says, in bounded time and memory and without a word."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    errors, nowhere = os.dup(2), os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    try:
        status = int(fails())
    except BaseException:  # noqa: BLE001 - whatever went wrong, the fork must not go on as its parent
        os.write(errors, traceback.format_exc().encode())
        status = 2
    os._exit(status)


class ChangedModule(MetaPathFinder):
    """Finds one module with a mutant in it."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, fullname: str, path: object, target: object = None) -> ModuleSpec | None:  # noqa: ARG002 - the protocol of finders
        """Give the changed module where it is asked for."""
        if fullname != self.mutant.module:
            return None
        return spec_from_loader(fullname, _ChangedSource(fullname, str(ROOT / self.mutant.path), self.mutant))


class _ChangedSource(SourceFileLoader):
    def __init__(self, fullname: str, path: str, mutant: Mutant) -> None:
        super().__init__(fullname, path)
        self.mutant = mutant

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 - the protocol of loaders
        return compile(self.mutant.whole_file(), self.path, "exec")
