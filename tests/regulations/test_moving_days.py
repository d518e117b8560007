"""Lunar days, solar terms and n-th weekdays, against the table of 2026 to 2031 that was worked out from printed almanacs."""

from datetime import date

import pytest

from regulations.domain.moving_days import (
    DayRuleError,
    lunar_day,
    new_years_eve,
    nth_weekday,
    parse_rule,
    solar_term,
    spring_festival,
    statutory_days,
)

# year: 春节, 元宵, 清明, 端午, 七夕, 中秋, 重阳, 除夕 ending the lunar year
TABLE = {
    2026: "02-17 03-03 04-05 06-19 08-19 09-25 10-18 2027-02-05",
    2027: "02-06 02-20 04-05 06-09 08-08 09-15 10-08 2028-01-25",
    2028: "01-26 02-09 04-04 05-28 08-26 10-03 10-26 2029-02-12",
    2029: "02-13 02-27 04-04 06-16 08-16 09-22 10-16 2030-02-02",
    2030: "02-03 02-17 04-05 06-05 08-05 09-12 10-05 2031-01-22",
    2031: "01-23 02-06 04-05 06-24 08-24 10-01 10-24 2032-02-10",
}


@pytest.mark.parametrize("year", TABLE)
def test_a_year_has_the_days_of_the_table(year: int):
    found = [
        spring_festival(year),
        lunar_day(year, 1, 15),
        solar_term(year, "清明"),
        lunar_day(year, 5, 5),
        lunar_day(year, 7, 7),
        lunar_day(year, 8, 15),
        lunar_day(year, 9, 9),
    ]
    assert " ".join([*(f"{day:%m-%d}" for day in found), new_years_eve(year).isoformat()]) == TABLE[year]


def test_the_lunar_year_2033_with_its_leap_month_is_counted_right():
    assert (lunar_day(2033, 8, 15), spring_festival(2034)) == (date(2033, 9, 8), date(2034, 2, 19))


@pytest.mark.parametrize(("name", "month", "constant"), [("清明", 4, 4.81), ("秋分", 9, 23.042), ("冬至", 12, 21.94)])
def test_solar_terms_agree_with_the_formula(name: str, month: int, constant: float):
    for year in range(2024, 2036):
        day = int((year % 100) * 0.2422 + constant) - (year % 100) // 4
        assert solar_term(year, name) == date(year, month, day)


@pytest.mark.parametrize(
    ("name", "day"),
    [("小寒", date(2026, 1, 5)), ("立春", date(2026, 2, 4)), ("大雪", date(2026, 12, 7)), ("冬至", date(2026, 12, 22))],
)
def test_terms_at_both_ends_of_a_year_belong_to_that_year(name: str, day: date):
    assert solar_term(2026, name) == day


def test_last_monday_of_march_2026_is_the_30th():
    assert nth_weekday(2026, 3, 0, -1) == date(2026, 3, 30)


def test_third_saturday_of_september_2026_is_the_19th():
    assert nth_weekday(2026, 9, 5, 3) == date(2026, 9, 19)


def test_a_month_without_a_fifth_monday_says_so():
    with pytest.raises(DayRuleError, match="2026-02 has no 5"):
        nth_weekday(2026, 2, 0, 5)


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("03-05", "3月5日", "2026-03-05", "2026-03-05"),
        ("05-20..06-20", "5月20日至6月20日", "2026-05-20", "2026-06-20"),
        ("02", "2月", "2026-02-01", "2026-02-28"),
        ("lunar 09-09", "农历九月初九", "2026-10-18", "2026-10-18"),
        ("lunar 01-15", "农历正月十五", "2026-03-03", "2026-03-03"),
        ("lunar 08-20", "农历八月二十", "2026-09-30", "2026-09-30"),
        ("lunar 07-21", "农历七月廿一", "2026-09-02", "2026-09-02"),
        ("lunar eve", "除夕", "2026-02-16", "2026-02-16"),
        ("term 清明", "节气清明", "2026-04-05", "2026-04-05"),
        ("last monday of 03", "3月最后一个星期一", "2026-03-30", "2026-03-30"),
        ("3rd week of 09", "9月第三周", "2026-09-14", "2026-09-20"),
    ],
)
def test_a_rule_is_read_and_said_in_words(text: str, words: str, first: str, last: str):
    span = parse_rule(text).span(2026)
    assert (span.name, span.first.isoformat(), span.last.isoformat()) == (words, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3-5",
        "02-30",
        "02-29",
        "13",
        "06-20..05-20",
        "lunar 12-08",
        "lunar 09-30",
        "term 春节",
        "6th monday of 03",
        "monday of 03",
    ],
)
def test_what_is_not_a_rule_is_refused(text: str):
    with pytest.raises(DayRuleError):
        parse_rule(text)


def test_the_law_names_thirteen_days_off_in_2027():
    days = statutory_days(2027)
    assert [f"{row.day:%m-%d}" for row in days] == (
        "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03".split()
    )
    assert {row.is_off for row in days} == {True}


def test_a_mid_autumn_inside_the_national_days_is_one_day():
    days = statutory_days(2028)
    assert len(days) == 12
    assert next(row.name for row in days if row.day == date(2028, 10, 3)) == "中秋节"
