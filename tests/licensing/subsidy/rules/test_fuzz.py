"""The reader gives an answer or a refusal to mutated files: never a traceback, a hang or much memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from random import Random

from licensing.subsidy.rules import UnreadableFile, read_policies, run_cases
from tests.licensing.subsidy.rules.conftest import SEED

FILES = int(os.environ.get("ENGINE_DOCUMENTS", "800"))
BITS = [
    b"",
    b"\x00",
    b"\xff",
    b"\n",
    b"  ",
    b": ",
    b"- ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"&a ",
    b"*a",
    b"!!int ",
    b"null",
    b"true",
    b"yes",
    b"-1",
    b"1e999",
    b".inf",
    b"0x1f",
    b"9999999999999",
    b"99999999999999999999",
    b'"0.5"',
    b"2024-02-30",
    b"{round: cutoff}",
    b"deal.paid",
    b"applicant_year",
    b"'",
    b"|",
    "附".encode(),
]


def mutated(source, random):
    """Put, cut or copy a few pieces at random places."""
    text = bytearray(source)
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(text) + 1)
        kind = random.random()
        if kind < 0.5:
            text[at : at + random.choice([0, 0, 1, 4])] = random.choice(BITS)
        elif kind < 0.8:
            del text[at : at + random.randint(1, 60)]
        else:
            start = random.randrange(len(text) + 1)
            text[at:at] = text[start : start + random.randint(1, 120)]
    return bytes(text)


def pieces():
    """Give the head of the seed with each of its policies alone, so that one mutation is felt."""
    head, *policies = SEED.read_bytes().split(b"\n- id: ")
    tail = policies[-1].index(b"\nrounding_cases:")
    policies[-1] = policies[-1][:tail]
    return [head + b"\n- id: " + policy for policy in policies]


def test_gives_an_answer_or_a_refusal_to_every_mutated_file():
    random, sources = Random(11), pieces()  # noqa: S311 - mutations of a test
    answered = refused = 0
    slowest = 0.0
    tracemalloc.start()

    for number in range(FILES):
        started = time.process_time()
        try:
            run_cases(read_policies(mutated(sources[number % len(sources)], random)))
            answered += 1
        except UnreadableFile as error:
            refused += error.line >= 1
        slowest = max(slowest, time.process_time() - started)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert answered + refused == FILES
    assert answered > FILES / 50
    assert refused > FILES / 4
    assert slowest < 5
    assert peak < 200 * 1024 * 1024
