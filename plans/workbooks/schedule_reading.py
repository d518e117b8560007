"""A schedule out of .xlsx: every row becomes a line or says what is wrong with it. Framework-free."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from documents.intake.archive import ZIP_ERRORS
from documents.intake.sniff import Kind as FileKind
from documents.intake.sniff import sniff
from members.workbooks.roster_archive import RosterRefused, inspect
from plans.domain.draft import ItemDraft
from plans.domain.period import Period
from plans.workbooks.schedule_columns import (
    SHEET,
    CellRefused,
    Column,
    clean,
    column_of,
    kind_of,
    month_of,
    responsible_of,
    text_of,
    theme_of,
)
from regulations.domain.activities import activity_kind_of

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
_HEADING_ROWS = 15
_FORMULA = object()
_READ_ERRORS = (*ZIP_ERRORS, BadZipFile, InvalidFileException, KeyError, TypeError, AttributeError, ValueError)
_BROKEN = "这个表格打不开，可能已经损坏。请用 Excel 或 WPS 打开并另存为 .xlsx 再上传。"
_KINDS = {
    FileKind.EMPTY: "文件是空的。",
    FileKind.ENCRYPTED: "表格设了打开密码。请去掉密码后再上传。",
    FileKind.BROKEN_ZIP: _BROKEN,
}


class ScheduleRefused(Exception):
    """The file as a whole cannot be read; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the sheet: `line`, or the `faults` by column that keep it from being one. `notes` are told but do not stand against it.

    `said` is what the row holds, for showing it beside its faults.
    """

    number: int
    said: str
    line: ItemDraft | None
    faults: tuple[tuple[Column, str], ...] = ()
    notes: tuple[str, ...] = ()


def read_schedule(file: IO[bytes], filename: str, period: Period) -> tuple[ReadRow, ...]:
    """All rows with anything in them. Raises ScheduleRefused."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ScheduleRefused("文件超过5 MB。请只保留行事历这一张表。")
    kind = sniff(data, filename)
    if kind is not FileKind.SPREADSHEET or not data.startswith(b"PK"):
        raise ScheduleRefused(_KINDS.get(kind, "这不是 .xlsx 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"))
    try:
        inspect(io.BytesIO(data))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl thinks of styles and extensions is nobody's concern
            cells = _cells(data)
    except RosterRefused as error:
        raise ScheduleRefused(str(error).replace("名册", "行事历")) from error
    except _READ_ERRORS as error:
        raise ScheduleRefused(_BROKEN) from error
    start, columns = _headings(cells)
    return tuple(_rows(cells[start:], start, columns, period))


def _cells(data: bytes) -> list[tuple[Any, ...]]:
    book = load_workbook(io.BytesIO(data), read_only=True)
    try:
        sheet = book[SHEET] if SHEET in book.sheetnames else book[book.sheetnames[0]]
        # a stated size may be wrong, or a million empty rows; what is read is bounded either way
        rows = sheet.iter_rows(max_row=_HEADING_ROWS + MAX_ROWS + 1, max_col=30)
        cells = [tuple(_FORMULA if cell.data_type == "f" else cell.value for cell in row) for row in rows]
    finally:
        book.close()
    while cells and all(value is None for value in cells[-1]):
        cells.pop()
    return cells


def _headings(cells: list[tuple[Any, ...]]) -> tuple[int, dict[int, Column]]:
    """Where the rows begin, and the column at each place."""
    for number, row in enumerate(cells[:_HEADING_ROWS], 1):
        columns: dict[int, Column] = {}
        for place, value in enumerate(row):
            column = column_of(value) if isinstance(value, str) else None
            if column and column not in columns.values():
                columns[place] = column
        if {Column.FIRST, Column.TEXT} <= set(columns.values()):
            if len(cells) - number > MAX_ROWS:
                raise ScheduleRefused(f"行事历一次最多{MAX_ROWS}行。")
            return number, columns
    raise ScheduleRefused(f"没有找到列名“{Column.FIRST}”和“{Column.TEXT}”。请用模板填写，不要改列名。")


def _rows(cells: list[tuple[Any, ...]], start: int, columns: dict[int, Column], period: Period) -> Iterator[ReadRow]:
    seen: dict[tuple[date, date, str], int] = {}
    for number, row in enumerate(cells, start + 1):
        values = {column: _said(row[place]) for place, column in columns.items() if place < len(row)}
        values = {column: value for column, value in values.items() if value != ""}
        if not values:
            continue
        read = _row(number, values, period)
        if read.line:
            key = read.line.first_month, read.line.last_month, read.line.text
            if key in seen:
                note = f"与第{seen[key]}行相同。"
                read = ReadRow(number, read.said, read.line, read.faults, (*read.notes, note))
            seen.setdefault(key, number)
        yield read


def _row(number: int, values: dict[Column, Any], period: Period) -> ReadRow:
    facts: dict[Column, Any] = {}
    faults: list[tuple[Column, str]] = []
    for column, value in values.items():
        try:
            facts[column] = _fact(column, value, period)
        except CellRefused as error:
            faults.append((column, str(error)))
    for column in (Column.FIRST, Column.TEXT):
        if column not in values:
            faults.append((column, f"请填写{column.value}。"))
    first, text = facts.get(Column.FIRST), facts.get(Column.TEXT)
    last = facts.get(Column.LAST, first)
    if first and last and last < first:
        faults.append((Column.LAST, "结束的月份早于开始的月份。"))
    said = str(values.get(Column.TEXT, "")) if values.get(Column.TEXT) is not _FORMULA else ""
    if faults or first is None or last is None or text is None:
        return ReadRow(number, said, None, tuple(faults))
    notes = () if Column.KIND in facts else (f"类别按内容判断为“{activity_kind_of(text).label}”。",)
    kind = facts.get(Column.KIND) or activity_kind_of(text)
    responsible = facts.get(Column.RESPONSIBLE, "")
    line = ItemDraft(first, last, text, kind.value, facts.get(Column.THEME, False), responsible)
    return ReadRow(number, said, line, (), notes)


def _fact(column: Column, value: Any, period: Period) -> Any:
    if value is _FORMULA:
        raise CellRefused("这一格是公式，请改为文字。")
    if column in {Column.FIRST, Column.LAST}:
        return month_of(value, period)
    text = str(value)
    readers = {
        Column.KIND: kind_of,
        Column.TEXT: text_of,
        Column.THEME: theme_of,
        Column.RESPONSIBLE: responsible_of,
    }
    return readers[column](text)


def _said(value: Any) -> Any:
    """A cell as text, except days and formulas; whole numbers without their ".0"."""
    if value is None:
        return ""
    if value is _FORMULA or isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))
