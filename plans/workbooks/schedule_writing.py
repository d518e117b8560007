"""A plan's schedule into .xlsx: the lines, or an empty template, both with drop-downs. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from documents.workbooks.writing import TEXT, add_drop_down, add_explanation, add_lists, put_head, put_text
from plans.domain.draft import TEXT_LENGTH, ItemDraft
from plans.domain.period import Period
from plans.workbooks.schedule_columns import (
    KINDS,
    NO,
    SHEET,
    WIDTHS,
    YES,
    Column,
    clean,
    day_words,
    month_words,
)
from regulations.domain.activities import LABELS, ActivityKind

TEMPLATE_ROWS = 500
_FAINT = Font(color="9A948A")
_EXPLANATION = (
    "怎样填写",
    "一行一项，填在“行事历”这张表里。不要改第一行的列名；不需要的列可以空着，也可以删去整列。",
    "“月份”和“内容”必填。“至”只在一项工作跨几个月时填写；“日期”是拟定的那一天，写“15日”就可以，没有定就空着。",
    "“类别”从下拉列表里选；空着时按内容判断。",
    "“本月主题”填“是”的，显示在当月最上面。",
    "“责任人”写名册上的姓名或党小组的名称，会自动对上；写别的就照写。",
    "“编号”是用来认出原来那一条的，请不要改；自己新加的行空着。",
    "不要使用公式，也不要合并单元格。",
    "上传以后先看到每一行会怎样，您确认了才写入；写入后可以整批撤销。表里没有写到的条目不会被删除。",
)


def write_schedule(target: IO[bytes], period: Period, lines: Iterable[tuple[ItemDraft, str]] = ()) -> int:
    """The lines, each with its code ("" for none), as a workbook; returns how many. Without lines it is the template.

    What is written, `read_schedule` reads back.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    for place, column in enumerate(Column, 1):
        put_head(sheet.cell(1, place), column.value)
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[column]
    count = 0
    for count, (line, code) in enumerate(lines, 1):
        for place, value in enumerate((*_values(line), code), 1):
            if text := clean(value):
                cell = sheet.cell(count + 1, place)
                put_text(cell, text)
                cell.number_format = TEXT
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if place == len(Column):
                    cell.font = _FAINT
    _drop_downs(book, sheet, period, count + TEMPLATE_ROWS)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    add_explanation(book, _EXPLANATION)
    book.save(target)
    return count


def _values(line: ItemDraft) -> tuple[str, ...]:
    """In the order of the columns, but for the code."""
    return (
        month_words(line.first_month),
        month_words(line.last_month) if line.last_month > line.first_month else "",
        day_words(line.planned_on) if line.planned_on else "",
        LABELS[ActivityKind(line.kind)],
        line.text,
        YES if line.is_theme else "",
        line.responsible_text,
    )


def _drop_downs(book: Workbook, sheet: Any, period: Period, rows: int) -> None:
    months = [month_words(month) for month in period.months]
    choices = {Column.FIRST: months, Column.LAST: months, Column.KIND: list(KINDS), Column.THEME: [YES, NO]}
    lists = add_lists(book)
    for place, column in enumerate(Column, 1):
        letter = get_column_letter(place)
        if column in choices:
            add_drop_down(sheet, lists, place, choices[column], title=column.value, last_row=rows + 1)
        elif column is Column.TEXT:
            sheet.add_data_validation(_length(f"{letter}2:{letter}{rows + 1}"))
        elif column is Column.DAY:  # else the program makes a date of "9月15日" and shows it its own way
            sheet.column_dimensions[letter].number_format = TEXT
            for row in range(2, rows + 2):
                sheet.cell(row, place).number_format = TEXT


def _length(cells: str) -> DataValidation:
    rule = DataValidation(
        type="textLength",
        operator="lessThanOrEqual",
        formula1=str(TEXT_LENGTH),
        showErrorMessage=True,
        errorTitle=Column.TEXT.value,
        error=f"最多{TEXT_LENGTH}个字。",
    )
    rule.add(cells)
    return rule
