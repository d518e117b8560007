"""Automatic list numbers: what Word shows in front of a paragraph stands in front of the line."""

import pytest

from documents.domain.source import SourceLine
from documents.intake import read_source
from tests.documents.word_files import abstract, docx, level, listed, num, paragraph, style, styled


def numbers(body: str, numbering: str, styles: str = "") -> list[str]:
    blocks = read_source(docx(body, numbering=numbering, styles=styles), "a.docx").blocks
    return [block.number for block in blocks if isinstance(block, SourceLine)]


def linked(place: str) -> str:
    return f'<w:pStyle w:val="{place}"/>'


def list_of(number: int | str, depth: int | None = None) -> str:
    deep = f'<w:ilvl w:val="{depth}"/>' if depth is not None else ""
    return f'<w:numPr>{deep}<w:numId w:val="{number}"/></w:numPr>'


@pytest.mark.parametrize(
    ("kind", "start", "shown"),
    [
        ("decimal", 10, "10."),
        ("decimalZero", 7, "07."),
        ("decimalFullWidth", 12, "１２."),
        ("decimalEnclosedCircle", 20, "⑳."),
        ("decimalEnclosedCircle", 21, "21."),
        ("decimalEnclosedCircleChinese", 2, "②."),
        ("decimalEnclosedParen", 3, "⑶."),
        ("decimalEnclosedFullstop", 4, "⒋."),
        ("numberInDash", 5, "- 5 -."),
        ("chineseCounting", 10, "十."),
        ("chineseCounting", 21, "二十一."),
        ("chineseCountingThousand", 105, "一百零五."),
        ("japaneseCounting", 11, "十一."),
        ("ideographDigital", 10, "一〇."),
        ("taiwaneseDigital", 20, "二○."),
        ("chineseLegalSimplified", 3, "叁."),
        ("chineseLegalSimplified", 12, "壹拾贰."),
        ("ideographLegalTraditional", 6, "陸."),
        ("ideographTraditional", 3, "丙."),
        ("ideographZodiac", 3, "寅."),
        ("ideographZodiacTraditional", 13, "丙子."),
        ("ideographEnclosedCircle", 2, "㊁."),
        ("upperRoman", 14, "XIV."),
        ("lowerRoman", 4, "iv."),
        ("upperLetter", 27, "AA."),
        ("lowerLetter", 3, "c."),
        ("none", 3, "."),
        ("unheardOf", 3, "3."),
        ("decimal", 0, "0."),
    ],
)
def test_a_number_is_written_in_its_format(kind: str, start: int, shown: str) -> None:
    assert numbers(listed("甲", 1), abstract(1, level(0, kind, "%1.", start)) + num(1, 1)) == [shown]


def test_an_empty_paragraph_of_the_list_is_counted_as_word_does() -> None:
    body = listed("甲", 1) + listed("", 1) + listed("丙", 1)
    assert numbers(body, abstract(1, level(0, "chineseCounting", "%1、")) + num(1, 1)) == ["一、", "", "三、"]


def test_a_level_that_was_skipped_counts_as_begun() -> None:
    numbering = abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2.")) + num(1, 1)
    assert numbers(listed("甲", 1, 1) + listed("乙", 1) + listed("丙", 1, 1), numbering) == ["1.1.", "2.", "2.1."]


def test_two_definitions_count_apart_even_when_mixed() -> None:
    numbering = (
        abstract(1, level(0, "decimal", "%1.")) + abstract(2, level(0, "decimal", "%1)")) + num(1, 1) + num(2, 2)
    )
    body = listed("甲", 1) + listed("乙", 2) + listed("丙", 1) + listed("丁", 2)
    assert numbers(body, numbering) == ["1.", "1)", "2.", "2)"]


def test_a_start_override_holds_each_time_its_level_begins_anew() -> None:
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = abstract(1, level(0, "decimal", "%1."), level(1, "decimal", "%2)")) + num(1, 1, override)
    body = "".join(listed("甲", 1, depth) for depth in (0, 1, 1, 0, 1))
    assert numbers(body, numbering) == ["1.", "5)", "6)", "2.", "5)"]


def test_an_override_replaces_the_look_of_a_level_in_one_list_only() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1、")}</w:lvlOverride>'
    numbering = abstract(1, level(0, "decimal", "%1.")) + num(1, 1) + num(2, 1, override)
    assert numbers(listed("甲", 1) + listed("乙", 2) + listed("丙", 1), numbering) == ["1.", "B、", "3."]


def test_a_level_may_count_through_or_begin_anew_only_below_one_level() -> None:
    numbering = abstract(
        1,
        level(0, "chineseCounting", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3.", extra='<w:lvlRestart w:val="0"/>'),
        level(3, "decimal", "（%4）", extra='<w:lvlRestart w:val="1"/>'),
    ) + num(1, 1)
    body = "".join(listed("甲", 1, depth) for depth in (0, 1, 2, 3, 1, 2, 3, 0, 2, 3))
    assert numbers(body, numbering) == [
        *("一、", "（一）", "1.", "（1）"),
        *("（二）", "2.", "（2）"),
        *("二、", "3.", "（1）"),
    ]


def test_legal_numbering_writes_all_levels_as_digits() -> None:
    numbering = abstract(
        1, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", extra="<w:isLgl/>")
    ) + num(1, 1)
    assert numbers(listed("甲", 1) + listed("乙", 1, 1), numbering) == ["第一章 ", "1.1 "]


def test_nothing_after_the_number_means_no_blank() -> None:
    numbering = abstract(1, level(0, "decimalEnclosedCircle", "%1", extra='<w:suff w:val="nothing"/>')) + num(1, 1)
    blocks = read_source(docx(listed("党课", 1), numbering=numbering), "a.docx").blocks
    assert blocks == (SourceLine("①党课", "①"),)


def test_list_zero_takes_a_paragraph_out_of_the_list_of_its_style() -> None:
    numbering = abstract(1, level(0, "decimal", "%1.", extra=linked("条"))) + num(1, 1)
    body = styled("甲", "条") + styled("乙", "条", list_of(0)) + styled("丙", "条")
    assert numbers(body, numbering, style("条", list_of(1))) == ["1.", "", "2."]


def test_a_style_is_numbered_by_the_level_linked_to_it_whatever_level_it_names() -> None:
    numbering = abstract(
        1, level(0, "decimal", "%1.", extra=linked("大")), level(1, "decimal", "%1.%2.", extra=linked("小"))
    ) + num(1, 1)
    styles = style("大", list_of(1)) + style("小", list_of(1, 0))
    assert numbers(styled("甲", "大") + styled("乙", "小"), numbering, styles) == ["1.", "1.1."]


def test_a_style_takes_its_list_from_the_one_it_is_based_on_and_its_level_from_itself() -> None:
    numbering = abstract(1, level(0, "decimal", "%1."), level(1, "lowerLetter", "%2)")) + num(1, 1)
    styles = (
        style("大", list_of(1))
        + style("小", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', based_on="大")
        + style("同", based_on="大")
    )
    body = styled("甲", "大") + styled("乙", "小") + styled("丙", "同")
    assert numbers(body, numbering, styles) == ["1.", "a)", "2."]


def test_a_style_that_a_level_names_but_that_has_no_list_is_not_numbered() -> None:
    numbering = abstract(1, level(0, "decimal", "%1.", extra=linked("旧"))) + num(1, 1)
    assert numbers(styled("甲", "旧") + listed("乙", 1), numbering, style("旧")) == ["", "1."]


def test_the_default_paragraph_style_numbers_paragraphs_that_name_no_style() -> None:
    styles = style("正文", list_of(1)).replace("<w:style ", '<w:style w:default="1" ')
    assert numbers(paragraph("甲") + paragraph("乙"), abstract(1, level(0, "decimal", "%1、")) + num(1, 1), styles) == [
        "1、",
        "2、",
    ]


def test_a_definition_that_stands_for_a_list_style_counts_with_it() -> None:
    numbering = (
        abstract(1, '<w:styleLink w:val="条款"/>', level(0, "chineseCounting", "第%1条"))
        + abstract(2, '<w:numStyleLink w:val="条款"/>')
        + num(1, 1)
        + num(2, 2)
    )
    assert numbers(listed("甲", 1) + listed("乙", 2), numbering) == ["第一条 ", "第二条 "]


def test_paragraphs_deleted_or_hidden_whole_are_not_counted() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    hidden = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:vanish/></w:rPr></w:pPr>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>"
    )
    body = listed("甲", 1) + gone + listed("乙", 1) + hidden + listed("丙", 1)
    assert numbers(body, abstract(1, level(0, "decimal", "%1.")) + num(1, 1)) == ["1.", "2.", "3."]


def test_numbers_go_on_inside_tables() -> None:
    body = listed("甲", 1) + f"<w:tbl><w:tr><w:tc>{listed('乙', 1)}</w:tc></w:tr></w:tbl>" + listed("丙", 1)
    assert numbers(body, abstract(1, level(0, "decimal", "%1.")) + num(1, 1)) == ["1.", "3."]


@pytest.mark.parametrize("value", ["-7", "99999999999999999999", "²", "", "x"])
def test_nonsense_in_the_numbering_part_is_survived(value: str) -> None:
    numbering = abstract(1, level(0, "ideographDigital", "%1.", extra=f'<w:lvlRestart w:val="{value}"/>')).replace(
        'w:start w:val="1"', f'w:start w:val="{value}"'
    ) + num(1, 1, f'<w:lvlOverride w:ilvl="{value}"><w:startOverride w:val="{value}"/></w:lvlOverride>')
    body = paragraph("甲", f'<w:outlineLvl w:val="{value}"/>{list_of(1, 0)}') + listed("乙", 9) + listed("丙", 1, 12)
    blocks = read_source(docx(body, numbering=numbering), "a.docx").blocks
    assert [block.text[-1] for block in blocks if isinstance(block, SourceLine)] == ["甲", "乙", "丙"]
