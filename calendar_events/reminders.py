"""What is due about events on a day: tomorrow, today, and records that are missing. Facts in, facts out; one query of its own for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from branches.models import Branch, Role
from branches.models.people import AUTHOR_ROLES, BRANCH_ROLES
from calendar_events.domain.saying import when_said
from calendar_events.models import ActivityRecord, CalendarEvent
from calendar_events.models import Audience as Asked
from members.models import Member, MemberStatus
from notices.domain.due import Audience, DueFact
from notices.selectors.manners import Habits
from regulations.domain.quoting import quoted

#: After so long a missing record is a matter of the year-end summary and no longer of a daily message.
FORGOTTEN_AFTER = timedelta(days=60)
_ON_THE_WAY = (MemberStatus.APPLICANT, MemberStatus.ACTIVIST, MemberStatus.CANDIDATE)
_BY_ROLE = {Asked.PARTY_MEMBERS: BRANCH_ROLES, Asked.STAFF: BRANCH_ROLES, Asked.COMMITTEE: AUTHOR_ROLES}
_KEEPERS = (Role.SECRETARY.value, Role.ORGANISATION_COMMISSIONER.value)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """A planned event as far as reminders go. `people` are log-ins where it is not for holders of `roles`."""

    id: UUID
    branch: UUID
    subject: str
    starts_on: date
    ends_on: date
    starts_at: time | None
    ends_at: time | None
    place: str
    sequence: int
    needs_record: bool
    roles: tuple[str, ...] = ()
    people: tuple[UUID, ...] = ()
    path: str = ""


def events_due(events: Iterable[EventFacts], day: date, *, before: int, record_after: int) -> list[DueFact]:
    """`before` days ahead and on the morning itself (told anew after a move), and `record_after` days later if the record is missing.

    0 switches off the first or the last.
    """
    found = []
    for event in events:
        if before and event.starts_on - timedelta(days=before) <= day < event.starts_on:
            left = (event.starts_on - day).days
            words = "明天" if left == 1 else f"{left}天后"
            found += _told(event, "before", f"{words}：{event.subject}", event.starts_on - timedelta(days=before))
        elif day == event.starts_on:
            found += _told(event, "today", f"今天：{event.subject}", day)
        late = event.ends_on + timedelta(days=record_after)
        if record_after and event.needs_record and late <= day <= event.ends_on + FORGOTTEN_AFTER:
            found.append(
                DueFact(
                    "events.record",
                    f"event:{event.id}:record",
                    late,
                    f"{quoted(event.subject)}已过{record_after}天，还没有存档的活动记录",
                    Audience(branch=event.branch, roles=_KEEPERS),
                    body=f"活动时间：{_when(event)}。没有开成的，请取消活动并写明原因。",
                    path=event.path,
                )
            )
    return found


def _told(event: EventFacts, what: str, title: str, due_on: date) -> list[DueFact]:
    key = f"event:{event.id}:{event.sequence}:{what}"
    body = f"时间：{_when(event)}" + (f"；地点：{event.place}" if event.place else "") + "。"
    urgent = what == "today"
    if event.roles:
        audience = Audience(branch=event.branch, roles=event.roles)
        return [DueFact(f"events.{what}", key, due_on, title, audience, body, event.path, urgent)]
    return [
        DueFact(
            f"events.{what}", f"{key}:{person}", due_on, title, Audience(branch=event.branch, person=person), body,
            event.path, urgent,
        )
        for person in event.people
    ]  # fmt: skip


def _when(event: EventFacts) -> str:
    return when_said(event.starts_on, event.ends_on, event.starts_at, event.ends_at)


def due_on(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    """Events of these branches, all of one district. Four queries."""
    manners = habits.manners
    first, last = day - FORGOTTEN_AFTER, day + timedelta(days=max(manners.event_days, 1))
    rows = list(CalendarEvent.objects.planned().filter(branch__in=branches).between(first, last))
    finished = set(
        ActivityRecord.objects.filter(event__in=[row.pk for row in rows], state="finished").values_list(
            "event", flat=True
        )
    )
    people = _people([row for row in rows if row.audience not in _BY_ROLE and row.ends_on >= day])
    facts = [
        EventFacts(
            row.pk, row.branch_id, row.subject, row.starts_on, row.ends_on, row.starts_at, row.ends_at, row.place,
            row.sequence, row.owner == "branch" and row.pk not in finished,
            tuple(sorted(_BY_ROLE.get(Asked(row.audience), ()))), people.get(row.pk, ()), row.get_absolute_url(),
        )
        for row in rows
    ]  # fmt: skip
    return events_due(facts, day, before=manners.event_days, record_after=manners.record_days)


def _people(events: Sequence[CalendarEvent]) -> dict[UUID, tuple[UUID, ...]]:
    """Log-ins by event for groups, applicants and chosen people. Two queries."""
    if not events:
        return {}
    branches = {event.branch_id for event in events}
    members = Member.objects.filter(branch__in=branches, is_active=True, user__isnull=False)
    chosen: dict[UUID, set[UUID]] = defaultdict(set)
    for event_id, member_id in CalendarEvent.objects.filter(pk__in=[event.pk for event in events]).values_list(
        "pk", "invitees__member"
    ):
        chosen[event_id].add(member_id)
    rows = list(members.values_list("pk", "user", "branch", "group", "status"))
    return {
        event.pk: tuple(
            user
            for pk, user, branch, group, status in rows
            if branch == event.branch_id and user and _is_asked(event, pk, group, status, chosen[event.pk])
        )
        for event in events
    }


def _is_asked(event: CalendarEvent, member: UUID, group: UUID | None, status: str, chosen: set[UUID]) -> bool:
    if event.audience == Asked.GROUP:
        return group == event.group_id and status not in _ON_THE_WAY
    return status in _ON_THE_WAY if event.audience == Asked.APPLICANTS else member in chosen
