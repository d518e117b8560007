"""What stands where in a finished PDF."""

import io
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pdfplumber
import pytest

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
from documents.rendering import content_key, render_pdf, render_pdf_cached
from documents.rendering.pdf import drop_unread
from tests.documents.pages import PageLine, read_pages
from tests.documents.sample_document import ORGANISATION, sample_plan, sample_with_everything

pytestmark = pytest.mark.usefixtures("official_fonts")

_CHARACTER = 15.785 * 25.4 / 72
_ALLOWED = {"Noto-Serif-CJK-SC-Bold", "Noto-Serif-CJK-SC", "Noto-Sans-CJK-SC", "FandolFang", "FandolHei", "FandolKai"}


def pages_of(*blocks: Block, **parts: object) -> list[list[PageLine]]:
    return read_pages(render_pdf(OfficialDocument(title="题", blocks=blocks, **parts)))  # type: ignore[arg-type]


def line_with(pages: Sequence[Sequence[PageLine]], text: str) -> PageLine:
    return next(line for page in pages for line in page if text in line.text)


def fonts_of(content: bytes) -> set[str]:
    """Family names without the subset tag and the trailing comma of a style."""
    return {font.rstrip(",") for page in read_pages(content) for line in page for font in line.fonts}


def test_plan_of_the_sample_has_five_pages():
    assert len(read_pages(render_pdf(sample_plan()))) == 5


def test_only_the_fonts_of_the_set_are_used():
    assert fonts_of(render_pdf(sample_with_everything())) | fonts_of(render_pdf(sample_plan())) <= _ALLOWED


def test_rare_characters_of_names_are_printed_and_can_be_copied():
    names = "朱镕喆、陈堃玥、李祎龘、朤䶮𠮷"

    content = render_pdf(OfficialDocument(title="题", blocks=(Paragraph(names, indent=False),)))

    assert line_with(read_pages(content), "陈").text == names
    assert fonts_of(content) <= _ALLOWED


def test_each_level_of_heading_has_its_face():
    pages = pages_of(Heading(1, "甲", "一、"), Heading(2, "乙", "（一）"), Heading(3, "丙", "1."), Paragraph("丁"))

    faces = [{font.rstrip(",") for font in line_with(pages, text).fonts} for text in "甲乙丙丁"]

    assert faces == [{"FandolHei"}, {"FandolKai"}, {"FandolFang"}, {"FandolFang"}]


def test_text_goes_on_behind_a_heading_in_the_face_of_the_body():
    pages = pages_of(Heading(2, "学习制度。", "（一）", "每月集中学习一次。"))

    line = line_with(pages, "学习制度")

    assert line.text == "（一）学习制度。每月集中学习一次。"
    assert {font.rstrip(",") for font in line.fonts} == {"FandolKai", "FandolFang"}


def test_date_begins_two_characters_behind_the_beginning_of_the_organisation():
    pages = pages_of(Paragraph("文。"), signature=Signature("云溪区松涛实验小学党支部", date(2026, 9, 1)))

    organisation, day = line_with(pages, "云溪区"), line_with(pages, "2026年")

    assert day.text == "2026年9月1日"
    assert day.left - organisation.left == pytest.approx(2 * _CHARACTER, abs=0.4)
    assert 184 - organisation.right == pytest.approx(2 * _CHARACTER, abs=0.4)


def test_date_longer_than_the_organisation_takes_the_place_at_the_edge():
    pages = pages_of(Paragraph("文。"), signature=Signature("松涛支部", date(2026, 12, 31)))

    organisation, day = line_with(pages, "松涛支部"), line_with(pages, "2026年")

    assert 184 - day.right == pytest.approx(2 * _CHARACTER, abs=0.4)
    assert day.left - organisation.left == pytest.approx(2 * _CHARACTER, abs=0.4)


def test_sealed_date_is_four_characters_in_and_the_organisation_centred_above_it():
    pages = pages_of(Paragraph("文。"), signature=Signature("云溪区松涛实验小学党支部", date(2026, 9, 1), sealed=True))

    organisation, day = line_with(pages, "云溪区"), line_with(pages, "2026年")

    assert 184 - day.right == pytest.approx(4 * _CHARACTER, abs=0.4)
    assert (organisation.left + organisation.right) / 2 == pytest.approx((day.left + day.right) / 2, abs=0.4)


def test_signature_never_stands_alone_on_a_page():
    # A title with its blank lines and 19 lines of text fill the first page to the last line.
    for count in range(17, 24):
        pages = pages_of(*[Paragraph("春")] * count, signature=Signature(ORGANISATION, date(2026, 9, 1)))

        assert "春" in {line.text for line in pages[-1]}


def test_lines_to_sign_do_not_begin_a_page():
    for count in range(17, 24):
        pages = pages_of(*[Paragraph("春")] * count, Paragraph("主持人（签名）：", clings=True))

        assert "春" in {line.text for line in pages[-1]}


def test_head_of_a_table_is_repeated_and_rows_stay_whole():
    table = Table((Column("月份", 1), Column("内容", 5)), tuple((f"{n}月", "第一行\n第二行") for n in range(1, 41)))

    pages = pages_of(table)

    assert len(pages) > 2
    assert all("月份内容" in [line.text for line in page] for page in pages)
    for page in pages:
        texts = [line.text for line in page]
        assert texts.count("第一行") == texts.count("第二行")


def test_only_a_short_table_moves_whole_to_the_next_page():
    def rows_on_first_page(count):
        table = Table((Column("事项"), Column("情况")), tuple((f"第{n}项", "甲") for n in range(count)))
        return sum("第" in line.text for line in pages_of(*[Paragraph("春")] * 15, table)[0])

    # Below the title and 15 lines there are four: 6 rows move, 12 would leave a fifth of a page white.
    assert [rows_on_first_page(count) for count in (6, 12)] == [0, 2]


def test_months_are_shown_once():
    table = Table((Column("月份", 1), Column("内容", 5)), (("3月", "甲"), ("3月", "乙"), ("4月", "丙")))

    text = "".join(line.text for line in pages_of(table)[0])

    assert (text.count("3月"), text.count("4月")) == (1, 1)


def test_month_longer_than_a_page_loses_no_row():
    table = Table((Column("月份", 1), Column("内容", 5)), tuple(("3月", f"第{n}项") for n in range(1, 81)))

    text = "".join(line.text for page in pages_of(table) for line in page)

    assert [n for n in range(1, 81) if f"第{n}项" not in text] == []


def test_turned_table_has_pages_of_its_own_with_its_heading():
    content = render_pdf(sample_with_everything())

    with pdfplumber.open(io.BytesIO(content)) as pdf:
        wide = [page for page in pdf.pages if page.width > page.height]
        texts = [page.extract_text() for page in pdf.pages if page.width < page.height]
    assert len(wide) == 2
    assert "联系安排" in wide[0].extract_text()
    assert not any("联系安排" in text for text in texts)


def test_draft_mark_stands_in_the_margin_of_each_page():
    pages = read_pages(render_pdf(sample_plan("草稿")))

    assert [page[0].text for page in pages] == ["草稿"] * 5
    assert all(page[0].baseline < 36 for page in pages)


def test_released_plan_carries_no_mark():
    assert not any("草稿" in line.text for page in read_pages(render_pdf(sample_plan())) for line in page)


def test_annexes_begin_pages_and_are_listed_below_the_text():
    pages = pages_of(Paragraph("文。"), annexes=(Annex("名单", (Paragraph("甲"),)), Annex("说明", (Paragraph("乙"),))))

    assert [line.text for line in pages[0]][2:4] == ["附件：1.名单", "2.说明"]
    assert [page[0].text for page in pages[1:]] == ["附件1", "附件2"]
    assert [page[1].text for page in pages[1:]] == ["名单", "说明"]


def test_red_head_shows_mark_number_and_signer():
    pages = pages_of(Paragraph("文。"), head=RedHead("松涛小学党支部文件", "松小支〔2026〕5号", "林砚秋"))

    assert [line.text for line in pages[0][:2]] == ["松涛小学党支部文件", "松小支〔2026〕5号签发人：林砚秋"]


def test_markup_in_a_text_is_printed_as_it_was_typed():
    pages = pages_of(Paragraph('<b>甲</b>&amp;<img src="file:///etc/passwd">'))

    assert "<b>甲</b>&amp;<img" in line_with(pages, "甲").text.replace("”", '"')


def test_control_characters_do_not_reach_the_page():
    assert line_with(pages_of(Paragraph("甲\x00\x0b\u200b乙")), "甲").text == "甲乙"


def test_bookmarks_follow_the_headings():
    with pdfplumber.open(io.BytesIO(render_pdf(sample_plan()))) as pdf:
        marks = [(level, title) for level, title, *_ in pdf.doc.get_outlines()]

    assert marks[:4] == [
        (1, "中共云溪区松涛实验小学支部委员会2026年度党建工作计划"),
        (2, "一、总体要求"),
        (2, "二、主要任务"),
        (3, "（一）抓好理论学习"),
    ]


def test_file_says_title_author_and_language():
    with pdfplumber.open(io.BytesIO(render_pdf(sample_plan()))) as pdf:
        assert pdf.metadata["Title"] == "中共云溪区松涛实验小学支部委员会2026年度党建工作计划"
        assert pdf.metadata["Author"] == ORGANISATION
        assert pdf.doc.catalog["Lang"] == b"zh-CN"


def test_threads_may_print_at_the_same_time():
    with ThreadPoolExecutor(4) as threads:
        files = list(threads.map(lambda _: render_pdf(sample_plan()), range(8)))

    assert {len(read_pages(file)) for file in files} == {5}


def test_same_content_has_the_same_key_and_another_mark_another():
    assert content_key(sample_plan()) == content_key(sample_plan())
    assert content_key(sample_plan()) != content_key(sample_plan("草稿"))


def test_second_request_reads_the_file_of_the_first(tmp_path):
    first = render_pdf_cached(sample_plan(), tmp_path)
    file = tmp_path / f"{content_key(sample_plan())}.pdf"

    file.write_bytes(b"kept")

    assert first.startswith(b"%PDF-")
    assert render_pdf_cached(sample_plan(), tmp_path) == b"kept"
    assert list(tmp_path.iterdir()) == [file]

    # Who asks keeps it; what nobody has asked for since is taken away.
    os.utime(file, (0, 0))
    render_pdf_cached(sample_plan(), tmp_path)
    old = tmp_path / "old.pdf"
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert (drop_unread(tmp_path, before=yesterday), list(tmp_path.iterdir())) == (1, [file])
