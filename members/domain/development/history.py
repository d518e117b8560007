"""A case read as of a day: what was done by then, what had begun, what is not known. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from members.domain.development.case import FIRST_STEP, LAST_STEP, Case, StepRecord

CONVERSION_MEETING, CONVERSION_APPROVAL = 23, 24


@dataclass(frozen=True, slots=True)
class Round:
    """A meeting on conversion with its approval; either may be missing from the records."""

    meeting: StepRecord | None
    approval: StepRecord | None


class History:
    """The records of a case on the day `today`.

    What is dated later has not happened yet: a later `on` leaves the step begun, and of its details only the days up to `today` are known.
    A notice (公示) that has started tells its last day beforehand.
    """

    def __init__(self, case: Case, today: date) -> None:
        self.today = case.today or today
        self.birth_date = case.birth_date
        self._records: dict[int, list[StepRecord]] = {}
        for record in case.steps:
            if (known := _known_by(self.today, record)) is not None:
                self._records.setdefault(record.step, []).append(known)
        for records in self._records.values():
            records.sort(key=lambda record: record.on or date.max)

    def record(self, step: int) -> StepRecord | None:
        """The step's record; the last one that is done if there are several, None where nothing is recorded."""
        records = self._records.get(step, [])
        done = [record for record in records if record.on]
        return done[-1] if done else records[0] if records else None

    def records(self, step: int) -> tuple[StepRecord, ...]:
        """All records of a step by date, the undated last."""
        return tuple(self._records.get(step, ()))

    def on(self, step: int) -> date | None:
        """The day the step was done, None if it is not done or not recorded."""
        record = self.record(step)
        return record.on if record else None

    def has_begun(self, step: int) -> bool:
        """The step is recorded and known not to be done. Steps 6 and 21 record a first day, so nothing is known without one."""
        record = self.record(step)
        return record is not None and record.on is None and step not in (6, 21)

    def done(self) -> tuple[int, ...]:
        """Numbers of the steps that are done, rising."""
        return tuple(step for step in range(FIRST_STEP, LAST_STEP + 1) if self.on(step))

    def any_done(self, first: int, last: int = LAST_STEP) -> bool:
        """Some step of the range, both ends included, is done."""
        return any(first <= step <= last for step in self.done())

    def rounds(self) -> tuple[Round, ...]:
        """Meetings on conversion (23) with their approvals (24), in order of the meetings.

        As many approvals as meetings belong together one by one. Of fewer, each belongs to the last meeting held on or before its day, or to
        the first meeting if it precedes them all; more stand alone.
        """
        meetings, approvals = self.records(CONVERSION_MEETING), self.records(CONVERSION_APPROVAL)
        if len(approvals) >= len(meetings):
            return tuple(Round(meeting, approval) for meeting, approval in zip_longest(meetings, approvals))
        rounds: list[StepRecord | None] = [None] * len(meetings)
        for approval in approvals:
            free = [index for index in range(len(meetings)) if rounds[index] is None]
            earlier = [index for index in free if _held_by(meetings[index], approval)]
            rounds[earlier[-1] if earlier else free[0]] = approval
        return tuple(Round(meeting, approval) for meeting, approval in zip(meetings, rounds, strict=True))


def _held_by(meeting: StepRecord, approval: StepRecord) -> bool:
    return meeting.on is not None and (approval.on is None or meeting.on <= approval.on)


def _known_by(today: date, record: StepRecord) -> StepRecord | None:
    """What of a record is known on a day; None if nothing of it has happened."""
    reviews = record.reviews and tuple(day for day in record.reviews if day <= today)
    if record.on is not None and record.on <= today:
        return replace(record, reviews=reviews)
    # A posted notice is the one thing that tells of days to come: its last day is part of what was posted.
    posted = record.notice_start is not None and record.notice_start <= today
    consented = record.consent_on is not None and record.consent_on <= today
    if record.on is not None and not (posted or consented):
        return None
    known = StepRecord(record.step) if record.on else record
    return replace(
        known,
        reviews=reviews,
        consent_on=record.consent_on if consented else None,
        notice_start=record.notice_start if posted else None,
        notice_end=record.notice_end if posted else None,
    )
