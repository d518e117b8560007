"""Held meetings against the rule book: 2026 with a winter vacation in February and a summer vacation in July and August."""

from dataclasses import replace
from datetime import date

import pytest

from calendar_events.domain.meeting_counts import KindCount, Setting, count_meetings
from regulations.domain.activities import ActivityKind
from regulations.domain.packs import national_rule_book
from regulations.domain.rules import RuleBook
from regulations.domain.work_calendar import Stretch, WorkCalendar

MONTHS = [date(2026, month, 1) for month in range(1, 13)]
CALENDAR = WorkCalendar(
    {},
    frozenset({2026}),
    vacations=(
        Stretch("寒假", date(2026, 1, 31), date(2026, 3, 1)),
        Stretch("暑假", date(2026, 7, 4), date(2026, 8, 30)),
    ),
)


def counted(
    held: list[tuple[ActivityKind, date]], today: date = date(2026, 12, 31), **facts: bool
) -> dict[ActivityKind, KindCount]:
    setting = Setting(**{"has_committee": True, "has_groups": True, **facts}, today=today)
    return {row.kind: row for row in count_meetings(held, MONTHS, national_rule_book(), CALENDAR, setting)}


def monthly(kind: ActivityKind, *months: int) -> list[tuple[ActivityKind, date]]:
    return [(kind, date(2026, month, 10)) for month in months]


def test_general_meetings_are_counted_by_calendar_quarter():
    # Two in March, none in the second quarter, one each in the third and fourth; December is not over on its last day.
    rows = counted(monthly(ActivityKind.GENERAL_MEETING, 3, 3, 9, 11), today=date(2027, 1, 1))
    row = rows[ActivityKind.GENERAL_MEETING]
    assert (row.held, row.asked) == (4, 4)
    assert [stretch.label for stretch in row.lacking] == ["4—6月"]
    assert row.months == (0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 1, 0)


def test_what_is_due_once_a_year_is_not_asked_of_half_a_year():
    """FQ-06 and FQ-07: a second semester, and a first one where the district has set 组织生活会 for October to December."""

    def asked(months: list[date], today: date, rules: RuleBook) -> list[int | None]:
        rows = {row.kind: row for row in count_meetings([], months, rules, CALENDAR, Setting(True, True, today))}
        return [rows[ActivityKind.ORGANIZATIONAL_LIFE].asked, rows[ActivityKind.DEMOCRATIC_APPRAISAL].asked]

    national, spring, autumn = national_rule_book(), MONTHS[1:8], [*MONTHS[8:], date(2027, 1, 1)]
    assert asked(spring, date(2026, 9, 1), national) == [0, 0]
    assert asked(autumn, date(2027, 2, 1), national) == [0, 0]  # the national window goes on until March
    assert asked(MONTHS, date(2027, 1, 1), national) == [1, 1]
    district = RuleBook(
        replace(row, parameters={**row.parameters, "window_last": "12-31"}) if row.code == "FQ-06" else row
        for row in national
    )
    assert asked(autumn, date(2027, 2, 1), district) == [1, 0]


def test_a_month_of_vacation_is_not_held_against_the_branch():
    row = counted(monthly(ActivityKind.COMMITTEE_MEETING, 1, 3, 4, 5, 6, 9, 10, 11))[ActivityKind.COMMITTEE_MEETING]
    # Eleven months are over on 31 December; February, July and August are vacation.
    assert (row.held, row.asked, row.lacking) == (8, 8, ())


def test_what_may_still_be_held_is_not_missing():
    row = counted(monthly(ActivityKind.THEME_DAY, 1, 3), today=date(2026, 5, 20))[ActivityKind.THEME_DAY]
    assert [stretch.label for stretch in row.lacking] == ["4月"]
    assert row.asked == 3  # January, March, April


@pytest.mark.parametrize(
    ("fact", "kind"),
    [("has_committee", ActivityKind.COMMITTEE_MEETING), ("has_groups", ActivityKind.GROUP_MEETING)],
)
def test_nothing_is_asked_of_a_body_that_does_not_exist(fact: str, kind: ActivityKind):
    assert kind in counted([])
    assert kind not in counted([], **{fact: False})


def test_what_no_rule_asks_for_is_counted_and_not_judged():
    row = counted(monthly(ActivityKind.VOLUNTEERING, 3, 5))[ActivityKind.VOLUNTEERING]
    assert (row.held, row.asked, row.lacking, row.rule) == (2, None, (), None)


def test_a_meeting_counts_on_the_day_it_was_held():
    row = counted([(ActivityKind.GENERAL_MEETING, date(2026, 4, 1))], today=date(2026, 4, 1))
    assert [stretch.label for stretch in row[ActivityKind.GENERAL_MEETING].lacking] == ["1—3月"]
