"""A plain table as a workbook: what an export of a list looks like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from documents.workbooks.writing import BOLD, HEAD, put_text

_TITLE_LENGTH = 31  # of a sheet's name, by the format
_MARK_LENGTH = 200  # 255 signs fit into a printed foot


def table_workbook(
    title: str, columns: Sequence[tuple[str, float]], rows: Iterable[Sequence[Any]], *, mark: str = ""
) -> bytes:
    """One sheet: `columns` are headings with their widths in signs, cells texts, numbers, days or None. Texts never become formulas.

    `mark` (who, when, what for) stands in the foot of each printed page. Rows are streamed: memory does not grow with them.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:_TITLE_LENGTH])
    for number, (_, width) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.oddFooter.center.text = mark.replace("&", "&&")[:_MARK_LENGTH]
    sheet.append([_head(sheet, name) for name, _ in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _head(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font, cell.fill = BOLD, HEAD
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, None if isinstance(value, str) else value)
    if isinstance(value, str):
        put_text(cell, value)
    return cell
