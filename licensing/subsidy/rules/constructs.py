"""
The table of constructs: every word of the format that makes the engine do something, with its function.

A new construct is one function, one row here (or in the table of its family that is named here), and its cases.
The shapes of the file and the JSON Schema are made from the same tables, so that a row is also its keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from licensing.subsidy.rules import gates, payers, pools, stacking
from licensing.subsidy.rules.bases import BASES
from licensing.subsidy.rules.caps import LINE_CAPS
from licensing.subsidy.rules.gates import GateShape, Single, Test, Value
from licensing.subsidy.rules.schemes import scheme_kinds
from licensing.subsidy.rules.shapes import ListOf, Named, Shape

GATES: Mapping[str, tuple[Shape, Test]] = {
    "eq": (Single(Value()), gates.gate_eq),
    "in": (ListOf(Value(), least=1), gates.gate_in),
    "gte": (Single(Value(ordered=True)), gates.gate_gte),
    "lte": (Single(Value(ordered=True)), gates.gate_lte),
    "between": (ListOf(Value(ordered=True, nullable=True), least=2, most=2), gates.gate_between),
}
GATE = GateShape(GATES)
SCHEMES = scheme_kinds(Named("gate", lambda: GATE))

CONSTRUCTS: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "gate": {name: test for name, (_, test) in GATES.items()},
    "base": {name: kind.run for name, kind in BASES.items()},
    "scheme": {name: kind.run for name, kind in SCHEMES.items()},
    "line cap": LINE_CAPS,
    "stacking": stacking.STACKING,
    "pool at the rate": pools.RATE_POOLS,
    "pool at the end": pools.END_POOLS,
    "split": payers.SPLITS,
}
