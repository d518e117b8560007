"""What a feed's address opens, decided at the moment it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from django.conf import settings

from branches.models import Branch, User
from branches.models.people import LEADING_ROLES
from branches.scope import scope_of
from branches.services.tokens import digest_of
from calendar_events.domain.feed import TIME_ZONE, FeedEvent, alarm_minutes
from calendar_events.models import Audience, CalendarEvent, CalendarFeed, FeedKind
from calendar_events.querysets import EventQuerySet
from calendar_events.selectors.audience import asked_on

#: How far back and ahead a feed reaches.
MONTHS_BACK, MONTHS_AHEAD = 12, 18
_ZONE = ZoneInfo(TIME_ZONE)
#: What everybody in the branch, or in the school, may know: never the committee's, a group's, applicants' or chosen people's.
_OPEN = {
    FeedKind.BRANCH: (Audience.PARTY_MEMBERS, Audience.STAFF),
    FeedKind.SCHOOL: (Audience.STAFF,),
}


@dataclass(frozen=True)
class FeedContents:
    """What clients call the calendar, and its events."""

    name: str
    events: tuple[FeedEvent, ...]
    host: str


def feed_of(secret: str) -> CalendarFeed | None:
    """The live feed with this secret. One query."""
    rows = CalendarFeed.objects.live().select_related("owner", "branch")
    return rows.filter(digest=digest_of(secret)).first()


def feeds_kept_by(user: User) -> list[CalendarFeed]:
    """Addresses in use: one's own first, then those of branches one leads."""
    rows = CalendarFeed.objects.visible_to(user).live().select_related("branch", "created_by")
    return sorted(rows, key=lambda row: (not row.is_personal, row.created_at))


def branches_to_give_out(user: User) -> list[Branch]:
    """Branches in whose name this person gives addresses out."""
    led = scope_of(user).branches_as(LEADING_ROLES)
    return list(Branch.objects.filter(pk__in=led, is_active=True).order_by("short_name"))


def feed_contents(feed: CalendarFeed, today: date) -> FeedContents | None:
    """None when there is nothing to open any more: the owner is shut out or in no branch, the branch is given up. Five queries at most."""
    found = _of_person(feed, feed.owner, today) if feed.owner else _of_branch(feed, feed.branch)
    if found is None:
        return None
    name, rows = found
    rows = rows.between(today - relativedelta(months=MONTHS_BACK), today + relativedelta(months=MONTHS_AHEAD))
    return FeedContents(name, tuple(_shown(rows.select_related("branch", "group"), feed)), _host())


def _of_person(feed: CalendarFeed, owner: User, today: date) -> tuple[str, EventQuerySet] | None:
    """Of the branches they belong to today: what a district role reaches is too much for a phone."""
    own = scope_of(owner).branch_ids
    if not own:
        return None
    rows = CalendarEvent.objects.visible_to(owner).filter(branch__in=own).open_or_with_part(owner)
    if feed.kind == FeedKind.MINE:
        return "我的支部活动", rows.filter(asked_on(owner, today))
    names = Branch.objects.filter(pk__in=own).order_by("short_name").values_list("short_name", flat=True)
    return f"{'、'.join(names)}党支部活动", rows


def _of_branch(feed: CalendarFeed, branch: Branch | None) -> tuple[str, EventQuerySet] | None:
    if branch is None or not branch.is_active:
        return None
    audiences = _OPEN[FeedKind(feed.kind)]
    rows = CalendarEvent.objects.filter(branch=branch, is_restricted=False, audience__in=audiences)
    whose = branch.school_name if feed.kind == FeedKind.SCHOOL else branch.short_name
    return f"{whose}{'教职工' if feed.kind == FeedKind.SCHOOL else '党支部'}活动", rows


def _shown(events: Iterable[CalendarEvent], feed: CalendarFeed) -> Iterable[FeedEvent]:
    """Without agenda, notes and names: a calendar on a phone is often kept by somebody else's server."""
    for event in events:
        starts, ends = _span(event)
        yield FeedEvent(
            id=event.pk,
            # A talk between two is told by its kind alone.
            subject=event.kind_label if event.is_restricted else event.subject,
            starts=starts,
            ends=ends,
            changed_at=event.changed_at,
            sequence=event.version - 1,
            place=event.place,
            description="\n".join(_about(event)),
            kind=event.kind_label,
            address=f"{settings.PORTAL_URL.rstrip('/')}{event.get_absolute_url()}",
            cancelled=event.is_cancelled,
            alarms=alarm_minutes(feed.alarm, starts),
        )


def _about(event: CalendarEvent) -> Iterable[str]:
    yield f"{event.branch.short_name} · {event.kind_label}"
    yield f"参加：{event.group.name if event.group else event.get_audience_display()}"
    if event.starts_at and not event.ends_at and event.ends_on > event.starts_on:
        yield f"{event.starts_at:%H:%M}开始"
    yield "议程和材料登录平台查看"


def _span(event: CalendarEvent) -> tuple[date, date]:
    """Moments in local time, or days. Several days without an end of the last one are whole days."""
    if event.starts_at is None or (event.ends_at is None and event.ends_on > event.starts_on):
        return event.starts_on, event.ends_on
    return _moment(event.starts_on, event.starts_at), _moment(event.ends_on, event.ends_at or event.starts_at)


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, _ZONE)


def _host() -> str:
    """The portal's lasting name, in the UID of every event."""
    return urlsplit(settings.PORTAL_URL).hostname or "branchplan"
