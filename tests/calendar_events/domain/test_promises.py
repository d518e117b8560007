"""What a line promises, and on which day that is proposed. The holidays are those of 2026: 清明 4–6 April, 国庆 1–7 October with 10 October worked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest

from calendar_events.domain.dating import FixedHour, clock_in, propose_day
from calendar_events.domain.promises import Line, Promised, promises_of, promises_of_all
from plans.domain.proposing import find_pattern, parse_pattern
from regulations.domain.activities import ActivityKind, activity_kind_of
from regulations.domain.holidays import national_calendar
from regulations.domain.work_calendar import Stretch, WorkCalendar

ORIGIN = UUID(int=1)
NATIONAL = national_calendar()
CALENDAR = WorkCalendar(
    NATIONAL.special,
    NATIONAL.years,
    terms=(Stretch("第二学期", date(2026, 3, 2), date(2026, 7, 10)),),
    vacations=(Stretch("暑假", date(2026, 7, 11), date(2026, 8, 31)),),
    examinations=(Stretch("期中考试", date(2026, 5, 6), date(2026, 5, 8)),),
)


def line(text: str, first: int, last: int = 0, *, is_theme: bool = False, kind: ActivityKind | None = None) -> Line:
    months = date(2026, first, 1), date(2026, last or first, 1)
    return Line(ORIGIN, text, kind or activity_kind_of(text), *months, is_theme)


def months(row: Line) -> list[tuple[int, int]]:
    return [(found.month.month, found.last_month.month) for found in promises_of(row)]


@pytest.mark.parametrize(
    ("text", "first", "last", "promised"),
    [
        ("召开支委会", 3, 3, [(3, 3)]),
        ("青年教师结对听课", 3, 4, [(3, 4)]),
        ("每月第一周星期五开展主题党日", 3, 6, [(3, 3), (4, 4), (5, 5), (6, 6)]),
        ("每周集中学习一次", 9, 10, [(9, 9), (10, 10)]),
        ("每季度召开支部党员大会", 1, 12, [(1, 3), (4, 6), (7, 9), (10, 12)]),
        ("每季度召开支部党员大会", 2, 5, [(2, 3), (4, 5)]),
        ("每半年检查一次", 1, 12, [(1, 6), (7, 12)]),
        ("每月交纳党费", 5, 5, [(5, 5)]),
        ("每名党员联系一名教师", 1, 12, [(1, 12)]),
    ],
)
def test_a_line_is_asked_about_as_often_as_it_promises_something(
    text: str, first: int, last: int, promised: list[tuple[int, int]]
) -> None:
    assert months(line(text, first, last)) == promised


def test_a_theme_promises_nothing_and_promises_stand_by_month() -> None:
    rows = [line("每月主题党日", 3, 4), line("学雷锋", 3, is_theme=True), line("支委会", 3)]
    assert [(row.line.text, row.month.month) for row in promises_of_all(rows)] == [
        ("每月主题党日", 3),
        ("支委会", 3),
        ("每月主题党日", 4),
    ]


def test_a_promise_is_due_at_the_end_of_its_last_month() -> None:
    (found,) = promises_of(line("结对听课", 3, 4))
    assert (found.key, found.due, found.span) == ((ORIGIN, date(2026, 3, 1)), date(2026, 4, 30), "3—4月")


def day_of(row: Line, **fixed: FixedHour) -> tuple[date, str, str]:
    habits = {ActivityKind(kind): habit for kind, habit in fixed.items()}
    found = propose_day(promises_of(row)[0], habits, CALENDAR)
    return found.day, found.basis, found.why


def test_what_the_line_says_goes_first() -> None:
    fixed = {"theme_day": FixedHour(parse_pattern("每月15日"))}  # type: ignore[arg-type]
    assert day_of(line("3月5日开展学雷锋主题党日", 3), **fixed)[:2] == (date(2026, 3, 5), "条目写明")
    assert day_of(line("12日主题党日", 3), **fixed)[0] == date(2026, 3, 12)
    # the second Wednesday of March 2026 is the 11th
    assert day_of(line("主题党日（第二周星期三）", 3), **fixed)[0] == date(2026, 3, 11)
    assert day_of(line("每月第一周星期五下午开展主题党日", 3, 6), **fixed)[0] == date(2026, 3, 6)


def test_the_day_that_the_plan_sets_goes_before_everything() -> None:
    fixed = {"theme_day": FixedHour(parse_pattern("每月15日"))}  # type: ignore[arg-type]
    planned = replace(line("3月5日开展学雷锋主题党日", 3), planned_on=date(2026, 3, 6))
    assert day_of(planned, **fixed) == (date(2026, 3, 6), "计划拟定", "")
    # chosen by a person: told, not moved
    sunday = replace(planned, planned_on=date(2026, 3, 8))
    assert day_of(sunday) == (date(2026, 3, 8), "计划拟定", "3月8日（周日）是周末，请核对。")
    # a line that promises something every month has its day in the first of them
    monthly = replace(line("每月主题党日", 3, 5), planned_on=date(2026, 3, 13))
    days = [propose_day(row, {}, CALENDAR).day for row in promises_of(monthly)][:2]
    assert days == [date(2026, 3, 13), date(2026, 4, 3)]


def test_then_the_branchs_fixed_day_then_custom() -> None:
    fixed = {"theme_day": FixedHour(parse_pattern("每月16日"), time(15, 30), time(17), "会议室")}  # type: ignore[arg-type]
    assert day_of(line("主题党日", 3), **fixed) == (date(2026, 3, 16), "本支部固定安排", "")
    # custom: first Friday of March
    assert day_of(line("主题党日", 3)) == (date(2026, 3, 6), "按惯例暂定", "")
    # nothing known of it: the third Thursday
    assert day_of(line("迎接检查", 3)) == (date(2026, 3, 19), "没有写日期，暂定", "")
    found = propose_day(promises_of(line("主题党日", 3))[0], {ActivityKind.THEME_DAY: fixed["theme_day"]}, CALENDAR)
    assert (found.starts_at, found.ends_at, found.place) == (time(15, 30), time(17), "会议室")


def test_days_that_are_not_worked_give_way_and_say_why() -> None:
    assert day_of(line("4月5日祭扫烈士墓", 4)) == (
        date(2026, 4, 7),
        "条目写明",
        "4月5日（周日）是清明节假期，顺延到4月7日（周二）。",
    )
    # due by the 5th: before, not after
    assert day_of(line("10月5日前报送总结", 10))[0] == date(2026, 10, 5)
    assert day_of(line("5月7日主题党日", 5)) == (
        date(2026, 5, 9),
        "条目写明",
        "5月7日（周四）在期中考试期间，顺延到5月9日（周六），当天调休上班。",
    )


def test_parts_of_a_month_spans_and_hours() -> None:
    assert day_of(line("下旬慰问困难党员", 3))[0] == date(2026, 3, 24)
    # 30 November 2026 is a Monday
    assert day_of(line("月底前公示", 11))[0] == date(2026, 11, 30)
    # the 16th of May 2026 is a Saturday
    assert day_of(line("中旬座谈", 5))[0] == date(2026, 5, 18)
    span = propose_day(promises_of(line("9日至13日外出学习", 3))[0], {}, CALENDAR)
    assert (span.day, span.last_day) == (date(2026, 3, 9), date(2026, 3, 13))
    across = propose_day(promises_of(line("3月30日—4月2日读书周", 3, 4))[0], {}, CALENDAR)
    assert (across.day, across.last_day) == (date(2026, 3, 30), date(2026, 4, 2))
    assert propose_day(promises_of(line("15:30支委会", 3))[0], {}, CALENDAR).starts_at == time(15, 30)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("下午3点半党课", time(15, 30)),
        ("9：00开会", time(9)),
        ("晚上7点", time(19)),
        ("上午10时", time(10)),
        ("2026年3月", None),
        ("25点", None),
    ],
)
def test_hours_in_words(text: str, clock: time | None) -> None:
    assert clock_in(text) == clock


def test_of_several_months_the_first_that_is_not_over_is_taken() -> None:
    promised = promises_of(line("青年教师结对听课", 3, 5))[0]
    assert propose_day(promised, {}, CALENDAR, today=date(2026, 4, 2)).day.month == 4
    assert propose_day(promised, {}, CALENDAR).day.month == 3
    assert propose_day(promised, {}, CALENDAR, today=date(2026, 8, 1)).day.month == 3


def test_a_quarters_promise_goes_into_the_month_its_custom_says() -> None:
    promised: list[Promised] = list(promises_of(line("每季度召开支部党员大会", 1, 12)))
    # second Wednesday of the last month of the quarter; September's is the 9th
    assert [propose_day(row, {}, CALENDAR).day for row in promised] == [
        date(2026, 3, 11),
        date(2026, 6, 10),
        date(2026, 9, 9),
        date(2026, 12, 9),
    ]


def test_a_weekly_line_is_proposed_on_its_first_day_of_the_month() -> None:
    assert day_of(line("每周三集中学习", 3, 4))[0] == date(2026, 3, 4)


def test_patterns_are_found_within_a_text() -> None:
    found = [
        find_pattern(text) for text in ("坚持每月15日开展活动", "于最后一周星期五召开", "每月一次", "第一党小组活动")
    ]
    assert [row.words if row else None for row in found] == ["每月15日", "每月最后一周星期五", None, None]
