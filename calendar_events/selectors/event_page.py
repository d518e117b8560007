"""What the page of one event shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from branches.models import User
from branches.models.people import AUTHOR_ROLES
from branches.scope import scope_of
from calendar_events.models import AnswerGiven, CalendarEvent, EventAnswer
from calendar_events.selectors.audience import people_asked
from members.models import Member
from plans.domain.proposing.sliding import obstacle
from regulations.selectors.calendar import work_calendar_for


@dataclass(frozen=True)
class PersonAsked:
    """Somebody the event is for, with what they said; `is_stale`: before it was moved."""

    member: Member
    answer: EventAnswer | None
    is_stale: bool


@dataclass(frozen=True)
class EventPage:
    """`people` only for the committee; `own` where the event is for the reader."""

    event: CalendarEvent
    own: PersonAsked | None
    people: tuple[PersonAsked, ...]
    is_author: bool
    is_over: bool
    obstacle: str

    @property
    def agenda(self) -> list[str]:
        return self.event.agenda.splitlines()

    @property
    def coming(self) -> list[PersonAsked]:
        return self._with(AnswerGiven.COMING)

    @property
    def on_leave(self) -> list[PersonAsked]:
        return self._with(AnswerGiven.LEAVE)

    @property
    def silent(self) -> list[PersonAsked]:
        return [row for row in self.people if row.answer is None]

    def _with(self, answer: AnswerGiven) -> list[PersonAsked]:
        return [row for row in self.people if row.answer and row.answer.answer == answer]


def event_page(event: CalendarEvent, user: User, today: date) -> EventPage:
    """Answers of others are the committee's to see. Six queries at most; `event` comes with people and the branch's district."""
    is_author = scope_of(user).holds_in(event.branch, AUTHOR_ROLES)
    asked = people_asked(event)
    members = list(asked if is_author else asked.filter(user=user))
    said = EventAnswer.objects.filter(event=event, member__in=members).select_related("answered_by")
    answers = {row.member_id: row for row in said}
    people = tuple(_person(event, member, answers.get(member.pk)) for member in members)
    calendar = work_calendar_for(event.branch.district)
    return EventPage(
        event,
        next((row for row in people if row.member.user_id == user.pk), None),
        people if is_author else (),
        is_author,
        event.ends_on < today,
        obstacle(event.starts_on, calendar),
    )


def _person(event: CalendarEvent, member: Member, answer: EventAnswer | None) -> PersonAsked:
    return PersonAsked(member, answer, answer is not None and answer.sequence < event.sequence)
