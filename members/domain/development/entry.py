"""What a record about to be entered would break: compared with the case without it. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from members.domain.development.case import Case, StepRecord
from members.domain.development.findings import CaseFinding, Code
from members.domain.development.history import History
from members.domain.development.order import text_of_order
from members.domain.development.reviews import review_count
from members.domain.development.rules import DevelopmentRules
from members.domain.development.steps import development_steps
from members.domain.development.validation import validate
from regulations.domain.rules import Severity
from regulations.domain.work_calendar import WorkCalendar

#: Beside which field a finding is said; everything else belongs to the day.
FIELD_OF = {
    Code.CONTACT_COUNT: "contacts",
    Code.CONTACT_NOT_FULL_MEMBER: "contacts",
    Code.INTRODUCER_COUNT: "introducers",
    Code.NOTICE_SHORT: "notice_end",
    Code.NOTICE_BEFORE_CONSENT: "notice_start",
    Code.TRAINING_SHORT: "training_hours",
    Code.TRAINING_BY_BRANCH: "training_organiser",
    Code.QUORUM_FAIL: "present",
    Code.VOTE_FAIL: "yes",
    Code.VOTE_NOT_SECRET: "secret",
    Code.APPROVER_IS_ZONGZHI: "approver",
    Code.PROBATION_START_WRONG: "probation_start",
    Code.EXTENSION_RANGE: "extension_months",
    Code.SECOND_EXTENSION: "outcome",
}


@dataclass(frozen=True, slots=True)
class EntryCheck:
    """The findings that the new record brings: those the law blocks, those it only advises against, and what is not yet there."""

    blocking: tuple[CaseFinding, ...]
    warnings: tuple[CaseFinding, ...]
    advice: tuple[str, ...]
    missing: tuple[int, ...]


def check_entry(
    without: Case, entered: Case, step: int, today: date, rules: DevelopmentRules, calendar: WorkCalendar
) -> EntryCheck:
    """`entered` is the case with the record of `step`, `without` the same case without it."""
    before, after = History(without, today), History(entered, today)
    known = set(validate(before, rules, calendar))
    new = [finding for finding in validate(after, rules, calendar) if finding not in known]
    blocking = tuple(finding for finding in new if finding.severity is Severity.BLOCK)
    warnings = tuple(finding for finding in new if finding.severity is not Severity.BLOCK)
    advice = [
        count.sentence
        for period, ends in ((6, 7), (21, 22), (21, 23))
        if step == ends and (count := review_count(after, rules, period)) and count.missing
    ]
    return EntryCheck(blocking, warnings, tuple(advice), missing_before(before, rules, step))


def missing_before(history: History, rules: DevelopmentRules, step: int) -> tuple[int, ...]:
    """The steps in front that are neither done nor passed over in an old file."""
    version = text_of_order(history, rules, history.today)
    table = development_steps()

    def passed(number: int) -> bool:
        followers = (
            later for later in table.values() if number in later.predecessors(version) and later.number != step
        )
        return history.on(number) is not None or any(history.on(later.number) for later in followers)

    return tuple(number for number in table[step].predecessors(version) if not passed(number))


def tried(case: Case, days: dict[int, date]) -> Case:
    """The case with other days for some steps, read as of the last of them: what-if."""
    kept = [replace(record, on=days[record.step]) if record.step in days else record for record in case.steps]
    there = {record.step for record in kept}
    added = [StepRecord(step, on=day) for step, day in days.items() if step not in there]
    return replace(case, steps=(*kept, *added))
