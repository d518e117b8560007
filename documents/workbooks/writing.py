"""What every sheet we write has: bold headings, drop-downs from a hidden list, a sheet that explains, and text that stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

BOLD = Font(bold=True)
HEAD = PatternFill("solid", fgColor="F0EAE2")
#: The number format of text: the program neither turns a day around nor drops digits.
TEXT = "@"
LISTS = "选项"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def put_text(cell: Any, value: str) -> None:
    """A string, never a formula, whatever it begins with; the quote-prefix mark keeps it one when the cell is edited or saved again."""
    cell.value = _UNPRINTABLE.sub("", value)
    if value.startswith("="):
        cell.data_type = "s"
    if value[:1] in "=+-@\t\r":
        cell.quotePrefix = True


def put_head(cell: Any, value: str) -> None:
    cell.value = value
    cell.font, cell.fill = BOLD, HEAD


def add_lists(book: Workbook) -> Any:
    """The hidden sheet that drop-downs take their choices from."""
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    return lists


def add_drop_down(sheet: Any, lists: Any, place: int, choices: Sequence[str], *, title: str, last_row: int) -> None:
    """Below the heading of the column at this place, counted from 1, down to `last_row`."""
    letter = get_column_letter(place)
    for row, choice in enumerate(choices, 1):
        put_text(lists.cell(row, place), choice)
    rule = DataValidation(
        type="list",
        formula1=f"={LISTS}!${letter}$1:${letter}${len(choices)}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=title,
        error="请从下拉列表里选择。",
    )
    rule.add(f"{letter}2:{letter}{last_row}")
    sheet.add_data_validation(rule)


def add_explanation(book: Workbook, lines: Sequence[str]) -> None:
    """A sheet of sentences, the first of them its title."""
    sheet = book.create_sheet("说明")
    sheet.column_dimensions["A"].width = 90
    for row, line in enumerate(lines, 1):
        cell = sheet.cell(row, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if row == 1:
            cell.font = BOLD
