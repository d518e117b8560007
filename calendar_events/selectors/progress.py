"""What became of what a branch's plans promised: the facts for `calendar_events.domain.fulfilment`, gathered in constant queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from branches.models import Branch, User
from calendar_events.domain.fulfilment import Outcome, Promise, Tally, branch_progress, end_of_month, tally
from calendar_events.domain.meeting_counts import KindCount
from calendar_events.domain.promises import Promised, promises_of
from calendar_events.models import CalendarEvent, DroppedPromise
from calendar_events.selectors.held import held_days
from calendar_events.selectors.meetings import meetings_of
from calendar_events.selectors.promises import line_of
from plans.domain.linking import Linker, Measure
from plans.domain.paper import Paper
from plans.models import Plan, PlanItem
from plans.selectors.versions import paper_of_plan

NO_MEASURE = "没有对应措施的行事历条目"


@dataclass(frozen=True)
class Kept:
    """A promise with what became of it. `events` are those planned for it, cancelled ones too; `measure` is the origin of its section."""

    promised: Promised
    promise: Promise
    outcome: Outcome
    events: tuple[CalendarEvent, ...]
    measure: UUID | None
    given_up: DroppedPromise | None

    @property
    def may_be_given_up(self) -> bool:
        """Not done, and nothing is planned for it: an event is cancelled first."""
        planned = any(not event.is_cancelled for event in self.events)
        return self.outcome in (Outcome.OPEN, Outcome.MISSED) and not planned


@dataclass(frozen=True)
class PartRow:
    """A section of the plan with the promises of its lines; `label` is the heading with its computed number, `level` its depth."""

    label: str
    heading: str
    level: int
    kept: tuple[Kept, ...]
    tally: Tally
    #: Lines that belong to no section.
    is_rest: bool = False


@dataclass(frozen=True)
class ProgressPage:
    """A plan's progress as of `today`: by section in the order of the plan, by month, and the whole."""

    plan: Plan
    today: date
    parts: tuple[PartRow, ...]
    months: Mapping[date, Tally]
    total: Tally
    #: Held though no line promised it.
    beyond: tuple[CalendarEvent, ...]
    meetings: tuple[KindCount, ...]


def plans_with_progress(user: User) -> list[Plan]:
    """Approved plans the user may know of in the branches they belong to, newest first."""
    rows = Plan.objects.visible_to(user).in_force().filter(paper="plan")
    return list(rows.select_related("branch__district").order_by("-year", "-part", "cycle"))


def progress_page(plan: Plan, today: date) -> ProgressPage:
    """Six queries."""
    kept = kept_of([plan], today)
    paper = paper_of_plan(plan)
    progress = branch_progress((row.promise for row in kept), today)
    return ProgressPage(
        plan=plan,
        today=today,
        parts=_parts(paper, kept, today),
        months=progress.months,
        total=progress.total,
        beyond=_beyond(plan),
        meetings=meetings_of(plan, today),
    )


def kept_of(plans: Sequence[Plan], today: date) -> list[Kept]:
    """What became of every promise of these plans, in the order of months. A line that two plans of a branch share counts once."""
    items = (
        PlanItem.objects.present()
        .filter(plan__in=plans)
        .select_related("measure", "plan")
        .order_by("plan__branch", "first_month", "position", "pk")
    )
    branches = {plan.branch_id for plan in plans}
    rows = [(item, promised) for item in items for promised in promises_of(line_of(item))]
    events, dropped = _events_of(branches), _dropped_of(branches)
    held = held_days(event for group in events.values() for event in group)
    seen: set[tuple[UUID, str, date]] = set()
    found = []
    for item, promised in sorted(rows, key=lambda row: row[1].month):
        branch = item.plan.branch_id
        if (same := (branch, item.text, promised.month)) in seen:
            continue
        seen.add(same)
        key = (branch, *promised.key)
        found.append(_kept(item, promised, events.get(key, []), dropped.get(key), held, today))
    return found


def _kept(
    item: PlanItem,
    promised: Promised,
    events: list[CalendarEvent],
    dropped: DroppedPromise | None,
    held: Mapping[UUID, date],
    today: date,
) -> Kept:
    planned = [event for event in events if not event.is_cancelled]
    days = [held.get(event.pk) for event in planned]
    # Several events for one promise keep it together: it is kept when the last of them is.
    held_on = max(day for day in days if day) if days and all(days) else None
    reason = dropped.reason if dropped else ""
    if not reason and events and not planned:
        reason = events[-1].cancelled_reason
    promise = Promise(
        branch=str(item.plan.branch_id),
        part=str(item.measure.origin) if item.measure else "",
        due=promised.due,
        held_on=held_on,
        dropped=reason,
    )
    measure = item.measure.origin if item.measure else None
    return Kept(promised, promise, promise.outcome(today), tuple(events), measure, dropped)


def _events_of(branches: Iterable[UUID]) -> dict[tuple[UUID, UUID, date], list[CalendarEvent]]:
    found: dict[tuple[UUID, UUID, date], list[CalendarEvent]] = defaultdict(list)
    rows = CalendarEvent.objects.filter(branch__in=branches, item_origin__isnull=False)
    for event in rows.order_by("starts_on", "pk"):
        if event.item_origin and event.promised_month:
            found[event.branch_id, event.item_origin, event.promised_month].append(event)
    return found


def _dropped_of(branches: Iterable[UUID]) -> dict[tuple[UUID, UUID, date], DroppedPromise]:
    rows = DroppedPromise.objects.filter(branch__in=branches).select_related("branch")
    return {(row.branch_id, row.item_origin, row.month): row for row in rows}


def _parts(paper: Paper, kept: Sequence[Kept], today: date) -> tuple[PartRow, ...]:
    """Lines whose measure nobody named are put where their wording belongs, and marked so."""
    measures = [row for row in paper.sections if row.level and row.kind == "heading"]
    linker = Linker([Measure(row.origin, row.heading, row.body) for row in measures])
    by_measure: dict[str, list[Kept]] = defaultdict(list)
    for row in kept:
        line = row.promised.line
        by_measure[str(row.measure) if row.measure else linker.propose(line.text, line.kind) or ""].append(row)
    parts = [
        _part(section.label, section.heading, section.level, by_measure.pop(section.origin, []), today)
        for section in measures
    ]
    # What belongs to no section, or to one that the approved text no longer has.
    rest = [row for rows in by_measure.values() for row in rows]
    if rest:
        parts.append(replace(_part(NO_MEASURE, NO_MEASURE, 1, rest, today), is_rest=True))
    return tuple(parts)


def _part(label: str, heading: str, level: int, kept: list[Kept], today: date) -> PartRow:
    return PartRow(label, heading, level, tuple(kept), tally((row.promise for row in kept), today))


def _beyond(plan: Plan) -> tuple[CalendarEvent, ...]:
    """Held in the plan's period without a line that promised it, by day."""
    months = plan.period.months
    first, last = months[0], end_of_month(months[-1])
    rows = CalendarEvent.objects.filter(branch=plan.branch, item_origin__isnull=True, is_restricted=False).planned()
    events = list(rows.between(first, last).in_order())
    held = held_days(events)
    return tuple(event for event in events if event.pk in held)


def promised_by(branch: Branch, item_origin: UUID, month: date) -> Kept | None:
    """The one promise with this key in the branch's plans in force, or None."""
    plans = list(Plan.objects.in_force().filter(Q(branch=branch) & Q(items__origin=item_origin)).distinct())
    rows = kept_of(plans, month) if plans else []
    return next((row for row in rows if row.promised.key == (item_origin, month)), None)
