"""A branch's routine and a district's requirements: what the planning aid goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from branches.models import Branch, District, User
from branches.permissions import check_can_administer, check_can_write_for
from branches.services.audit import record
from plans.domain.proposing import parse_pattern
from plans.models import DistrictRequirement, Routine, RoutineLine, RoutineObservance, RoutinePattern
from regulations.domain.quoting import quoted


class RoutineRefused(Exception):
    """What was entered cannot be kept; the message says why."""


class RoutineConflict(RoutineRefused):
    """Somebody else saved first; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("其他人刚才也改了固定安排，没有保存。您填写的还在下面，核对后再按一次保存就以您的为准。")


@dataclass(frozen=True)
class RoutineRow:
    """A line of the branch's own; `id` None for a new one."""

    text: str
    kind: str
    words: str
    id: UUID | None = None


@dataclass(frozen=True)
class RoutineDay:
    """On which day a kind of activity is held, with the usual hour and place."""

    words: str
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""


@dataclass(frozen=True)
class RoutineDraft:
    """The whole routine as entered: days by kind, lines in order, and the observances that differ from what is customary."""

    days: Mapping[str, RoutineDay] = field(default_factory=dict)
    lines: Sequence[RoutineRow] = ()
    observances: Mapping[str, bool] = field(default_factory=dict)


def save_routine(*, branch: Branch, draft: RoutineDraft, base_version: int, by: User, at: datetime) -> Routine:
    """In place of what was there. `base_version` is that of the routine read, 0 for none. Raises RoutineConflict, RoutineRefused."""
    check_can_write_for(by, branch)
    for words in (*(day.words for day in draft.days.values()), *(row.words for row in draft.lines)):
        if parse_pattern(words) is None:
            raise RoutineRefused(f"看不懂{quoted(words)}是什么时候。")
    for day in draft.days.values():
        if day.ends_at and (not day.starts_at or day.ends_at <= day.starts_at):
            raise RoutineRefused("结束时间应晚于开始时间。")
    try:
        with transaction.atomic():
            routine = Routine.objects.select_for_update().filter(branch=branch).first()
            if (routine.version if routine else 0) != base_version:
                raise RoutineConflict
            if routine is None:
                routine = Routine(branch=branch, version=0)
            routine.version, routine.changed_by, routine.changed_at = base_version + 1, by, at
            routine.save()
            _write(routine, draft)
            detail: dict[str, Any] = {
                "days": {kind: day.words for kind, day in draft.days.items()},
                "lines": [f"{row.text}：{row.words}" for row in draft.lines],
                "observances": dict(draft.observances),
            }
            record(action="routine.save", by=by, at=at, target=routine, branch=branch, detail=detail)
    except IntegrityError as error:  # a colleague made the first one at the same moment
        raise RoutineConflict from error
    return routine


def _write(routine: Routine, draft: RoutineDraft) -> None:
    routine.patterns.all().delete()
    RoutinePattern.objects.bulk_create(
        [
            RoutinePattern(
                routine=routine,
                kind=kind,
                words=day.words,
                starts_at=day.starts_at,
                ends_at=day.ends_at,
                place=" ".join(day.place.split()),
            )
            for kind, day in draft.days.items()
        ]
    )
    routine.observances.all().delete()
    RoutineObservance.objects.bulk_create(
        [RoutineObservance(routine=routine, key=key, wanted=wanted) for key, wanted in draft.observances.items()]
    )
    known = {row.pk: row for row in routine.lines.all()}
    kept = set()
    for position, row in enumerate(draft.lines):
        line = known.get(row.id) if row.id else None
        line = line or RoutineLine(routine=routine)
        line.position, line.text, line.kind, line.words = position, " ".join(row.text.split()), row.kind, row.words
        line.save()
        kept.add(line.pk)
    routine.lines.exclude(pk__in=kept).delete()


def add_requirement(
    *,
    district: District,
    text: str,
    kind: str,
    source: str,
    words: str = "",
    first_on: date | None = None,
    due_on: date | None = None,
    school_kinds: Sequence[str] = (),
    by: User,
    at: datetime,
) -> DistrictRequirement:
    """Counts for plans written from now on. Raises RoutineRefused."""
    check_can_administer(by, district)
    if words and parse_pattern(words) is None:
        raise RoutineRefused(f"看不懂{quoted(words)}是什么时候。")
    if not words and due_on is None:
        raise RoutineRefused("请写明什么时候：写一个规律，或者一个截止日期。")
    row = DistrictRequirement(
        district=district,
        text=" ".join(text.split()),
        kind=kind,
        words=words,
        first_on=first_on,
        due_on=due_on,
        school_kinds=list(school_kinds),
        source=source,
        added_by=by,
        added_at=at,
    )
    with transaction.atomic():
        row.save(force_insert=True)
        detail = {"text": row.text, "words": words, "due_on": due_on.isoformat() if due_on else None, "source": source}
        record(action="requirement.add", by=by, at=at, target=row, district=district, detail=detail)
    return row


def end_requirement(*, requirement: DistrictRequirement, by: User, at: datetime) -> bool:
    """No plan is asked for it any more; lines that plans have of it stay. Returns whether it still counted."""
    check_can_administer(by, requirement.district)
    with transaction.atomic():
        rows = DistrictRequirement.objects.in_force().filter(pk=requirement.pk)
        if not rows.update(ended_by=by, ended_at=at):
            return False
        record(action="requirement.end", by=by, at=at, target=requirement, district=requirement.district)
    return True
