"""What a branch does in a month: lines of the approved plans that are in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from branches.models import User
from branches.scope import scope_of
from members.models import Member
from plans.models import Plan, PlanItem


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
    first_day: date
    themes: tuple[MonthLine, ...]
    lines: tuple[MonthLine, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.themes or self.lines)


@dataclass(frozen=True)
class Calendar:
    """Months with their lines and the approved plans they come from."""

    months: tuple[MonthView, ...]
    plans: tuple[Plan, ...]


def calendar_of(user: User, months: Sequence[date]) -> Calendar:
    """The given months (first days) for the branches the user belongs to; three queries. Lines that two plans share are shown once."""
    plans = _in_force(user)
    if not plans:
        return Calendar(tuple(MonthView(month, (), ()) for month in months), ())
    items = (
        PlanItem.objects.present()
        .with_responsible()
        .filter(plan__in=plans, first_month__lte=max(months), last_month__gte=min(months))
    )
    member = Member.objects.filter(user=user).first()
    rows = [(item, _is_mine(item, member)) for item in items]
    views = tuple(_month(month, rows) for month in months)
    return Calendar(views, tuple(plan for plan in plans if any(plan.period.contains(month) for month in months)))


def months_of_year(user: User, today: date) -> list[date]:
    """The months of the plans in force around today, in order; the calendar year when there is none."""
    this_month = today.replace(day=1)
    months = {month for plan in _in_force(user) if plan.period.contains(this_month) for month in plan.period.months}
    return sorted(months) or [date(today.year, number, 1) for number in range(1, 13)]


def _in_force(user: User) -> list[Plan]:
    rows = Plan.objects.visible_to(user).work_plans().in_force().filter(branch__in=scope_of(user).branch_ids)
    return list(rows.select_related("branch").order_by("-year", "cycle"))


def _is_mine(item: PlanItem, member: Member | None) -> bool:
    if member is None:
        return False
    return item.responsible_member_id == member.pk or (
        member.group_id is not None and item.responsible_group_id == member.group_id
    )


def _month(month: date, rows: Sequence[tuple[PlanItem, bool]]) -> MonthView:
    seen: set[str] = set()
    lines = []
    for item, mine in rows:
        if item.first_month <= month <= item.last_month and item.text not in seen:
            seen.add(item.text)
            lines.append(MonthLine(item, mine))
    return MonthView(
        month,
        tuple(line for line in lines if line.item.is_theme),
        tuple(line for line in lines if not line.item.is_theme),
    )
