"""The Word file, read back as a program and as our own reader sees it."""

import io
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn

from documents.domain.content import (
    Annex,
    Block,
    Column,
    Heading,
    OfficialDocument,
    Paragraph,
    RedHead,
    Signature,
    Table,
)
from documents.domain.source import SourceLine, SourceTable
from documents.intake import read_source
from documents.rendering import render_docx
from tests.documents.sample_document import SCHEDULE, sample_plan, sample_with_everything

_CHARACTER = 15.785


def word_of(*blocks: Block, **parts: object):
    return Document(io.BytesIO(render_docx(OfficialDocument(title="题", blocks=blocks, **parts))))  # type: ignore[arg-type]


def paragraph_with(word, text):
    return next(paragraph for paragraph in word.paragraphs if text in paragraph.text)


def test_page_has_the_margins_and_the_line_grid_of_the_standard():
    section = word_of(Paragraph("文。")).sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))

    assert [round(edge.mm) for edge in (section.page_width, section.page_height)] == [210, 297]
    edges = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(edge.mm) for edge in edges] == [37, 26, 35, 28]
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")


def test_figures_stand_on_the_grid_without_a_gap():
    shape = word_of(Paragraph("2026年。")).styles["Normal"].element.pPr

    assert [shape.find(qn(f"w:autoSpace{name}")).get(qn("w:val")) for name in ("DE", "DN")] == ["0", "0"]


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("公文标题", "方正小标宋简体", 22),
        ("公文正文", "仿宋_GB2312", 16),
        ("一级标题", "黑体", 16),
        ("二级标题", "楷体_GB2312", 16),
        ("三级标题", "仿宋_GB2312", 16),
        ("公文表格", "仿宋_GB2312", 12),
    ],
)
def test_styles_name_the_fonts_of_the_standard_for_all_scripts(style, font, size):
    found = word_of(Paragraph("文。")).styles[style]
    slots = found.element.rPr.rFonts

    assert [slots.get(qn(f"w:{slot}")) for slot in ("ascii", "hAnsi", "eastAsia", "cs")] == [font] * 4
    assert found.font.size.pt == size


def test_headings_have_outline_levels_and_typed_numbers():
    word = word_of(Heading(1, "要求", "一、"), Heading(2, "学习", "（一）"), Heading(3, "会议。", "1.", "每月一次。"))
    found = [
        (paragraph.text, paragraph.style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val")))
        for paragraph in word.paragraphs
        if paragraph.style.name.endswith("级标题")
    ]

    assert found == [("一、要求", "0"), ("（一）学习", "1"), ("1.会议。每月一次。", "2")]


def test_text_behind_a_heading_is_set_in_the_face_of_the_body():
    heading = paragraph_with(word_of(Heading(2, "学习。", "（一）", "每月一次。")), "学习")

    assert [run.text for run in heading.runs] == ["（一）学习。", "每月一次。"]
    assert heading.runs[1]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_head_of_a_table_repeats_and_rows_do_not_split():
    table = Table((Column("月份"), Column("内容", 4)), (("3月", "甲"), ("3月", "乙"), ("4月", "丙")))
    rows = word_of(table).tables[0].rows
    properties = [{child.tag.split("}")[1] for child in row._tr.trPr} for row in rows]

    assert properties == [{"cantSplit", "tblHeader"}, {"cantSplit"}, {"cantSplit"}, {"cantSplit"}]
    assert [[cell.text for cell in row.cells] for row in rows] == [
        ["月份", "内容"],
        ["3月", "甲"],
        ["3月", "乙"],
        ["4月", "丙"],
    ]


def test_column_widths_are_on_columns_and_cells():
    table = word_of(Table((Column("月份", 1), Column("内容", 2)), (("3月", "甲"),))).tables[0]

    assert [round(column.width.mm) for column in table.columns] == [52, 104]
    assert [round(cell.width.mm) for cell in table.rows[1].cells] == [52, 104]


def test_page_numbers_are_outside():
    word = word_of(Paragraph("文。"))
    odd, even = word.sections[0].footer.paragraphs[0], word.sections[0].even_page_footer.paragraphs[0]

    assert word.settings.odd_and_even_pages_header_footer
    assert [paragraph.alignment.name for paragraph in (odd, even)] == ["RIGHT", "LEFT"]
    assert all("PAGE" in paragraph._element.xml and paragraph.text == "—  —" for paragraph in (odd, even))


@pytest.mark.parametrize(
    ("organisation", "day", "sealed", "lefts"),
    [
        # 12 characters end two from the edge of 28: 14; the date begins two later.
        ("云溪区松涛实验小学党支部", date(2026, 9, 1), False, [14, 16]),
        # The date is 6.5 wide and ends two from the edge: 19.5; the organisation begins two before it.
        ("松涛支部", date(2026, 12, 1), False, [17.5, 19.5]),
        # Four from the edge, 6 wide: 18 to 24, centre 21; twelve characters centred there begin at 15.
        ("云溪区松涛实验小学党支部", date(2026, 9, 1), True, [15, 18]),
    ],
)
def test_signature_and_date_stand_where_the_standard_puts_them(organisation, day, sealed, lefts):
    word = word_of(Paragraph("文。"), signature=Signature(organisation, day, sealed))
    indents = [
        paragraph.paragraph_format.left_indent.pt for paragraph in word.paragraphs if paragraph.style.name == "公文署名"
    ]

    assert indents == pytest.approx([left * _CHARACTER for left in lefts], abs=0.1)


def test_lines_to_sign_keep_to_the_paragraph_before():
    word = word_of(Paragraph("春"), Paragraph("夏"), Paragraph("主持人（签名）：", clings=True))

    kept = {paragraph.text: paragraph.paragraph_format.keep_with_next for paragraph in word.paragraphs}
    assert (kept["春"], kept["夏"]) == (None, True)


def test_draft_mark_is_in_both_headers():
    section = Document(io.BytesIO(render_docx(sample_plan("草稿")))).sections[0]

    assert [header.paragraphs[0].text for header in (section.header, section.even_page_header)] == ["草稿", "草稿"]


def test_turned_table_has_a_section_of_its_own_with_its_heading():
    word = Document(io.BytesIO(render_docx(sample_with_everything())))

    assert [round(section.page_width.mm) for section in word.sections] == [210, 297, 210]
    body = list(word.element.body)
    breaks = [
        index for index, element in enumerate(body) if element.tag == qn("w:p") and element.xpath("./w:pPr/w:sectPr")
    ]
    heading = body.index(paragraph_with(word, "二、联系安排")._element)
    assert breaks[0] < heading < breaks[1]


def test_red_head_and_annexes_are_there():
    word = word_of(
        Paragraph("文。"),
        head=RedHead("松涛小学党支部文件", "松小支〔2026〕5号"),
        annexes=(Annex("名单", (Paragraph("甲"),)),),
    )
    texts = [paragraph.text for paragraph in word.paragraphs if paragraph.text]

    assert texts == ["松涛小学党支部文件", "松小支〔2026〕5号", "题", "文。", "附件：名单", "附件", "名单", "甲"]
    assert paragraph_with(word, "文件").runs[0].font.color.rgb == (0xE6, 0x00, 0x12)


def test_control_characters_do_not_break_the_file():
    assert paragraph_with(word_of(Paragraph("甲\x00\x0b\x1f乙<&>")), "甲").text == "甲乙<&>"


def test_our_own_reader_finds_headings_body_and_table_again():
    source = read_source(render_docx(sample_plan()), "计划.docx")
    lines = [block for block in source.blocks if isinstance(block, SourceLine)]
    tables = [block for block in source.blocks if isinstance(block, SourceTable)]

    assert [(line.heading_level, line.text) for line in lines if line.heading_level in {1, 2}] == [
        (1, "一、总体要求"),
        (1, "二、主要任务"),
        (2, "（一）抓好理论学习"),
        (2, "（二）严肃组织生活"),
        (2, "（三）关心师生成长"),
        (2, "（四）守住廉洁底线"),
        (1, "三、每月安排"),
        (1, "四、工作保障"),
    ]
    assert [line.text for line in lines if line.text][-2:] == ["中共云溪区松涛实验小学支部委员会", "2026年1月9日"]
    assert tables == [SourceTable((("月份", "工作内容", "责任人"), *SCHEDULE))]
