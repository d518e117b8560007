"""The same document for Word: named styles, the 22 × 28 grid, real outline levels, numbers as typed text that every reader sees."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.domain.content import (
    Block,
    Code,
    Heading,
    OfficialDocument,
    Paragraph,
    RedHead,
    Signature,
    Table,
    format_date,
)
from documents.rendering import word_styles as styles
from documents.rendering.codes import code_png
from documents.rendering.fonts import BODY, TITLE
from documents.rendering.style import CHARACTER, LINE_CHARACTERS, mark_size
from documents.rendering.word_tables import add_table
from documents.rendering.wording import paragraphs, prepared, title_lines, width_in_characters

_ALIGNMENTS = {"center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
_RED = RGBColor(0xE6, 0x00, 0x12)


def render_docx(document: OfficialDocument) -> bytes:
    """The document as a .docx file in the layout of GB/T 9704—2012, naming the fonts of the standard."""
    word = Document()
    styles.prepare(word, document.language, prepared(document.watermark))
    word.core_properties.title = prepared(document.title.replace("\n", ""))
    word.core_properties.author = prepared(document.author)
    word.core_properties.language = document.language
    word.core_properties.comments = ""
    if document.head:
        _add_head(word, document.head)
    _add_title(word, document)
    if document.recipient:
        word.add_paragraph(prepared(document.recipient), style=styles.FLUSH_STYLE)
    _add_blocks(word, document.blocks)
    _add_attachments(word, document.attachment_names)
    if document.signature:
        _add_signature(word, document.signature)
    for number, annex in enumerate(document.annexes, 1):
        mark = word.add_paragraph(f"附件{number}" if len(document.annexes) > 1 else "附件", style=styles.ANNEX_STYLE)
        mark.paragraph_format.page_break_before = True
        _add_lines(word, title_lines(annex.title))
        _add_blocks(word, annex.blocks)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def _add_head(word: Any, head: RedHead) -> None:
    """版头: the mark 35 mm below the edge of the type area, the number two lines below, the red line 4 mm below that."""
    mark = word.add_paragraph(style=styles.TITLE_STYLE)
    mark.paragraph_format.space_before = Mm(35)
    size = mark_size(head.mark)
    mark.paragraph_format.line_spacing = Pt(size * 1.2)
    run = mark.add_run(prepared(head.mark))
    run.font.color.rgb = _RED
    styles.set_font(run._element.get_or_add_rPr(), TITLE, round(size * 2) / 2)
    _add_blank_lines(word, 2)
    number = word.add_paragraph(style=styles.FLUSH_STYLE)
    if head.signer:
        number.paragraph_format.tab_stops.add_tab_stop(Pt((LINE_CHARACTERS - 1) * CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
        number.add_run(f"　{prepared(head.document_number)}\t签发人：{prepared(head.signer)}")
    else:
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        number.add_run(prepared(head.document_number))
    _draw_red_line(number)
    _add_blank_lines(word, 1)


def _draw_red_line(paragraph: Any) -> None:
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    # Thickness in eighths of a point, distance in points.
    for name, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", "E60012")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    properties = paragraph._element.get_or_add_pPr()
    properties.find(qn("w:pStyle")).addnext(border)


def _add_title(word: Any, document: OfficialDocument) -> None:
    _add_lines(word, title_lines(document.title), close=not document.subtitle)
    if document.subtitle:
        word.add_paragraph(prepared(document.subtitle), style=styles.SUBTITLE_STYLE)
        _add_blank_lines(word, 1)


def _add_lines(word: Any, lines: Sequence[str], *, close: bool = True) -> None:
    """A title between two blank lines."""
    _add_blank_lines(word, 1)
    for line in lines:
        word.add_paragraph(line, style=styles.TITLE_STYLE).paragraph_format.keep_with_next = True
    if close:
        _add_blank_lines(word, 1)


def _add_blank_lines(word: Any, count: int) -> None:
    for _ in range(count):
        word.add_paragraph(style=styles.FLUSH_STYLE).paragraph_format.keep_with_next = True


def _add_blocks(word: Any, blocks: Sequence[Block]) -> None:
    for index, block in enumerate(blocks):
        if isinstance(block, Heading):
            if _leads_to_turned_table(blocks, index):
                styles.turn(word.add_section(WD_SECTION.NEW_PAGE), landscape=True)
            _add_heading(word, block)
        elif isinstance(block, Paragraph):
            if block.clings and word.paragraphs:
                word.paragraphs[-1].paragraph_format.keep_with_next = True
            style = styles.BODY_STYLE if block.indent and block.align == "left" else styles.FLUSH_STYLE
            for text in paragraphs(block.text):
                added = word.add_paragraph(text, style=style)
                if block.align != "left":
                    added.alignment = _ALIGNMENTS[block.align]
                if block.align == "right":
                    added.paragraph_format.right_indent = Pt(2 * CHARACTER)
        elif isinstance(block, Code):
            _add_code(word, block)
        elif block.landscape:
            if index == 0 or not isinstance(blocks[index - 1], Heading):
                styles.turn(word.add_section(WD_SECTION.NEW_PAGE), landscape=True)
            add_table(word, block)
            styles.turn(word.add_section(WD_SECTION.NEW_PAGE), landscape=False)
        else:
            add_table(word, block)


def _add_code(word: Any, code: Code) -> None:
    """At the right; Word gets it above what stands beside it on the PDF."""
    picture = word.add_paragraph(style=styles.FLUSH_STYLE)
    picture.add_run().add_picture(code_png(code.address), width=Mm(26))
    caption = word.add_paragraph(prepared(code.caption), style=styles.FLUSH_STYLE)
    for paragraph in (picture, caption):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    picture.paragraph_format.line_spacing = 1.0


def _leads_to_turned_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether this heading is the first of those straight above a turned table, with which they go onto its page."""
    if index and isinstance(blocks[index - 1], Heading):
        return False
    following = next((block for block in blocks[index:] if not isinstance(block, Heading)), None)
    return isinstance(following, Table) and following.landscape


def _add_heading(word: Any, heading: Heading) -> None:
    style = styles.HEADING_STYLES[min(heading.level, len(styles.HEADING_STYLES)) - 1]
    first, *more = paragraphs(heading.run_in) or [""]
    paragraph = word.add_paragraph(prepared(f"{heading.number}{heading.text}"), style=style)
    paragraph.paragraph_format.keep_with_next = not first
    if first:
        styles.set_font(paragraph.add_run(first)._element.get_or_add_rPr(), BODY, 16)
    for text in more:
        word.add_paragraph(text, style=styles.BODY_STYLE)


def _add_attachments(word: Any, names: Sequence[str]) -> None:
    """附件说明 one line below the text; wrapped lines stand below the first character of the name."""
    if names:
        _add_blank_lines(word, 1)
    for number, name in enumerate(names, 1):
        label = "附件：" if number == 1 else ""
        numbered = f"{number}." if len(names) > 1 else ""
        paragraph = word.add_paragraph(style=styles.SIGNATURE_STYLE)
        paragraph.add_run(f"{label}{numbered}{prepared(name)}")
        before = width_in_characters(label + numbered)
        styles.set_indent(paragraph, left=5 + width_in_characters(numbered), hanging=before)


def _add_signature(word: Any, signature: Signature) -> None:
    """署名 ends two characters from the edge, the date begins two after it; a date that is longer takes the edge (7.3.5.2).

    With a seal: the date four characters from the edge, the organisation centred above it.
    """
    organisation = prepared(signature.organisation)
    day = format_date(signature.signed_on) if signature.signed_on else ""
    width, day_width = width_in_characters(organisation), width_in_characters(day)
    if signature.sealed:
        day_left = LINE_CHARACTERS - 4 - max(day_width, 0 if day else width)
        left = min(day_left + (day_width - width) / 2, LINE_CHARACTERS - width) if day else day_left
    elif day_width > width:
        day_left = LINE_CHARACTERS - 2 - day_width
        left = day_left - 2
    else:
        left = LINE_CHARACTERS - 2 - width
        day_left = left + 2
    _add_blank_lines(word, 2 if signature.sealed else 1)
    for text, start in ((organisation, left), (day, day_left)):
        if text:
            paragraph = word.add_paragraph(text, style=styles.SIGNATURE_STYLE)
            styles.set_indent(paragraph, left=max(start, 0))
            # It ends at the edge to a hair: programs that leave a gap at figures would break it.
            paragraph.paragraph_format.right_indent = Pt(-2 * CHARACTER)
            paragraph.paragraph_format.keep_with_next = text is organisation and bool(day)
