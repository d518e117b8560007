"""The national table of 2025 and 2026, day by day, as it was checked by hand against the notices."""

from datetime import date, timedelta

import pytest

from regulations.domain.holidays import national_calendar

OFF = {
    2025: (
        "01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08"
    ),
    2026: (
        "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07"
    ),
}
WORKED = {2025: "01-26 02-08 04-27 09-28 10-11", 2026: "01-04 02-14 02-28 05-09 09-20 10-10"}


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize("year", OFF)
def test_exactly_these_weekdays_are_off(year: int):
    calendar = national_calendar()
    off = [day for day in _days(year) if day.weekday() < 5 and not calendar.is_workday(day)]
    assert " ".join(f"{day:%m-%d}" for day in off) == OFF[year]


@pytest.mark.parametrize("year", WORKED)
def test_exactly_these_weekends_are_worked(year: int):
    calendar = national_calendar()
    worked = [day for day in _days(year) if day.weekday() >= 5 and calendar.is_workday(day)]
    assert " ".join(f"{day:%m-%d}" for day in worked) == WORKED[year]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 2, 17), "春节"),
        (date(2026, 4, 5), "清明节"),
        (date(2026, 9, 25), "中秋节"),
        (date(2026, 10, 3), "国庆节"),
        (date(2026, 2, 14), ""),
        (date(2026, 3, 5), ""),
    ],
)
def test_a_day_off_names_its_holiday_also_on_a_weekend(day: date, name: str):
    assert national_calendar().holiday_on(day) == name


def test_a_year_that_the_table_does_not_have_is_provisional():
    calendar = national_calendar()
    assert not calendar.is_provisional(date(2026, 12, 31))
    assert calendar.is_provisional(date(2027, 1, 1))
    assert calendar.is_workday(date(2027, 1, 1))


def test_the_calendar_is_read_once():
    assert national_calendar() is national_calendar()
