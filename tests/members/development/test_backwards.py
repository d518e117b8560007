"""From the wished day of the meeting back to the days before it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from members.domain.development.backwards import LatestDay, backwards, earliest_meeting
from members.domain.development.case import Case, StepRecord
from members.domain.development.history import History
from members.domain.development.rules import national_development_rules
from members.domain.development.spans import add_months
from regulations.domain.holidays import national_calendar


def days_before(meeting_on: date, *steps: StepRecord, today: date) -> dict[tuple[int, str], LatestDay]:
    history = History(Case(steps=steps), today)
    rows = backwards(meeting_on, history, national_development_rules(), national_calendar())
    return {(row.step, row.part): row for row in rows}


def test_each_step_has_its_latest_day() -> None:
    rows = days_before(date(2026, 10, 16), today=date(2026, 6, 1))
    # Friday 10-16; three days of training: listed 10-14 at the latest; five working days back from there are
    # 10-14, 13, 12, Saturday 10-10 (worked), 10-09; so consent and decision on 10-09; a year before that 2025-10-09.
    assert rows[(8, "")].last == date(2026, 10, 14)
    assert rows[(8, "notice_start")].last == date(2026, 10, 9)
    assert rows[(8, "consent")].last == date(2026, 10, 9)
    assert rows[(7, "")].last == date(2026, 10, 9)
    assert rows[(3, "")].last == date(2025, 10, 9)


def test_pre_review_has_a_first_and_a_last_day() -> None:
    row = days_before(date(2027, 3, 1), today=date(2026, 6, 1))[(13, "")]
    # From 2027-01-31 a month ends on 02-28, a day before the meeting; from 02-01 it ends on 03-01.
    assert (row.first, row.last) == (date(2027, 2, 1), date(2027, 3, 1))


def test_notice_cannot_be_shortened_by_national_day() -> None:
    rows = days_before(date(2026, 10, 9), today=date(2026, 6, 1))
    # Listed Wednesday 10-07, a holiday: the fifth working day before is 09-24 (24, 28, 29, 30 and ... 09-25 is Mid-Autumn) → 09-23.
    assert rows[(8, "notice_start")].last == date(2026, 9, 23)


def test_what_is_already_too_late_is_said() -> None:
    activist = StepRecord(3, on=date(2026, 1, 15))
    rows = days_before(date(2026, 10, 16), activist, today=date(2026, 6, 1))
    assert rows[(3, "")].obstacle == "已在 2026-01-15 办理，晚于最迟日 2025-10-09"
    assert rows[(7, "")].is_possible


def test_a_day_that_is_over_is_an_obstacle() -> None:
    rows = days_before(date(2026, 10, 16), today=date(2026, 10, 10))
    assert rows[(8, "notice_start")].obstacle.startswith("“上级党委同意、公示，列为发展对象”最迟 2026-10-09")
    assert rows[(12, "")].is_possible


def test_a_pre_review_grows_stale() -> None:
    done = [StepRecord(3, on=date(2025, 3, 1)), StepRecord(13, on=date(2026, 9, 1))]
    assert not days_before(date(2026, 10, 2), *done, today=date(2026, 9, 10))[(13, "")].is_possible
    assert days_before(date(2026, 10, 1), *done, today=date(2026, 9, 10))[(13, "")].is_possible


def test_a_stale_pre_review_is_said_with_the_first_day() -> None:
    steps = [
        StepRecord(8, on=date(2026, 6, 16)),
        StepRecord(11, on=date(2026, 7, 1)),
        StepRecord(13, on=date(2026, 7, 10)),
    ]
    for today, stale in ((date(2026, 8, 10), False), (date(2026, 8, 11), True)):
        history = History(Case(steps=tuple(steps)), today)
        bound = earliest_meeting(history, national_development_rules(), national_calendar())
        assert bound is not None
        assert (bound.day, "2026-07-10 的预审合格已过 1 个月，须重新预审" in bound.words) == (today, stale)


def test_an_old_file_that_tells_only_of_the_listing_counts_the_year_to_it() -> None:
    done = [StepRecord(3, on=date(2025, 6, 20)), StepRecord(8, on=date(2026, 6, 16))]
    row = days_before(date(2026, 10, 16), *done, today=date(2026, 7, 1))[(3, "")]
    assert (row.last, row.is_possible) == (date(2025, 6, 16), False)


def test_gaps_of_an_old_file_are_no_obstacle() -> None:
    listed = StepRecord(8, on=date(2026, 6, 15))
    rows = days_before(date(2026, 10, 16), listed, today=date(2026, 10, 1))
    assert [key for key, row in rows.items() if row.obstacle] == []


def test_a_year_without_holidays_is_provisional() -> None:
    rows = days_before(date(2027, 10, 15), today=date(2026, 6, 1))
    assert rows[(8, "notice_start")].provisional
    assert not rows[(12, "")].provisional


def earliest(*steps: StepRecord, today: date) -> date | None:
    bound = earliest_meeting(History(Case(steps=steps), today), national_development_rules(), national_calendar())
    return bound.day if bound else None


def test_the_shortest_lawful_way_from_naming_an_activist_is_a_year_a_notice_and_a_training() -> None:
    # 2025-06-10 + 12 months = Wed 2026-06-10; 10, 11, 12, 15, 16 are five working days; training 16, 17, 18.
    assert earliest(StepRecord(3, on=date(2025, 6, 10)), today=date(2026, 1, 1)) == date(2026, 6, 18)


def test_the_sum_of_the_shortest_way_is_said_from_the_year_to_the_training() -> None:
    case = History(Case(steps=(StepRecord(3, on=date(2025, 6, 10)),)), date(2026, 1, 1))
    bound = earliest_meeting(case, national_development_rules(), national_calendar())
    assert bound
    assert bound.words == (
        "确定为积极分子 2025-06-10 + 12 个月 → 2026-06-10；公示 2026-06-10 起第 5 个工作日 → 2026-06-16；"
        "培训不少于 3 天 → 2026-06-18"
    )


def test_nothing_can_be_done_before_today() -> None:
    # Mon 2026-06-15; Fri 19 is a holiday: 15, 16, 17, 18, 22; training 22, 23, 24.
    assert earliest(StepRecord(3, on=date(2025, 6, 10)), today=date(2026, 6, 15)) == date(2026, 6, 24)


def test_a_posted_notice_is_counted_from_its_start() -> None:
    posted = StepRecord(8, consent_on=date(2026, 6, 10), notice_start=date(2026, 6, 10))
    assert earliest(StepRecord(7, on=date(2026, 6, 10)), posted, today=date(2026, 6, 12)) == date(2026, 6, 18)


def test_somebody_listed_and_trained_can_be_admitted_today() -> None:
    steps = [StepRecord(8, on=date(2026, 6, 16)), StepRecord(11, on=date(2026, 7, 1))]
    assert earliest(*steps, today=date(2026, 7, 8)) == date(2026, 7, 8)
    assert earliest(*steps, StepRecord(15, on=date(2026, 7, 6)), today=date(2026, 7, 8)) is None


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 800), st.sampled_from([(3,), (3, 7), (3, 7, 8)]))
def test_the_earliest_meeting_has_no_obstacle_and_the_day_before_has_one(
    named: date, waited: int, done: tuple[int, ...]
) -> None:
    today = named + timedelta(days=waited)
    days = {3: named, 7: add_months(named, 12), 8: add_months(named, 13)}
    steps = tuple(StepRecord(step, on=days[step]) for step in done if days[step] <= today)
    first = earliest(*steps, today=today)
    assert first is not None
    assert [row.obstacle for row in days_before(first, *steps, today=today).values() if row.obstacle] == []
    before = days_before(first - timedelta(days=1), *steps, today=today)
    assert any(row.obstacle for row in before.values())
