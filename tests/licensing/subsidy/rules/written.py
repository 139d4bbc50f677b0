"""Worksheets and their inputs written as lines of text, so that a test can state all that a row says."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import yaml

from licensing.subsidy.rules import Granted, work_out

PAGES = sorted((Path(__file__).parent / "worksheets").glob("*.yaml"))


def worked_examples():
    """Give every claim of the folder ``worksheets``, by page and name."""
    return [(page, one) for page in PAGES for one in yaml.safe_load(page.read_text(encoding="utf-8"))]


def worksheet_of(make_policy, example):
    """Work out one claim."""
    claim = dict(example["claim"])
    claim["granted"] = [Granted(one["values"], Decimal(one["amount"])) for one in claim.get("granted", ())]
    return work_out(make_policy(**example.get("policy", {})), **claim)


def lines_of(worksheet, steps):
    """Write the rows of some steps (``all``: of every step), and what the whole came to for ``sheet``."""
    rows = [row_text(row) for row in worksheet.rows if steps == "all" or row.step in steps]
    return rows + (sheet_texts(worksheet) if "sheet" in steps or steps == "all" else [])


def row_text(row):
    """Write what one row has of: step, finding and line | clause | inputs | working = result | binding | values."""
    inputs = ", ".join(
        f"{one.field}={one.value}" + (f" @{one.source}" if one.source else "") + (f" ({one.mark})" if one.mark else "")
        for one in row.inputs
    )
    parts = [
        f"{row.step}: {row.reason} {row.line}".rstrip(),
        row.clause,
        inputs,
        f"{row.working} = {row.result}".strip(),
        row.binding.value + (", provisional" if row.provisional else ""),
        ", ".join(f"{name}: {value}" for name, value in row.values.items()),
    ]
    return " | ".join(part for part in parts if part not in ("", "="))


def sheet_texts(worksheet):
    """Write what a worksheet came to, and one line for each of its lines."""
    said = {
        "total": worksheet.total,
        "award": worksheet.award,
        "eligible": worksheet.eligible,
        "amount_known": worksheet.amount_known,
        "delegated": worksheet.delegated,
        "plan_ok": worksheet.plan_ok,
        "split": {level: str(amount) for level, amount in worksheet.split.items()},
        "earmark_min": worksheet.earmark_min,
        "provisional": worksheet.provisional_reasons if worksheet.provisional else False,
        "missing": worksheet.missing,
    }
    plain = {"amount_known": True, "delegated": (), "plan_ok": None, "split": {}, "earmark_min": None}
    plain |= {"provisional": False, "missing": ()}
    shown = [f"{name} {value}" for name, value in said.items() if name not in plain or value != plain[name]]
    return [", ".join(shown), *(_line_text(line) for line in worksheet.lines)]


def _line_text(line):
    groups = ", ".join(f"{name}={value}" for name, value in line.groups.items())
    deals = " + ".join(line.deals)
    return f"{line.id} ({deals}) {line.kind}: {line.base} → {line.amount} → {line.award} [{groups}]"
