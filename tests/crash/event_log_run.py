# ruff: noqa: S311 - Chance, not secrecy.
"""
Run many writers and consumers against one event log, kill them at random, and report what is left as JSON.

Started by ``test_event_log.py`` with DATABASE_URL set to an empty database. This process itself never opens a
connection: it forks every worker, so that a worker that was killed is back within milliseconds.

Writers keep a journal in files of the operating system, which survive a SIGKILL: what they began, what was
acknowledged, what was rolled back, and when. It is compared with the log at the end.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from marketplace import events  # noqa: E402
from marketplace.events import consumers, log  # noqa: E402
from marketplace.events.consumers import Consumer  # noqa: E402
from marketplace.events.models import ConsumerCursor, Event, EventHead, ParkedEvent  # noqa: E402
from marketplace.events.topics import declare  # noqa: E402
from marketplace.events.verification import verify  # noqa: E402

TOPIC = declare("crash.tried", "n")
WRITERS = 8
CONSUMERS = 2
KILLS = 20
ROLLBACKS = 0.15
DEATHS_AFTER_NUMBERING = 0.04
STOP = "writers_should_stop"
WRITTEN = "writers_have_ended"


class Journal:
    """Lines that survive the process: one write each, straight to the operating system."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def write(self, *words: object) -> None:
        """Append one line."""
        os.write(self.descriptor, (" ".join(map(str, words)) + "\n").encode())


class Rollback(Exception):
    """What a writer raises to undo its transaction."""


def perhaps_roll_back(chance: random.Random) -> None:
    """Undo some of the transactions."""
    if chance.random() < ROLLBACKS:
        raise Rollback


def write(folder: Path, longest_s: float) -> None:
    """Write transactions until the parent says stop."""
    journal = Journal(folder / f"writer.{os.getpid()}")
    chance = random.Random(os.urandom(8))
    number = log._number

    def number_and_perhaps_die(batch: uuid.UUID) -> None:
        number(batch)
        if chance.random() < DEATHS_AFTER_NUMBERING:
            journal.write("numbered", current)
            os.kill(os.getpid(), signal.SIGKILL)

    log._number = number_and_perhaps_die
    while not (folder / STOP).exists():
        current, count = uuid.uuid4().hex, chance.randint(1, 4)
        journal.write("began", current, count, time.monotonic())
        try:
            with events.transaction():
                for n in range(count):
                    events.record(
                        TOPIC, actor=events.SYSTEM, subject=events.Subject("try", current), at=datetime.now(UTC), n=n
                    )
                time.sleep(chance.uniform(0, longest_s))
                perhaps_roll_back(chance)
        except Rollback:
            journal.write("undone", current)
        else:
            journal.write("acknowledged", current, time.monotonic())


def consume(folder: Path) -> None:
    """Let two consumers read: one works outside, one inside the cursor's transaction."""
    consumers.LEASE = timedelta(seconds=0.7)
    journal, chance = Journal(folder / "seen_outside"), random.Random(os.urandom(8))

    def outside(rows: list[Event]) -> None:
        for row in rows:
            journal.write(row.position)
            time.sleep(chance.uniform(0, 0.002))

    def inside(rows: list[Event]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO crash_effect (position) VALUES (%s)", [(row.position,) for row in rows])
        time.sleep(chance.uniform(0, 0.004))

    readers = [Consumer("outside", outside, batch=20), Consumer("inside", inside, batch=20, inside=True)]
    while True:
        everything_is_written = (folder / WRITTEN).exists()
        for reader in readers:
            consumers.run(reader, clock=lambda: datetime.now(UTC))
        if everything_is_written:
            head = EventHead.objects.get().position
            if ConsumerCursor.objects.filter(position=head).count() == len(readers):
                return
        time.sleep(0.02)


def watch(folder: Path) -> None:
    """Look for gaps as any reader could see them, and read by row id as a naive consumer would."""
    gaps, newest, by_row_id = 0, 0, 0
    while not (folder / WRITTEN).exists():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), max(position) FROM events_event WHERE position IS NOT NULL")
            count, highest = cursor.fetchone()
            gaps += count != (highest or 0)
            cursor.execute("SELECT id FROM events_event WHERE id > %s ORDER BY id", [newest])
            ids = [row[0] for row in cursor.fetchall()]
        by_row_id += len(ids)
        newest = max(ids, default=newest)
        time.sleep(0.02)
    missed = Event.objects.filter(pk__lte=newest).count() - by_row_id
    (folder / "watched").write_text(json.dumps({"gaps_seen": gaps, "missed_by_row_id": missed}))


class Pack:
    """Forked workers of one kind; a dead one is replaced until the run ends."""

    def __init__(self, work: Callable[[], None], size: int) -> None:
        self.work, self.ended, self.killed = work, Counter[int](), 0
        self.alive = {self._fork() for _ in range(size)}

    def _fork(self) -> int:
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            self.work()
            code = 0
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def kill_one(self) -> None:
        """Send SIGKILL to one of them, see it dead, and start another in its place."""
        self.replace_the_dead()
        child = random.choice(sorted(self.alive))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        self.ended[os.waitstatus_to_exitcode(status)] += 1
        self.killed += 1
        self.alive.discard(child)
        self.alive.add(self._fork())

    def replace_the_dead(self) -> None:
        """Count how they ended, and start others in their place."""
        self.alive |= {self._fork() for _ in self._reaped()}

    def wait(self) -> None:
        """Wait until all have ended by themselves."""
        deadline = time.monotonic() + 45
        while self.alive:
            self._reaped()
            if time.monotonic() > deadline:
                for child in self.alive:
                    os.kill(child, signal.SIGKILL)
                raise TimeoutError(f"{len(self.alive)} workers do not end")
            time.sleep(0.01)

    def _reaped(self) -> list[int]:
        dead = []
        for child in sorted(self.alive):
            gone, status = os.waitpid(child, os.WNOHANG)
            if gone:
                self.ended[os.waitstatus_to_exitcode(status)] += 1
                self.alive.discard(child)
                dead.append(child)
        return dead


def alone(work: Callable[[], None]) -> None:
    """Do something in a process of its own and wait for it."""
    pack = Pack(work, 1)
    pack.wait()
    if pack.ended != {0: 1}:
        raise SystemExit(f"{work} failed")


def prepare() -> None:
    """Make the tables."""
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE crash_effect (position bigint NOT NULL)")


def run(folder: Path, seconds: float, longest_s: float) -> None:
    """Start everybody, kill twenty writers and twenty consumers at random moments, and let the rest finish."""
    alone(prepare)
    started = time.monotonic()
    watcher = Pack(lambda: watch(folder), 1)
    reading = Pack(lambda: consume(folder), CONSUMERS)
    writing = Pack(lambda: write(folder, longest_s), WRITERS)
    moments = sorted(
        [(random.uniform(1, seconds), pack) for pack in (writing, reading) for _ in range(KILLS)],
        key=lambda moment: moment[0],
    )
    for moment, pack in moments:
        while time.monotonic() < started + moment:
            writing.replace_the_dead()
            reading.replace_the_dead()
            time.sleep(0.01)
        pack.kill_one()
    (folder / STOP).touch()
    writing.wait()
    (folder / WRITTEN).touch()
    for pack in (reading, watcher):
        pack.wait()
    ended = {
        "killed": {"writers": writing.killed, "consumers": reading.killed},
        "endings": {"writers": writing.ended, "consumers": reading.ended, "watcher": watcher.ended},
    }
    (folder / "ended").write_text(json.dumps({**ended, "seconds": time.monotonic() - started}))
    alone(lambda: report(folder))


def report(folder: Path) -> None:
    """Compare the journals with the log."""
    rows = list(Event.objects.order_by("position").values_list("position", "subject_id"))
    positions = [position for position, _ in rows]
    found = Counter(subject for _, subject in rows)
    last = {subject: position for position, subject in rows}
    lines = [line.split() for file in sorted(folder.glob("writer.*")) for line in file.read_text().splitlines()]
    began = {line[1]: (int(line[2]), float(line[3])) for line in lines if line[0] == "began"}
    acknowledged = {line[1]: float(line[2]) for line in lines if line[0] == "acknowledged"}
    undone = {line[1] for line in lines if line[0] == "undone"}
    numbered = {line[1] for line in lines if line[0] == "numbered"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT position FROM crash_effect")
        effects = [row[0] for row in cursor.fetchall()]
    seen = [int(line) for line in (folder / "seen_outside").read_text().split()]
    first_seen = list(dict.fromkeys(seen))
    verdict = verify()
    answer = {
        "events": len(rows),
        "transactions": len(acknowledged),
        "rolled_back": len(undone),
        "died_after_numbering": len(numbered),
        "died_and_kept": len(numbered & found.keys()),
        "gapless": positions == list(range(1, len(rows) + 1)),
        "chain_is_whole": (verdict.checked, verdict.bad_position) == (len(rows), None),
        "acknowledged_and_lost": sum(found[subject] != began[subject][0] for subject in acknowledged),
        "rolled_back_and_kept": len(undone & found.keys()),
        "torn": sum(count not in {0, began[subject][0]} for subject, count in found.items()),
        "split": sum(
            (last[subject] or 0) - positions_of[0] + 1 != len(positions_of) for subject, positions_of in _runs(rows)
        ),
        "out_of_commit_order": _out_of_order(began, acknowledged, last),
        "outside": {
            "missed": len(set(positions) - set(seen)),
            "first_seen_in_order": first_seen == sorted(first_seen),
            "seen_again": len(seen) - len(first_seen),
        },
        "parked": ParkedEvent.objects.count(),
        "inside": {"missed": len(set(positions) - set(effects)), "twice": len(effects) - len(set(effects))},
        **json.loads((folder / "watched").read_text()),
        **json.loads((folder / "ended").read_text()),
    }
    (folder / "report.json").write_text(json.dumps(answer, indent=1))


def _runs(rows: list[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    together: dict[str, list[int]] = {}
    for position, subject in rows:
        together.setdefault(subject, []).append(position)
    return list(together.items())


def _out_of_order(began: dict[str, tuple[int, float]], acknowledged: dict[str, float], last: dict[str, int]) -> int:
    """Count transactions that began after another was acknowledged and stand before it."""
    by_end = sorted((at, last[subject]) for subject, at in acknowledged.items() if subject in last)
    by_begin = sorted((at, last[subject]) for subject, (_, at) in began.items() if subject in last)
    wrong, highest, index = 0, 0, 0
    for at, position in by_begin:
        while index < len(by_end) and by_end[index][0] < at:
            highest = max(highest, by_end[index][1])
            index += 1
        wrong += position < highest
    return wrong


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, required=True, help="over which the kills are spread")
    parser.add_argument("--longest", type=float, required=True, help="seconds that a transaction is open at most")
    options = parser.parse_args()
    run(options.folder, options.seconds, options.longest)
