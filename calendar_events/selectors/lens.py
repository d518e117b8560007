"""Whose calendar a page shows, and what of it: from the acting role and the filters in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q

from branches.models import Branch, District, Role, User
from branches.models.people import AUTHOR_ROLES
from branches.scope import Held, scope_of
from calendar_events.domain.fulfilment import end_of_month
from calendar_events.models import CalendarEvent, EventOwner
from calendar_events.querysets import EventQuerySet
from members.models import PartyGroup
from regulations.domain.activities import ActivityKind

_OVERSEERS = {Role.REVIEWER.value, Role.DISTRICT_ADMINISTRATOR.value}


@dataclass(frozen=True)
class Lens:
    """A district with all branches below it, or single branches; `filters` are kept in every link of the page. `for_everybody` leaves
    restricted events out, also those that the reader may see."""

    user: User
    branches: tuple[Branch, ...]
    district: District | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[PartyGroup, ...] = ()
    group: PartyGroup | None = None
    for_everybody: bool = False

    @property
    def is_wide(self) -> bool:
        """Too many branches to show every event of a month on one page."""
        return self.district is not None and not self.branches

    @property
    def place(self) -> District | None:
        """The district whose work calendar and terms are shown."""
        return self.branches[0].district if self.branches else self.district

    @property
    def title(self) -> str:
        if self.is_wide and self.district:
            return self.district.name
        return "、".join(branch.short_name for branch in self.branches)

    @property
    def school_kind(self) -> str:
        return self.branches[0].school_kind if len(self.branches) == 1 else ""

    @cached_property
    def query(self) -> str:
        """The filters as they stand in an address, with & in front; "" without any."""
        return "&" + urlencode(self.filters) if self.filters else ""

    @cached_property
    def is_author(self) -> bool:
        """The reader writes for the branch that is shown."""
        own = scope_of(self.user).branches_as(AUTHOR_ROLES)
        return bool(self.branches) and all(branch.pk in own for branch in self.branches)

    def rows(self) -> EventQuerySet:
        """Events that the reader may see, of these branches and as filtered."""
        rows = CalendarEvent.objects.visible_to(self.user)
        if self.for_everybody:
            rows = rows.filter(is_restricted=False)
        if self.branches:
            rows = rows.filter(branch__in=self.branches)
        elif self.district:
            rows = rows.filter(branch__district__path__startswith=self.district.path, branch__is_active=True)
        else:
            rows = rows.none()
        if school := self.filters.get("school"):
            rows = rows.filter(Q(branch__short_name__icontains=school) | Q(branch__school_name__icontains=school))
        if kind := self.filters.get("kind"):
            rows = rows.counting_as(kind)
        if owner := self.filters.get("owner"):
            rows = rows.filter(owner=owner)
        if self.group is not None:
            rows = rows.filter(Q(group=self.group) | ~Q(audience="group"))
        return rows

    def months(self, months: Sequence[date]) -> dict[date, list[CalendarEvent]]:
        """The events of each month, by day. One query."""
        rows = list(self.rows().between(months[0], end_of_month(months[-1])).in_order().select_related("group"))
        return {
            month: [row for row in rows if row.starts_on <= end_of_month(month) and row.ends_on >= month]
            for month in months
        }


def lens_for(user: User, held: Held | None, asked: Mapping[str, str]) -> Lens:
    """Three queries at most. What is asked for and cannot be is left aside."""
    filters = {}
    if asked.get("kind") in set(ActivityKind):
        filters["kind"] = asked["kind"]
    if asked.get("owner") in EventOwner.values:
        filters["owner"] = asked["owner"]
    if held and held.role in _OVERSEERS and held.district_id:
        district = District.objects.get(pk=held.district_id)
        chosen = _branch_below(user, asked.get("branch", ""))
        if chosen is not None:
            filters["branch"] = str(chosen.pk)
            return Lens(user, (chosen,), district, filters)
        if school := asked.get("school", "").strip()[:20]:
            filters["school"] = school
        return Lens(user, (), district, filters)
    own = scope_of(user).branch_ids
    branches = tuple(
        Branch.objects.filter(pk__in=own, is_active=True).select_related("district").order_by("short_name")
    )
    groups = tuple(PartyGroup.objects.filter(branch__in=own, is_active=True).order_by("name", "pk"))
    group = next((row for row in groups if str(row.pk) == asked.get("group")), None)
    if group is not None:
        filters["group"] = str(group.pk)
    return Lens(user, branches, None, filters, groups, group)


def _branch_below(user: User, text: str) -> Branch | None:
    try:
        pk = UUID(text)
    except ValueError:
        return None
    return Branch.objects.visible_to(user).filter(pk=pk).select_related("district").first()
