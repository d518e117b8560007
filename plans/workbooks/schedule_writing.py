"""A plan's schedule into .xlsx: the lines, or an empty template, both with drop-downs. Framework-free.

Text is text whatever it begins with: a cell that starts with = + - @ is a string with the quote-prefix mark, never a formula.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from plans.domain.draft import TEXT_LENGTH, ItemDraft
from plans.domain.period import Period
from plans.workbooks.schedule_columns import KINDS, NO, SHEET, WIDTHS, YES, Column, clean, month_words
from regulations.domain.activities import LABELS, ActivityKind

TEMPLATE_ROWS = 500
_HEAD = PatternFill("solid", fgColor="F0EAE2")
_LISTS = "选项"
_TEXT = "@"
_EXPLANATION = (
    "怎样填写",
    "一行一项，填在“行事历”这张表里。不要改第一行的列名；不需要的列可以空着。",
    "“月份”和“内容”必填。“至”只在一项工作跨几个月时填写。",
    "“类别”从下拉列表里选；空着时按内容判断。",
    "“本月主题”填“是”的，显示在当月最上面。",
    "不要使用公式，也不要合并单元格。",
    "上传以后先看到每一行会怎样，您确认了才写入；写入后可以整批撤销。",
)


def write_schedule(target: IO[bytes], period: Period, lines: Iterable[ItemDraft] = ()) -> int:
    """The lines as a workbook, returns how many; without lines it is the template. What is written, `read_schedule` reads back."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    for place, column in enumerate(Column, 1):
        head = sheet.cell(1, place, column.value)
        head.font, head.fill = Font(bold=True), _HEAD
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column]
    count = 0
    for count, line in enumerate(lines, 1):
        for place, value in enumerate(_values(line), 1):
            _put_text(sheet.cell(count + 1, place), value)
    _drop_downs(book, sheet, period, count + TEMPLATE_ROWS)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _explain(book)
    book.save(target)
    return count


def _values(line: ItemDraft) -> tuple[str, ...]:
    last = month_words(line.last_month) if line.last_month > line.first_month else ""
    kind = LABELS[ActivityKind(line.kind)]
    return month_words(line.first_month), last, kind, line.text, YES if line.is_theme else "", line.responsible_text


def _drop_downs(book: Workbook, sheet: Any, period: Period, rows: int) -> None:
    months = [month_words(month) for month in period.months]
    choices = {Column.FIRST: months, Column.LAST: months, Column.KIND: list(KINDS), Column.THEME: [YES, NO]}
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for place, column in enumerate(Column, 1):
        if column not in choices:
            continue
        letter = get_column_letter(place)
        for row, choice in enumerate(choices[column], 1):
            lists.cell(row, place, choice)
        rule = DataValidation(
            type="list",
            formula1=f"={_LISTS}!${letter}$1:${letter}${len(choices[column])}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle=column.value,
            error="请从下拉列表里选择。",
        )
        rule.add(f"{letter}2:{letter}{rows + 1}")
        sheet.add_data_validation(rule)
    length = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(TEXT_LENGTH),
        showErrorMessage=True,
        errorTitle=Column.TEXT.value,
        error=f"最多{TEXT_LENGTH}个字。",
    )
    letter = get_column_letter(list(Column).index(Column.TEXT) + 1)
    length.add(f"{letter}2:{letter}{rows + 1}")
    sheet.add_data_validation(length)


def _explain(book: Workbook) -> None:
    sheet = book.create_sheet("说明")
    sheet.column_dimensions["A"].width = 90
    for row, line in enumerate(_EXPLANATION, 1):
        cell = sheet.cell(row, 1, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if row == 1:
            cell.font = Font(bold=True)


def _put_text(cell: Any, value: str) -> None:
    text = clean(value)
    if not text:
        return
    cell.value = text
    cell.data_type = "s"
    cell.number_format = _TEXT
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text[0] in "=+-@":
        cell.quotePrefix = True
