"""What those concerned are told when an event is moved or cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from branches.models import User
from calendar_events.domain.saying import when_said
from calendar_events.models import CalendarEvent
from calendar_events.selectors.audience import people_asked
from notices.services.post import post

#: What changes so shortly before it happens is told at once and not in the next morning's digest.
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class When:
    """The time and place of an event before it was changed."""

    starts_on: date
    ends_on: date
    starts_at: time | None
    ends_at: time | None
    place: str

    @classmethod
    def of(cls, event: CalendarEvent) -> When:
        return cls(event.starts_on, event.ends_on, event.starts_at, event.ends_at, event.place)

    @property
    def said(self) -> str:
        return when_said(self.starts_on, self.ends_on, self.starts_at, self.ends_at)


def tell_moved(event: CalendarEvent, before: When, *, by: User, at: datetime) -> None:
    """Another time or place, to everybody it is for but whoever changed it. What is over by now is nobody's news."""
    now = When.of(event)
    what = f"改到{now.said}" if (now.said != before.said) else f"地点改为{now.place or '待定'}"
    body = f"原定{before.said}" + (f"，地点{before.place}" if before.place else "") + "。"
    body += f"现在：{now.said}" + (f"，地点{now.place}" if now.place else "") + "。请重新确认能否参加。"
    _tell(event, "moved", f"{event.subject}{what}", body, min(before.starts_on, now.starts_on), by=by, at=at)


def tell_cancelled(event: CalendarEvent, *, by: User, at: datetime) -> None:
    body = f"原定{When.of(event).said}。取消原因：{event.cancelled_reason}"
    _tell(event, "cancelled", f"{event.subject}已取消", body, event.starts_on, by=by, at=at)


def tell_reinstated(event: CalendarEvent, *, by: User, at: datetime) -> None:
    now = When.of(event)
    body = f"时间：{now.said}" + (f"，地点{now.place}" if now.place else "") + "。"
    _tell(event, "moved", f"{event.subject}照常进行", body, event.starts_on, by=by, at=at)


def _tell(event: CalendarEvent, what: str, title: str, body: str, first: date, *, by: User, at: datetime) -> None:
    today = timezone.localdate(at)
    if max(event.ends_on, first) < today:
        return
    people = people_asked(event).filter(user__isnull=False, user__is_active=True).exclude(user=by)
    post(
        to=[member.user for member in people.select_related("user") if member.user],
        kind=f"events.{what}",
        title=title,
        body=body,
        path=event.get_absolute_url(),
        dedupe_key=f"event:{event.pk}:{event.sequence}",
        at=at,
        urgent=first - today <= SOON,
        branch=event.branch,
    )
