"""A roster into a file: the template with its drop-downs, and the export with its watermark.

Text is written as text, never as a formula, whatever it begins with: each such cell is a string with the quote-prefix mark, which the
spreadsheet programs keep when the cell is edited or the sheet is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from documents.workbooks.writing import TEXT, add_drop_down, add_explanation, add_lists, put_head, put_text
from members.workbooks.roster_columns import CLEAR, COLUMNS, IDENTITY, SHEET, Column, Kind

TEMPLATE_ROWS = 2_000
_EXPLANATION = (
    "怎样填写",
    "一人一行，填在“名册”这张表里。不要改第一行的列名；不需要的列可以空着，也可以删去整列。",
    "姓名必填，新编入名册的人还要填身份。其他的知道多少填多少。",
    f"空着的格子不改动名册上已有的内容。要清掉已有的内容，在格子里写“{CLEAR}”。",
    "日期写成 1985-07-06 这样（年月日齐全）；1985/7/6、1985.7.6、1985年7月6日也认得。",
    "性别、身份、学历、党小组、是或否，从下拉列表里选。党小组先在系统里建立，这里才选得到。",
    "按姓名和出生日期对应名册上的人。同名的人请一定填写出生日期。",
    "上传以后先看到每一行会怎样（新增、修改、相同、有错），您确认了才写入；写入后可以一步撤销。",
    "表里没有写到的人不会被移出名册。",
)
_NUMBER_EXPLANATION = "身份证号按文本填写18位，加密保存；没有的可以空着。"


def columns_for(with_numbers: bool) -> tuple[Column, ...]:
    """The columns, with that of identity numbers where they are kept."""
    return (*COLUMNS, IDENTITY) if with_numbers else COLUMNS


def write_template(target: IO[bytes], *, groups: Iterable[str], with_numbers: bool) -> None:
    """An empty roster: drop-downs, dates and numbers as text, a sheet that explains."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise ValueError("a new workbook has a sheet")
    sheet.title = SHEET
    lists = add_lists(book)
    columns = columns_for(with_numbers)
    for place, column in enumerate(columns, 1):
        letter = get_column_letter(place)
        put_head(sheet.cell(1, place), column.heading)
        sheet.column_dimensions[letter].width = column.width
        if column.kind in (Kind.DAY, Kind.PHONE, Kind.IDENTITY):
            # as text, so that the program neither turns a day around nor drops digits; a column's format holds for cells yet empty
            sheet.column_dimensions[letter].number_format = TEXT
            for row in range(2, 202):
                sheet.cell(row, place).number_format = TEXT
        choices = _choices(column, groups)
        if choices:
            add_drop_down(sheet, lists, place, choices, title=column.heading, last_row=TEMPLATE_ROWS)
    sheet.freeze_panes = "B2"
    add_explanation(book, (*_EXPLANATION, _NUMBER_EXPLANATION) if with_numbers else _EXPLANATION)
    book.save(target)


def write_export(
    target: IO[bytes],
    rows: Iterable[Mapping[str, Any]],
    *,
    watermark: str,
    with_numbers: bool,
    groups: Mapping[str, str],
) -> int:
    """The roster row by row; returns how many. `rows` by field name, groups as ids with their names in `groups`.

    The watermark (who, when, what for) stands in the first line and on each printed page.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    columns = columns_for(with_numbers)
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    printed = watermark.replace("&", "&&")[:200]  # & begins a code there, and 255 characters is all that fits
    sheet.oddHeader.center.text = printed
    sheet.oddFooter.center.text = printed
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"
    sheet.append([_text_cell(sheet, watermark)])
    sheet.append([_head_cell(sheet, column.heading) for column in columns])
    count = 0
    for row in rows:
        sheet.append([_text_cell(sheet, _written(column, row.get(column.field), groups)) for column in columns])
        count += 1
    book.save(target)
    return count


def _written(column: Column, value: Any, groups: Mapping[str, str]) -> str:
    if value in (None, ""):
        return ""
    if column.kind is Kind.YES_NO:
        return "是" if value else "否"
    if column.kind is Kind.CHOICE:
        return column.choices[value]
    if column.kind is Kind.GROUP:
        return groups.get(value, "")
    return value.isoformat() if isinstance(value, date) else str(value)


def _choices(column: Column, groups: Iterable[str]) -> list[str]:
    if column.kind is Kind.GROUP:
        return list(groups)
    return ["是", "否"] if column.kind is Kind.YES_NO else list(column.choices.values())


def _text_cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet)
    if value:
        put_text(cell, value)
        cell.number_format = TEXT
    return cell


def _head_cell(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet)
    put_head(cell, value)
    return cell
