"""What a branch does in a month: dated events, and lines of the approved plans in force that have no date yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from branches.models import User
from branches.scope import scope_of
from calendar_events.domain.fulfilment import end_of_month
from calendar_events.domain.promises import promises_of
from calendar_events.models import CalendarEvent, DroppedPromise
from calendar_events.selectors.promises import line_of
from members.models import Member
from plans.models import Plan, PlanItem

#: What a line says and what it promises.
_OF_A_LINE = (
    "origin", "text", "kind", "is_theme", "first_month", "last_month", "planned_on",
    "responsible_member__name", "responsible_group__name", "responsible_text",
)  # fmt: skip


@dataclass(frozen=True)
class MonthLine:
    """A line as a member sees it; `is_mine` when the reader or their group is responsible."""

    item: PlanItem
    is_mine: bool

    @property
    def span(self) -> str:
        first, last = self.item.first_month, self.item.last_month
        return f"{first.month}—{last.month}月" if last > first else ""


@dataclass(frozen=True)
class MonthView:
    """Themes, events by day, and lines without a date. `mine` are the ids of events that the reader or their group sees to."""

    first_day: date
    themes: tuple[MonthLine, ...]
    lines: tuple[MonthLine, ...]
    events: tuple[CalendarEvent, ...] = ()
    mine: frozenset[UUID] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.themes or self.lines or self.events)


@dataclass(frozen=True)
class Calendar:
    """Months with what happens in them and the approved plans they come from."""

    months: tuple[MonthView, ...]
    plans: tuple[Plan, ...]

    @property
    def is_empty(self) -> bool:
        return not self.plans and all(month.is_empty for month in self.months)


def calendar_of(
    user: User, months: Sequence[date], *, for_everybody: bool = False, events: Sequence[CalendarEvent] | None = None
) -> Calendar:
    """The given months (first days) for the branches the user belongs to; six queries, five where the events are given. Lines that two plans share are shown once, and a
    line that an event keeps, or that was given up, is not shown beside it. `for_everybody` leaves restricted events out: for a wall."""
    branches = scope_of(user).branch_ids
    if not branches:
        return Calendar(tuple(MonthView(month, (), ()) for month in months), ())
    if events is None:
        rows = CalendarEvent.objects.visible_to(user).filter(branch__in=branches)
        if for_everybody:
            rows = rows.filter(is_restricted=False)
        events = list(rows.between(min(months), end_of_month(max(months))).in_order().select_related("branch", "group"))
    plans = _in_force(user)
    items = list(
        PlanItem.objects.present()
        .with_responsible()
        .filter(plan__in=plans, first_month__lte=max(months), last_month__gte=min(months))
        .only(*_OF_A_LINE)
    )
    settled = _settled(items)
    member = Member.objects.filter(user=user).only("group").first() if items else None
    lines = [(item, _is_mine(item, member)) for item in items]
    own = {item.origin for item, mine in lines if mine}
    mine = frozenset(event.pk for event in events if event.item_origin in own or _has_part(event, member))
    views = tuple(_month(month, lines, settled, events, mine) for month in months)
    return Calendar(views, tuple(plan for plan in plans if any(plan.period.contains(month) for month in months)))


def months_of_year(user: User, today: date) -> list[date]:
    """The months of the plans in force around today, in order; the calendar year when there is none."""
    this_month = today.replace(day=1)
    months = {month for plan in _in_force(user) if plan.period.contains(this_month) for month in plan.period.months}
    return sorted(months) or [date(today.year, number, 1) for number in range(1, 13)]


def _in_force(user: User) -> list[Plan]:
    rows = Plan.objects.visible_to(user).work_plans().in_force().filter(branch__in=scope_of(user).branch_ids)
    return list(rows.order_by("-year", "cycle").only("title", "paper", "cycle", "year", "part"))


def _settled(items: Sequence[PlanItem]) -> set[tuple[object, date]]:
    """Promises of these lines that need no line any more. Two queries."""
    origins = [item.origin for item in items]
    if not origins:
        return set()
    events = CalendarEvent.objects.planned().filter(item_origin__in=origins)
    dropped = DroppedPromise.objects.filter(item_origin__in=origins)
    return {*events.values_list("item_origin", "promised_month"), *dropped.values_list("item_origin", "month")}


def _is_mine(item: PlanItem, member: Member | None) -> bool:
    if member is None:
        return False
    return item.responsible_member_id == member.pk or (
        member.group_id is not None and item.responsible_group_id == member.group_id
    )


def _has_part(event: CalendarEvent, member: Member | None) -> bool:
    """The member chairs it or writes its record."""
    return member is not None and member.pk in (event.host_member_id, event.recorder_member_id)


def _month(
    month: date,
    rows: Sequence[tuple[PlanItem, bool]],
    settled: set[tuple[object, date]],
    events: Sequence[CalendarEvent],
    mine: frozenset[UUID],
) -> MonthView:
    seen: set[str] = set()
    lines = []
    for item, is_mine in rows:
        if item.first_month <= month <= item.last_month and item.text not in seen and _is_open(item, month, settled):
            seen.add(item.text)
            lines.append(MonthLine(item, is_mine))
    last = end_of_month(month)
    return MonthView(
        month,
        tuple(line for line in lines if line.item.is_theme),
        tuple(line for line in lines if not line.item.is_theme),
        tuple(event for event in events if event.starts_on <= last and event.ends_on >= month),
        mine,
    )


def _is_open(item: PlanItem, month: date, settled: set[tuple[object, date]]) -> bool:
    """What the line promises in this month is neither dated nor given up; a theme is always shown."""
    if item.is_theme:
        return True
    return any(row.key not in settled for row in promises_of(line_of(item)) if row.month <= month <= row.last_month)
