"""What a plan already has is not proposed again, and what recurs every week is one line a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from plans.domain.proposing import PresentLine, Requirement, Wish, Wishes, by_month, parse_pattern, recognise
from regulations.domain.activities import ActivityKind
from regulations.domain.holidays import national_calendar
from regulations.domain.work_calendar import Stretch
from tests.plans.proposing.test_proposing import SUMMER, keyed, with_school, year

THEME_DAY, COMMITTEE, OTHER = ActivityKind.THEME_DAY, ActivityKind.COMMITTEE_MEETING, ActivityKind.OTHER


def present(month: int, text: str, kind: ActivityKind = OTHER, *, until: int = 0, key: str = "") -> PresentLine:
    return PresentLine(text, date(2026, month, 1), date(2026, until or month, 1), text, kind, key=key)


def recognised(*lines: PresentLine, **more) -> dict[str, str]:
    return {key: row.text for key, row in recognise(year(2026, **more), lines).items()}


@pytest.mark.parametrize(
    ("line", "keys"),
    [
        (present(3, "主题党日：走进社区"), {"FQ-05:2026-03"}),
        # by the kind somebody gave it, where the words name none
        (present(3, "走进社区服务站", THEME_DAY), {"FQ-05:2026-03"}),
        # proposed for March, held in February: the same quarter
        (present(2, "召开支部党员大会"), {"FQ-01:2026-01"}),
        # a line over three months is one in each of them
        (present(3, "每月召开支委会", until=5), {"FQ-02:2026-03", "FQ-02:2026-04", "FQ-02:2026-05"}),
        (present(3, "召开支委会和支部党员大会"), {"FQ-01:2026-01", "FQ-02:2026-03"}),
        # only similar: a strict reader does not count it, whatever its kind says
        (present(3, "支委学习", COMMITTEE), set()),
        (present(12, "书记述职"), {"FQ-09:2026-01"}),
        (present(12, "公示党费收缴使用情况"), {"DF-10:2026-12", "FQ-10:2026-01"}),
        # an observance in its month or the one before, by any of its names
        (present(4, "赴烈士陵园清明扫墓"), {"tomb_sweeping:2026"}),
        (present(6, "清明扫墓总结"), set()),
        (present(9, "庆祝教师节暨师德讲堂"), {"teachers_day:2026"}),
        (present(8, "筹备教师节活动"), {"teachers_day:2026"}),
    ],
    ids=lambda value: value.text if isinstance(value, PresentLine) else "",
)  # fmt: skip
def test_a_line_somebody_wrote_is_recognised(line: PresentLine, keys: set[str]):
    assert set(recognised(line)) == keys


def test_one_line_is_one_meeting():
    assert recognised(present(1, "支委会"), present(1, "支委会（扩大）")) == {"FQ-02:2026-01": "支委会"}
    keys = recognised(present(1, "支部党员大会"), present(3, "支部党员大会：总结"))
    assert keys == {"FQ-01:2026-01": "支部党员大会：总结"}, "the one in the proposed month first"


def test_a_line_that_was_taken_is_known_wherever_it_went_and_is_no_other():
    moved = present(4, "缅怀先烈", THEME_DAY, key="FQ-05:2026-03")
    assert recognised(moved) == {"FQ-05:2026-03": "缅怀先烈"}
    assert recognised(replace(moved, key="FQ-05:2025-03")) == {}, "that of another year"


def test_what_the_district_asks_for_is_recognised_by_its_words_in_time():
    row = Requirement("r", "报送半年工作总结", ActivityKind.PLAN_AND_SUMMARY, due=date(2026, 6, 28))
    assert recognised(present(6, "报送半年工作总结（含台账）"), requirements=(row,)) == {
        "r": "报送半年工作总结（含台账）"
    }
    assert recognised(present(7, "报送半年工作总结"), requirements=(row,)) == {}


def test_a_requirement_on_a_pattern_holds_from_its_first_to_its_last_day():
    row = Requirement(
        "r", "报送月报", OTHER, parse_pattern("每月最后一个工作日"), date(2026, 3, 1), date(2026, 5, 31)
    )  # fmt: skip
    lines = [line.day for line in year(2026, requirements=(row,)) if line.of == "r"]
    assert lines == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 29)]


# --- every week ---------------------------------------------------------------------------------------------------------
def weekly(calendar=None):
    calendar = calendar or national_calendar()
    pattern = parse_pattern("每周二")
    assert pattern
    wishes = Wishes(lines=(Wish("w", "教职工政治学习", ActivityKind.STUDY, pattern),))
    return by_month(year(2026, calendar, wishes=wishes), calendar)


def test_a_weekly_line_is_one_line_a_month_with_its_days():
    line = keyed(weekly(), "w:2026-03")
    assert line.text == "教职工政治学习（每周星期二）"
    assert [day.day for day in line.days] == [3, 10, 17, 24, 31]
    assert (line.day, line.why) == (date(2026, 3, 3), "")


def test_a_week_without_a_working_day_is_left_out_and_told():
    # the Spring Festival of 2026: 15 to 23 February off, the week of the 17th whole
    line = keyed(weekly(), "w:2026-02")
    assert [day.day for day in line.days] == [3, 10, 24]
    assert line.why == "2月17日（周二）是春节假期，停一次。"


def test_there_is_no_weekly_line_in_a_vacation():
    lines = {line.key: line for line in weekly(with_school(vacations=(SUMMER,)))}
    assert not {"w:2026-07", "w:2026-08"} & set(lines)
    winter = Stretch("寒假", date(2026, 1, 20), date(2026, 2, 28))
    january = keyed(weekly(with_school(vacations=(winter,))), "w:2026-01")
    assert [day.day for day in january.days] == [6, 13, 19]
    assert january.why == "1月20日（周二）在寒假内，提前到1月19日（周一）。寒假内不安排。"
