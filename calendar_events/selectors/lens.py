"""Whose calendar a page shows, and what of it: from the acting role and the filters in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from branches.models import Branch, District, Role, SchoolKind, User
from branches.models.people import AUTHOR_ROLES
from branches.scope import Held, scope_of
from calendar_events.domain.fulfilment import end_of_month
from calendar_events.models import ActivityRecord, CalendarEvent, EventOwner
from calendar_events.querysets import EventQuerySet
from members.models import PartyGroup
from plans.models import SchoolGroup
from regulations.domain.activities import ActivityKind

#: What a calendar shows of an event, and by what it knows the reader's own.
SHOWN = (
    "branch__short_name", "kind", "subject", "starts_on", "ends_on", "starts_at", "ends_at", "place", "group__name",
    "state", "version", "host_member", "recorder_member", "item_origin",
)  # fmt: skip
#: So many 学校组 stand in the filter.
MOST_GROUPS = 100
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
    school_groups: tuple[SchoolGroup, ...] = ()
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

    @property
    def query_of_all(self) -> str:
        """The same without the one school that was chosen, for the way back to all of them."""
        kept = {name: value for name, value in self.filters.items() if name not in {"branch", "group"}}
        return "&" + urlencode(kept) if kept else ""

    @property
    def is_narrowed(self) -> bool:
        """By more than the one school that was chosen."""
        return bool(set(self.filters) - {"branch"})

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
        if school_kind := self.filters.get("school_kind"):
            rows = rows.filter(branch__school_kind=school_kind)
        if chosen := self.filters.get("schools"):
            rows = rows.filter(
                branch__in=SchoolGroup.branches.through.objects.filter(schoolgroup=UUID(chosen)).values("branch")
            )
        if kind := self.filters.get("kind"):
            rows = rows.counting_as(kind)
        if owner := self.filters.get("owner"):
            rows = rows.filter(owner=owner)
        if self.group is not None:
            rows = rows.filter(Q(group=self.group) | ~Q(audience="group"))
        return rows

    def events(self, first: date, last: date) -> list[CalendarEvent]:
        """Those that touch the days, in order. Where the reader may drag them about, `is_held` says what has a record and stays. One query."""
        rows = self.rows().between(first, last).in_order()
        if self.is_author:
            held = ActivityRecord.objects.of_what_was_held().filter(event=OuterRef("pk"))
            rows = rows.annotate(is_held=Exists(held))
        return list(rows.select_related("branch", "group").only(*SHOWN))

    def months(self, months: Sequence[date]) -> dict[date, list[CalendarEvent]]:
        """The events of each month, by day. One query."""
        rows = list(self.rows().between(months[0], end_of_month(months[-1])).in_order().select_related("group"))
        return {
            month: [row for row in rows if row.starts_on <= end_of_month(month) and row.ends_on >= month]
            for month in months
        }


def lens_for(user: User, held: Held | None, asked: Mapping[str, str]) -> Lens:
    """Four queries at most. What is asked for and cannot be is left aside."""
    filters = {}
    if asked.get("kind") in set(ActivityKind):
        filters["kind"] = asked["kind"]
    if asked.get("owner") in EventOwner.values:
        filters["owner"] = asked["owner"]
    if held and held.role in _OVERSEERS and held.district_id:
        district = District.objects.get(pk=held.district_id)
        chosen = _branch_below(user, asked.get("branch", "")) or _branch_named(user, asked.get("school", "").strip())
        if chosen is not None:
            filters["branch"] = str(chosen.pk)
            return _with_group(Lens(user, (chosen,), district, filters), asked)
        return _wide(Lens(user, (), district, filters), asked)
    own = scope_of(user).branch_ids
    branches = Branch.objects.filter(pk__in=own, is_active=True).select_related("district").order_by("short_name")
    return _with_group(Lens(user, tuple(branches), None, filters), asked)


def _wide(lens: Lens, asked: Mapping[str, str]) -> Lens:
    """A district's filters: words of a school's name, kind of school, 学校组."""
    filters = dict(lens.filters)
    if school := asked.get("school", "").strip()[:20]:
        filters["school"] = school
    if asked.get("school_kind") in SchoolKind.values:
        filters["school_kind"] = asked["school_kind"]
    below = SchoolGroup.objects.visible_to(lens.user).filter(
        district__path__startswith=lens.district.path if lens.district else ""
    )
    groups = tuple(below.order_by("name", "pk")[:MOST_GROUPS])
    if any(str(row.pk) == asked.get("schools") for row in groups):
        filters["schools"] = asked["schools"]
    return replace(lens, filters=filters, school_groups=groups)


def _with_group(lens: Lens, asked: Mapping[str, str]) -> Lens:
    """The party groups of the branches, and the one chosen."""
    rows = PartyGroup.objects.filter(branch__in=lens.branches, is_active=True).order_by("name", "pk")
    groups = tuple(rows) if lens.branches else ()
    group = next((row for row in groups if str(row.pk) == asked.get("group")), None)
    filters = lens.filters if group is None else {**lens.filters, "group": str(group.pk)}
    return replace(lens, filters=filters, groups=groups, group=group)


def _branch_named(user: User, name: str) -> Branch | None:
    """The one school of exactly this name; None when none or several are called so."""
    if not name:
        return None
    named = Branch.objects.visible_to(user).filter(Q(short_name=name) | Q(school_name=name), is_active=True)
    found = list(named.select_related("district")[:2])
    return found[0] if len(found) == 1 else None


def _branch_below(user: User, text: str) -> Branch | None:
    try:
        pk = UUID(text)
    except ValueError:
        return None
    return Branch.objects.visible_to(user).filter(pk=pk).select_related("district").first()
