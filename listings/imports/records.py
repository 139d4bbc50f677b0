"""One row of a table as the record of a patent, with everything that is wrong in it. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from listings.imports.layouts import Layout
from listings.imports.tables import cell_name
from listings.patents.numbers import (
    NotANumber,
    WrongCheckDigit,
    parse_application_number,
    parse_publication_number,
)

_KINDS: Final = (
    ("外观", "design"),
    ("实用新型", "utility_model"),
    ("发明", "invention"),
    ("invention", "invention"),
    ("utility", "utility_model"),
    ("design", "design"),
)
_IN_FORCE: Final = ("授权", "有效", "有权", "专利权维持")
_ENDED: Final = ("未缴年费", "终止", "放弃", "失效", "期限届满", "全部无效", "全部撤销")
_SEPARATORS: Final = re.compile(r"\s*[|;；]\s*")
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_IPC: Final = re.compile(r"([A-H]\d{2}[A-Z])\s*(\d{1,4})/(\d{2,6})")
_FIRST_DAY: Final = date(1985, 4, 1)
_LONGEST_TITLE: Final = 400


@dataclass(frozen=True, slots=True)
class RowProblem:
    """
    What is wrong with one cell.

    :ivar fix: what to do about it, for the person with the file open; pages say it by the code and the values.
    :ivar blocks: whether the row cannot be imported as it is.
    """

    column: str
    cell: str
    value: str
    code: str
    fix: str
    blocks: bool = True
    values: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Give the problem as JSON values."""
        return asdict(self)


@dataclass(slots=True)
class Record:
    """What one row says of a patent. Dates as ISO text, for it is kept as JSON."""

    application_number: str | None = None
    publication_number: str | None = None
    kind: str = ""
    invention_title: str = ""
    abstract: str = ""
    claims_text: str = ""
    filing_date: str | None = None
    grant_date: str | None = None
    ipc: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    owner_codes: list[str] = field(default_factory=list)
    current_owners: list[str] = field(default_factory=list)
    inventors: list[str] = field(default_factory=list)
    is_in_force: bool = False

    @property
    def number(self) -> str:
        """Give the number by which the row is known."""
        return self.application_number or self.publication_number or ""


def read_row(
    *, layout: Layout, headers: Sequence[str], row: int, cells: Sequence[str], today: date
) -> tuple[Record, list[RowProblem]]:
    """Read one row: the record as far as it can be read, and every problem."""
    reader = _Row(layout, headers, row, cells, today)
    return reader.record(), reader.problems


@dataclass(slots=True)
class _Row:
    layout: Layout
    headers: Sequence[str]
    row: int
    cells: Sequence[str]
    today: date
    problems: list[RowProblem] = field(default_factory=list)

    def record(self) -> Record:
        record = Record(
            invention_title=self._title(),
            abstract=self._cell("abstract"),
            claims_text=self._cell("claims_text"),
            filing_date=self._day("filing_date"),
            grant_date=self._day("grant_date"),
            ipc=self._ipc(),
            owners=_names(self._cell("owners")),
            owner_codes=[code.upper() for code in _names(self._cell("owner_codes"))],
            current_owners=_names(self._cell("current_owners")),
            inventors=_names(self._cell("inventors")),
        )
        self._numbers(record)
        self._kind(record)
        self._dates(record)
        if not record.owners:
            self._problem("owners", "owner_missing", "Write the owner as in the gazette.")
        self._status(record)
        return record

    def _cell(self, name: str) -> str:
        place = self.layout.columns.get(name)
        return self.cells[place] if place is not None else ""

    def _problem(self, name: str, code: str, fix: str, *, blocks: bool = True, **values: str) -> None:
        place = self.layout.columns.get(name, 0)
        self.problems.append(
            RowProblem(
                column=self.headers[place],
                cell=cell_name(place, self.row),
                value=self._cell(name)[:120],
                code=code,
                fix=fix,
                blocks=blocks,
                values=values,
            )
        )

    def _title(self) -> str:
        title = self._cell("invention_title")
        if not title:
            self._problem("invention_title", "title_missing", "Write the title as in the gazette.")
        elif len(title) > _LONGEST_TITLE:
            self._problem("invention_title", "title_too_long", f"Write at most {_LONGEST_TITLE} characters.")
        return title

    def _numbers(self, record: Record) -> None:
        if text := self._cell("application_number"):
            try:
                record.application_number = str(parse_application_number(text))
            except WrongCheckDigit as wrong:
                fix = f"The digits ask for the check digit {wrong.expected}: compare with the certificate."
                self._problem("application_number", "wrong_check_digit", fix, expected=wrong.expected)
            except NotANumber:
                self._problem("application_number", "no_application_number", "Write it as 201710601862.3.")
        if text := self._cell("publication_number"):
            self._publication(record, text)
        if not self.problems_about("application_number", "publication_number") and not record.number:
            self._problem(
                "application_number", "number_missing", "Write the application number, or the number of the grant."
            )

    def _publication(self, record: Record, text: str) -> None:
        try:
            number = parse_publication_number(text)
        except NotANumber:
            self._problem("publication_number", "no_publication_number", "Write it as CN107000001B.")
            return
        if number.is_grant or not number.code:
            record.publication_number = str(number)
        elif record.application_number is None:
            self._problem(
                "publication_number",
                "not_of_a_grant",
                "This is an application's publication: add the application number.",
            )

    def problems_about(self, *names: str) -> bool:
        """Tell whether something is wrong in one of these columns."""
        columns = {self.headers[place] for name in names if (place := self.layout.columns.get(name)) is not None}
        return any(problem.column in columns for problem in self.problems)

    def _kind(self, record: Record) -> None:
        said = next((kind for word, kind in _KINDS if word in self._cell("kind").lower()), None)
        numbered = _kind_of(record)
        if said and numbered and said != numbered:
            self._problem("kind", "kind_differs", "The number says another kind: compare with the certificate.")
        record.kind = numbered or said or ""
        if not record.kind and record.number:
            self._problem("kind", "kind_missing", "Write 发明, 实用新型 or 外观设计.")

    def _day(self, name: str) -> str | None:
        text = unicodedata.normalize("NFKC", self._cell(name))
        if not text:
            return None
        found = _DATE.match(text)
        try:
            parts = [int(part) for part in found.groups() if part] if found else []
            day = date(*parts[:3])
        except (TypeError, ValueError):
            self._problem(name, "no_date", "Write a date as 2026-03-01.")
            return None
        if not _FIRST_DAY <= day <= self.today:
            self._problem(name, "date_out_of_range", "No patent has such a date here.")
            return None
        return day.isoformat()

    def _dates(self, record: Record) -> None:
        if record.filing_date and record.grant_date and record.grant_date <= record.filing_date:
            self._problem("grant_date", "granted_before_filing", "The grant comes after the filing.")
        if record.filing_date and record.application_number:
            year = parse_application_number(record.application_number).year
            # An application entering from PCT, or a divisional one, keeps a filing date of an earlier year.
            if int(record.filing_date[:4]) > year:
                self._problem("filing_date", "year_differs", "The year in the number is earlier.")
        if not record.filing_date:
            self._problem("filing_date", "filing_date_missing", "Without it the term is not known.", blocks=False)
        if not record.grant_date:
            self._problem("grant_date", "grant_date_missing", "Without it nothing can be offered.", blocks=False)

    def _ipc(self) -> list[str]:
        text = unicodedata.normalize("NFKC", self._cell("ipc")).upper()
        return list(dict.fromkeys(f"{section}{group}/{rest}" for section, group, rest in _IPC.findall(text)))

    def _status(self, record: Record) -> None:
        text = self._cell("legal_status")
        if any(word in text for word in _ENDED):
            self._problem(
                "legal_status", "right_has_ended", "Look it up in the register and record the day.", blocks=False
            )
        else:
            record.is_in_force = any(word in text for word in _IN_FORCE)
        if self._cell("licensees"):
            self._problem("licensees", "license_named", "Record the license with its kind and day.", blocks=False)


def _kind_of(record: Record) -> str | None:
    readers: tuple[tuple[str | None, Callable[[str], Any]], ...] = (
        (record.application_number, parse_application_number),
        (record.publication_number, parse_publication_number),
    )
    for number, parse in readers:
        if number and (kind := parse(number).kind):
            return str(kind)
    return None


def _names(text: str) -> list[str]:
    """Split names; numbers that an export puts before them are dropped."""
    parts = (re.sub(r"^\d+\.", "", part).strip() for part in _SEPARATORS.split(unicodedata.normalize("NFKC", text)))
    return list(dict.fromkeys(part for part in parts if part))
