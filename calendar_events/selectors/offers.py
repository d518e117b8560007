"""Lines of an approved plan as events with dates to confirm, and what a revision changes about those that exist."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from branches.models import User
from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of
from calendar_events.domain.dating import Proposal, propose_day
from calendar_events.domain.promises import Promised
from calendar_events.models import CalendarEvent, DroppedPromise
from calendar_events.selectors.promises import dropped_keys, fixed_hours, items_of, kept_keys, promises_in
from calendar_events.selectors.revisions import moving_keys, revision_changes
from members.models import PartyGroup
from members.selectors.people import groups_in_use
from plans.models import Plan, PlanItem
from regulations.domain.activities import ActivityKind
from regulations.selectors.calendar import work_calendar_for


@dataclass(frozen=True)
class Offer:
    """One promise of the plan: what is proposed for it, or what it became. `moving`: an event of another month that a revision may
    bring here, to be decided about first."""

    promised: Promised
    item: PlanItem
    proposal: Proposal
    groups: tuple[PartyGroup, ...] = ()
    events: tuple[CalendarEvent, ...] = ()
    dropped: DroppedPromise | None = None
    moving: CalendarEvent | None = None

    @property
    def key(self) -> str:
        """Names it in forms and addresses."""
        origin, month = self.promised.key
        return f"{origin.hex}-{month:%Y%m}"

    @property
    def is_open(self) -> bool:
        return not self.events and self.dropped is None and self.moving is None


@dataclass(frozen=True)
class OfferMonth:
    """A month with what begins in it."""

    first_day: date
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class OfferPage:
    """A plan's promises by month."""

    plan: Plan
    months: tuple[OfferMonth, ...]
    to_decide: int = 0

    @property
    def offers(self) -> tuple[Offer, ...]:
        return tuple(offer for month in self.months for offer in month.offers)

    @property
    def open(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.is_open)

    def offer(self, key: str) -> Offer | None:
        return next((offer for offer in self.offers if offer.key == key), None)


def offer_page(plan: Plan, today: date) -> OfferPage:
    """Every promise of the plan with its proposal. Ten queries, whatever the number of lines; `plan` comes with branch and district."""
    items = items_of(plan)
    origins = list(items)
    events: dict[tuple[UUID, date], list[CalendarEvent]] = defaultdict(list)
    rows = CalendarEvent.objects.filter(branch=plan.branch_id, item_origin__in=origins).planned()
    for event in rows.in_order().select_related("group"):
        if event.item_origin and event.promised_month:
            events[event.item_origin, event.promised_month].append(event)
    dropped = {
        (row.item_origin, row.month): row
        for row in DroppedPromise.objects.filter(branch=plan.branch_id, item_origin__in=origins).select_related("by")
    }
    fixed, calendar = fixed_hours(plan.branch), work_calendar_for(plan.branch.district)
    groups = tuple(groups_in_use(plan.branch))
    asked = [row for row in revision_changes(plan, items, today) if row.fate.is_asked]
    moving = moving_keys(asked)
    months: dict[date, list[Offer]] = {month: [] for month in plan.period.months}
    for promised in promises_in(items.values()):
        item = items[promised.line.origin]
        found = tuple(events.get(promised.key, ()))
        months.setdefault(promised.month, []).append(
            Offer(
                promised,
                item,
                propose_day(promised, fixed, calendar, today=today),
                groups if _is_for_groups(item) and len(groups) > 1 else (),
                found,
                None if found else dropped.get(promised.key),
                moving.get(promised.key),
            )
        )
    pages = tuple(OfferMonth(month, tuple(found)) for month, found in sorted(months.items()) if found)
    return OfferPage(plan, pages, len(asked))


def _is_for_groups(item: PlanItem) -> bool:
    return item.kind == ActivityKind.GROUP_MEETING and item.responsible_group_id is None


def undated_plans(user: User, today: date) -> list[tuple[Plan, int, int]]:
    """For the desk: plans in force that the user writes for, with open promises that are not over and events to decide about.

    Four queries, and two for each revised plan. Plans without either are left out.
    """
    branches = scope_of(user).branches_as(AUTHOR_ROLES)
    plans = list(
        Plan.objects.work_plans()
        .in_force()
        .filter(branch__in=branches)
        .select_related("branch__district")
        .order_by("-year", "part")
    )
    plans = [plan for plan in plans if plan.period.months[-1] >= today.replace(day=1)]
    if not plans:
        return []
    items: dict[UUID, dict[UUID, PlanItem]] = defaultdict(dict)
    for item in PlanItem.objects.filter(plan__in=plans).present():
        items[item.plan_id][item.origin] = item
    kept, dropped = kept_keys(branches), dropped_keys(branches)
    found = []
    for plan in plans:
        promises = promises_in(items[plan.pk].values())
        changes = revision_changes(plan, items[plan.pk], today) if plan.amends_id else []
        settled = {*kept[plan.branch_id], *dropped[plan.branch_id], *moving_keys(changes)}
        count = sum(row.due >= today and row.key not in settled for row in promises)
        decide = sum(row.fate.is_asked for row in changes)
        if count or decide:
            found.append((plan, count, decide))
    return found
