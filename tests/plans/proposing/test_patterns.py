from datetime import date

import pytest

from plans.domain.proposing import Every, Pattern, parse_pattern
from regulations.domain.holidays import national_calendar
from regulations.domain.work_calendar import Stretch, WorkCalendar

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def days(text: str, first: date = YEAR[0], last: date = YEAR[1], calendar: WorkCalendar | None = None) -> list[str]:
    pattern = parse_pattern(text)
    assert pattern is not None
    return [f"{day:%m-%d}" for day in pattern.days(first, last, calendar or national_calendar())]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每月第一周星期五", "每月第一周星期五"),
        ("每个月的第1个周五下午", "每月第一周星期五"),
        ("每月15日", "每月15日"),
        ("每月十五号", "每月15日"),
        ("每季度最后一个月第二周周三", "每季度最后一个月第二周星期三"),
        ("每季度首月 10 日", "每季度第一个月10日"),
        ("每半年第3个月最后一周周五", "每半年第三个月最后一周星期五"),
        ("每周五", "每周星期五"),
        ("隔周周二", "每两周星期二"),
        ("每月底", "每月最后一天"),
        ("每月最后一个工作日", "每月最后一个工作日"),
        ("6月30日前", "每年6月30日前"),
        ("每年12月第三周星期四", "每年12月第三周星期四"),
        ("每学期第二周礼拜天", "每学期第二周星期日"),
    ],
)
def test_a_pattern_is_read_and_said_again(text: str, words: str):
    pattern = parse_pattern(text)
    assert pattern is not None
    assert pattern.words == words
    assert parse_pattern(words) == pattern


@pytest.mark.parametrize(
    "text",
    [
        "",
        "每月一次",
        "每季度一次",
        "每月",
        "周五",
        "2月30日",
        "每月32日",
        "每季度15日",
        "每季度第四个月3日",
        "每月第六周周五",
        "每月星期五",
        "每周五前",
        "13月1日前",
    ],
)
def test_what_does_not_say_on_which_day_is_no_pattern(text: str):
    assert parse_pattern(text) is None


def test_the_first_friday_of_each_month():
    # hand: 2026 begins on a Thursday
    assert days("每月第一周星期五") == [
        "01-02", "02-06", "03-06", "04-03", "05-01", "06-05", "07-03", "08-07", "09-04", "10-02", "11-06", "12-04",
    ]  # fmt: skip


def test_the_second_wednesday_of_the_last_month_of_each_quarter():
    assert days("每季度最后一个月第二周周三") == ["03-11", "06-10", "09-09", "12-09"]


def test_the_31st_is_the_last_day_of_shorter_months():
    assert days("每月31日", last=date(2026, 4, 30)) == ["01-31", "02-28", "03-31", "04-30"]
    assert days("每月30日", date(2028, 2, 1), date(2028, 3, 31)) == ["02-29", "03-30"]


def test_a_month_without_a_fifth_friday_is_passed_over():
    assert days("每月第五周星期五") == ["01-30", "05-29", "07-31", "10-30"]


def test_working_days_go_by_the_announced_table():
    # 1 to 3 January 2026 are off, Sunday the 4th is worked; 1 to 7 October are off
    assert days("每月第一个工作日", last=date(2026, 2, 28)) == ["01-04", "02-02"]
    assert days("每月第一个工作日", date(2026, 10, 1), date(2026, 10, 31)) == ["10-08"]
    assert days("每月最后一个工作日", date(2026, 2, 1), date(2026, 2, 28)) == ["02-28"]  # a Saturday, worked


def test_fortnights_are_counted_from_the_week_the_term_begins_in():
    calendar = WorkCalendar({}, frozenset({2026}), terms=(Stretch("第二学期", date(2026, 3, 2), date(2026, 7, 3)),))
    assert days("隔周周二", date(2026, 3, 5), date(2026, 4, 10), calendar) == ["03-17", "03-31"]


def test_teaching_weeks_run_from_monday_and_the_first_holds_the_first_day_of_term():
    calendar = WorkCalendar(
        {},
        frozenset({2026}),
        terms=(
            Stretch("第二学期", date(2026, 3, 4), date(2026, 7, 3)),
            Stretch("第一学期", date(2026, 9, 1), date(2027, 1, 22)),
        ),
    )
    assert days("每学期第二周周三", calendar=calendar) == ["03-11", "09-09"]
    assert days("每学期最后一周周四", calendar=calendar) == ["07-02"]
    assert days("每学期第一周周一", calendar=calendar) == []  # both terms begin later in the week


def test_a_day_of_the_year():
    assert days("每年12月第三周星期四") == ["12-17"]
    assert days("6月30日前") == ["06-30"]


def test_a_yearly_pattern_has_one_own_month():
    pattern = Pattern(Every.YEAR, month=12, day=5)
    assert [month for month in range(1, 13) if pattern.is_own_month(date(2026, month, 1))] == [12]
