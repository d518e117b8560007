from datetime import date

import pytest

from plans.domain.period import Cycle, Period, current_period
from plans.forms.beginning import period_from_key, period_key


def first_days(*months: tuple[int, int]) -> tuple[date, ...]:
    return tuple(date(year, month, 1) for year, month in months)


def test_a_calendar_year_has_twelve_months_from_january():
    months = Period(Cycle.CALENDAR_YEAR, 2026).months
    assert (len(months), months[0], months[-1]) == (
        12,
        date(2026, 1, 1),
        date(2026, 12, 1),
    )


def test_a_school_year_crosses_new_year():
    months = Period(Cycle.SCHOOL_YEAR, 2025).months
    assert (len(months), months[0], months[3], months[4], months[-1]) == (
        12,
        date(2025, 9, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 8, 1),
    )


def test_january_belongs_to_the_first_semester():
    months = Period(Cycle.SEMESTER, 2025, 1).months
    assert months == first_days((2025, 9), (2025, 10), (2025, 11), (2025, 12), (2026, 1))


def test_the_second_semester_lies_in_the_year_after_the_school_year_began():
    assert Period(Cycle.SEMESTER, 2025, 2).months == first_days(*((2026, month) for month in range(2, 9)))


def test_the_second_half_year_begins_in_july():
    assert Period(Cycle.HALF_YEAR, 2026, 2).months == first_days(*((2026, month) for month in range(7, 13)))


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period(Cycle.CALENDAR_YEAR, 2026), "2026年"),
        (Period(Cycle.SCHOOL_YEAR, 2025), "2025—2026学年"),
        (Period(Cycle.SEMESTER, 2025, 2), "2025—2026学年第二学期"),
        (Period(Cycle.HALF_YEAR, 2026, 1), "2026年上半年"),
    ],
)
def test_the_label_is_what_titles_write(period, label):
    assert period.label == label


@pytest.mark.parametrize(
    ("period", "following"),
    [
        (Period(Cycle.CALENDAR_YEAR, 2026), Period(Cycle.CALENDAR_YEAR, 2027)),
        (Period(Cycle.SEMESTER, 2025, 1), Period(Cycle.SEMESTER, 2025, 2)),
        (Period(Cycle.SEMESTER, 2025, 2), Period(Cycle.SEMESTER, 2026, 1)),
        (Period(Cycle.HALF_YEAR, 2026, 2), Period(Cycle.HALF_YEAR, 2027, 1)),
    ],
)
def test_the_next_period_is_of_the_same_kind(period, following):
    assert period.next() == following


def test_a_month_number_finds_its_day_in_the_period_or_nothing():
    semester = Period(Cycle.SEMESTER, 2025, 1)
    assert semester.month_of(1) == date(2026, 1, 1)
    assert semester.month_of(3) is None


@pytest.mark.parametrize(
    ("cycle", "part"),
    [(Cycle.SEMESTER, 0), (Cycle.CALENDAR_YEAR, 1), (Cycle.HALF_YEAR, 3)],
)
def test_a_part_that_the_cycle_does_not_have_is_refused(cycle, part):
    with pytest.raises(ValueError, match="no such period"):
        Period(cycle, 2026, part)


@pytest.mark.parametrize(
    ("cycle", "today", "period"),
    [
        (Cycle.SCHOOL_YEAR, date(2026, 8, 31), Period(Cycle.SCHOOL_YEAR, 2025)),
        (Cycle.SCHOOL_YEAR, date(2026, 9, 1), Period(Cycle.SCHOOL_YEAR, 2026)),
        (Cycle.SEMESTER, date(2026, 1, 31), Period(Cycle.SEMESTER, 2025, 1)),
        (Cycle.SEMESTER, date(2026, 2, 1), Period(Cycle.SEMESTER, 2025, 2)),
        (Cycle.HALF_YEAR, date(2026, 6, 30), Period(Cycle.HALF_YEAR, 2026, 1)),
        (Cycle.CALENDAR_YEAR, date(2026, 12, 31), Period(Cycle.CALENDAR_YEAR, 2026)),
    ],
)
def test_the_current_period_is_the_one_today_lies_in(cycle, today, period):
    assert current_period(cycle, today) == period


def test_a_period_in_an_address_is_one_that_a_plan_can_have():
    period = Period(Cycle.SEMESTER, 2026, 2)
    assert period_from_key(period_key(period)) == period
    assert [period_from_key(key) for key in ("year.99999.0", "year.2026.3", "year.x.0", "year")] == [None] * 4
