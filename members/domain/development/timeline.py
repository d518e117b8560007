"""A case as a line of 25 steps: done, next, waiting, blocked, overdue, missing from an old file. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from members.domain.development.case import Case, StepRecord
from members.domain.development.clock import NextStep, next_steps
from members.domain.development.entry import missing_before
from members.domain.development.findings import CaseFinding
from members.domain.development.history import CONVERSION_APPROVAL, CONVERSION_MEETING, History
from members.domain.development.reviews import PERIODS, ReviewCount, review_count
from members.domain.development.rules import DevelopmentRules
from members.domain.development.stages import Stage, stage_of
from members.domain.development.steps import Phase, Step, development_steps
from members.domain.development.validation import validate
from regulations.domain.work_calendar import WorkCalendar


class State(StrEnum):
    """How a step stands on the day."""

    DONE = "done"
    UNDER_WAY = "under_way"
    NEXT = "next"
    WAITING = "waiting"
    OVERDUE = "overdue"
    BLOCKED = "blocked"
    MISSING = "missing"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def icon(self) -> str:
        """Name of the icon in the sprite."""
        return _ICONS[self]


_LABELS = {
    State.DONE: "已完成",
    State.UNDER_WAY: "进行中",
    State.NEXT: "可以办理",
    State.WAITING: "未到日期",
    State.OVERDUE: "已超期",
    State.BLOCKED: "前面的步骤未完成",
    State.MISSING: "档案缺项",
    State.CLOSED: "不再办理",
}
_ICONS = {
    State.DONE: "check",
    State.UNDER_WAY: "eye",
    State.NEXT: "sent",
    State.WAITING: "calendar",
    State.OVERDUE: "warning",
    State.BLOCKED: "key",
    State.MISSING: "info",
    State.CLOSED: "close",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One step of the line; `turn` counts 23 and 24 after an extension. `next` is set for steps that can be done next."""

    step: Step
    turn: int
    name: str
    state: State
    record: StepRecord | None
    next: NextStep | None
    days_left: int | None
    findings: tuple[CaseFinding, ...]
    waits_for: tuple[str, ...]
    reviews: ReviewCount | None

    @property
    def number(self) -> int:
        return self.step.number


@dataclass(frozen=True, slots=True)
class Outlook:
    """A case as read on a day."""

    stage: Stage
    rows: tuple[Row, ...]
    findings: tuple[CaseFinding, ...]
    next: tuple[NextStep, ...]
    gaps: tuple[int, ...]
    today: date

    @property
    def first(self) -> NextStep | None:
        """What a card shows: what is overdue, else the step to be done next."""
        return headline(self.next, self.today)

    @property
    def nearest(self) -> NextStep | None:
        """The step with the nearest deadline; without any deadline the same as `first`."""
        return min(
            (row for row in self.next if row.due), key=lambda row: (row.due or date.max, row.step), default=self.first
        )

    @property
    def overdue(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.state is State.OVERDUE)

    def by_phase(self) -> list[tuple[Phase, list[Row]]]:
        return [(phase, [row for row in self.rows if row.step.phase is phase]) for phase in Phase]


def outlook(
    case: Case, today: date, rules: DevelopmentRules, calendar: WorkCalendar, *, closed: bool = False
) -> Outlook:
    """Everything a page says about a case on a day. Of a closed case nothing is next."""
    history = History(case, today)
    stage = stage_of(history, rules)
    coming = () if closed else next_steps(history, rules, calendar)
    findings = validate(history, rules, calendar)
    # The second meeting on conversion stands behind the first approval.
    rows = sorted(_rows(history, rules, stage, coming, findings, closed), key=lambda row: (_place(row), row.number))
    gaps = tuple(row.number for row in rows if row.state is State.MISSING)
    return Outlook(stage, tuple(rows), findings, coming, gaps, history.today)


def headline(coming: Iterable[NextStep], today: date) -> NextStep | None:
    """Overdue first, then the nearest deadline, then the step furthest on; the half-yearly reviews only where nothing else is to be done."""
    rows = list(coming)
    due = sorted((row for row in rows if row.due), key=lambda row: (row.due or date.max, row.step))
    if due and due[0].due and due[0].due < today:
        return due[0]
    steps = [row for row in rows if row.step not in PERIODS]
    pressing = [row for row in due if row.step not in PERIODS]
    if pressing:
        return pressing[0]
    return max(steps, key=lambda row: row.step) if steps else due[0] if due else None


def _rows(
    history: History,
    rules: DevelopmentRules,
    stage: Stage,
    coming: tuple[NextStep, ...],
    findings: tuple[CaseFinding, ...],
    closed: bool,
) -> Iterable[Row]:
    ahead = {row.step: row for row in coming}
    ended = closed or stage in {Stage.CANCELLED, Stage.REJECTED}
    furthest = max(history.done(), default=0)
    for number, step in development_steps().items():
        records = history.records(number) or (None,)
        for turn, record in enumerate(records, 1):
            last = turn == len(records)
            row_next = (
                ahead.get(number) if last and (number in PERIODS or record is None or record.on is None) else None
            )
            yield _row(history, rules, step, turn, record, row_next, findings, ended, furthest)
        again = number in (CONVERSION_MEETING, CONVERSION_APPROVAL) and records[-1] is not None and records[-1].on
        if again and number in ahead:
            yield _row(history, rules, step, len(records) + 1, None, ahead[number], (), ended, 0)


def _place(row: Row) -> tuple[int, int]:
    return (
        (CONVERSION_MEETING, row.turn) if row.number in (CONVERSION_MEETING, CONVERSION_APPROVAL) else (row.number, 1)
    )


def _row(
    history: History,
    rules: DevelopmentRules,
    step: Step,
    turn: int,
    record: StepRecord | None,
    coming: NextStep | None,
    findings: tuple[CaseFinding, ...],
    ended: bool,
    furthest: int,
) -> Row:
    number = step.number
    mine = tuple(finding for finding in findings if finding.step == number)
    waits: tuple[str, ...] = ()
    days_left = (coming.due - history.today).days if coming and coming.due else None
    if record and record.on and not (number in PERIODS and coming):
        state = State.DONE
    elif coming and days_left is not None and days_left < 0:
        state = State.OVERDUE
    elif record and record.on:
        state = State.UNDER_WAY
    elif coming and coming.earliest and coming.earliest > history.today:
        state = State.WAITING
    elif coming:
        state = State.UNDER_WAY if record else State.NEXT
    elif number < furthest and not ended:
        state = State.MISSING
    elif ended:
        state = State.MISSING if number < furthest else State.CLOSED
    else:
        state = State.BLOCKED
        table = development_steps()
        waits = tuple(
            f"第{earlier}步“{table[earlier].called(rules.version(history.today))}”"
            for earlier in missing_before(history, rules, number)
        )
    version = rules.version(record.on if record and record.on else history.today)
    reviews = review_count(history, rules, number) if number in PERIODS else None
    return Row(step, turn, step.called(version), state, record, coming, days_left, mine, waits, reviews)
