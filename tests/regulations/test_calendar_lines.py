"""A pasted list of days off and make-up days: what is read, what is refused and why."""

from datetime import date

import pytest

from regulations.domain.day_lines import MOST_LINES, day_line, parse_day_lines
from regulations.domain.holidays import national_calendar
from regulations.domain.work_calendar import SpecialDay


def _read(text: str, year: int = 2027):
    return parse_day_lines(text, year, national_calendar())


@pytest.mark.parametrize(
    "line",
    [
        "2027-01-01 休 元旦",
        "2027年1月1日 放假 元旦",
        "1月1日，休，元旦",
        "2027/1/1 休息 元旦",
        "01-01　休　元旦",
        " 2027.1.1 假 元旦 ",
    ],
)
def test_a_day_off_is_read_in_each_writing(line: str):
    read = _read(line)
    assert (read.days, read.faults) == ((SpecialDay(date(2027, 1, 1), True, "元旦"),), ())


@pytest.mark.parametrize("line", ["2027-02-20 班 春节", "2月20日 上班 春节", "2月20日：调休上班：春节"])
def test_a_make_up_day_is_read(line: str):
    assert _read(line).days == (SpecialDay(date(2027, 2, 20), False, "春节"),)


@pytest.mark.parametrize(
    "line",
    ["2月5日至2月7日 休 春节", "2027-02-05..2027-02-07 休 春节", "2027-02-05—02-07 休 春节", "2月5日-2月7日 休 春节"],
)
def test_a_span_is_every_day_of_it(line: str):
    assert [row.day.day for row in _read(line).days] == [5, 6, 7]


def test_days_come_in_the_order_of_the_year_and_empty_lines_count_for_nothing():
    read = _read("\n2027-05-01 休 劳动节\n\n2027-01-01 休 元旦\n")
    assert [row.name for row in read.days] == ["元旦", "劳动节"]


def test_each_wrong_line_is_named_and_the_others_are_read():
    read = _read("2027-01-01 休 元旦\n元旦放假三天\n2027-02-30 休 春节\n2027-05-01 休 劳动节")
    assert [(fault.number, fault.message) for fault in read.faults] == [
        (2, "看不懂这一行，请写成“2027-01-01 休 元旦”或“2027-01-01 班 元旦”。"),
        (3, "没有2027年2月30日这一天。"),
    ]
    assert [row.name for row in read.days] == ["元旦", "劳动节"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-12-31 休 元旦", "2026年12月31日不在2027年。"),
        ("2027-01-01 休", "请写明节日或事由，如“元旦”。"),
        ("2027-01-01 休 " + "长" * 21, "节日或事由最多20个字。"),
        ("2027-02-22 班 春节", "2027年2月22日是星期一，本来就上班；调休上班的应是周末或放假的日子。"),
        ("2月7日至2月5日 休 春节", "结束日期早于开始日期。"),
        ("1月1日至2月1日 休 寒假", "一行最多31天。"),
        ("2027-01-01 休 元旦\n1月1日 班 元旦", "2027年1月1日是星期五，本来就上班；调休上班的应是周末或放假的日子。"),
        ("2027-01-02 休 元旦\n1月2日 班 元旦", "2027年1月2日已在第1行写过。"),
    ],
)
def test_a_line_that_cannot_be_says_why(text: str, message: str):
    assert [fault.message for fault in _read(text).faults] == [message]


def test_a_day_that_is_off_nationally_may_be_worked_here():
    assert _read("2026-10-07 班 调整", 2026).faults == ()


def test_too_long_a_list_is_not_read_to_its_end():
    text = "\n".join(f"{date.fromordinal(date(2027, 1, 1).toordinal() + n)} 休 假" for n in range(MOST_LINES + 5))
    read = _read(text)
    assert len(read.days) == MOST_LINES
    assert [(fault.number, fault.message) for fault in read.faults] == [(121, "一次最多120行，这一行以后没有读。")]


def test_a_line_is_written_as_it_is_read():
    day = SpecialDay(date(2027, 2, 20), False, "春节")
    assert _read(day_line(day)).days == (day,)
