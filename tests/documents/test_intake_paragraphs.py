"""What of a Word paragraph is text: changes, fields, boxes, symbols, hidden words; and where the parts are found."""

import pytest

from documents.domain.source import SourceLine, SourceTable, SourceText
from documents.intake import read_source
from tests.documents.word_files import W, cell, docx, packed, paragraph, style, styled, table

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
ACCEPTED = ("文件里有修订痕迹，按“接受全部修订”读取。",)


def read(body: str, styles: str = "") -> SourceText:
    return read_source(docx(body, styles=styles), "a.docx")


def lines(source: SourceText) -> list[str]:
    return [block.text for block in source.blocks if isinstance(block, SourceLine)]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def whole(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def marked(mark: str, content: str) -> str:
    return f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{content}</w:p>"


def instruction(*pieces: str, result: str | None = None) -> str:
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
        + shown
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_a_paragraph_whose_end_was_deleted_flows_on_into_the_next() -> None:
    source = read(marked("<w:del/>", run("每月")) + paragraph("一次") + paragraph("完"))
    assert (lines(source), source.notes) == (["每月一次", "完"], ACCEPTED)


def test_what_flows_on_stops_at_a_table_and_at_the_end() -> None:
    source = read(marked("<w:del/>", run("前")) + table("<w:tr><w:tc/></w:tr>") + marked("<w:del/>", run("后")))
    assert source.blocks == (SourceLine("前"), SourceTable((("",),)), SourceLine("后"))


def test_added_and_moved_text_is_kept_where_it_now_stands() -> None:
    body = (
        f"<w:p><w:moveFrom>{run('旧处')}</w:moveFrom>{run('甲')}</w:p>"
        f"<w:p><w:moveTo>{run('新处')}</w:moveTo><w:ins>{run('加')}</w:ins></w:p>"
    )
    source = read(body)
    assert (lines(source), source.notes) == (["甲", "新处加"], ACCEPTED)


def test_a_deleted_row_is_gone() -> None:
    body = table(
        "<w:tr><w:tc><w:p/></w:tc></w:tr>",
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删')}</w:tc></w:tr>",
        f"<w:tr><w:tc>{paragraph('留')}</w:tc></w:tr>",
    )
    source = read(body)
    assert (source.blocks, source.notes) == ((SourceTable((("",), ("留",))),), ACCEPTED)


def test_text_hidden_by_a_style_is_left_out_unless_the_run_shows_it() -> None:
    styles = style("藏", kind="character", run="<w:vanish/>") + style("藏段", run="<w:vanish/>")
    body = whole(run("甲"), run("乙", '<w:rStyle w:val="藏"/>')) + styled("丙", "藏段")
    body += whole(run("丁", '<w:rStyle w:val="藏"/><w:vanish w:val="0"/>'))
    source = read(body, styles)
    assert (lines(source), source.notes) == (["甲", "丁"], ("隐藏的文字没有读取。",))


def test_boldness_comes_from_runs_their_styles_and_the_paragraphs_style() -> None:
    styles = style("粗", kind="character", run="<w:b/>") + style("粗段", run="<w:b/>")
    body = (
        whole(run("甲", '<w:rStyle w:val="粗"/>'))
        + styled("乙", "粗段")
        + f"<w:p>{run('丙', '<w:b/>')}{run('丁')}</w:p>"
        + f"<w:p>{run('戊', '<w:b/>')}{run('  ')}</w:p>"
        + whole('<w:pPr><w:pStyle w:val="粗段"/></w:pPr>', run("己", '<w:b w:val="0"/>'))
    )
    blocks = read(body, styles).blocks
    assert [block.bold for block in blocks if isinstance(block, SourceLine)] == [True, True, False, True, False]


def test_results_of_fields_are_text_and_instructions_are_not() -> None:
    body = f"<w:p>{run('截至')}{instruction(' DATE ', result='3月5日')}{run('止')}</w:p>"
    body += (
        f'<w:p><w:fldSimple w:instr="PAGE">{run("第一")}</w:fldSimple><w:hyperlink>{run("链接")}</w:hyperlink></w:p>'
    )
    assert lines(read(body)) == ["截至3月5日止", "第一链接"]


def test_an_enclosed_number_that_word_draws_by_a_field_is_read() -> None:
    body = whole(instruction(" eq \\o\\ac(○,", "2)"), run("落实“第一议题”"))
    assert lines(read(body)) == ["②落实“第一议题”"]


def test_breaks_tabs_symbols_and_line_ends_of_the_xml() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>已办\n事项</w:t><w:tab/><w:t>甲</w:t><w:br/>'
        '<w:t>乙</w:t><w:br w:type="page"/><w:noBreakHyphen/><w:t>\uf06c丙</w:t></w:r></w:p>'
    )
    assert lines(read(body)) == ["☑已办 事项  甲\n乙-●丙"]


def test_ruby_gives_the_word_without_its_reading_and_formulas_their_letters() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('qīng')}</w:rt><w:rubyBase>{run('青')}</w:rubyBase></w:ruby></w:r>"
    formula = f"<m:oMath {MATH}><m:r><m:t>100%</m:t></m:r></m:oMath>"
    assert lines(read(f"<w:p>{ruby}{run('榆')}{formula}</w:p>")) == ["青榆100%"]


@pytest.mark.parametrize("branches", ["both", "new", "old"])
def test_a_text_box_is_read_once_whether_drawn_anew_or_of_old(branches: str) -> None:
    box = f"<w:drawing><w:txbxContent>{paragraph('框')}</w:txbxContent></w:drawing>"
    new = f"<mc:Choice>{box if branches != 'old' else '<w:drawing/>'}</mc:Choice>"
    old = f"<mc:Fallback>{box}</mc:Fallback>" if branches != "new" else ""
    body = f"<w:p><w:r><mc:AlternateContent {MC}>{new}{old}</mc:AlternateContent></w:r>{run('文')}</w:p>"
    assert lines(read(body)) == ["文", "框"]


def test_a_table_in_a_text_box_is_a_table() -> None:
    inside = table(f"<w:tr><w:tc>{paragraph('三月')}</w:tc><w:tc>{paragraph('党课')}</w:tc></w:tr>")
    source = read(f"<w:p>{run('文')}<w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r></w:p>")
    assert source.blocks == (SourceLine("文"), SourceTable((("三月", "党课"),)))


def test_content_controls_around_runs_rows_and_cells_are_looked_into() -> None:
    body = f"<w:p><w:sdt><w:sdtPr/><w:sdtContent>{run('行内')}</w:sdtContent></w:sdt></w:p>" + table(
        f"<w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc>{paragraph('格')}</w:tc></w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
    )
    assert read(body).blocks == (SourceLine("行内"), SourceTable((("格",),)))


def test_footnotes_comments_and_embedded_documents_are_said_or_left_out() -> None:
    body = (
        f"<w:p>{run('正文')}<w:r><w:footnoteReference/></w:r><w:commentRangeStart/></w:p><w:altChunk/><w:sectPr>"
        "<w:headerReference/></w:sectPr>"
    )
    source = read(body)
    assert lines(source) == ["正文"]
    assert source.notes == ("脚注和尾注没有读取。", "文件里嵌入了另一份文档，那一部分没有读取，请打开核对。")


def test_heading_levels_by_outline_by_style_name_and_taken_over() -> None:
    styles = (
        style("标题一").replace('<w:name w:val="标题一"/>', '<w:name w:val="heading 1"/>')
        + style("小节", '<w:outlineLvl w:val="2"/>')
        + style("小节变体", based_on="小节")
        + style("圈甲", based_on="圈乙")
        + style("圈乙", based_on="圈甲")
    )
    body = (
        styled("甲", "标题一")
        + styled("乙", "小节变体")
        + paragraph("丙", '<w:outlineLvl w:val="1"/>')
        + styled("丁", "小节", '<w:outlineLvl w:val="9"/>')
        + styled("戊", "圈甲")
        + styled("己", "没有的样式")
    )
    blocks = read(body, styles).blocks
    assert [block.heading_level for block in blocks if isinstance(block, SourceLine)] == [1, 3, 2, 0, 0, 0]


def test_alignment_of_styles_holds_until_the_paragraph_says_otherwise() -> None:
    styles = style("居右", '<w:jc w:val="right"/>') + style("Title")
    body = styled("署名", "居右") + styled("题", "Title") + styled("不居中", "Title", '<w:jc w:val="left"/>')
    blocks = [block for block in read(body, styles).blocks if isinstance(block, SourceLine)]
    assert [(block.centred, block.right_aligned) for block in blocks] == [(False, True), (True, False), (False, False)]


def test_cells_missing_before_or_after_keep_the_columns_in_place() -> None:
    body = table(
        f"<w:tr>{cell('时间')}{cell('内容')}{cell('负责人')}</w:tr>",
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("党课")}{cell("何")}</w:tr>',
        f"<w:tr>{cell('四月')}</w:tr>",
        "<w:tr>" + cell("甲", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>") + cell("乙") + "</w:tr>",
    )
    assert read(body).blocks == (
        SourceTable((("时间", "内容", "负责人"), ("", "党课", "何"), ("四月", "", ""), ("甲", "甲", "乙"))),
    )


def test_paragraphs_and_tables_in_a_cell_stay_lines() -> None:
    inner = table(f"<w:tr><w:tc>{paragraph('三月')}</w:tc><w:tc>{paragraph('党课')}</w:tc></w:tr>")
    body = table(f"<w:tr><w:tc>{paragraph('甲')}{paragraph('乙')}{inner}<w:p/></w:tc></w:tr>")
    assert read(body).blocks == (SourceTable((("甲\n乙\n三月  党课",),)),)


def test_the_main_part_is_found_by_its_relation_and_so_are_its_styles() -> None:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    topmost = style("题", '<w:outlineLvl w:val="0"/>')
    data = packed(
        {
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Type="{kinds}/officeDocument" Target="/word/document2.xml"/></Relationships>',
            "word/_rels/document2.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Type="{kinds}/styles" Target="../parts/s.xml"/></Relationships>',
            "word/document2.xml": f"<w:document {W}><w:body>{styled('目标', '题')}</w:body></w:document>",
            "parts/s.xml": f"<w:styles {W}>{topmost}</w:styles>",
        }
    )
    assert read_source(data, "a.docx").blocks == (SourceLine("目标", heading_level=1),)


def test_the_strict_variant_of_the_format_is_read() -> None:
    strict = W.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006", "http://purl.oclc.org/ooxml/wordprocessingml"
    )
    data = packed({"word/document.xml": f"<w:document {strict}><w:body>{paragraph('计划')}</w:body></w:document>"})
    assert read_source(data, "a.docx").blocks == (SourceLine("计划"),)


def test_a_file_with_macros_is_read_and_the_macros_are_not() -> None:
    data = docx(paragraph("计划"), more={"word/vbaProject.bin": "Sub AutoOpen"})
    assert read_source(data, "a.docm") == SourceText((SourceLine("计划"),), "docx")
