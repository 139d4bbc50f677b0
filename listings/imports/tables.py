"""Read an uploaded table: CSV in UTF-8 or GB18030, or the first sheet of an XLSX workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from marketplace.documents.media_types import CSV, TSV, XLSX, media_type_of
from marketplace.problems import DomainError

MOST_ROWS: Final = 5000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 40_000
# What exports write where they have nothing.
_EMPTY: Final = frozenset({"-", "--", "—", "/", "无", "null", "NULL", "N/A"})
# The first row with this many filled cells is the header; titles above it have fewer.
_HEADER_CELLS: Final = 3


class NoTable(DomainError):
    """Raised for a file that is no table we read: what it is, and what to send instead."""

    code = "no_table"


class TableTooLarge(DomainError):
    """Raised for a table with more rows, columns or text than one import takes."""

    code = "table_too_large"


@dataclass(frozen=True, slots=True)
class Table:
    """
    A header and its rows as text.

    :ivar rows: the number of the row as a spreadsheet counts it, and its cells, empty ones as empty text.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(content: bytes) -> Table:
    """
    Read the bytes of a file.

    :raises NoTable: for anything but CSV and XLSX, and for a table without a header.
    :raises TableTooLarge: above 5,000 rows or 200 columns.
    """
    kind = media_type_of(io.BytesIO(content))
    if kind in {CSV, TSV}:
        return _table(_csv_rows(content, delimiter="\t" if kind == TSV else ","))
    if kind == XLSX:
        return _table(_xlsx_rows(content))
    raise NoTable("export the list as Excel or CSV", media_type=kind)


def cell_name(column: int, row: int) -> str:
    """Give the name of a cell as a spreadsheet shows it: C5. The first column is 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _table(numbered: Iterable[tuple[int, list[str]]]) -> Table:
    headers: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in numbered:
        if len(cells) > MOST_COLUMNS or any(len(cell) > LONGEST_CELL for cell in cells):
            raise TableTooLarge("a row is too wide", row=number, columns=MOST_COLUMNS)
        if not headers:
            if sum(bool(cell) for cell in cells) >= _HEADER_CELLS:
                headers = tuple(cells)
            continue
        if not any(cells):
            continue
        if len(rows) == MOST_ROWS:
            raise TableTooLarge("import it in parts", rows=MOST_ROWS)
        padded = [*cells, *[""] * (len(headers) - len(cells))]
        rows.append((number, tuple(padded[: len(headers)])))
    if not headers or not rows:
        raise NoTable("the table has no header or no row")
    return Table(headers, tuple(rows))


def _csv_rows(content: bytes, *, delimiter: str) -> Iterable[tuple[int, list[str]]]:
    text = _decoded(content)
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, [_cell(cell) for cell in cells]
    except csv.Error as broken:
        raise NoTable("the CSV file is broken", line=reader.line_num) from broken


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTable("the text is neither UTF-8 nor GB18030")


def _xlsx_rows(content: bytes) -> Iterable[tuple[int, list[str]]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        first = (sheet.start or (0, 0))[0]
        values = sheet.to_python(skip_empty_area=True, nrows=MOST_ROWS + 50)
    except CalamineError as broken:
        raise NoTable("the workbook cannot be read") from broken
    for offset, cells in enumerate(values):
        yield first + offset + 1, [_cell(_text(cell)) for cell in cells]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _cell(text: str) -> str:
    stripped = text.strip().strip("\ufeff")
    return "" if stripped in _EMPTY else stripped
