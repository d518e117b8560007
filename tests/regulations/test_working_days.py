"""Months and working days as the rules on admitting members count them, worked out with a wall calendar."""

from datetime import date

import pytest

from regulations.domain.holidays import national_calendar
from regulations.domain.working_days import add_months, add_workdays_inclusive, workdays_between


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 5), 1, date(2026, 4, 5)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 20), 0, date(2026, 5, 20)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int, expected: date):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2026, 3, 2), date(2026, 3, 6)),  # Monday to Friday
        (date(2026, 3, 4), date(2026, 3, 10)),  # over a weekend
        (date(2026, 3, 7), date(2026, 3, 13)),  # a Saturday does not count
        (date(2026, 2, 12), date(2026, 2, 25)),  # 12, 13, worked Saturday 14, then the Spring Festival until 23, 24, 25
        (date(2026, 9, 28), date(2026, 10, 9)),  # 28, 29, 30, then National Day until 7, 8, 9
        (date(2025, 9, 25), date(2025, 9, 30)),  # Sunday 28 is worked
    ],
)
def test_five_working_days_count_the_first_one(start: date, expected: date):
    assert add_workdays_inclusive(start, 5, national_calendar()) == (expected, False)


def test_running_into_a_year_without_a_table_is_provisional():
    # 30 and 31 December 2026, then Friday 1 January counts as worked because nothing is known, 4, 5.
    assert add_workdays_inclusive(date(2026, 12, 30), 5, national_calendar()) == (date(2027, 1, 5), True)


def test_no_working_days_cannot_be_counted():
    with pytest.raises(ValueError, match="cannot count 0 working days"):
        add_workdays_inclusive(date(2026, 3, 2), 0, national_calendar())


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 3, 2), date(2026, 3, 6), 5),
        (date(2026, 2, 14), date(2026, 2, 28), 6),  # 14, 24, 25, 26, 27, 28
        (date(2026, 3, 7), date(2026, 3, 8), 0),
        (date(2026, 3, 6), date(2026, 3, 2), 0),
    ],
)
def test_working_days_between_two_days_count_both(first: date, last: date, count: int):
    assert workdays_between(first, last, national_calendar()) == count
