"""What the lines of plans promise, and which promises are kept by events or were given up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from branches.models import Branch
from calendar_events.domain.dating import FixedHour
from calendar_events.domain.promises import Line, Promised, promises_of_all
from calendar_events.models import CalendarEvent, DroppedPromise
from plans.domain.proposing import parse_pattern
from plans.models import Plan, PlanItem, RoutinePattern
from regulations.domain.activities import ActivityKind


def items_of(plan: Plan) -> dict[UUID, PlanItem]:
    """The plan's lines by origin, in the order of the schedule. One query."""
    rows = plan.items.present().with_responsible().select_related("measure")
    return {item.origin: item for item in rows}


def promises_in(items: Iterable[PlanItem]) -> tuple[Promised, ...]:
    """What lines promise, by month."""
    return promises_of_all(line_of(item) for item in items)


def line_of(item: PlanItem) -> Line:
    kind = ActivityKind(item.kind)
    return Line(
        item.origin, item.text, kind, item.first_month, item.last_month, item.is_theme, planned_on=item.planned_on
    )


def fixed_hours(branch: Branch) -> dict[ActivityKind, FixedHour]:
    """The branch's usual days by kind. One query."""
    found = {}
    for row in RoutinePattern.objects.filter(routine__branch=branch):
        if (pattern := parse_pattern(row.words)) is not None:
            found[ActivityKind(row.kind)] = FixedHour(pattern, row.starts_at, row.ends_at, row.place)
    return found


Keys = dict[UUID, set[tuple[UUID, date]]]


def kept_keys(branches: Collection[UUID]) -> Keys:
    """Promises that planned events keep, by branch. One query."""
    found: Keys = defaultdict(set)
    rows = CalendarEvent.objects.filter(branch__in=branches, item_origin__isnull=False).planned()
    for branch, origin, month in rows.values_list("branch_id", "item_origin", "promised_month"):
        found[branch].add((origin, month))
    return found


def dropped_keys(branches: Collection[UUID]) -> Keys:
    """Promises that were given up, by branch. One query."""
    found: Keys = defaultdict(set)
    rows = DroppedPromise.objects.filter(branch__in=branches)
    for branch, origin, month in rows.values_list("branch_id", "item_origin", "month"):
        found[branch].add((origin, month))
    return found
