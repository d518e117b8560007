"""A table as .xlsx: a title line, heads, rows. Texts never become formulas, here or where the file is saved as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from members.workbooks.dues import plain_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_workbook(title: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Any]]) -> bytes:
    """`columns` are heads with their widths in characters; cells are texts, numbers, days or None."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("登记")
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A3"
    sheet.append([_cell(sheet, title, bold=True)])
    sheet.append([_cell(sheet, head, bold=True) for head, _ in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Any, *, bold: bool = False) -> Cell:
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, plain_text(value) if is_text else value)
    if is_text:
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text=not bold, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
