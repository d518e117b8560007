"""Events as iCalendar text (RFC 5545) that calendar programs subscribe to. Framework-free.

An event keeps its UID for ever; SEQUENCE counts its changes, so that a client replaces what it has. A cancelled event stays, marked
CANCELLED: one that is merely gone would linger in some clients.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard

TIME_ZONE = "Asia/Shanghai"
CONTENT_TYPE = "text/calendar; charset=utf-8"
_ZONE = ZoneInfo(TIME_ZONE)
_OFFSET = timedelta(hours=8)
#: China has kept one time all year since 1991: one observance that began before any event of ours.
_SINCE = datetime(1992, 1, 1)  # noqa: DTZ001 - an observance begins at local time, without a zone
#: Raised when events are written in another way, so that clients fetch them again.
_FORM = 1
_MORNING, _DAY = 8 * 60, 24 * 60
_PRODUCT = "-//branchplan//calendar//ZH"


class FeedError(ValueError):
    """An event that no calendar can show."""


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """An event as a feed shows it.

    `starts` and `ends` are aware datetimes (equal where the end is not known), or both days (`ends` the last one, included) for what has no
    time of day. `changed_at` is when the event was last changed, aware. `sequence` grows with each change. `alarms` are minutes before the
    start, less than 0 after it: a day begins at midnight, when nobody wants to be told of it.
    """

    id: UUID
    subject: str
    starts: date
    ends: date
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    description: str = ""
    kind: str = ""
    address: str = ""
    cancelled: bool = False
    alarms: tuple[int, ...] = ()


def uid(event_id: UUID, host: str) -> str:
    """What names the event in every feed it appears in: the person's, the branch's and the school's show one event, not three."""
    return f"{event_id}@{host}"


def alarm_minutes(choice: str, starts: date) -> tuple[int, ...]:
    """Minutes before the start for "none", "morning" (8 o'clock), "day" (the same hour of the day before) and "hour".

    `starts` is local time or a day; a day is told of at 8 o'clock, of itself or the day before. What begins by 8 is told an hour before.
    """
    if choice == "none":
        return ()
    if not isinstance(starts, datetime):
        return (_DAY - _MORNING,) if choice == "day" else (-_MORNING,)
    if choice == "day":
        return (_DAY,)
    since_morning = starts.hour * 60 + starts.minute - _MORNING
    return (since_morning if choice == "morning" and since_morning > 0 else 60,)


def stamp(name: str, events: Iterable[FeedEvent], *, host: str) -> str:
    """The same for the same feed, without writing it: 64 hexadecimal digits."""
    content = repr((_FORM, name, host, sorted(events, key=lambda row: str(row.id))))
    return hashlib.sha256(content.encode()).hexdigest()


def feed(name: str, events: Iterable[FeedEvent], *, host: str, refresh_hours: int = 6) -> bytes:
    """The whole feed, UTF-8, lines folded at 75 octets. `host` is the portal's lasting name; `name` what clients call the calendar.

    The same events give the same bytes. Raises FeedError for an event that ends before it begins or mixes days and times.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", TIME_ZONE)
    calendar.add("x-published-ttl", f"PT{refresh_hours}H")
    calendar.add_component(_time_zone())
    for event in sorted(events, key=lambda row: str(row.id)):
        calendar.add_component(_event(event, host))
    return calendar.to_ical()


def _event(event: FeedEvent, host: str) -> Event:
    shown = Event()
    shown.add("uid", uid(event.id, host))
    shown.add("dtstamp", _utc(event.changed_at))
    shown.add("last-modified", _utc(event.changed_at))
    shown.add("sequence", event.sequence)
    shown.add("summary", f"（已取消）{event.subject}" if event.cancelled else event.subject)
    first, last = _span(event)
    shown.add("dtstart", first)
    if last != first:  # an end must lie after the beginning; none means: not known
        shown.add("dtend", last)
    shown.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    # A whole day in the calendar is not a day on which nobody can be met.
    shown.add("transp", "OPAQUE" if isinstance(event.starts, datetime) and not event.cancelled else "TRANSPARENT")
    for field, value in (("location", event.place), ("description", event.description), ("url", event.address)):
        if value:
            shown.add(field, value)
    if event.kind:
        shown.add("categories", [event.kind])
    if not event.cancelled:
        for minutes in sorted(set(event.alarms)):
            shown.add_component(_alarm(event.subject, minutes))
    return shown


def _span(event: FeedEvent) -> tuple[date, date]:
    """DTSTART and DTEND, which iCalendar means exclusively: the day after the last one."""
    if isinstance(event.starts, datetime) and isinstance(event.ends, datetime):
        if event.starts.tzinfo is None or event.ends.tzinfo is None:
            raise FeedError(f"{event.id}: times need a time zone")
        if event.ends < event.starts:
            raise FeedError(f"{event.id}: ends before it begins")
        return event.starts.astimezone(_ZONE), event.ends.astimezone(_ZONE)
    if isinstance(event.starts, datetime) or isinstance(event.ends, datetime):
        raise FeedError(f"{event.id}: a day and a time cannot be mixed")
    if event.ends < event.starts:
        raise FeedError(f"{event.id}: ends before it begins")
    return event.starts, event.ends + timedelta(days=1)


def _alarm(subject: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", subject)
    alarm.add("trigger", timedelta(minutes=-minutes))
    return alarm


def _time_zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", TIME_ZONE)
    standard.add("dtstart", _SINCE)
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise FeedError("the time of a change needs a time zone")
    return moment.astimezone(ZoneInfo("UTC"))
