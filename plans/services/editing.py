"""What every change of a plan's text goes through: one lock, one check, one line in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from branches.models import User
from branches.services.audit import record
from plans.models import Plan, PlanItem, PlanSection
from plans.permissions import check_can_edit_plan


class PlanTextError(Exception):
    """What was entered cannot be kept; the message says why."""


@dataclass
class EditConflict(Exception):
    """Somebody else saved the same section or line first. `current` is what stands there now; nothing was overwritten."""

    current: PlanSection | PlanItem

    def __str__(self) -> str:
        who = self.current.changed_by.display_name if self.current.changed_by else "其他人"
        return f"{who}刚才修改了这一段，请对照后决定保留哪一个。"


@contextmanager
def editing(plan: Plan, *, by: User) -> Iterator[Plan]:
    """Holds the plan's row for the length of a change: a submission waits for it, and no change slips in behind a snapshot."""
    with transaction.atomic():
        held = Plan.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=plan.pk)
        check_can_edit_plan(by, held)
        yield held
        Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)


def note_change(plan: Plan, action: str, *, by: User, at: datetime, **detail: Any) -> None:
    """One line in the audit trail."""
    record(action=action, by=by, at=at, target=plan, name=str(plan), branch=plan.branch, detail=detail)
