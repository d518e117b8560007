"""The measures of GB/T 9704—2012, read back from finished pages."""

from itertools import pairwise

import pytest

from documents.domain.content import OfficialDocument, Paragraph
from documents.rendering import render_pdf
from tests.documents.pages import PageLine, body_lines, read_pages

pytestmark = pytest.mark.usefixtures("official_fonts")

_PITCH = (225 - 16 * 25.4 / 72) / 21
_OPENING = "，。、；：？！）》〉】〕”’…—%"


@pytest.fixture(scope="module")
def full_pages() -> list[list[PageLine]]:
    """1,848 characters without punctuation: exactly three pages, behind a title page that a blank block fills."""
    text = ("春夏秋冬山水花木风云雨雪天地日月星河湖海东西南北前后左右" * 66)[: 22 * 28 * 3]
    pages = read_pages(render_pdf(OfficialDocument(title="题", blocks=(Paragraph(text, indent=False),))))
    return [body_lines(page) for page in pages]


def test_full_page_has_22_lines_of_28_characters(full_pages):
    counts = [[len(line.text) for line in page] for page in full_pages[1:3]]

    assert counts == [[28] * 22, [28] * 22]


def test_lines_follow_each_other_at_one_pitch(full_pages):
    baselines = [line.baseline for line in full_pages[1]]

    # Baselines are read to a tenth of a point.
    assert [lower - upper for upper, lower in pairwise(baselines)] == pytest.approx([_PITCH] * 21, abs=0.04)
    assert baselines[-1] - baselines[0] == pytest.approx(21 * _PITCH, abs=0.04)


def test_lines_fill_the_type_area_from_edge_to_edge(full_pages):
    edges = [(line.left, line.right) for line in full_pages[1]]

    assert [left for left, _ in edges] == pytest.approx([28.0] * 22, abs=0.1)
    assert [right for _, right in edges] == pytest.approx([184.0] * 22, abs=0.2)


def test_first_line_begins_and_last_line_ends_with_the_type_area(full_pages):
    # 仿宋 has 0.88 em above its baseline and 0.12 em below it.
    first, last = full_pages[1][0].baseline, full_pages[1][-1].baseline
    em = 16 * 25.4 / 72

    assert first - 0.88 * em == pytest.approx(37, abs=0.6)
    assert last + 0.12 * em == pytest.approx(262, abs=0.6)


def test_line_that_ends_short_is_spread_to_the_edge():
    # The comma may not begin the second line, so the first one keeps 27 characters and has room left.
    text = "春" * 27 + "夏，" + "秋" * 40

    lines = body_lines(
        read_pages(render_pdf(OfficialDocument(title="题", blocks=(Paragraph(text, indent=False),))))[0]
    )[1:]

    assert len(lines[0].text) == 27
    assert lines[0].right == pytest.approx(184.0, abs=0.2)


def test_last_line_of_a_paragraph_is_not_spread():
    lines = body_lines(
        read_pages(render_pdf(OfficialDocument(title="题", blocks=(Paragraph("春" * 40, indent=False),))))[0]
    )

    assert lines[-1].text == "春" * 12
    assert lines[-1].right == pytest.approx(28 + 12 * 15.785 * 25.4 / 72, abs=0.3)


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    text = "支部（党小组）每月“学习”一次，讨论《条例》；会后记录、归档。" * 40
    pages = read_pages(render_pdf(OfficialDocument(title="题", blocks=(Paragraph(text),))))
    lines = [line.text for page in pages for line in body_lines(page)]

    assert [line for line in lines if line[0] in _OPENING or line[-1] in "（《“"] == []


def test_paragraph_begins_two_characters_in():
    lines = body_lines(read_pages(render_pdf(OfficialDocument(title="题", blocks=(Paragraph("春" * 40),))))[0])

    assert lines[1].left == pytest.approx(28 + 2 * 15.785 * 25.4 / 72, abs=0.1)
    assert len(lines[1].text) == 26


def test_page_number_stands_outside_one_character_in_and_7_mm_below(full_pages):
    pages = read_pages(render_pdf(OfficialDocument(title="题", blocks=(Paragraph("春" * 2000),))))
    numbers = [page[-1] for page in pages[:3]]
    character = 14 * 25.4 / 72

    assert [number.text for number in numbers] == ["—1—", "—2—", "—3—"]
    assert [number.size for number in numbers] == [14.0] * 3
    assert numbers[0].right == pytest.approx(184 - character, abs=0.3)
    assert numbers[1].left == pytest.approx(28 + character, abs=0.3)
    # The dash runs about a third of the type size above its baseline.
    assert numbers[0].baseline - 0.35 * character == pytest.approx(269, abs=0.6)
