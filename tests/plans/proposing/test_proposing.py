"""Hand-worked years: 2025 (清明 on the 4th), 2026 (清明 on the 5th, 调休), 2027 (重阳 beside 国庆, table not announced)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from plans.domain.checks.material import BranchFacts
from plans.domain.period import Cycle, Period
from plans.domain.proposing import (
    Basis,
    ProposedLine,
    Requirement,
    Wish,
    Wishes,
    parse_pattern,
    propose_schedule,
    slide,
)  # fmt: skip
from regulations.domain.activities import ActivityKind
from regulations.domain.holidays import national_calendar
from regulations.domain.observed_days import days_of_year
from regulations.domain.packs import national_rule_book
from regulations.domain.rules import RuleBook
from regulations.domain.work_calendar import SpecialDay, Stretch, WorkCalendar, work_calendar

FACTS = BranchFacts(has_committee=True, has_groups=True)
RULES, NATIONAL = national_rule_book(), national_calendar()
SUMMER = Stretch("暑假", date(2026, 7, 6), date(2026, 8, 31))


def with_school(**stretches: tuple[Stretch, ...]) -> WorkCalendar:
    return replace(NATIONAL, **stretches)


def propose(
    period: Period, calendar: WorkCalendar = NATIONAL, facts: BranchFacts = FACTS, rules: RuleBook = RULES, **more
) -> tuple[ProposedLine, ...]:
    years = sorted({month.year for month in period.months})
    observances = [day for year in years for day in days_of_year(year)]
    return propose_schedule(period, facts, rules, calendar, observances, **more)


def year(number: int, calendar: WorkCalendar = NATIONAL, **more) -> tuple[ProposedLine, ...]:
    return propose(Period(Cycle.CALENDAR_YEAR, number), calendar, **more)


def of_rule(lines: tuple[ProposedLine, ...], code: str) -> list[str]:
    return [f"{line.day:%m-%d}" for line in lines if line.rule == code]


def keyed(lines: tuple[ProposedLine, ...], key: str) -> ProposedLine:
    (line,) = [line for line in lines if line.key == key]
    return line


# --- what the rule book requires ----------------------------------------------------------------------------------------
def test_a_year_of_theme_days_slides_off_the_holidays_of_2026():
    assert of_rule(year(2026), "FQ-05") == [
        "01-04", "02-06", "03-06", "04-03", "05-06", "06-05", "07-03", "08-07", "09-04", "10-08", "11-06", "12-04",
    ]  # fmt: skip


def test_a_slide_says_from_where_to_where_and_why():
    lines = year(2026)
    assert keyed(lines, "FQ-05:2026-10").why == "10月2日（周五）是国庆节假期，顺延到10月8日（周四）。"
    assert keyed(lines, "FQ-05:2026-01").why == "1月2日（周五）是元旦假期，顺延到1月4日（周日），当天调休上班。"
    assert keyed(lines, "FQ-05:2026-06").why == ""


def test_quarterly_and_yearly_activities_have_their_months():
    lines = year(2026)
    assert of_rule(lines, "FQ-01") == ["03-11", "06-10", "09-09", "12-09"]
    assert of_rule(lines, "FQ-04") == ["02-24", "05-15", "08-21", "11-20"]  # 20 February lies in the Spring Festival
    assert of_rule(lines, "FQ-06") == ["12-16"]
    assert of_rule(lines, "FQ-09") == ["12-17"]


def test_a_line_cites_its_rule():
    line = keyed(year(2026), "FQ-01:2026-01")
    assert (line.source, line.evidence.value, line.basis) == (
        "《中国共产党支部工作条例（试行）》第十一条", "verified", Basis.RULE,
    )  # fmt: skip


def test_without_committee_and_groups_their_meetings_are_not_proposed():
    lines = year(2026, facts=BranchFacts(has_committee=False, has_groups=None))
    assert (of_rule(lines, "FQ-02"), of_rule(lines, "FQ-03"), len(of_rule(lines, "FQ-05"))) == ([], [], 12)


def test_a_first_semester_leaves_its_january_meeting_to_the_next_plan():
    lines = propose(Period(Cycle.SEMESTER, 2025, 1))
    assert of_rule(lines, "FQ-01") == ["09-10", "12-10"]
    assert of_rule(lines, "FQ-06") == ["12-17"]


def test_a_first_half_year_has_no_organisational_life_meeting():
    lines = propose(Period(Cycle.HALF_YEAR, 2026, 1))
    assert (of_rule(lines, "FQ-06"), of_rule(lines, "FQ-01")) == ([], ["03-11", "06-10"])


def test_a_districts_own_window_and_number_are_kept():
    rules = RuleBook(
        replace(rule, parameters={**rule.parameters, "window_first": "01-01", "window_last": "03-31"})
        if rule.code == "FQ-06"
        else replace(rule, parameters={**rule.parameters, "times": 2})
        if rule.code == "FQ-01"
        else rule
        for rule in RULES
    )
    lines = year(2026, rules=rules)
    assert keyed(lines, "FQ-06:2026-01").why == "12月不在FQ-06要求的时段内，改在3月。"
    assert of_rule(lines, "FQ-06") == ["03-18"]
    by_quarter = [sum((line.day.month - 1) // 3 == n for line in lines if line.rule == "FQ-01") for n in range(4)]
    assert by_quarter == [2, 2, 2, 2]


def often(times: int) -> RuleBook:
    return RuleBook(
        replace(rule, parameters={**rule.parameters, "times": times}) if rule.code == "FQ-01" else rule
        for rule in RULES
    )


def test_a_part_of_a_quarter_has_its_share_of_the_meetings():
    lines = propose(Period(Cycle.SEMESTER, 2025, 1), rules=often(2))
    # September alone 2/3 of one, the fourth quarter two, January alone 2/3 of one
    months = [line.day.month for line in lines if line.rule == "FQ-01"]
    assert months == [9, 10, 12, 1]


def test_up_to_four_meetings_of_a_quarter_never_share_a_day():
    for times in (2, 3, 4):
        for calendar in (NATIONAL, with_school(vacations=(SUMMER,))):
            days = of_rule(year(2026, calendar, rules=often(times)), "FQ-01")
            assert len(days) == 4 * times
            assert len(set(days)) == len(days), (times, days)


# --- the school's year --------------------------------------------------------------------------------------------------
def test_a_lecture_in_the_summer_vacation_moves_to_september():
    line = keyed(year(2026, with_school(vacations=(SUMMER,))), "FQ-04:2026-07")
    assert (line.day, line.why) == (date(2026, 9, 18), "8月大部分在假期内，改在9月。")


def test_a_monthly_meeting_in_a_month_all_vacation_stays_and_says_so():
    line = keyed(year(2026, with_school(vacations=(SUMMER,))), "FQ-05:2026-08")
    assert (line.day, line.why) == (
        date(2026, 8, 7), "8月7日（周五）在暑假内，这段时间没有其他工作日，可改期或说明理由。",
    )  # fmt: skip


def test_examinations_are_avoided_within_the_month():
    calendar = with_school(examinations=(Stretch("期末考试", date(2026, 6, 3), date(2026, 6, 9)),))
    line = keyed(year(2026, calendar), "FQ-05:2026-06")
    assert (line.day, line.why) == (date(2026, 6, 10), "6月5日（周五）在期末考试期间，顺延到6月10日（周三）。")


# --- observances --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "key", "text"),
    [
        (2026, "teachers_day:2026", "庆祝第42个教师节"),
        (2026, "party:2026", "庆祝建党105周年，重温入党誓词，走访慰问老党员"),
        (2027, "army:2027", "结合建军100周年开展活动"),
        (2026, "lei_feng:2026", "结合学雷锋纪念日（63周年）开展志愿服务"),
        (2026, "tree_day:2026", "结合植树节开展活动"),
        (2026, "victory:2026", "结合抗战胜利81周年开展活动"),
    ],
)
def test_an_observance_carries_the_years_number(number: int, key: str, text: str):
    assert keyed(year(number), key).text == text


def test_qingming_on_the_4th_and_on_the_5th_is_kept_before_the_holiday():
    assert keyed(year(2025), "tomb_sweeping:2025").why == "4月4日（周五）是清明节假期，提前到4月3日（周四）。"
    assert keyed(year(2026), "tomb_sweeping:2026").why == "4月5日（周日）是清明节假期，提前到4月3日（周五）。"


def test_the_theme_day_on_qingming_the_4th_slides_behind_it():
    assert keyed(year(2025), "FQ-05:2025-04").day == date(2025, 4, 7)


def test_chongyang_2027_stays_while_only_the_law_is_known_and_moves_once_a_long_holiday_is_announced():
    provisional = keyed(year(2027), "double_ninth:2027")
    assert (provisional.day, provisional.why, provisional.provisional) == (date(2027, 10, 8), "", True)
    off = [SpecialDay(date(2027, 10, 1) + timedelta(days=n), is_off=True, name="国庆节") for n in range(8)]
    announced = keyed(year(2027, work_calendar(off, {2027})), "double_ninth:2027")
    assert (announced.day, announced.why, announced.provisional) == (
        date(2027, 9, 30), "10月8日（周五）是国庆节假期，提前到9月30日（周四）。", False,
    )  # fmt: skip


def test_where_the_table_is_not_announced_the_lawful_holidays_still_hold():
    assert keyed(year(2027), "FQ-05:2027-10").why == "10月1日（周五）是国庆节假期，顺延到10月4日（周一）。"


def test_a_day_in_the_vacation_is_told_but_not_moved():
    line = keyed(year(2026, with_school(vacations=(SUMMER,))), "war_begins:2026")
    assert (line.day, line.why) == (date(2026, 7, 7), "7月7日在暑假内，可提前安排。")


# --- the district's requirements and the branch's wishes ----------------------------------------------------------------
def test_a_requirement_with_a_deadline_slides_to_the_day_before_it():
    row = Requirement(
        "report", "报送半年工作总结", ActivityKind.PLAN_AND_SUMMARY, due=date(2026, 6, 28), source="工作要点"
    )
    line = keyed(year(2026, requirements=(row,)), "report")
    assert (line.day, line.why, line.basis) == (
        date(2026, 6, 26), "6月28日（周日）是周末，提前到6月26日（周五）。", Basis.DISTRICT,
    )  # fmt: skip


def test_a_requirement_due_outside_the_period_is_not_proposed():
    row = Requirement("report", "报送总结", ActivityKind.PLAN_AND_SUMMARY, due=date(2027, 1, 8))
    assert [line for line in year(2026, requirements=(row,)) if line.basis is Basis.DISTRICT] == []


def test_a_wished_pattern_goes_before_the_customary_one_and_what_is_left_out_stays_out():
    pattern = parse_pattern("每月15日")
    assert pattern is not None
    lines = year(
        2026, wishes=Wishes(patterns={ActivityKind.THEME_DAY: pattern}, leave_out=frozenset({"DF-10", "tree_day"}))
    )
    assert of_rule(lines, "FQ-05") == [
        "01-15", "02-24", "03-16", "04-15", "05-15", "06-15", "07-15", "08-17", "09-15", "10-15", "11-16", "12-15",
    ]  # fmt: skip
    assert of_rule(lines, "DF-10") == []
    assert [line for line in lines if line.key == "tree_day:2026"] == []


def test_a_wish_of_the_branch_recurs():
    pattern = parse_pattern("每周二")
    assert pattern is not None
    wish = Wish("weekly", "教职工政治学习", ActivityKind.STUDY, pattern)
    lines = [line for line in year(2026, wishes=Wishes(lines=(wish,))) if line.basis is Basis.WISH]
    assert len(lines) == 52
    # 17 February 2026 is the Spring Festival, its week off from Monday to Friday
    (moved,) = [line for line in lines if line.planned_on == date(2026, 2, 17)]
    assert moved.why == "2月17日（周二）是春节假期，前后没有可改的工作日，请自行确定日期。"


# --- properties of the whole --------------------------------------------------------------------------------------------
def test_keys_are_unique_days_lie_in_the_period_and_are_in_order():
    lines = year(2026)
    assert len({line.key for line in lines}) == len(lines)
    assert all(line.day.year == 2026 for line in lines)
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    assert all(NATIONAL.is_workday(line.day) for line in lines)
    assert year(2026) == lines


def test_slide_stays_within_its_bounds():
    found = slide(date(2026, 10, 2), date(2026, 9, 28), date(2026, 10, 5), NATIONAL)
    assert found.day == date(2026, 9, 30)
