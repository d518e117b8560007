"""What the pages of a routine and of requirements show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from branches.models import Branch, SchoolKind, User
from plans.domain.proposing import Every, Pattern, slide
from plans.domain.proposing.required import CUSTOMARY
from plans.models import DistrictRequirement
from regulations.domain.activities import ActivityKind
from regulations.domain.observed_days import ObservedDay
from regulations.domain.work_calendar import WorkCalendar
from regulations.selectors.calendar import observed_days_for

NEXT_DAYS = 3
_LOOKED_AHEAD = timedelta(days=400)


def days_to_choose(branch: Branch, today: date) -> list[ObservedDay]:
    """The observances of this year that the branch may want; one query."""
    return list(observed_days_for(branch.district, today.year, school_kind=branch.school_kind))


def next_days(
    patterns: Mapping[ActivityKind, Pattern], calendar: WorkCalendar, today: date
) -> dict[ActivityKind, list[date]]:
    """The next days of each kind by its own pattern or the customary one, off holidays and vacations where the month has another day."""
    found = {}
    for kind, customary in CUSTOMARY.items():
        pattern = patterns.get(kind, customary)
        planned = pattern.days(today, today + _LOOKED_AHEAD, calendar)[:NEXT_DAYS]
        found[kind] = [_slid(day, pattern, calendar) for day in planned]
    return found


def _slid(day: date, pattern: Pattern, calendar: WorkCalendar) -> date:
    if pattern.every in {Every.WEEK, Every.FORTNIGHT, Every.TERM}:
        return day
    begin = day.replace(day=1)
    end = (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return slide(day, begin, end, calendar, earlier=pattern.by).day


@dataclass(frozen=True)
class ShownRequirement:
    """A requirement with its school kinds in words."""

    row: DistrictRequirement
    schools: str


def requirements_of(user: User) -> QuerySet[DistrictRequirement]:
    """What the user's districts ask for now."""
    rows = DistrictRequirement.objects.visible_to(user).in_force().select_related("district", "added_by")
    return rows.order_by("district__path", "-added_at", "pk")


def shown_requirements(user: User) -> list[ShownRequirement]:
    labels = dict(SchoolKind.choices)
    return [
        ShownRequirement(row, "、".join(str(labels.get(kind, kind)) for kind in row.school_kinds) or "所有学校")
        for row in requirements_of(user)
    ]
