"""What can be reckoned from a case without saving anything: backwards from a meeting, and days tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from members.domain.development.backwards import LatestDay, backwards, earliest_meeting
from members.domain.development.case import StepRecord
from members.domain.development.entry import tried
from members.domain.development.findings import CaseFinding
from members.domain.development.history import History
from members.domain.development.spans import Bound
from members.domain.development.steps import Step, development_steps
from members.domain.development.timeline import Outlook, outlook
from members.domain.development.validation import validate
from members.models import DevelopmentCase
from members.selectors.cases import case_of, clock_for

#: Periods and the archive are not tried.
NOT_TRIED = frozenset({6, 21, 25})
PARTS = {"consent": "上级党委同意", "notice_start": "公示开始"}


@dataclass(frozen=True)
class LatestLine:
    """A row of the table: the step and its last day."""

    step: Step
    part: str
    latest: LatestDay

    @property
    def name(self) -> str:
        return f"{self.step.name}：{PARTS[self.part]}" if self.part else self.step.name


@dataclass(frozen=True)
class Backwards:
    """`meeting` is the day wished for, None before one is given; `earliest` the first lawful day, None where it cannot be said."""

    meeting: date | None
    earliest: Bound | None
    lines: tuple[LatestLine, ...]
    is_held: bool

    @property
    def obstacles(self) -> tuple[LatestLine, ...]:
        return tuple(line for line in self.lines if not line.latest.is_possible)


@dataclass(frozen=True)
class Tried:
    """`findings` are those that the tried days bring; `outlook` is the case as of the last of them."""

    days: dict[int, date]
    findings: tuple[CaseFinding, ...]
    outlook: Outlook


def backwards_of(case: DevelopmentCase, meeting: date | None, today: date) -> Backwards:
    """The last day of each step before the meeting, in the order in which they are done."""
    clock = clock_for(case.member.branch.district, today)
    history = History(case_of(case, case.present_steps), today)  # type: ignore[attr-defined]
    rows = backwards(meeting, history, clock.rules, clock.calendar) if meeting else ()
    table = development_steps()
    lines = tuple(LatestLine(table[row.step], row.part, row) for row in reversed(rows))
    earliest = earliest_meeting(history, clock.rules, clock.calendar)
    return Backwards(meeting, earliest, lines, history.on(15) is not None)


def open_steps(case: DevelopmentCase, today: date) -> tuple[int, ...]:
    """The steps that have no day yet."""
    done = {row.step for row in case.present_steps if row.on}  # type: ignore[attr-defined]
    return tuple(number for number in development_steps() if number not in done and number not in NOT_TRIED)


def what_if_of(case: DevelopmentCase, days: Mapping[int, date], notice: Mapping[str, date], today: date) -> Tried:
    """The case with these days, read as of the last of them or today."""
    clock = clock_for(case.member.branch.district, today)
    read = case_of(case, case.present_steps)  # type: ignore[attr-defined]
    last = max([today, *days.values(), *notice.values()])
    changed = tried(read, dict(days))
    if notice:
        steps = changed.steps
        if not any(record.step == 8 for record in steps):
            steps = (*steps, StepRecord(8))
        changed = replace(changed, steps=tuple(_posted(r, notice) if r.step == 8 else r for r in steps))
    known = set(validate(History(read, last), clock.rules, clock.calendar))
    view = outlook(changed, last, clock.rules, clock.calendar)
    return Tried(dict(days), tuple(finding for finding in view.findings if finding not in known), view)


def _posted(record: StepRecord, notice: Mapping[str, date]) -> StepRecord:
    return replace(
        record,
        consent_on=notice.get("consent_on", record.consent_on),
        notice_start=notice.get("notice_start", record.notice_start),
        notice_end=notice.get("notice_end", record.notice_end),
    )
