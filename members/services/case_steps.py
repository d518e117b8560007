"""Steps of a case: recorded, changed, removed, brought back. Each change is checked against the rules, raises a version and is noted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from branches.models import User
from branches.models.people import LEADING_ROLES
from branches.selectors import holders_in_branch
from branches.services.audit import record as note
from members.cases_permissions import check_can_remove_step, is_decided, needs_request
from members.domain.development.entry import FIELD_OF, EntryCheck, check_entry
from members.domain.development.findings import CaseFinding
from members.domain.development.plain import case_from_plain
from members.domain.development.rules import DevelopmentRules
from members.domain.development.steps import development_steps
from members.models import DevelopmentCase, StepRecord
from members.selectors.cases import Clock, case_of, clock_for
from members.services.cases import CaseError, holding_case, recompute, touch
from notices.services.post import post


@dataclass(frozen=True)
class StepEntry:
    """What was filled in for a step. `details`, `people`, `facts` as in the model."""

    step: int
    turn: int = 1
    on: date | None = None
    details: dict[str, Any] = field(default_factory=dict)
    people: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    is_from_paper: bool = False

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _WRITTEN}


_WRITTEN = ("on", "details", "people", "facts", "note", "is_from_paper")


@dataclass
class StepRefused(Exception):
    """The rules do not allow it. `faults` are pairs of a field's name and the sentence with its article."""

    faults: list[tuple[str, str]]

    def __str__(self) -> str:
        return "".join(sentence for _, sentence in self.faults)


@dataclass
class StepConflict(Exception):
    """Somebody else recorded the same step first. `current` is what stands there now, None if it was removed; nothing was overwritten."""

    current: StepRecord | None

    def __str__(self) -> str:
        if self.current is None:
            return "这一步的记录刚才被删除了，请核对后再保存。"
        return f"{self.current.entered_by.display_name}刚才登记了这一步，请对照后再保存。"


@dataclass(frozen=True)
class Recorded:
    """The stored record with what the rules only advise, and what of it breaks a rule and was kept because it is past."""

    record: StepRecord
    warnings: tuple[str, ...]


def record_step(
    *,
    case: DevelopmentCase,
    entry: StepEntry,
    base_version: int,
    by: User,
    at: datetime,
    clock: Clock | None = None,
) -> Recorded:
    """Write a step over the version it was filled in on (0: there was none). Raises StepRefused, StepConflict, CaseError.

    `clock` is that of the case's district on this day, for many steps at one sitting.
    """
    with holding_case(case, by=by) as held:
        _check_in_progress(held)
        current = _current(held, entry.step, entry.turn)
        if (current and current.version != base_version) or (not current and base_version):
            if current and all(getattr(current, name) == value for name, value in entry.values().items()):
                return Recorded(current, ())  # the same words arrived twice, as after a lost answer
            raise StepConflict(current)
        today = timezone.localdate(at)
        clock = clock or clock_for(held.member.branch.district, today)
        _check_desk(held, entry, current, clock.rules, today)
        return write_step(held, entry, clock, by=by, at=at)


def write_step(held: DevelopmentCase, entry: StepEntry, clock: Clock, *, by: User, at: datetime) -> Recorded:
    """The same for a case already held and a person already checked: used by the superior's decision too."""
    today = timezone.localdate(at)
    current = _current(held, entry.step, entry.turn)
    checked = checked_entry(held, entry, clock, today)
    faults = [] if entry.is_from_paper else _faults(checked, current is None)
    faults += _future(entry, today)
    if faults:
        raise StepRefused(faults)
    if current is None:
        stored = StepRecord.objects.create(
            case=held, step=entry.step, turn=entry.turn, entered_by=by, entered_at=at, **entry.values()
        )
        action = "case.step_record"
    else:
        for name, value in entry.values().items():
            setattr(current, name, value)
        current.entered_by, current.entered_at, current.version = by, at, current.version + 1
        current.save(update_fields=[*_WRITTEN, "entered_by", "entered_at", "version"])
        stored, action = current, "case.step_change"
    _finish(held, stored, action, clock, by=by, at=at, paper=entry.is_from_paper)
    kept = checked.blocking if entry.is_from_paper else ()
    return Recorded(stored, (*map(_sentence, [*kept, *checked.warnings]), *checked.advice))


def remove_step(*, record: StepRecord, base_version: int, by: User, at: datetime) -> UUID:
    """Take the record that was seen out of use; returns the identifier for `restore_step`. Raises StepConflict, CaseError.

    What the superior decided through the portal only its reviewer takes back; the branch is told.
    """
    with holding_case(record.case, by=None) as held:
        row = StepRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)
        branch = held.member.branch
        check_can_remove_step(by, branch, row)
        _check_in_progress(held)
        if row.removal:
            return row.removal
        if row.version != base_version:
            raise StepConflict(row)
        row.removal = uuid.uuid4()
        row.save(update_fields=["removal"])
        _finish(held, row, "case.step_remove", None, by=by, at=at)
        if is_decided(branch, row):
            _tell_taken_back(held, row, at)
    return row.removal


def restore_step(*, case: DevelopmentCase, removal: UUID, by: User, at: datetime) -> StepRecord:
    """Undo a removal; raises StepConflict where the step was recorded anew in the meantime, CaseError."""
    with holding_case(case, by=None) as held:
        row = StepRecord.objects.filter(case=held, removal=removal).first()
        if row is None:
            raise CaseError("没有可以恢复的记录。")
        check_can_remove_step(by, held.member.branch, row)
        _check_in_progress(held)
        if current := _current(held, row.step, row.turn):
            raise StepConflict(current)
        row.removal = None
        row.save(update_fields=["removal"])
        _finish(held, row, "case.step_restore", None, by=by, at=at)
    return row


def _check_in_progress(held: DevelopmentCase) -> None:
    if held.closed_on:
        raise CaseError("这份档案已经终止，恢复办理后才能登记。")


def _tell_taken_back(held: DevelopmentCase, row: StepRecord, at: datetime) -> None:
    branch = held.member.branch
    post(
        to=holders_in_branch(branch, LEADING_ROLES, timezone.localdate(at)),
        kind="development.taken_back",
        title=f"上级收回了{held.member.name}第{row.step}步的批复",
        body="更正后可以在档案里重新报上级。",
        path=f"/members/development/{held.pk}/",
        dedupe_key=f"case-taken-back:{row.removal}",
        at=at,
    )


def checked_entry(held: DevelopmentCase, entry: StepEntry, clock: Clock, today: date) -> EntryCheck:
    """What the entry would break in the case."""
    others = [row for row in _present(held) if (row.step, row.turn) != (entry.step, entry.turn)]
    mine = StepRecord(step=entry.step, turn=entry.turn, on=entry.on, details=entry.details)
    faults = case_from_plain({"steps": [mine.to_plain()]}, 1).faults
    if faults:
        raise StepRefused([(_plain_field(fault.field), fault.message) for fault in faults])
    without, entered = case_of(held, others), case_of(held, [*others, mine])
    return check_entry(without, entered, entry.step, today, clock.rules, clock.calendar)


def _faults(checked: EntryCheck, is_new: bool) -> list[tuple[str, str]]:
    faults = [(FIELD_OF.get(finding.code, "on"), _sentence(finding)) for finding in checked.blocking]
    if is_new and checked.missing:
        table = development_steps()
        names = "、".join(f"第{number}步“{table[number].name}”" for number in checked.missing)
        faults.append(("on", f"前面的{names}还没有完成，请按顺序登记；补录以前的纸质档案请勾选“补录”。"))
    return faults


def _future(entry: StepEntry, today: date) -> list[tuple[str, str]]:
    """Steps are recorded once they are done; the last day of a posted notice may lie ahead."""
    days: list[tuple[str, Any]] = [("on", entry.on)]
    days += [(name, entry.details.get(name)) for name in ("consent_on", "notice_start")]
    faults = [
        (name, "不能晚于今天：还没有办理的步骤不登记，可以在“推算”里试算。")
        for name, day in days
        if day and (day if isinstance(day, date) else date.fromisoformat(day)) > today
    ]
    if any(date.fromisoformat(day) > today for day in entry.details.get("reviews") or []):
        faults.append(("reviews", "考察日期不能晚于今天。"))
    return faults


def _check_desk(
    held: DevelopmentCase, entry: StepEntry, current: StepRecord | None, rules: DevelopmentRules, today: date
) -> None:
    """What the superior decides comes from the superior, through the portal; only old paper is written down by the branch."""
    branch = held.member.branch
    if entry.is_from_paper and current and is_decided(branch, current):
        raise StepRefused([("is_from_paper", "这一步由上级在系统内批复，不是补录；批复有误的，请上级审核员收回。")])
    if entry.is_from_paper or not needs_request(branch, entry.step):
        return
    way = "请在本页提交给上级，由上级批复后自动登记；上级在系统外已经批复的，勾选“补录”并附纸质批复的日期。"
    if entry.step != 8 or not rules.needs_notice(entry.on or today):
        unchanged = current and (current.on, current.details) == (entry.on, entry.details)
        if not unchanged:
            raise StepRefused([("on", f"第{entry.step}步由上级党委办理。{way}")])
        return
    consent = current.details.get("consent_on") if current else None
    given = entry.details.get("consent_on")
    if given and given != consent:
        raise StepRefused([("consent_on", f"同意日期由上级批复时登记。{way}")])
    if not consent and (entry.on or entry.details.get("notice_start")):
        raise StepRefused([("notice_start", f"上级党委还没有同意拟列为发展对象，不能公示和列入。{way}")])
    if entry.on and not (entry.details.get("notice_start") and entry.details.get("notice_end")):
        raise StepRefused([("notice_end", "列为发展对象前须公示，请填写公示的起止日期（细则第十三条）。")])


def _plain_field(name: str) -> str:
    last = name.rpartition(".")[2]
    return {"days": "training_days", "hours": "training_hours", "organiser": "training_organiser"}.get(last, last)


def _sentence(finding: CaseFinding) -> str:
    return f"{finding.message}（{finding.article}）"


def _present(held: DevelopmentCase) -> list[StepRecord]:
    steps: list[StepRecord] = held.present_steps  # type: ignore[attr-defined]
    return steps


def _current(held: DevelopmentCase, step: int, turn: int) -> StepRecord | None:
    return next((row for row in _present(held) if (row.step, row.turn) == (step, turn)), None)


def _finish(
    held: DevelopmentCase,
    row: StepRecord,
    action: str,
    clock: Clock | None,
    *,
    by: User,
    at: datetime,
    paper: bool = False,
) -> None:
    touch(held)
    detail = {"step": row.step, "on": row.on.isoformat() if row.on else None, "paper": paper}
    note(action=action, by=by, at=at, target=held, name=str(held), branch=held.member.branch, detail=detail)
    recompute(held, timezone.localdate(at), clock, by=by, at=at)
