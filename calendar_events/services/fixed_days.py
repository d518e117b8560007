"""A branch's fixed days: set, changed, removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction

from branches.models import Branch, User
from branches.permissions import check_can_write_for
from branches.services.audit import record
from calendar_events.models import FixedDay
from calendar_events.services.events import EventError
from plans.domain.proposing import parse_pattern
from regulations.domain.activities import ActivityKind


@dataclass(frozen=True, slots=True)
class FixedFacts:
    """One kind's day, as plans write it, with the usual hour and place."""

    kind: str
    pattern: str
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""


def set_fixed_day(*, branch: Branch, facts: FixedFacts, base_version: int, by: User, at: datetime) -> FixedDay:
    """`base_version` is that of the kind's row as it was shown, 0 for none. Raises EventError where the pattern says no day or
    somebody else was faster; proposals made before do not change."""
    check_can_write_for(by, branch)
    if parse_pattern(facts.pattern) is None:
        raise EventError(f"没有看懂“{facts.pattern}”。请写成“每月第一周星期五”“每月15日”这样的时间。")
    if facts.ends_at and (not facts.starts_at or facts.ends_at <= facts.starts_at):
        raise EventError("结束时间应晚于开始时间。")
    values = {
        "pattern": "".join(facts.pattern.split()),
        "starts_at": facts.starts_at,
        "ends_at": facts.ends_at,
        "place": facts.place.strip(),
        "changed_by": by,
        "changed_at": at,
    }
    late = EventError(
        f"{ActivityKind(facts.kind).label}已经有固定时间，或者刚被其他人改过；核对后再按一次保存就以您的为准。"
    )
    with transaction.atomic():
        rows = FixedDay.objects.filter(branch=branch, kind=facts.kind)
        if base_version:
            if not rows.filter(version=base_version).update(version=base_version + 1, **values):
                raise late
            row = rows.get()
        else:
            try:
                with transaction.atomic():
                    row = FixedDay.objects.create(branch=branch, kind=facts.kind, **values)
            except IntegrityError as error:
                raise late from error
        record(action="fixed_day.set", by=by, at=at, target=row, branch=branch, detail={"pattern": row.pattern})
    return row


def remove_fixed_day(*, fixed: FixedDay, by: User, at: datetime) -> None:
    """Dates are proposed by custom again."""
    check_can_write_for(by, fixed.branch)
    with transaction.atomic():
        record(action="fixed_day.remove", by=by, at=at, target=fixed, branch=fixed.branch, detail={"kind": fixed.kind})
        fixed.delete()
