"""Tables of the Word file: the head repeated on each page, rows whole, equal neighbours of the first column merged."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm

from documents.domain.content import Cell, Table, cell_runs
from documents.rendering.word_styles import CELL_HEAD_STYLE, CELL_STYLE, FLUSH_STYLE
from documents.rendering.wording import prepared

#: Rows of one month up to which they are kept on one page.
_TOGETHER = 8
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_table(word: Any, table: Table) -> None:
    """The table in the section that is open now, as wide as its type area."""
    if table.caption:
        caption = word.add_paragraph(prepared(table.caption), style=FLUSH_STYLE)
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
    first = 1 if table.has_head else 0
    grid = word.add_table(rows=first + len(table.rows), cols=len(table.columns))
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    widths = _widths(table)
    # Word goes by the cells, other programs by the columns.
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    # `grid.cell` counts the whole table anew each time, so the rows are walked once.
    rows = [list(row.cells) for row in grid.rows]
    if table.has_head:
        for cell, column, width in zip(rows[0], table.columns, widths, strict=True):
            _fill(cell, column.title, CELL_HEAD_STYLE, WD_ALIGN_PARAGRAPH.CENTER, width)
        _mark_row(grid.rows[0]._tr, "w:cantSplit", "w:tblHeader")
    spans = table.row_spans()
    for cells, texts, row, span in zip(rows[first:], table.rows, list(grid.rows)[first:], spans, strict=True):
        _mark_row(row._tr, "w:cantSplit")
        for index, (cell, text, column, width) in enumerate(zip(cells, texts, table.columns, widths, strict=True)):
            covered = index == 0 and span == 0
            _fill(cell, "" if covered else text, CELL_STYLE, _ALIGN[column.align], width)
    for cells, span, following in zip(rows[first:], spans, (*spans[1:], 1), strict=True):
        if span != 1:
            _merge_down(cells[0], begins=span > 0)
        if span <= _TOGETHER and following == 0:
            _keep_with_next(cells)


def _widths(table: Table) -> list[Length]:
    total = sum(column.width_share for column in table.columns)
    return [Mm((225 if table.landscape else 156) * column.width_share / total) for column in table.columns]


def _fill(cell: Any, content: Cell, style: str, alignment: Any, width: Length) -> None:
    cell.width = width
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = style, alignment
    for run in cell_runs(content):
        for number, line in enumerate(run.text.split("\n")):
            if number:
                paragraph = cell.add_paragraph()
                paragraph.style, paragraph.alignment = style, alignment
            written = paragraph.add_run(prepared(line))
            if run.mark == "gone":
                written.font.strike = True
            elif run.mark == "new":
                written.font.bold = written.font.underline = True


def _merge_down(cell: Any, *, begins: bool) -> None:
    merge = OxmlElement("w:vMerge")
    if begins:
        merge.set(qn("w:val"), "restart")
    # The width is the only part before it that we use.
    cell._element.tcPr.find(qn("w:tcW")).addnext(merge)


def _keep_with_next(cells: list[Any]) -> None:
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _mark_row(row: Any, *tags: str) -> None:
    properties = row.get_or_add_trPr()
    for tag in tags:
        properties.append(OxmlElement(tag))
