"""The observed days of a year: dates, numbers, limits, what a district lists."""

from datetime import date

import pytest

from branches.models import SchoolKind
from regulations.domain.observances import SCHOOL_KINDS
from regulations.domain.observed_days import ObservedDay, days_of_year


def _day(year: int, key: str) -> ObservedDay:
    return next(day for day in days_of_year(year, everything=True) if day.key == key)


@pytest.mark.parametrize(
    ("key", "first", "last", "number"),
    [
        ("lei_feng", date(2026, 3, 5), date(2026, 3, 5), "63周年"),
        ("school_safety_day", date(2026, 3, 30), date(2026, 3, 30), "第31个"),
        ("tomb_sweeping", date(2026, 4, 5), date(2026, 4, 5), ""),
        ("national_security_day", date(2026, 4, 15), date(2026, 4, 15), "第11个"),
        ("preschool_month", date(2026, 5, 20), date(2026, 6, 20), "第15个"),
        ("party", date(2026, 7, 1), date(2026, 7, 1), "105周年"),
        ("teachers_day", date(2026, 9, 10), date(2026, 9, 10), "第42个"),
        ("mandarin_week", date(2026, 9, 14), date(2026, 9, 20), "第29个"),
        ("defence_month", date(2026, 9, 1), date(2026, 9, 30), ""),
        ("double_ninth", date(2026, 10, 18), date(2026, 10, 18), ""),
        ("reform", date(2026, 12, 1), date(2026, 12, 31), "48周年"),
        ("spring_festival_eve", date(2026, 2, 16), date(2026, 2, 16), ""),
    ],
)
def test_a_day_of_2026_has_its_date_and_number(key: str, first: date, last: date, number: str):
    day = _day(2026, key)
    assert (day.span.first, day.span.last, day.number) == (first, last, number)


def test_the_days_stand_in_the_order_of_the_year():
    firsts = [day.span.first for day in days_of_year(2027)]
    assert firsts == sorted(firsts)
    assert len(firsts) >= 48


def test_a_day_that_had_not_begun_is_missing():
    assert "police_day" not in {day.key for day in days_of_year(2020)}
    assert _day(2021, "police_day").number == "第1个"


def test_the_month_of_preschools_is_for_kindergartens_only():
    assert "preschool_month" in {day.key for day in days_of_year(2026, school_kind="kindergarten")}
    assert "preschool_month" not in {day.key for day in days_of_year(2026, school_kind="senior")}
    assert "young_pioneers" not in {day.key for day in days_of_year(2026, school_kind="kindergarten")}


def test_a_local_day_is_listed_only_where_it_is_asked_for():
    assert "silian_day" not in {day.key for day in days_of_year(2026)}
    assert "silian_day" in {day.key for day in days_of_year(2026, choices={"silian_day": True})}
    assert "tree_day" not in {day.key for day in days_of_year(2026, choices={"tree_day": False})}


def test_the_data_name_kinds_of_school_as_the_organisation_does():
    assert set(SchoolKind.values) == SCHOOL_KINDS


def test_days_are_said_in_words():
    assert _day(2026, "lei_feng").days == "3月5日（周四）"
    assert _day(2026, "preschool_month").days == "5月20日—6月20日"
