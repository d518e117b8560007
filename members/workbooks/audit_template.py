"""The empty audit form: headings, drop-downs, and a sheet that explains each column."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from members.domain.development.steps import development_steps
from members.workbooks.audit_columns import COLUMNS, Column, Kind
from members.workbooks.audit_reading import SHEET

FIRST_ROW, LAST_ROW = 3, 5000
_INTRODUCTION = (
    "一行一个案卷，一列一项。不知道的留空：留空不作任何判断。",
    "某一步已经开始、尚未完成的（例如正在公示），日期填“进行中”，或者只填其他内容、不填日期。",
    "列的次序可以改变，不用的列可以删去，列名不要改。日期可以写成 2026-05-11、2026.5.11 或 2026年5月11日。",
    "延长预备期的，第一次大会填在“转正大会”各列，延长期满后的大会填在“延长后大会”各列。",
    "请不要填写姓名、身份证号码等个人信息，编号够用即可。",
    "检查：python manage.py audit_development 文件.xlsx --today 2026-10-01 --output 结果.xlsx（或 结果.json）",
)


def write_template(path: Path) -> None:
    """Write the empty form as .xlsx."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    _headings(sheet)
    for place, column in enumerate(COLUMNS, 1):
        _validation(sheet, get_column_letter(place), column)
    sheet.freeze_panes = "B3"
    _explanations(book.create_sheet("说明"))
    book.save(path)


def _headings(sheet: Worksheet) -> None:
    thin = Side(style="thin", color="BBBBBB")
    fills = (PatternFill("solid", fgColor="F6E9E7"), PatternFill("solid", fgColor="F3F1EC"))
    first, shade = 1, 0
    for place, column in enumerate(COLUMNS, 1):
        cell = sheet.cell(2, place, column.heading)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.border = Border(bottom=thin, left=thin, right=thin)
        if column.note:
            cell.comment = Comment(column.note, "branchplan", height=60, width=240)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 26 if column.kind is Kind.DAYS else 14
        if column.kind in (Kind.DAY, Kind.DAYS, Kind.TEXT):
            sheet.column_dimensions[letter].number_format = "@" if column.kind is not Kind.DAY else "yyyy-mm-dd"
        is_last = place == len(COLUMNS) or COLUMNS[place].group != column.group
        if is_last:
            group = sheet.cell(1, first, column.group)
            group.font = Font(bold=True, color="8C1C13")
            group.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
            for inside in range(first, place + 1):
                sheet.cell(1, inside).fill = sheet.cell(2, inside).fill = fills[shade]
            if place > first:
                sheet.merge_cells(start_row=1, start_column=first, end_row=1, end_column=place)
            first, shade = place + 1, 1 - shade
    sheet.row_dimensions[1].height = sheet.row_dimensions[2].height = 34


def _validation(sheet: Worksheet, letter: str, column: Column) -> None:
    area = f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}"
    choices = ("是", "否") if column.kind is Kind.YES_NO else column.choices
    if choices:
        rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        rule.error = f"请从列表中选：{'、'.join(choices)}"
    elif column.kind is Kind.DAY:
        rule = DataValidation("date", operator="between", formula1="1", formula2="73415", allow_blank=True)
        rule.error = "请填日期，如 2026-05-11"
        rule.errorStyle = "warning"  # days written as text are read as well
    elif column.kind in (Kind.COUNT, Kind.PEOPLE, Kind.FULL_PEOPLE):
        rule = DataValidation("whole", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.error = "请填整数"
    else:
        return
    rule.errorTitle = column.heading
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(area)


def _explanations(sheet: Worksheet) -> None:
    for number, line in enumerate(_INTRODUCTION, 1):
        sheet.cell(number, 1, line)
    top = len(_INTRODUCTION) + 2
    for place, heading in enumerate(("列", "步骤", "填写内容", "说明", "规定"), 1):
        sheet.cell(top, place, heading).font = Font(bold=True)
    for number, column in enumerate(COLUMNS, top + 1):
        step = development_steps().get(column.step or 0)
        what = "、".join(column.choices) or column.kind.value
        rule = f"{'、'.join(step.articles)}：{step.limits}" if step and column.field == "on" and not column.turn else ""
        for place, text in enumerate((column.heading, column.group, what, column.note, rule), 1):
            explained = sheet.cell(number, place, text)
            explained.alignment = Alignment(wrap_text=True, vertical="top")
    for name, width in zip("ABCDE", (26, 34, 34, 44, 70), strict=True):
        sheet.column_dimensions[name].width = width
    sheet.freeze_panes = f"A{top + 1}"
