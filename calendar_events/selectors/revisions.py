"""What a revision of a plan makes of the events that exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from calendar_events.domain.dating import Proposal, propose_day
from calendar_events.domain.promises import Promised
from calendar_events.domain.revising import Changed, Fate, Standing, changes_for
from calendar_events.models import ActivityRecord, CalendarEvent
from calendar_events.selectors.promises import fixed_hours, items_of, promises_in
from plans.models import Plan, PlanItem
from regulations.selectors.calendar import work_calendar_for


@dataclass(frozen=True)
class RevisionRow:
    """An event that exists, what the revision does to it, and the day proposed where its line moved."""

    event: CalendarEvent
    changed: Changed
    proposal: Proposal | None = None

    @property
    def fate(self) -> Fate:
        return self.changed.fate


@dataclass(frozen=True)
class RevisionPage:
    """By fate: what has to be decided, then what stays. `new` are promises that no event keeps yet."""

    plan: Plan
    rows: tuple[RevisionRow, ...]
    new: tuple[Promised, ...] = field(default=())

    @property
    def asked(self) -> list[RevisionRow]:
        return [row for row in self.rows if row.fate.is_asked]

    @property
    def kept(self) -> list[RevisionRow]:
        return [row for row in self.rows if row.fate is Fate.KEPT]

    @property
    def untouched(self) -> list[RevisionRow]:
        return [row for row in self.rows if row.fate is Fate.UNTOUCHED]


def revision_page(plan: Plan, today: date) -> RevisionPage:
    """What the plan in force makes of the events of its earlier revisions. Ten queries at most."""
    items = items_of(plan)
    promises = promises_in(items.values())
    fixed, calendar = fixed_hours(plan.branch), work_calendar_for(plan.branch.district)
    rows = []
    for row in revision_changes(plan, items, today):
        target = row.changed.promised
        moved = row.fate is Fate.MOVED and target is not None
        rows.append(
            RevisionRow(
                row.event, row.changed, propose_day(target, fixed, calendar, today=today) if moved and target else None
            )
        )
    kept = {row.changed.promised.key for row in rows if row.changed.promised}
    earlier = _earlier_keys(plan)
    new = [row for row in promises if row.key not in kept and row.key not in earlier]
    return RevisionPage(plan, tuple(rows), tuple(new))


def revision_changes(plan: Plan, items: dict[UUID, PlanItem], today: date) -> list[RevisionRow]:
    """The planned events of every revision of the plan with what became of them. Two queries for a first version, three otherwise."""
    origins = list(items)
    if plan.revision > 1:
        family = PlanItem.objects.filter(plan__in=Plan.objects.revisions_of(plan), removal__isnull=True)
        origins = list(family.values_list("origin", flat=True).distinct())
    events = list(
        CalendarEvent.objects.filter(branch=plan.branch_id, item_origin__in=origins)
        .planned()
        .in_order()
        .select_related("branch", "changed_by")
    )
    held = held_among(event.pk for event in events)
    standings = [_standing(event, today, held) for event in events]
    changes = changes_for(standings, promises_in(items.values()))
    return [RevisionRow(event, changed) for event, changed in zip(events, changes, strict=True)]


def _earlier_keys(plan: Plan) -> set[tuple[UUID, date]]:
    """What the revision before promised already."""
    if plan.amends_id is None:
        return set()
    rows = PlanItem.objects.filter(plan=plan.amends_id).present()
    return {row.key for row in promises_in(rows)}


def _standing(event: CalendarEvent, today: date, held: set[UUID]) -> Standing:
    if event.item_origin is None or event.promised_month is None:
        raise ValueError("an event of no line")
    past = event.ends_on < today or event.pk in held
    return Standing(event.pk, event.item_origin, event.promised_month, event.item_text, past)


def held_among(events: Iterable[UUID]) -> set[UUID]:
    """Those whose record is finished, or was and is being corrected. One query."""
    rows = ActivityRecord.objects.filter(event__in=list(events)).of_what_was_held()
    return set(rows.values_list("event", flat=True))


def moving_keys(rows: Iterable[RevisionRow]) -> dict[tuple[UUID, date], CalendarEvent]:
    """Promises that wait for an event of another month to be decided about."""
    return {row.changed.promised.key: row.event for row in rows if row.fate is Fate.MOVED and row.changed.promised}
