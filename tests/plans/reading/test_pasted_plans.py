"""Plans as they come out of web pages, PDF files and the clipboard; what a careful reader makes of each was written down by hand."""

from __future__ import annotations

import pytest

from documents.intake import read_pasted
from plans.domain.reading import read_plan, to_plain
from tests.plans.reading.shapes import bodies, outline, read, schedule


def test_a_table_pasted_with_tabs_is_a_table() -> None:
    source = read_pasted(
        "青榆小学党支部2026年工作计划\n一、任务\n1.\t抓学习。\n2.\t抓队伍。\n二、月度安排\n"
        "月份\t工作内容\t责任人\n3月\t学雷锋；支委会\t宣传委员\n4月\t清明祭扫\t组织委员\n青榆小学党支部\n2026年2月20日"
    )
    reading = read_plan(source)
    assert outline(reading) == ["1 任务", "2 抓学习", "2 抓队伍", "1* 月度安排"]
    assert schedule(reading) == ["3: 学雷锋 | 支委会", "4: 清明祭扫"]
    assert [item.responsible for entry in reading.schedule for item in entry.items] == ["宣传委员"] * 2 + ["组织委员"]
    assert reading.table_heads == ("月份\t工作内容\t责任人",)
    assert (reading.signature, reading.signed_on) == ("青榆小学党支部", "2026-02-20")


def test_a_whole_plan_on_one_line() -> None:
    reading = read(
        "青榆幼儿园党支部2026年工作计划　　为推动党建与保教融合，根据上级部署，制定本计划。 一、总体要求 坚持党建引领，服务幼儿成长。"
        "二、工作措施 1、抓学习。每月一次。2、抓队伍。结对三组。三、工作要求 压实责任。"
    )
    assert reading.title == "青榆幼儿园党支部2026年工作计划"
    assert reading.preamble == "为推动党建与保教融合，根据上级部署，制定本计划。"
    assert outline(reading) == ["1 总体要求", "1 工作措施", "2 抓学习", "2 抓队伍", "1 工作要求"]
    assert bodies(reading)["总体要求"] == "坚持党建引领，服务幼儿成长。"


def test_a_list_goes_on_behind_a_line_that_was_broken() -> None:
    reading = read(
        "计划\n一、措施。1、加强学习。每月集中学习两次，做好学习笔\n记。2、加强管理。严格请销假。\n二、月份安\n排\n三月：学雷锋\n四月：扫墓"
    )
    assert outline(reading) == ["1 措施", "2 加强学习", "2 加强管理", "1* 月份安排"]
    assert bodies(reading)["加强学习"] == "每月集中学习两次，做好学习笔记。"


def test_items_parted_by_a_blank_before_their_number() -> None:
    reading = read("二、行事历\n九月 1、庆祝教师节 2、签订承诺书\n十月 1、主题党日 2、重阳节慰问")
    assert schedule(reading) == ["9: 庆祝教师节 | 签订承诺书", "10: 主题党日 | 重阳节慰问"]


def test_months_behind_a_numbered_list_are_months() -> None:
    reading = read("三、安排\n1月：慰问。\n2月：计划。\n3月：学雷锋。\n4月：祭扫。\n5月：党课。")
    assert schedule(reading) == ["1: 慰问", "2: 计划", "3: 学雷锋", "4: 祭扫", "5: 党课"]


def test_titles_of_other_texts_below_the_plan_are_not_part_of_it() -> None:
    reading = read(
        "2026年党支部工作计划\n时间：2026-01-05 10:22:31 小编：admin\n一、学习\n每周一次。\n"
        "【2026年党支部工作计划】相关文章：\n1.2025年党支部工作计划\n2.党支部工作总结\n本文由用户上传"
    )
    assert outline(reading) == ["1 学习"]
    assert bodies(reading) == {"学习": "每周一次。"}
    assert reading.preamble == ""


def test_a_document_number_is_no_half_of_the_title() -> None:
    reading = read("青中党〔2026〕2号\n青榆中学党总支2026年工作要点\n一、学习\n每周一次。")
    assert (reading.title, reading.chrome) == ("青榆中学党总支2026年工作要点", ("青中党〔2026〕2号",))


@pytest.mark.parametrize(
    ("line", "written", "signed_on"),
    [
        ("20XX年X月X日", "20XX年X月X日", ""),
        ("____年__月__日", "____年__月__日", ""),
        ("2026年元月6日", "2026年元月6日", "2026-01-06"),
        ("2026年3月1日制定", "2026年3月1日制定", "2026-03-01"),
    ],
)
def test_dates_below_the_name(line: str, written: str, signed_on: str) -> None:
    reading = read(f"一、学习\n每周一次。\n青榆小学党支部\n{line}")
    assert (reading.signature, reading.signed_on, reading.signed_on_text) == ("青榆小学党支部", signed_on, written)
    assert to_plain(reading)["signed_date_text"] == written


MARKERS = [
    ("一、措施\n㈠学习\n⒈集中学。\n⒉自学。\n㈡活动", ["1 措施", "2 学习", "3 集中学", "3 自学", "2 活动"]),
    ("一、措施\n第一，抓学习。每月一次。\n第二，抓作风。", ["1 措施", "2 抓学习", "2 抓作风"]),
    ("一、措施\n【一】学习\n【二】活动", ["1 措施", "2 学习", "2 活动"]),
    ("一、措施\n❶学习\n❷活动", ["1 措施", "2 学习", "2 活动"]),
    ("一、措施\n1.学习。\n2.6月1日庆祝儿童节。\n3.结对。", ["1 措施", "2 学习", "2 6月1日庆祝儿童节", "2 结对"]),
]


@pytest.mark.parametrize(("text", "expected"), MARKERS)
def test_markers(text: str, expected: list[str]) -> None:
    assert outline(read(text)) == expected


def test_first_and_second_within_a_paragraph_are_running_text() -> None:
    reading = read("一、措施\n第一，抓学习；第二，抓作风。\n第一季度完成。")
    assert outline(reading) == ["1 措施"]


PERIODS = [
    ("青榆幼儿园工作计划\n（2026.9—2027.7）\n一、要求\n抓落实。", ("school_year", 2026, 2027, None)),
    ("青榆小学党支部工作计划\n（2026年9月—2027年1月）\n一、要求\n抓落实。", ("semester", 2026, 2027, 1)),
    ("青榆小学党支部2026年1月—6月工作计划\n一、要求\n抓落实。", ("half_year", 2026, 2026, 1)),
    (
        "青榆小学党支部学期工作计划\n一、安排\n九月：计划\n十月：党课\n青榆小学党支部\n2026-08-30",
        ("semester", 2026, 2027, 1),
    ),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_periods(text: str, expected: tuple[object, ...]) -> None:
    period = read(text).period
    assert (period.kind, period.year_start, period.year_end, period.part) == expected


def test_a_month_that_was_never_filled_in_is_kept_and_asked_for() -> None:
    reading = read("一、安排\nX月份：\n1、开学工作\n4月份：\n1、扫墓\n5月份：\n1、党课")
    assert schedule(reading) == [": 开学工作", "4: 扫墓", "5: 党课"]
    assert [segment.doubt for segment in reading.doubts] == ["没有写明月份，请选定。"]
