from datetime import date
from fractions import Fraction

import pytest

from calendar_events.domain.fulfilment import (
    Outcome,
    Promise,
    Tally,
    branch_progress,
    district_progress,
    end_of_month,
    percent,
)

TODAY = date(2026, 4, 10)


def promise(month: int, held_on: date | None = None, dropped: str = "", branch: str = "一小", part: str = "学习"):
    return Promise(branch, part, end_of_month(date(2026, month, 1)), held_on, dropped)


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (promise(3, date(2026, 3, 31)), Outcome.HELD),
        (promise(3, date(2026, 4, 1)), Outcome.LATE),
        (promise(3), Outcome.MISSED),
        (promise(4), Outcome.OPEN),
        (promise(5, date(2026, 4, 9)), Outcome.HELD),  # before its time
        (promise(4, date(2026, 4, 20)), Outcome.OPEN),  # a day still to come
        (promise(3, dropped="并入4月主题党日"), Outcome.DROPPED),
        (promise(3, dropped="  "), Outcome.MISSED),
        (promise(3, date(2026, 3, 5), dropped="取消"), Outcome.HELD),  # held after all
    ],
)
def test_what_became_of_a_promise(row: Promise, outcome: Outcome):
    assert row.outcome(TODAY) is outcome


def test_a_promise_is_still_open_on_its_last_day():
    row = Promise("一小", "学习", date(2026, 4, 10))
    assert (row.outcome(date(2026, 4, 10)), row.outcome(date(2026, 4, 11))) == (Outcome.OPEN, Outcome.MISSED)


# 一小: January 2 held; February 1 held, 1 late in March; March 1 dropped, 1 missed; April 1 open, 1 held
YEAR = [
    promise(1, date(2026, 1, 9)),
    promise(1, date(2026, 1, 16)),
    promise(2, date(2026, 2, 6)),
    promise(2, date(2026, 3, 4), part="组织"),
    promise(3, dropped="外出培训"),
    promise(3, part="组织"),
    promise(4),
    promise(4, date(2026, 4, 8), part="组织"),
]


def test_a_branch_by_month():
    progress = branch_progress(YEAR, TODAY)
    assert progress.months == {
        date(2026, 1, 1): Tally(held=2),
        date(2026, 2, 1): Tally(held=1, late=1),
        date(2026, 3, 1): Tally(dropped=1, missed=1),
        date(2026, 4, 1): Tally(held=1, open=1),
    }
    assert [percent(row.rate) for row in progress.months.values()] == ["100%", "100%", "0%", "100%"]
    # 4 held + 1 late of 7 expected
    assert (progress.total, progress.total.planned, progress.total.rate) == (
        Tally(held=4, late=1, dropped=1, missed=1, open=1),
        8,
        Fraction(5, 7),
    )
    assert progress.total.on_time == Fraction(4, 7)
    assert [row.dropped for row in progress.dropped] == ["外出培训"]


def test_a_branch_by_part_of_the_plan():
    progress = branch_progress(YEAR, TODAY)
    assert progress.parts == {"学习": Tally(held=3, dropped=1, open=1), "组织": Tally(held=1, late=1, missed=1)}


def test_a_district_adds_up_promises_and_does_not_average_rates():
    # 一小 5 of 7, 二小 1 of 1, 三小 0 of 2, 四小 nothing due
    rows = [
        *YEAR,
        promise(1, date(2026, 1, 5), branch="二小"),
        promise(2, branch="三小"),
        promise(3, branch="三小"),
        promise(6, branch="四小"),
    ]
    progress = district_progress(rows, TODAY)
    assert progress.total.rate == Fraction(6, 10)
    assert [(name, percent(row.rate)) for name, row in progress.branches.items()] == [
        ("三小", "0%"),
        ("一小", "71.4%"),
        ("二小", "100%"),
        ("四小", "—"),
    ]
    assert progress.months[date(2026, 2, 1)] == Tally(held=1, late=1, missed=1)
    assert list(progress.months) == sorted(progress.months)


def test_nothing_promised_has_no_rate():
    progress = branch_progress([], TODAY)
    assert (progress.total.rate, progress.total.on_time, percent(None)) == (None, None, "—")


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(2, 3), "66.7%"),
        (Fraction(1, 2), "50%"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(1999, 2000), "99.9%"),
        (Fraction(1), "100%"),
        (Fraction(0), "0%"),
    ],
)
def test_percent_is_rounded_half_up_and_short_of_all_is_not_100(rate: Fraction, text: str):
    assert percent(rate) == text


def test_the_last_day_of_a_month():
    assert (end_of_month(date(2028, 2, 1)), end_of_month(date(2026, 12, 1))) == (date(2028, 2, 29), date(2026, 12, 31))
