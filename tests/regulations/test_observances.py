import re

import pytest

from regulations.domain.observances import ObservanceDataError, observance_book, parse_observances

ROW = """
[[observance]]
key = "party"
name = "建党"
month = 7
patterns = ["建党"]
origin = 1921
count = "anniversary"
source = "1921年"
evidence = "verified"
"""


@pytest.mark.parametrize(
    ("key", "year", "number"),
    [
        ("party", 2026, 105),
        ("party", 2027, 106),
        ("teachers_day", 2026, 42),
        ("republic", 2026, 77),
        ("army", 2027, 100),
        ("may_fourth", 2026, 107),
        ("national_security_day", 2026, 11),
        ("constitution_day", 2026, 13),
        ("long_march", 2026, 90),
        ("memorial_day", 2026, 13),
    ],
)
def test_each_day_is_counted_from_its_origin(key: str, year: int, number: int):
    observance = next(row for row in observance_book().observances if row.key == key)
    assert observance.number(year) == number


@pytest.mark.parametrize(("year", "name"), [(2025, "十四五"), (2026, "十五五"), (2030, "十五五"), (2031, "十六五")])
def test_a_year_lies_in_its_five_year_plan(year: int, name: str):
    plan = observance_book().five_year_plan_of(year)
    assert plan is not None
    assert plan.name == name


def test_a_year_outside_the_book_lies_in_no_plan():
    assert observance_book().five_year_plan_of(1999) is None


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (
            ROW.replace('"anniversary"', '"yearly"'),
            "observance 1 (party): count must be anniversary or ordinal, not 'yearly'",
        ),
        (ROW.replace("month = 7", "month = 13"), "observance 1 (party): month must be a whole number from 1 to 12"),
        (ROW.replace('["建党"]', '["建(党)"]'), "must not have capturing groups"),
        (ROW.replace('["建党"]', '["建(党"]'), "is not a regular expression"),
        (ROW.replace('["建党"]', '["党?"]'), "fits the empty text"),
        (ROW.replace('["建党"]', "[]"), "observance 1 (party): patterns must be a list"),
        (ROW.replace("origin = 1921", ""), "observance 1 (party): origin must be a whole number"),
        (ROW.replace('"verified"', '"heard"'), "observance 1 (party): evidence must be one of"),
        (ROW.replace('name = "建党"', 'name = ""'), "observance 1 (party): name must be a text"),
        (ROW + "colour = 1\n", "observance 1 (party): unknown field colour"),
        (ROW + ROW, "party: the key is used twice"),
        (ROW + 'when = "07-32"\n', "observance 1 (party): when: there is no 07-32"),
        (ROW + 'when = "08-01"\n', "observance 1 (party): when lies in month 8, month says 7"),
        (ROW + 'school_kinds = ["college"]\n', "observance 1 (party): school_kinds must be a list of"),
        (ROW + "listed = 1\n", "observance 1 (party): listed must be true or false"),
        ('[[plain_day]]\nkey = "x"\n', "plain_day 1 (x): when: '' is not a day rule"),
        ('[[plain_day]]\nkey = "x"\nmonth = 7\n', "plain_day 1 (x): unknown field month"),
        ("[[day]]\n", "unknown table: day"),
        ("[[", "not TOML"),
    ],
)
def test_a_row_that_does_not_hold_is_named(broken: str, message: str):
    with pytest.raises(ObservanceDataError, match=re.escape(message)):
        parse_observances(broken)
