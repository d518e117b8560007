"""What a day gives reason to be reminded of in a case: every cause of the clock with the days on which it is told, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from members.domain.development.case import Case, Conversion, StepRecord
from members.domain.development.history import History
from members.domain.development.reminders import Reminder, ReminderKind, reminders_on
from members.domain.development.rules import national_development_rules
from regulations.domain.holidays import national_calendar

RULES, CALENDAR = national_development_rules(), national_calendar()
WINDOWS = (30, 7, 3, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def steps(*rows: tuple[int, str]) -> list[StepRecord]:
    return [StepRecord(number, on=day(on)) for number, on in rows]


def said(records: Iterable[StepRecord], today: date, step: int, ahead: tuple[int, ...] = WINDOWS) -> list[Reminder]:
    history = History(Case(steps=tuple(records)), today)
    return [row for row in reminders_on(history, RULES, CALENDAR, ahead=ahead) if row.step == step]


def first_days(records: list[StepRecord], step: int, first: str, last: str, ahead: tuple[int, ...] = WINDOWS) -> list[tuple[str, str]]:  # fmt: skip
    """The days on which something new is told, with its kind and stretch."""
    told: dict[str, str] = {}
    today = day(first)
    while today <= day(last):
        for row in said(records, today, step, ahead):
            told.setdefault(row.key, today.isoformat())
        today += timedelta(days=1)
    return [(on, ":".join([key.split(":")[0], *key.split(":")[3:]])) for key, on in told.items()]


# A deadline is told in the four windows, and once when it is over. The sum stands in each line.
DEADLINES = {
    # 2026-06-01 + 1 month → 07-01: 30, 7, 3, 1 days before
    "talk within a month": (steps((1, "2026-06-01")), 2, ["2026-06-01", "2026-06-24", "2026-06-28", "2026-06-30"], "2026-07-02"),
    # 2026-03-10 + 6 months → 09-10; none was recorded
    "half-year review of an activist": (
        [*steps((1, "2026-01-05"), (2, "2026-01-06"), (3, "2026-03-10")), StepRecord(6, on=day("2026-03-10"), reviews=())], 6,
        ["2026-08-11", "2026-09-03", "2026-09-07", "2026-09-09"], "2026-09-11",
    ),
    # 2026-09-01 + 1 month → 10-01
    "one month for the meeting": (steps((13, "2026-09-01")), 15, ["2026-09-01", "2026-09-24", "2026-09-28", "2026-09-30"], "2026-10-02"),
    # 2026-11-30 + 3 months → 2027-02-28
    "three months for the approval": (steps((15, "2026-11-30")), 17, ["2027-01-29", "2027-02-21", "2027-02-25", "2027-02-27"], "2027-03-01"),
    # 2026-10-20 + 1 month → 11-20
    "oath within a month": (
        steps((15, "2026-09-18"), (17, "2026-10-20")), 20, ["2026-10-21", "2026-11-13", "2026-11-17", "2026-11-19"], "2026-11-21",
    ),
    # 2026-09-18 + 6 months → 2027-03-18
    "half-year review in probation": (
        [*steps((15, "2026-09-18"), (17, "2026-10-20")), StepRecord(21, on=day("2026-09-18"), reviews=())], 21,
        ["2027-02-16", "2027-03-11", "2027-03-15", "2027-03-17"], "2027-03-19",
    ),
    # 2027-09-20 + 3 months → 12-20
    "three months for the approval of a conversion": (
        steps((15, "2026-09-18"), (17, "2026-10-20"), (23, "2027-09-20")), 24,
        ["2027-11-20", "2027-12-13", "2027-12-17", "2027-12-19"], "2027-12-21",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("records", "step", "days", "over"), DEADLINES.values(), ids=DEADLINES)
def test_a_deadline_of_the_clock_is_told_thirty_seven_three_and_one_days_before_and_when_it_is_over(
    records: list[StepRecord], step: int, days: list[str], over: str | None
) -> None:
    last = max(record.on for record in records if record.on)
    told = first_days(records, step, last.isoformat(), (day(days[-1]) + timedelta(days=5)).isoformat())
    expected = [(on, f"due:{window}") for on, window in zip(days, WINDOWS, strict=True)]
    assert told == expected + ([(over, "overdue")] if over else [])


def test_the_year_as_activist_being_over_is_told_on_its_day_and_made_up_for_during_a_week() -> None:
    case = steps((1, "2025-06-01"), (2, "2025-06-10"), (3, "2025-09-01"), (4, "2025-09-10"), (5, "2025-09-10"))
    kinds = [[row.kind for row in said(case, day(on), 7)] for on in ("2026-08-31", "2026-09-01", "2026-09-07", "2026-09-08")]  # fmt: skip
    assert kinds == [[], [ReminderKind.OPENS], [ReminderKind.OPENS], []]


def test_the_end_of_a_notice_is_told_on_its_fifth_working_day() -> None:
    """Thursday 2026-10-01 to 07 are off: 10-08, 09, the worked Saturday 10, Monday 12, Tuesday 13."""
    posted = StepRecord(8, consent_on=day("2026-09-30"), notice_start=day("2026-10-01"))
    case = [*steps((7, "2026-09-28")), posted]
    assert first_days(case, 8, "2026-10-01", "2026-10-30") == [("2026-10-13", "opens")]
    assert said(case, day("2026-10-12"), 8) == []
    longer = StepRecord(8, consent_on=day("2026-09-30"), notice_start=day("2026-10-01"), notice_end=day("2026-10-16"))
    assert first_days([*steps((7, "2026-09-28")), longer], 8, "2026-10-01", "2026-10-30") == [("2026-10-16", "opens")]


def test_a_listing_whose_notice_is_not_posted_waits_for_nothing_on_the_calendar() -> None:
    assert first_days(steps((7, "2026-09-28")), 8, "2026-09-28", "2026-11-30") == []


PROBATION = steps((15, "2026-09-18"), (17, "2026-10-20"), (21, "2026-09-18"))


def test_the_end_of_probation_is_told_before_on_its_day_and_a_month_after_without_a_meeting() -> None:
    """A year from 2026-09-18 is 2027-09-18; a month later is 10-18."""
    assert first_days(PROBATION, 23, "2026-10-20", "2027-11-30") == [
        ("2027-08-19", "nears:30"), ("2027-09-11", "nears:7"), ("2027-09-15", "nears:3"), ("2027-09-17", "nears:1"),
        ("2027-09-18", "opens"), ("2027-10-19", "overdue"),
    ]  # fmt: skip
    assert said(PROBATION, day("2027-10-18"), 23) == []


def test_an_application_for_conversion_does_not_bring_the_same_again() -> None:
    applied = [*PROBATION, *steps((22, "2027-09-13"))]
    assert first_days(applied, 23, "2027-09-13", "2027-09-30") == [("2027-09-13", "nears:7"), ("2027-09-15", "nears:3"), ("2027-09-17", "nears:1"), ("2027-09-18", "opens")]  # fmt: skip
    assert first_days(applied, 22, "2027-09-13", "2027-09-30") == []


def test_an_extension_moves_the_end_of_probation() -> None:
    """2027-09-18 + 6 months → 2028-03-18."""
    extended = StepRecord(23, on=day("2027-09-20"), conversion=Conversion.EXTENDED, extension_months=6)
    case = [*PROBATION, extended, *steps((24, "2027-10-20"))]
    assert first_days(case, 23, "2027-10-20", "2028-03-31") == [
        ("2028-02-17", "nears:30"), ("2028-03-11", "nears:7"), ("2028-03-15", "nears:3"), ("2028-03-17", "nears:1"),
        ("2028-03-18", "opens"),
    ]  # fmt: skip


def test_a_conversion_that_was_discussed_is_no_longer_told_of() -> None:
    assert first_days([*PROBATION, *steps((23, "2027-09-20"))], 23, "2027-09-20", "2027-12-31") == []


def test_the_districts_own_windows_hold() -> None:
    talk = steps((1, "2026-06-01"))
    assert first_days(talk, 2, "2026-06-01", "2026-07-05", ahead=(14, 2, 0)) == [
        ("2026-06-17", "due:14"), ("2026-06-29", "due:2"), ("2026-07-02", "overdue"),
    ]  # fmt: skip


def test_the_words_say_the_day_the_sum_and_the_article() -> None:
    (row,) = said(steps((1, "2026-06-01")), day("2026-06-24"), 2)
    assert row.sentence == "第2步“派人谈话”还有7天到期（收到入党申请书 2026-06-01 + 1 个月 → 2026-07-01）。"
    assert (row.days, row.article) == (7, "《中国共产党发展党员工作细则》（2026年）第七条")
    (late,) = said(PROBATION, day("2027-10-19"), 23)
    assert late.sentence == "预备期满后没有讨论转正，已31天（预备期满 2027-09-18 + 1 个月 → 2027-10-18）。"
