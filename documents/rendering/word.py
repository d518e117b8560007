"""The same document for Word: named styles, the 22 × 28 grid, page numbers outside, a table head that repeats."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.domain.content import Block, Heading, OfficialDocument, Paragraph, Signature, Table, format_date
from documents.rendering.fonts import BODY, HEADING_1, HEADING_2, NUMBERS, TITLE
from documents.rendering.style import CHARACTER
from documents.rendering.wording import prepared, title_lines, width_in_characters

LINE = Pt(28.95)
_HEADINGS = {
    1: ("一级标题", HEADING_1.official[0]),
    2: ("二级标题", HEADING_2.official[0]),
    3: ("三级标题", BODY.official[0]),
    4: ("四级标题", BODY.official[0]),
}
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def render_docx(document: OfficialDocument) -> bytes:
    """The document as .docx. Numbers are typed text, so that every reader sees them."""
    word = Document()
    for paragraph in list(word.paragraphs):
        _drop(paragraph)
    _set_page(word)
    _make_styles(word)
    word.core_properties.title = prepared(document.title)
    word.core_properties.author = prepared(document.author)
    word.core_properties.language = document.language
    if document.watermark:
        _add_mark(word, document.watermark)
    for line in title_lines(document.title):
        word.add_paragraph(line, style="公文标题")
    if document.subtitle:
        word.add_paragraph(prepared(document.subtitle), style="公文副标题")
    word.add_paragraph("", style="公文正文顶格")
    if document.recipient:
        word.add_paragraph(prepared(document.recipient), style="公文正文顶格")
    for block in document.blocks:
        _add_block(word, block)
    for number, name in enumerate(document.attachment_names, 1):
        count = len(document.attachment_names)
        text = f"{'附件：' if number == 1 else '　　　'}{f'{number}.' if count > 1 else ''}{prepared(name)}"
        word.add_paragraph(text, style="公文正文")
    if document.signature:
        _add_signature(word, document.signature)
    for number, annex in enumerate(document.annexes, 1):
        head = word.add_paragraph(f"附件{number}" if len(document.annexes) > 1 else "附件", style="公文正文顶格")
        head.paragraph_format.page_break_before = True
        for line in title_lines(annex.title):
            word.add_paragraph(line, style="公文标题")
        for block in annex.blocks:
            _add_block(word, block)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _drop(paragraph: Any) -> None:
    paragraph._element.getparent().remove(paragraph._element)


def _set_page(word: Any) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _page_number(footer: Any, alignment: Any) -> None:
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    side = paragraph.paragraph_format
    side.left_indent = side.right_indent = Pt(14)
    for text, field in (("— ", ""), ("", "begin"), ("PAGE", "instr"), ("", "end"), (" —", "")):
        run = paragraph.add_run(text if field in {"", "instr"} and field == "" else "")
        _font(run._element.get_or_add_rPr(), NUMBERS.official[0], 14)
        if field == "instr":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
            run._element.append(element)
        elif field:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), field)
            run._element.append(element)


def _make_styles(word: Any) -> None:
    normal = word.styles["Normal"]
    _style(normal, BODY.official[0], 16)
    for name, font, size, align, indent in (
        ("公文标题", TITLE.official[0], 22, WD_ALIGN_PARAGRAPH.CENTER, 0),
        ("公文副标题", HEADING_2.official[0], 16, WD_ALIGN_PARAGRAPH.CENTER, 0),
        ("公文正文", BODY.official[0], 16, WD_ALIGN_PARAGRAPH.JUSTIFY, 2),
        ("公文正文顶格", BODY.official[0], 16, WD_ALIGN_PARAGRAPH.JUSTIFY, 0),
        ("公文署名", BODY.official[0], 16, WD_ALIGN_PARAGRAPH.LEFT, 0),
        ("公文表格", BODY.official[0], 12, WD_ALIGN_PARAGRAPH.LEFT, 0),
    ):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _style(style, font, size)
        style.paragraph_format.alignment = align
        style.paragraph_format.first_line_indent = Pt(indent * CHARACTER)
    word.styles["公文表格"].paragraph_format.line_spacing = Pt(18)
    _off_grid(word.styles["公文表格"])
    for level, (name, font) in _HEADINGS.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _style(style, font, 16)
        style.paragraph_format.first_line_indent = Pt(2 * CHARACTER)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        style.paragraph_format.keep_with_next = level <= 2
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level - 1))
        style.element.get_or_add_pPr().append(outline)


def _style(style: Any, font: str, size: float) -> None:
    _font(style.element.get_or_add_rPr(), font, size)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = LINE


def _font(properties: Any, name: str, size: float) -> None:
    """All four font slots: Word picks them by character, and a slot left open falls back to Times or Calibri."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), name)
    fonts.set(qn("w:hint"), "eastAsia")
    for tag in ("w:sz", "w:szCs"):
        element = properties.find(qn(tag))
        if element is None:
            element = OxmlElement(tag)
            properties.append(element)
        element.set(qn("w:val"), str(int(size * 2)))
    if size == 16:
        spacing = properties.find(qn("w:spacing"))
        if spacing is None:
            spacing = OxmlElement("w:spacing")
            properties.append(spacing)
        spacing.set(qn("w:val"), "-5")


def _off_grid(style: Any) -> None:
    element = OxmlElement("w:snapToGrid")
    element.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().append(element)


def _add_mark(word: Any, mark: str) -> None:
    for header in (word.sections[0].header, word.sections[0].even_page_header):
        paragraph = header.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(mark)
        run.font.color.rgb = RGBColor(0x6B, 0x6B, 0x6B)
        _font(run._element.get_or_add_rPr(), HEADING_1.official[0], 14)


def _add_block(word: Any, block: Block) -> None:
    if isinstance(block, Heading):
        style, _ = _HEADINGS.get(block.level, _HEADINGS[4])
        first, *more = [line for line in block.run_in.split("\n") if line.strip()] or [""]
        word.add_paragraph(f"{block.number}{prepared(block.text)}{prepared(first)}", style=style)
        for line in more:
            word.add_paragraph(prepared(line), style="公文正文")
    elif isinstance(block, Paragraph):
        for line in block.text.split("\n"):
            if line.strip():
                word.add_paragraph(prepared(line), style="公文正文" if block.indent else "公文正文顶格")
    else:
        _add_table(word, block)


def _add_table(word: Any, table: Table) -> None:
    if table.caption:
        word.add_paragraph(prepared(table.caption), style="公文正文顶格").alignment = WD_ALIGN_PARAGRAPH.CENTER
    grid = word.add_table(rows=1 + len(table.rows), cols=len(table.columns))
    grid.style = "Table Grid"
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    total = sum(column.width_share for column in table.columns)
    widths = [Mm(156 * column.width_share / total) for column in table.columns]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for index, column in enumerate(table.columns):
        _fill(grid.cell(0, index), column.title, WD_ALIGN_PARAGRAPH.CENTER, widths[index], HEADING_1.official[0])
    _mark_row(grid.rows[0], "w:tblHeader")
    spans = table.row_spans()
    for number, row in enumerate(table.rows, 1):
        _mark_row(grid.rows[number], "w:cantSplit")
        for index, (text, column) in enumerate(zip(row, table.columns, strict=True)):
            covered = index == 0 and spans[number - 1] == 0
            _fill(grid.cell(number, index), "" if covered else text, _ALIGN[column.align], widths[index])
    for start, span in enumerate(spans, 1):
        if span > 1:
            top = grid.cell(start, 0)
            text = top.text
            merged = top.merge(grid.cell(start + span - 1, 0))
            for paragraph in merged.paragraphs[1:]:
                _drop(paragraph)
            _fill(merged, text, _ALIGN[table.columns[0].align], widths[0])


def _fill(cell: Any, text: str, alignment: Any, width: Any, font: str = "") -> None:
    cell.width = width
    first, *rest = cell.paragraphs
    for paragraph in rest:
        _drop(paragraph)
    first.text = ""
    for number, line in enumerate(text.split("\n")):
        paragraph = first if number == 0 else cell.add_paragraph()
        paragraph.style = "公文表格"
        paragraph.alignment = alignment
        run = paragraph.add_run(prepared(line))
        if font:
            _font(run._element.get_or_add_rPr(), font, 12)


def _mark_row(row: Any, tag: str) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement(tag))


def _add_signature(word: Any, signature: Signature) -> None:
    """署名 right 空二字, the date's first character two characters right of it; the longer of both decides (7.3.5.2)."""
    day = format_date(signature.signed_on) if signature.signed_on else ""
    organisation = prepared(signature.organisation)
    lines = [(organisation, 0.0), (day, 2.0 if organisation and not signature.sealed else 0.0)]
    widest = max(width_in_characters(text) + shift for text, shift in lines)
    from_right = 4 if signature.sealed else 2
    left = 28 - from_right - widest
    word.add_paragraph("", style="公文正文顶格").paragraph_format.keep_with_next = True
    for text, shift in lines:
        if text:
            paragraph = word.add_paragraph(text, style="公文署名")
            paragraph.paragraph_format.left_indent = Pt((max(left, 0) + shift) * CHARACTER)
            paragraph.paragraph_format.keep_with_next = text != day
