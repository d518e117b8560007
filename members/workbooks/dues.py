"""The monthly sheet of dues as a workbook."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from documents.domain.content import Column
from members.documents.dues import SHEET_COLUMNS, sheet_values
from members.domain.dues import name_of
from members.selectors.dues_overview import MonthSheet

MONEY = "0.00"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def month_workbook(sheet: MonthSheet) -> bytes:
    """党员交纳党费登记表 as .xlsx: one line a member, the sums below. Names never become formulas, here or where the file is saved as text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(f"{sheet.month:%Y-%m}")
    _widths(page, SHEET_COLUMNS)
    page.freeze_panes = "A3"
    page.append([_cell(page, f"{sheet.branch.name}党员交纳党费登记表（{name_of(sheet.month)}）", bold=True)])
    page.append([_cell(page, column.title, bold=True) for column in SHEET_COLUMNS])
    for row in sheet_values(sheet):
        page.append([_cell(page, value) for value in row])
    sums: list[Any] = ["", "合计", "", None, "", sheet.totals.due, sheet.totals.paid, "", ""]
    page.append([_cell(page, value, bold=True) for value in sums])
    for extra in sheet.extras:
        label = "自愿多交（上缴中央）" if extra.to_centre else "自愿多交"
        page.append([_cell(page, value) for value in ["", extra.member.name, label, None, "", None, extra.amount]])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def plain_text(value: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe in front."""
    return f"'{value}" if value.startswith(_FORMULA_STARTS) else value


def _widths(page: Any, columns: tuple[Column, ...]) -> None:
    for letter, column in zip("ABCDEFGHI", columns, strict=True):
        page.column_dimensions[letter].width = 8 * column.width_share + 2


def _cell(page: WriteOnlyWorksheet, value: Any, *, bold: bool = False) -> Cell:
    cell = WriteOnlyCell(page, plain_text(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, Decimal):
        cell.number_format = MONEY
    if bold:
        cell.font = Font(bold=True)
    return cell
