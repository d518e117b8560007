"""What must hold for every case, however it is filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.domain.development.audit import audit
from members.domain.development.case import Case, StepRecord
from members.domain.development.clock import next_steps
from members.domain.development.findings import Code
from members.domain.development.history import History
from members.domain.development.order import text_of_order
from members.domain.development.plain import CasesRefused, cases_from_plain
from members.domain.development.rules import national_development_rules
from members.domain.development.spans import add_months, earliest_with_deadline, latest_before_months
from members.domain.development.stages import stage_of
from members.domain.development.steps import development_steps
from members.domain.development.validation import validate
from regulations.domain.holidays import national_calendar

# The same examples on every run: whoever changes something else should not be the one to find a fault here.
STEADY = settings(max_examples=150, deadline=None, database=None, derandomize=True)
RULES, CALENDAR = national_development_rules(), national_calendar()
DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))
CHOICES = st.sampled_from(["合格", "不合格", "按期转正", "延长预备期", "取消资格", "党委", "党总支", "别的", 3])
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**12), st.floats(), DAYS.map(str), CHOICES, st.text(max_size=4)
)
NESTED = st.one_of(
    VALUES, st.lists(VALUES, max_size=3), st.lists(st.dictionaries(st.just("full_member"), VALUES), max_size=3)
)
FIELDS = [
    "on", "contacts", "reviews", "consent_on", "notice_start", "notice_end", "introducers", "outcome", "training", "meeting", "approver",
    "probation_start", "extension_months",
]  # fmt: skip
RECORDS = st.builds(
    lambda step, fields: {"step": step, **fields},
    st.integers(0, 27),
    st.dictionaries(st.sampled_from(FIELDS), NESTED, max_size=5),
)


@st.composite
def lawful_walks(draw: st.DrawFn) -> tuple[Case, date]:
    """A case that always takes its next step on a day between the earliest and the deadline, and stops somewhere."""
    day = draw(st.dates(date(2016, 1, 1), date(2026, 12, 1)))
    steps = [StepRecord(1, on=day)]
    for _ in range(draw(st.integers(0, 26))):
        case = Case(steps=tuple(steps), birth_date=date(1990, 1, 1))
        todo = [step for step in next_steps(History(case, day), RULES, CALENDAR) if step.earliest]
        if not todo:
            break
        chosen = draw(st.sampled_from(todo))
        assert chosen.earliest is not None
        first = max(chosen.earliest, day)
        last = min(chosen.due or date.max, first + timedelta(days=60))
        if last < first:
            break  # overdue: nothing lawful is left of this step
        on = draw(st.dates(first, last))
        steps.append(StepRecord(chosen.step, on=on))
        day = on
    return Case(steps=tuple(steps), birth_date=date(1990, 1, 1)), day


@STEADY
@given(lawful_walks())
def test_a_walk_along_the_clock_breaks_no_limit_of_time(walk: tuple[Case, date]) -> None:
    case, day = walk
    found = validate(History(case, day), RULES, CALENDAR)
    assert [finding.message for finding in found] == []


@STEADY
@given(lawful_walks())
def test_no_earliest_day_lies_after_its_deadline_along_a_walk(walk: tuple[Case, date]) -> None:
    case, day = walk
    for step in next_steps(History(case, day), RULES, CALENDAR):
        if step.earliest and step.due:
            assert step.earliest <= step.due


@STEADY
@given(st.dictionaries(st.integers(1, 25), DAYS, max_size=25), DAYS)
def test_no_earliest_day_lies_after_its_deadline_in_any_case(days: dict[int, date], today: date) -> None:
    case = Case(steps=tuple(StepRecord(step, on=day) for step, day in days.items()))
    history = History(case, today)
    for step in next_steps(history, RULES, CALENDAR):
        if step.earliest and step.due:
            assert step.earliest <= step.due


@STEADY
@given(st.dictionaries(st.integers(1, 25), DAYS, max_size=25), DAYS)
def test_no_step_is_lawful_before_its_preconditions(days: dict[int, date], today: date) -> None:
    history = History(Case(steps=tuple(StepRecord(step, on=day) for step, day in days.items())), today)
    for step in next_steps(history, RULES, CALENDAR):
        for earlier in development_steps()[step.step].predecessors(text_of_order(history, RULES, today)):
            done = history.on(earlier)
            if step.earliest and done:
                assert step.earliest >= done


@STEADY
@given(st.dictionaries(st.integers(1, 25), DAYS, max_size=25), DAYS, st.randoms())
def test_the_order_of_the_records_says_nothing(days: dict[int, date], today: date, chance: Any) -> None:
    steps = [StepRecord(step, on=day) for step, day in days.items()]
    first = audit(Case(steps=tuple(steps)), today, RULES, CALENDAR).to_plain()
    chance.shuffle(steps)
    assert audit(Case(steps=tuple(steps)), today, RULES, CALENDAR).to_plain() == first


@STEADY
@given(st.dictionaries(st.integers(1, 25), DAYS, max_size=25), DAYS)
def test_what_comes_after_the_day_changes_nothing(days: dict[int, date], today: date) -> None:
    steps = [StepRecord(step, on=day) for step, day in days.items()]
    past = [step for step in steps if step.on and step.on <= today]
    whole, cut = (audit(Case(steps=tuple(part)), today, RULES, CALENDAR).to_plain() for part in (steps, past))
    assert whole == cut


@STEADY
@given(st.lists(st.one_of(VALUES, st.fixed_dictionaries({"steps": st.lists(RECORDS, max_size=8)}, optional={"today": VALUES, "birth_date": VALUES, "id": VALUES})), max_size=3))  # fmt: skip
def test_nonsense_is_told_and_never_stops_the_rest(rows: list[Any]) -> None:
    good = {"id": "good", "steps": [{"step": 1, "on": "2026-01-05"}]}
    read = cases_from_plain([*rows, good])
    assert len(read) == len(rows) + 1
    results = [audit(entry.case, date(2026, 6, 1), RULES, CALENDAR).to_plain() for entry in read if entry.case]
    assert results[-1]["id"] == "good"
    assert results[-1]["stage"] == "APPLICANT"
    assert {finding["code"] for result in results for finding in result["findings"]} <= {code.value for code in Code}


@STEADY
@given(st.one_of(st.none(), st.integers(), st.text(), st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)))
def test_a_file_without_a_list_is_refused(data: Any) -> None:
    with pytest.raises(CasesRefused, match="案卷列表"):
        cases_from_plain(data)


@STEADY
@given(DAYS, st.integers(1, 36))
def test_months_backwards_are_the_reverse_of_months_forwards(day: date, months: int) -> None:
    start = latest_before_months(day, months)
    assert add_months(start, months) <= day < add_months(start + timedelta(days=1), months)
    opens = earliest_with_deadline(day, months)
    assert add_months(opens - timedelta(days=1), months) < day <= add_months(opens, months)


def test_a_stage_is_never_lower_with_more_done() -> None:
    order = ["APPLICANT", "ACTIVIST", "CANDIDATE", "PROBATIONARY"]
    reached = [stage_of(History(Case(steps=(StepRecord(step, on=date(2026, 7, 1)),)), date(2027, 1, 1)), RULES) for step in range(1, 21)]  # fmt: skip
    places = [order.index(stage.value) for stage in reached]
    assert places == [0, 0, 1, 1, 1, 1, 1, *[2] * 9, *[3] * 4]
