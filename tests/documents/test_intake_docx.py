"""Word files as a person sees them: automatic numbers, headings, tables, changes accepted, hidden text left out."""

from documents.domain.source import SourceLine, SourceTable, SourceText
from documents.intake import read_source
from tests.documents.word_files import abstract, cell, docx, level, listed, num, paragraph


def texts(source: SourceText) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, SourceLine)]


def test_automatic_numbers_of_three_levels_restart_below_their_parent() -> None:
    numbering = abstract(
        1,
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    ) + num(1, 1)
    body = "".join(
        (
            listed("目标", 1),
            listed("思想", 1, 1),
            listed("学习", 1, 2),
            listed("宣讲", 1, 2),
            listed("组织", 1, 1),
            listed("发展", 1, 2),
            listed("要求", 1),
            listed("重视", 1, 1),
        )
    )
    assert texts(read_source(docx(body, numbering=numbering), "a.docx")) == [
        "一、目标",
        "（一）思想",
        "1.学习",
        "2.宣讲",
        "（二）组织",
        "1.发展",
        "二、要求",
        "（一）重视",
    ]


def test_lists_of_the_same_definition_go_on_counting_unless_one_starts_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(1, level(0, "decimal", "%1、")) + num(1, 1) + num(2, 1) + num(3, 1, override)
    body = listed("甲", 1) + listed("乙", 1) + listed("丙", 2) + listed("丁", 3) + listed("戊", 3)
    assert texts(read_source(docx(body, numbering=numbering), "a.docx")) == [
        "1、甲",
        "2、乙",
        "3、丙",
        "1、丁",
        "2、戊",
    ]


def test_compound_numbers_start_values_and_other_formats() -> None:
    numbering = (
        abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
        + abstract(2, level(0, "decimalEnclosedCircle", "%1", 3))
        + abstract(3, level(0, "upperRoman", "%1."))
        + abstract(4, level(0, "bullet", "●"))
        + "".join(num(i, i) for i in (1, 2, 3, 4))
    )
    body = (
        listed("甲", 1)
        + listed("乙", 1, 1)
        + listed("丙", 1, 1)
        + listed("丁", 2)
        + listed("戊", 3)
        + listed("己", 3)
        + listed("庚", 4)
    )
    assert texts(read_source(docx(body, numbering=numbering), "a.docx")) == [
        "1 甲",
        "1.1 乙",
        "1.2 丙",
        "③ 丁",
        "I.戊",
        "II.己",
        "庚",
    ]


def test_numbers_that_come_from_the_paragraph_style() -> None:
    numbering = abstract(
        1,
        level(0, "chineseCounting", "%1、", extra='<w:pStyle w:val="H1"/>'),
        level(1, "decimal", "%2.", extra='<w:pStyle w:val="H2"/>'),
    ) + num(1, 1)
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = (
        paragraph("目标", '<w:pStyle w:val="H1"/>')
        + paragraph("学习", '<w:pStyle w:val="H2"/>')
        + paragraph("要求", '<w:pStyle w:val="H1"/>')
    )
    source = read_source(docx(body, numbering=numbering, styles=styles), "a.docx")
    assert texts(source) == ["一、目标", "1.学习", "二、要求"]
    assert [block.heading_level for block in source.blocks if isinstance(block, SourceLine)] == [1, 2, 1]


def test_tracked_changes_are_accepted_and_said() -> None:
    body = "<w:p><w:r><w:t>每月</w:t></w:r><w:del><w:r><w:delText>两次</w:delText></w:r></w:del><w:ins><w:r><w:t>一次</w:t></w:r></w:ins></w:p>"
    source = read_source(docx(body), "a.docx")
    assert texts(source) == ["每月一次"]
    assert source.notes == ("文件里有修订痕迹，按“接受全部修订”读取。",)


def test_hidden_text_is_left_out_and_said() -> None:
    body = "<w:p><w:r><w:t>公开</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r></w:p>"
    source = read_source(docx(body), "a.docx")
    assert (texts(source), source.notes) == (["公开"], ("隐藏的文字没有读取。",))


def test_text_boxes_content_controls_breaks_and_fields() -> None:
    box = "<w:p><w:r><w:drawing><w:txbxContent><w:p><w:r><w:t>框里的字</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r><w:r><w:t>正文</w:t></w:r></w:p>"
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的字</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    field = "<w:p><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:t>2026年3月</w:t></w:r><w:r><w:br/></w:r><w:r><w:t>第二行</w:t></w:r></w:p>"
    assert texts(read_source(docx(box + control + field), "a.docx")) == [
        "正文",
        "框里的字",
        "控件里的字",
        "2026年3月\n第二行",
    ]


def test_tables_stand_in_place_with_merged_cells_resolved() -> None:
    rows = (
        "<w:tr>"
        + cell("月份")
        + cell("内容", '<w:gridSpan w:val="2"/>')
        + "</w:tr>"
        + "<w:tr>"
        + cell("三月", '<w:vMerge w:val="restart"/>')
        + cell("党课")
        + cell("林")
        + "</w:tr>"
        + "<w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("学雷锋")
        + cell("何")
        + "</w:tr>"
    )
    source = read_source(docx(paragraph("行事历") + f"<w:tbl>{rows}</w:tbl>" + paragraph("署名")), "a.docx")
    assert isinstance(source.blocks[1], SourceTable)
    assert source.blocks[1].rows == (("月份", "内容", "内容"), ("三月", "党课", "林"), ("三月", "学雷锋", "何"))
    assert texts(source) == ["行事历", "署名"]


def test_alignment_and_bold_are_seen() -> None:
    body = (
        paragraph("标题", '<w:jc w:val="center"/>')
        + paragraph("署名", '<w:jc w:val="right"/>')
        + "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>小标题</w:t></w:r></w:p>"
    )
    lines = [block for block in read_source(docx(body), "a.docx").blocks if isinstance(block, SourceLine)]
    assert [(line.centred, line.right_aligned, line.bold) for line in lines] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
