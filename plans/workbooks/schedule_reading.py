"""A schedule out of .xlsx: every row becomes a line or says what is wrong with it. Framework-free."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Any

from documents.intake.sniff import Kind as FileKind
from documents.intake.sniff import sniff
from documents.workbooks.guard import BROKEN, WorkbookRefused, inspect
from documents.workbooks.sheets import FORMULA, Row, Sheet, Sheets, guarded, rows_with_formulas
from plans.domain.draft import ItemDraft
from plans.domain.period import Period
from plans.workbooks.schedule_columns import (
    SHEET,
    CellRefused,
    Column,
    clean,
    code_of,
    column_of,
    day_of,
    kind_of,
    month_of,
    responsible_of,
    text_of,
    theme_of,
)
from regulations.domain.activities import activity_kind_of

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 2_000
#: So many empty rows in a row are the end of the table.
EMPTY_ROWS_AT_THE_END = 1_000
_HEADING_ROWS = 15
_KINDS = {
    FileKind.EMPTY: "文件是空的。",
    FileKind.ENCRYPTED: "表格设了打开密码。请去掉密码后再上传。",
    FileKind.DOCX: "这是 Word 文件。请把行事历粘贴到 Excel 模板里再上传。",
    FileKind.DOC: "这是 Word 文件。请把行事历粘贴到 Excel 模板里再上传。",
    FileKind.PDF: "这是 PDF。请用 Excel 模板填写后上传。",
    FileKind.IMAGE: "这是图片。请用 Excel 模板填写后上传。",
    FileKind.BROKEN_ZIP: BROKEN,
}
_OTHER = "这不是 .xlsx 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the sheet: `line`, or the `faults` by column that keep it from being one. `notes` are told but do not stand against it.

    `said` is what the row holds, for showing it beside its faults; `given` are the columns that the sheet has: what stands in the others
    is not said. `key` and `version` name the line of the plan it was written out of, "" and 0 where it has no code.
    """

    number: int
    said: str
    line: ItemDraft | None
    faults: tuple[tuple[Column, str], ...] = ()
    notes: tuple[str, ...] = ()
    given: frozenset[Column] = frozenset()
    key: str = ""
    version: int = 0


def read_schedule(file: IO[bytes], filename: str, period: Period) -> tuple[ReadRow, ...]:
    """All rows with anything in them. Raises WorkbookRefused."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise WorkbookRefused("文件超过5 MB。请只保留行事历这一张表。")
    kind = sniff(data, filename)
    if kind is not FileKind.SPREADSHEET or not data.startswith(b"PK"):
        raise WorkbookRefused(_KINDS.get(kind, _OTHER))
    return tuple(guarded(_read(io.BytesIO(data), period)))


def _read(file: IO[bytes], period: Period) -> Iterator[ReadRow]:
    facts = inspect(file)
    book = Sheets(file, inspected=facts)
    try:
        sheet = _sheet_of(book)
        rows = rows_with_formulas(file, book, sheet, facts)
        columns = _headings(rows)
        yield from _without_twins(_rows(rows, columns, period))
    finally:
        book.close()


def _sheet_of(book: Sheets) -> Sheet:
    """The sheet called 行事历, else the first one."""
    if not book.sheets:
        raise WorkbookRefused(BROKEN)
    return next((sheet for sheet in book.sheets if sheet.title == SHEET), book.sheets[0])


def _headings(rows: Iterator[Row]) -> dict[int, Column]:
    """The column at each place; the rows begin behind it."""
    for number, cells in rows:
        if number > _HEADING_ROWS:
            break
        columns: dict[int, Column] = {}
        for place, value in enumerate(cells):
            column = column_of(value) if isinstance(value, str) else None
            if column and column not in columns.values():
                columns[place] = column
        if {Column.FIRST, Column.TEXT} <= set(columns.values()):
            return columns
    raise WorkbookRefused(f"没有找到列名“{Column.FIRST}”和“{Column.TEXT}”。请用模板填写，不要改列名。")


def _rows(rows: Iterator[Row], columns: dict[int, Column], period: Period) -> Iterator[ReadRow]:
    last = count = 0
    for number, cells in rows:
        values = {column: _said(cells[place]) for place, column in columns.items() if place < len(cells)}
        values = {column: value for column, value in values.items() if value != ""}
        last = last or number
        if number - last > EMPTY_ROWS_AT_THE_END:
            return
        if not values.keys() - {Column.CODE}:
            continue
        last, count = number, count + 1
        if count > MAX_ROWS:
            raise WorkbookRefused(f"行事历一次最多{MAX_ROWS}行。")
        yield _row(number, values, frozenset(columns.values()), period)


def _without_twins(rows: Iterator[ReadRow]) -> Iterator[ReadRow]:
    """Rows that say the same as an earlier one say so."""
    seen: dict[tuple[date, date, str], int] = {}
    for row in rows:
        if row.line is None:
            yield row
            continue
        key = row.line.first_month, row.line.last_month, row.line.text
        yield replace(row, notes=(*row.notes, f"与第{seen[key]}行相同。")) if key in seen else row
        seen.setdefault(key, row.number)


def _row(number: int, values: dict[Column, Any], given: frozenset[Column], period: Period) -> ReadRow:
    facts: dict[Column, Any] = {}
    faults: list[tuple[Column, str]] = []
    for column in Column:  # the month comes before the day, which lies in it
        if column in values and column is not Column.CODE:
            try:
                facts[column] = _fact(column, values[column], facts, period)
            except CellRefused as error:
                faults.append((column, str(error)))
    for column in (Column.FIRST, Column.TEXT):
        if column not in values:
            faults.append((column, f"请填写{column.value}。"))
    first, text = facts.get(Column.FIRST), facts.get(Column.TEXT)
    last = facts.get(Column.LAST, first)
    if first and last and last < first:
        faults.append((Column.LAST, "结束的月份早于开始的月份。"))
    said = str(values.get(Column.TEXT, "")) if values.get(Column.TEXT) is not FORMULA else ""
    key, version = code_of(values.get(Column.CODE, "")) or ("", 0)
    if faults or first is None or last is None or text is None:
        return ReadRow(number, said, None, tuple(faults), (), given, key, version)
    kind = facts.get(Column.KIND)
    notes = () if kind else (f"类别按内容判断为“{activity_kind_of(text).label}”。",)
    line = ItemDraft(
        first,
        last,
        text,
        (kind or activity_kind_of(text)).value,
        facts.get(Column.THEME, False),
        facts.get(Column.RESPONSIBLE, ""),
        planned_on=facts.get(Column.DAY),
    )
    return ReadRow(number, said, line, (), notes, given, key, version)


def _fact(column: Column, value: Any, facts: dict[Column, Any], period: Period) -> Any:
    if value is FORMULA:
        raise CellRefused("这一格是公式，请改为文字。")
    if column in {Column.FIRST, Column.LAST}:
        return month_of(value, period)
    if column is Column.DAY:
        return day_of(value, facts[Column.FIRST]) if Column.FIRST in facts else None
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
    if value is FORMULA or isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value))
