"""From outbox entries to notices: who holds the roles at this moment hears of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from branches.models import Branch, District, RoleAssignment, User
from notices.domain.manners import after_quiet, digest_on
from notices.models import Delivery, GroupBot, Notice, OutboxEntry
from notices.selectors.manners import bots_for, habits_for
from notices.services.enclose import enclose
from regulations.selectors.rules import lineage

BATCH = 1000


def address_due(*, at: datetime, limit: int = BATCH) -> int:
    """Give up to `limit` due outbox entries their notices and deliveries, all in one transaction; returns how many entries that were.

    An entry is claimed by setting `addressed_at` where it is still empty: of two workers the second finds nothing to change.
    """
    with transaction.atomic():
        rows = OutboxEntry.objects.due(at).order_by("due_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        keys = [entry.pk for entry in rows[:limit]]
        if not keys:
            return 0
        OutboxEntry.objects.filter(pk__in=keys, addressed_at__isnull=True).update(addressed_at=at)
        entries = list(OutboxEntry.objects.filter(pk__in=keys, addressed_at=at))
        _address(entries, at)
    return len(entries)


def _address(entries: Sequence[OutboxEntry], at: datetime) -> None:
    people = _people_of(entries, timezone.localdate(at))
    notices = [
        Notice(
            entry=entry,
            recipient=user,
            kind=entry.kind,
            title=entry.title,
            body=entry.body,
            path=entry.path,
            branch_id=entry.branch_id,
            district_id=place if entry.district_id else None,
            dedupe_key=f"{entry.pk}:{user.pk}",
            posted_at=at,
        )
        for entry in entries
        for user, place in people[entry.pk]
    ]
    Notice.objects.bulk_create(notices, batch_size=1000)
    urgent = {entry.pk for entry in entries if entry.is_urgent}
    users = {user.pk: user for found in people.values() for user, _ in found}
    enclose(notices, users, urgent=lambda notice: notice.entry_id in urgent, at=at)
    _tell_groups([entry for entry in entries if entry.for_group], notices, at)


def _people_of(entries: Iterable[OutboxEntry], on: date) -> dict[UUID, list[tuple[User, UUID | None]]]:
    """Active people by entry, each with the branch or district where they are asked: the person if they still belong there, and the
    holders of the roles. Where a district has nobody in these roles, those of the nearest district above it. Three queries."""
    entries = list(entries)
    branches = {entry.branch_id for entry in entries if entry.branch_id}
    upwards = _upwards({entry.district_id for entry in entries if entry.district_id})
    roles = {role for entry in entries for role in entry.roles.split(",") if role}
    persons = {entry.person_id for entry in entries if entry.person_id}
    held = RoleAssignment.objects.current(on).filter(Q(role__in=roles) | Q(user__in=persons), user__is_active=True)
    rows = list(held.filter(branch__in=branches, branch__is_active=True).select_related("user"))
    if upwards:
        above = {district for line in upwards.values() for district in line}
        rows += held.filter(district__in=above).select_related("user")
    holders: dict[UUID | None, list[RoleAssignment]] = defaultdict(list)
    for row in rows:
        holders[row.branch_id or row.district_id].append(row)
    free = {entry.person_id for entry in entries if entry.person_id and not (entry.branch_id or entry.district_id)}
    known = {user.pk: user for user in User.objects.filter(pk__in=free, is_active=True)} if free else {}
    found: dict[UUID, list[tuple[User, UUID | None]]] = {}
    for entry in entries:
        if not (entry.branch_id or entry.district_id):
            found[entry.pk] = [(known[entry.person_id], None)] if entry.person_id in known else []
            continue
        wanted = set(filter(None, entry.roles.split(",")))
        places = [entry.branch_id] if entry.branch_id else upwards[entry.district_id or entry.pk]
        users: dict[UUID, tuple[User, UUID | None]] = {}
        for place in places:
            asked = [row for row in holders[place] if row.role in wanted or row.user_id == entry.person_id]
            users = {row.user_id: (row.user, place) for row in asked}
            if users:
                break
        found[entry.pk] = list(users.values())
    return found


def _upwards(districts: set[UUID]) -> dict[UUID, list[UUID]]:
    """Each district and those above it, nearest first."""
    if not districts:
        return {}
    own = dict(District.objects.filter(pk__in=districts).values_list("pk", "path"))
    paths = {path for line in own.values() for path in lineage(line)}
    by_path = dict(District.objects.filter(path__in=paths).values_list("path", "pk"))
    return {pk: [by_path[path] for path in reversed(lineage(line))] for pk, line in own.items()}


def _tell_groups(entries: Sequence[OutboxEntry], notices: Sequence[Notice], at: datetime) -> None:
    """One delivery a group chat and entry; it hangs on the entry's first notice, so a matter that reaches nobody reaches no chat."""
    if not entries:
        return
    first: dict[UUID | None, Notice] = {}
    for notice in notices:
        first.setdefault(notice.entry_id, notice)
    bots = bots_for({e.branch_id for e in entries if e.branch_id}, {e.district_id for e in entries if e.district_id})
    if not bots:
        return
    moments = _group_moments(bots, at)
    Delivery.objects.bulk_create(
        [
            Delivery(
                notice=first[entry.pk],
                channel=bot.channel,
                address=str(bot.pk),
                is_urgent=entry.is_urgent,
                due_at=moments[bot.pk][entry.is_urgent],
            )
            for entry in entries
            if entry.pk in first
            for bot in bots.get(entry.branch_id or entry.district_id or entry.pk, [])
        ],
        ignore_conflicts=True,
    )


def _group_moments(bots: Mapping[UUID, list[GroupBot]], at: datetime) -> dict[UUID, dict[bool, datetime]]:
    """For each bot when something urgent (True) and when the digest (False) may be said."""
    branches = {row.pk: row.district for row in Branch.objects.filter(pk__in=bots).select_related("district")}
    places = branches | {row.pk: row for row in District.objects.filter(pk__in=bots)}
    habits = habits_for(list({place.pk: place for place in places.values()}.values()))
    local = timezone.localtime(at)
    moments: dict[UUID, dict[bool, datetime]] = {}
    for place, row in bots.items():
        habit = habits[places[place].pk]
        pair = {True: after_quiet(local, habit.manners), False: digest_on(local, habit.manners, habit.calendar)}
        moments |= {bot.pk: pair for bot in row}
    return moments
