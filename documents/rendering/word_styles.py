"""Page, grid and named styles of the Word file. Elements that python-docx has no word for are put in schema order: Word insists."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from documents.rendering.fonts import BODY, HEADING_1, HEADING_2, NUMBERS, TITLE, FontRole
from documents.rendering.style import CHARACTER

TITLE_STYLE, SUBTITLE_STYLE, BODY_STYLE, FLUSH_STYLE = "公文标题", "公文副标题", "公文正文", "公文正文顶格"
SIGNATURE_STYLE, CELL_STYLE, CELL_HEAD_STYLE, ANNEX_STYLE = "公文署名", "公文表格", "公文表头", "公文附件标识"
HEADING_STYLES = ("一级标题", "二级标题", "三级标题", "四级标题")

LINE = Pt(28.95)
_LINE_PITCH = 579  # twentieths of a point: 22 lines on 225 mm
_TIGHTER = -5  # twentieths of a point between 16 pt characters: 28 on 156 mm
_GREY = RGBColor(0x6B, 0x6B, 0x6B)
_LEFT, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
_CENTER, _JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_SHAPES = (
    (TITLE_STYLE, TITLE, 22, _CENTER, 0),
    (SUBTITLE_STYLE, HEADING_2, 16, _CENTER, 0),
    (BODY_STYLE, BODY, 16, _JUSTIFY, 2),
    (FLUSH_STYLE, BODY, 16, _JUSTIFY, 0),
    (SIGNATURE_STYLE, BODY, 16, _LEFT, 0),
    (ANNEX_STYLE, HEADING_1, 16, _LEFT, 0),
    (CELL_STYLE, BODY, 12, _LEFT, 0),
    (CELL_HEAD_STYLE, HEADING_1, 12, _CENTER, 0),
    *zip(HEADING_STYLES, (HEADING_1, HEADING_2, BODY, BODY), (16,) * 4, (_JUSTIFY,) * 4, (2,) * 4, strict=True),
)


def prepare(word: Any, language: str, mark: str) -> None:
    """Turn python-docx's empty template into ours: `mark` stands in the header of each page."""
    _set_defaults(word, language)
    for name, role, size, alignment, indent in _SHAPES:
        _add_style(word, name, role, size, alignment, indent)
    for level, name in enumerate(HEADING_STYLES):
        style = word.styles[name]
        style.paragraph_format.keep_with_next = level < 2
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        style.element.get_or_add_pPr().append(outline)  # last of those we use
    section = word.sections[0]
    turn(section, landscape=False)
    section.header_distance, section.footer_distance = Mm(24), Mm(25)
    word.settings.odd_and_even_pages_header_footer = True
    _add_page_number(section.footer, _RIGHT)
    _add_page_number(section.even_page_footer, _LEFT)
    if mark:
        for header in (section.header, section.even_page_header):
            paragraph = header.paragraphs[0]
            paragraph.alignment = _RIGHT
            run = paragraph.add_run(mark)
            run.font.color.rgb = _GREY
            set_font(run._element.get_or_add_rPr(), HEADING_1, 14)


def turn(section: Any, *, landscape: bool) -> None:
    """Page size, margins and line grid; on a turned sheet the type area lies as if the sheet had been turned by hand."""
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    top, right, bottom, left = (28, 37, 26, 35) if landscape else (37, 26, 35, 28)
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(_LINE_PITCH))


def set_font(properties: Any, role: FontRole, size: float) -> None:
    """All four font slots: Word picks one by character, and a slot left open falls back to Calibri."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    fonts.set(qn("w:hint"), "eastAsia")
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), role.official[0])
    properties.sz_val = Pt(size)
    # The size for complex scripts follows the other one, the spacing goes before both.
    following = properties.find(qn("w:sz"))
    _replace(properties, "w:szCs", str(int(size * 2)), following.addnext)
    if size == 16:
        _replace(properties, "w:spacing", str(_TIGHTER), following.addprevious)


def set_indent(paragraph: Any, *, left: float = 0, hanging: float = 0) -> None:
    """Indents in characters of the grid."""
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Pt(left * CHARACTER), Pt(-hanging * CHARACTER)
    # Without these the style's own indent in characters would win.
    indent = paragraph._element.pPr.find(qn("w:ind"))
    indent.set(qn("w:firstLineChars"), "0")


def _replace(properties: Any, tag: str, value: str, put: Any) -> None:
    for old in properties.findall(qn(tag)):
        properties.remove(old)
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    put(element)


def _set_defaults(word: Any, language: str) -> None:
    normal = word.styles["Normal"]
    set_font(normal.element.get_or_add_rPr(), BODY, 16)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    # The gap that Word puts between Chinese and figures would leave the grid, and lines would break elsewhere than on the PDF.
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        off = OxmlElement(name)
        off.set(qn("w:val"), "0")
        normal.element.pPr.find(qn("w:spacing")).addprevious(off)
    defaults = word.styles.element.find(qn("w:docDefaults"))
    set_font(defaults.find(f".//{qn('w:rPr')}"), BODY, 16)
    spoken = defaults.find(f".//{qn('w:lang')}")
    spoken.set(qn("w:eastAsia"), language)
    control = word.settings.element.find(qn("w:characterSpacingControl"))
    if control is not None:
        # Squeezed punctuation would leave the grid of 28 characters.
        control.set(qn("w:val"), "doNotCompress")


def _add_style(word: Any, name: str, role: FontRole, size: float, alignment: Any, indent: int) -> None:
    style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word.styles["Normal"]
    style.quick_style = True
    set_font(style.element.get_or_add_rPr(), role, size)
    shape = style.paragraph_format
    shape.alignment = alignment
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = LINE if size >= 16 else Pt(18)
    shape.widow_control = False
    if indent:
        shape.first_line_indent = Pt(indent * CHARACTER)
        style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), str(indent * 100))
    if size < 16:
        shape.space_before = shape.space_after = Pt(2.5)
    if size != 16:
        # On the grid, other sizes would take two lines of it.
        off = OxmlElement("w:snapToGrid")
        off.set(qn("w:val"), "0")
        style.element.pPr.find(qn("w:spacing")).addprevious(off)


def _add_page_number(footer: Any, alignment: Any) -> None:
    """— 1 — in 4号宋体, one character in from the outer edge."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    begin, end = (_field_mark(kind) for kind in ("begin", "end"))
    instruction = OxmlElement("w:instrText")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text = " PAGE "
    for content in ("— ", begin, instruction, end, " —"):
        run = paragraph.add_run(content if isinstance(content, str) else "")
        set_font(run._element.get_or_add_rPr(), NUMBERS, 14)
        if not isinstance(content, str):
            run._element.append(content)


def _field_mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark
