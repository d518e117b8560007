"""A roster out of a file: .xlsx read as a stream, .csv in UTF-8 or GB18030. Rows come one by one; nothing is held but the row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO, Any

from openpyxl.utils import range_boundaries

from documents.domain.source import SourceRefused
from documents.intake.sniff import Kind as FileKind
from documents.intake.sniff import sniff
from documents.intake.text import decode
from documents.workbooks.guard import BROKEN, SheetFacts, WorkbookRefused, inspect
from documents.workbooks.sheets import FORMULA, MAX_COLUMNS, Sheet, Sheets, guarded, rows_with_formulas
from members.domain.roster_facts import CellFault
from members.workbooks.roster_columns import IDENTITY, SHEET, Column, column_of, value_of
from regulations.domain.quoting import quoted

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 10_000
MAX_CELL = 2_000  # characters; a cell of a roster is a word
HEADING_ROWS = 15
EMPTY_ROWS_AT_THE_END = 1_000
_SHEETS_LOOKED_AT = 5
_KINDS = {
    FileKind.EMPTY: "文件是空的。",
    FileKind.PDF: "这是 PDF。请上传 Excel 表格（.xlsx）或 .csv。",
    FileKind.IMAGE: "这是图片。请上传 Excel 表格（.xlsx）或 .csv。",
    FileKind.DOCX: "这是 Word 文件。请把名册粘贴到 Excel 模板里再上传。",
    FileKind.DOC: "这是 Word 文件。请把名册粘贴到 Excel 模板里再上传。",
    FileKind.ENCRYPTED: "表格设了打开密码。请去掉密码后再上传。",
    FileKind.OPENDOCUMENT: "这是 .ods 表格。请另存为 .xlsx 再上传。",
    FileKind.BROKEN_ZIP: BROKEN,
}
_OLD_EXCEL = "这是旧格式的表格（.xls 或 .et）。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
_OTHER = "这不是 Excel 表格。请上传 .xlsx 或 .csv。"


@dataclass(frozen=True)
class SheetRow:
    """A row with anything in it. `facts` by field name (days, bools, group ids; only filled cells), `faults` by field name.

    `identity` is the normalised number, "" where none was given; it is in neither of the others.
    """

    number: int
    facts: Mapping[str, Any]
    faults: tuple[tuple[str, str], ...]
    identity: str = ""


@dataclass
class RosterFile:
    """What is being read. `notes` is complete once `rows` has run out."""

    rows: Iterator[SheetRow]
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Context:
    """What cells are read against: ids of groups by name, today, and whether identity numbers are accepted."""

    groups: Mapping[str, str]
    today: date
    with_numbers: bool = False


def read_roster(file: IO[bytes], filename: str, context: Context) -> RosterFile:
    """Raises WorkbookRefused at once or while the rows are read."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise WorkbookRefused("文件超过10 MB。请只保留名册这一张表，或者分成几个文件。")
    kind = sniff(data, filename)
    is_old = kind is FileKind.OTHER_OLE and filename.lower().endswith((".xls", ".xlt", ".et"))
    if is_old or (kind is FileKind.SPREADSHEET and not data.startswith(b"PK")):
        raise WorkbookRefused(_OLD_EXCEL)
    if kind is FileKind.SPREADSHEET:
        return _read_workbook(io.BytesIO(data), context)
    if kind is FileKind.TEXT:
        return _read_csv(data, context)
    raise WorkbookRefused(_KINDS.get(kind, _OTHER))


def _read_csv(data: bytes, context: Context) -> RosterFile:
    try:
        text, notes = decode(data)
    except SourceRefused as error:
        raise WorkbookRefused("认不出这个 .csv 的编码。请用 Excel 另存为 .xlsx 再上传。") from error
    head = text[:5_000]
    separator = max(",\t;", key=head.count)
    # Excel writes ="0012" to keep zeros; any other formula is refused below
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=separator)
    rows = ((number, tuple(_csv_cell(cell) for cell in cells)) for number, cells in enumerate(_records(reader), 1))
    result = RosterFile(iter(()), list(notes))
    result.rows = _rows(rows, context, result.notes, [])
    return result


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        raise WorkbookRefused("这个 .csv 里有读不懂的行。请用 Excel 另存为 .xlsx 再上传。") from error


def _csv_cell(cell: str) -> Any:
    if match := re.fullmatch(r'="([^"]*)"', cell.strip()):
        return match[1]
    return FORMULA if cell.startswith("=") else cell


def _read_workbook(file: IO[bytes], context: Context) -> RosterFile:
    facts = inspect(file)
    result = RosterFile(iter(()))
    result.rows = guarded(_workbook_rows(file, facts, context, result.notes))
    return result


def _workbook_rows(
    file: IO[bytes], facts: Mapping[str, SheetFacts], context: Context, notes: list[str]
) -> Iterator[SheetRow]:
    book = Sheets(file, inspected=facts)
    try:
        sheet = _roster_sheet(book, notes)
        rows = rows_with_formulas(file, book, sheet, facts)
        yield from _rows(rows, context, notes, facts[sheet.path].merges)
    finally:
        book.close()


def _roster_sheet(book: Sheets, notes: list[str]) -> Sheet:
    """The sheet called 名册, else the first with the headings of a roster."""
    for sheet in book.sheets:
        if sheet.title == SHEET:
            return sheet
    for sheet in book.sheets[:_SHEETS_LOOKED_AT]:
        if any(_knows(cells) for _, (_, cells) in zip(range(HEADING_ROWS), book.rows(sheet), strict=False)):
            if len(book.sheets) > 1:
                notes.append(f"只读了工作表{quoted(sheet.title)}。")
            return sheet
    raise no_headings()


def _knows(cells: Iterable[Any]) -> bool:
    """Is this the line of headings: 姓名 and one more?"""
    fields = {column.field for cell in cells if isinstance(cell, str) and (column := column_of(cell))}
    return "name" in fields and len(fields) > 1


def no_headings() -> WorkbookRefused:
    return WorkbookRefused("没有找到表头：前15行里应有一行写着“姓名”“身份”等列名。请用模板填写。")


def _rows(
    grid: Iterator[tuple[int, tuple[Any, ...]]], context: Context, notes: list[str], merges: list[str]
) -> Iterator[SheetRow]:
    columns, waiting = _headings(grid, notes)
    if IDENTITY in columns.values() and not context.with_numbers:
        columns = {place: column for place, column in columns.items() if column is not IDENTITY}
        notes.append("这里不登记身份证号，“身份证号”一列没有读取。")
    covered = _covered(merges, columns)
    last = count = 0  # the last row with anything in it, and how many there were
    for number, cells in (row for source in (waiting, grid) for row in source):
        filled = {
            column: cells[place]
            for place, column in columns.items()
            if place < len(cells) and cells[place] is not None and str(cells[place]).strip()
        }
        last = last or number - 1
        if number - last > EMPTY_ROWS_AT_THE_END:
            notes.append(f"第{last + 1}行起连续{EMPTY_ROWS_AT_THE_END}行是空的，后面的没有再读。")
            break
        if not filled:
            continue
        last = number
        count += 1
        if count > MAX_ROWS:
            raise WorkbookRefused(f"超过{MAX_ROWS}行。请分成几个文件，逐个导入。")
        yield _row(number, filled, covered.get(number, set()), context)
    if not count:
        raise WorkbookRefused("表头下面没有内容。")


def _headings(
    grid: Iterator[tuple[int, tuple[Any, ...]]], notes: list[str]
) -> tuple[dict[int, Column], list[tuple[int, tuple[Any, ...]]]]:
    """The columns by position, and a row after the headings that was read already.

    Where headings stand in two rows (入党 above 日期, or merged ones), the second row belongs to them when 姓名 has nothing below it.
    """
    for number, cells in grid:
        if number > HEADING_ROWS:
            break
        if not _knows(cells):
            continue
        columns: dict[int, Column] = {}
        strange = _place(columns, cells)
        second = next(grid, None)
        name_at = next(place for place, column in columns.items() if column.field == "name")
        below = second[1] if second else ()
        is_part = name_at >= len(below) or below[name_at] is None
        if second and is_part and any(isinstance(cell, str) and column_of(cell) for cell in below):
            strange = [heading for heading in strange if heading not in _above(cells, below)]
            strange += _place(columns, below)
            second = None
        if strange:
            notes.append(f"没有读取这些列：{'、'.join(dict.fromkeys(strange))}。")
        return columns, [second] if second else []
    raise no_headings()


def _place(columns: dict[int, Column], cells: Iterable[Any]) -> list[str]:
    """Put the columns that the cells name into `columns`; returns headings that are unknown or there already."""
    strange = []
    for place, cell in enumerate(cells):
        if not isinstance(cell, str) or not cell.strip():
            continue
        column = column_of(cell)
        if column and column not in columns.values():
            columns[place] = column
        elif re.sub(r"\s", "", cell) not in ("序号", "编号"):
            strange.append(re.sub(r"\s+", "", cell)[:20])
    return strange


def _above(cells: Iterable[Any], below: Iterable[Any]) -> set[str]:
    """Headings that only hold together what stands below them."""
    return {re.sub(r"\s+", "", str(top))[:20] for top, low in zip(cells, below, strict=False) if top and low}


def _covered(merges: list[str], columns: Mapping[int, Column]) -> dict[int, set[str]]:
    """Fields by row that lie under a merged cell and so look empty."""
    covered: dict[int, set[str]] = {}
    for ref in merges:
        first_column, first_row, last_column, last_row = (bound or 1 for bound in range_boundaries(ref))
        for place in range(first_column - 1, min(last_column, MAX_COLUMNS)):
            column = columns.get(place)
            if column is None or last_row - first_row > MAX_ROWS:
                continue
            for row in range(first_row if place > first_column - 1 else first_row + 1, last_row + 1):
                covered.setdefault(row, set()).add(column.field)
    return covered


def _row(number: int, filled: Mapping[Column, Any], covered: set[str], context: Context) -> SheetRow:
    facts: dict[str, Any] = {}
    faults: list[tuple[str, str]] = []
    for column, cell in filled.items():
        try:
            if cell is FORMULA:
                raise CellFault("是公式，没有保存下来的值。请复制后“选择性粘贴”为数值")
            if isinstance(cell, str) and len(cell) > MAX_CELL:
                raise CellFault("字太多")
            facts[column.field] = value_of(column, cell, groups=context.groups, today=context.today)
        except CellFault as fault:
            faults.append((column.field, str(fault)))
    present = {column.field for column in filled}
    faults += [(name, "在合并的单元格里，请取消合并后逐行填写") for name in sorted(covered - present)]
    return SheetRow(number, facts, tuple(faults), facts.pop("identity", ""))
