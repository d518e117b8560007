"""Events for tests: of 青榆一小 unless said otherwise, made by its secretary."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from calendar_events.models import CalendarEvent, EventInvitee
from members.models import Member
from tests.cast import NOW, Cast

LINE = "11111111-1111-4111-8111-111111111111"


def event_of(cast: Cast, subject: str = "主题党日：走进社区服务站", **facts: Any) -> CalendarEvent:
    """On 13 March 2026, a Friday, from 15:30 to 17:00, as the row alone."""
    starts_on = facts.pop("starts_on", date(2026, 3, 13))
    author = facts.pop("by", cast.lin)
    given = {
        "branch": cast.branch,
        "kind": "theme_day",
        "starts_on": starts_on,
        "ends_on": starts_on,
        "starts_at": time(15, 30),
        "ends_at": time(17, 0),
        "place": "社区服务站",
        "created_by": author,
        "created_at": NOW,
        "changed_by": author,
        "changed_at": NOW,
        **facts,
    }
    return CalendarEvent.objects.create(subject=subject, **given)


def talk_with(cast: Cast, who: str, **facts: Any) -> CalendarEvent:
    """谈心谈话 of 青榆一小 that only those two may know of."""
    event = event_of(cast, "谈心谈话", kind="heart_to_heart_talk", audience="chosen", is_restricted=True, **facts)
    EventInvitee.objects.create(event=event, member=person(cast, who))
    return event


def person(cast: Cast, who: str) -> Member:
    return Member.objects.get(user=cast.people[who])
