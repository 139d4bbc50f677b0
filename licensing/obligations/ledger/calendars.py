"""Tables of holidays and worked weekends, by year, as files give them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from listings.offers.plans.problems import Findings, child
from listings.offers.plans.values import FIRST_DAY, LAST_DAY, read_day
from marketplace.dates import WorkingDays, YearTable, days_between, year_table


def read_calendars(value: Any, findings: Findings, *, at: str) -> WorkingDays:
    """Read ``{year: {closed: [day or from..to], open: [day]}}``, noting what does not fit its year."""
    if value is None:
        return WorkingDays()
    if not isinstance(value, Mapping):
        findings.add(at, "value_unfit", "calendars are years with tables")
        return WorkingDays()
    tables = {}
    for year, table in value.items():
        if table is not None and (read := _table(year, table, findings, child(at, year))) is not None:
            tables[int(year)] = read
    return WorkingDays(tables)


def _table(year: Any, table: Any, findings: Findings, at: str) -> YearTable | None:
    fits = isinstance(year, int | str) and not isinstance(year, bool) and str(year).isdecimal()
    if not fits or not FIRST_DAY.year <= int(year) <= LAST_DAY.year or not isinstance(table, Mapping):
        findings.add(at, "value_unfit", "not a year with a table", value=str(year)[:100])
        return None
    for key in table:
        if key not in {"closed", "open"}:
            findings.add(child(at, key), "unknown_key", f"the key {key!r} is not known here", key=str(key))
    lists = {key: list(_days(table.get(key), int(year), findings, child(at, key))) for key in ("closed", "open")}
    return year_table(closed=lists["closed"], open_days=lists["open"])


def _days(value: Any, year: int, findings: Findings, at: str) -> Iterator[date]:
    if not isinstance(value, list | tuple | None):
        findings.add(at, "value_unfit", "not a list of days")
        return
    for index, entry in enumerate(value or ()):
        first, last = _span(entry)
        if first is None or last is None or not (first.year == last.year == year and first <= last):
            message = f"neither a day nor from..to of {year}: {entry}"[:200]
            findings.add(child(at, index), "value_unfit", message, value=str(entry)[:100])
            continue
        yield from days_between(first, last)


def _span(entry: Any) -> tuple[date | None, date | None]:
    if isinstance(entry, str) and ".." in entry:
        first, _, last = entry.partition("..")
        return read_day(first.strip()), read_day(last.strip())
    day = read_day(entry)
    return day, day
