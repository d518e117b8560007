"""A case as a line of steps: how each stands, what a card shows."""

from __future__ import annotations

from datetime import date

from members.domain.development.case import Case, Conversion, Review, StepRecord
from members.domain.development.history import History
from members.domain.development.reviews import review_count
from members.domain.development.rules import national_development_rules
from members.domain.development.stages import Stage
from members.domain.development.timeline import State, outlook
from regulations.domain.holidays import national_calendar

RULES, CALENDAR = national_development_rules(), national_calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


def case_of(*steps: tuple[int, str]) -> Case:
    return Case(steps=tuple(StepRecord(number, on=day(on)) for number, on in steps))


def states(case: Case, today: str, *, closed: bool = False) -> dict[int, State]:
    return {row.number: row.state for row in outlook(case, day(today), RULES, CALENDAR, closed=closed).rows}


def test_done_next_waiting_and_blocked() -> None:
    found = states(case_of((1, "2026-06-01"), (2, "2026-06-10"), (3, "2026-09-01"), (4, "2026-09-10")), "2026-10-01")
    assert [found[number] for number in (1, 4, 5, 7, 8, 15)] == [
        State.DONE, State.DONE, State.NEXT, State.WAITING, State.BLOCKED, State.BLOCKED,
    ]  # fmt: skip


def test_a_deadline_that_is_over_is_told_with_its_days() -> None:
    view = outlook(case_of((1, "2026-06-01")), day("2026-07-03"), RULES, CALENDAR)
    [row] = view.overdue
    assert (row.number, row.days_left, view.first and view.first.step) == (2, -2, 2)
    assert states(case_of((1, "2026-06-01")), "2026-07-01")[2] is State.NEXT


def test_gaps_of_an_old_file_are_shown_as_gaps() -> None:
    view = outlook(case_of((1, "2020-03-01"), (3, "2020-09-01"), (7, "2021-09-10")), day("2026-10-01"), RULES, CALENDAR)
    assert view.gaps == (2, 4, 5, 6)
    assert view.stage is Stage.CANDIDATE


def test_what_a_blocked_step_waits_for_is_named() -> None:
    view = outlook(case_of((1, "2026-06-01"), (2, "2026-06-10")), day("2026-07-01"), RULES, CALENDAR)
    row = next(row for row in view.rows if row.number == 5)
    assert row.waits_for == ("第3步“推荐和确定入党积极分子”",)


def test_nothing_is_next_in_a_case_that_ended() -> None:
    view = outlook(case_of((1, "2026-06-01")), day("2026-07-03"), RULES, CALENDAR, closed=True)
    assert (view.next, view.overdue, view.rows[1].state) == ((), (), State.CLOSED)


def test_a_rejected_person_has_no_next_step() -> None:
    case = Case(steps=(StepRecord(3, on=day("2024-06-01")), StepRecord(7, on=day("2025-06-10")),
                       StepRecord(10, on=day("2025-08-01"), review=Review.FAILED)))  # fmt: skip
    view = outlook(case, day("2026-03-01"), RULES, CALENDAR)
    assert (view.stage, view.first) == (Stage.REJECTED, None)


def test_the_second_meeting_on_conversion_stands_behind_the_first_approval() -> None:
    steps = [
        StepRecord(number, on=day(on)) for number, on in ((15, "2024-06-01"), (17, "2024-07-01"), (22, "2025-06-01"))
    ]
    first = StepRecord(23, on=day("2025-06-10"), conversion=Conversion.EXTENDED, extension_months=6)
    case = Case(steps=(*steps, first, StepRecord(24, on=day("2025-07-10"))))
    view = outlook(case, day("2025-10-01"), RULES, CALENDAR)
    rows = [(row.number, row.turn, row.state) for row in view.rows if row.number >= 23]
    assert rows[:3] == [(23, 1, State.DONE), (24, 1, State.DONE), (23, 2, State.WAITING)]
    again = next(row for row in view.rows if (row.number, row.turn) == (23, 2))
    assert again.next
    assert again.next.earliest == day("2025-12-01")


def test_reviews_are_counted_up_to_the_step_that_ends_them() -> None:
    """Activist on 31 August: the half-years are over on 28 February and on 31 August."""
    case = Case(steps=(StepRecord(3, on=day("2024-08-31")), StepRecord(6, on=day("2024-09-01"), reviews=(day("2025-02-28"),)),
                       StepRecord(7, on=day("2025-09-05"))))  # fmt: skip
    count = review_count(History(case, day("2026-03-01")), RULES, 6)
    assert count
    assert count.due == (day("2025-02-28"), day("2025-08-31"))
    assert (count.missing, count.sentence) == (1, "到期的半年考察应有2次（2025-02-28、2025-08-31），已登记1次。")


def test_reviews_of_probation_end_with_its_year_and_unknown_ones_are_not_missed() -> None:
    met = StepRecord(15, on=day("2022-05-17"))
    case = Case(steps=(met, StepRecord(17, on=day("2022-06-17")), StepRecord(21, on=day("2022-05-17"))))
    count = review_count(History(case, day("2026-03-01")), RULES, 21)
    assert count
    assert (len(count.due), count.recorded, count.missing) == (2, None, 0)
