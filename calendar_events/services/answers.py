"""What people say beforehand: 参加 or 请假. Nobody has to; who came is written in the record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from branches.models import User
from calendar_events.models import AnswerGiven, CalendarEvent, EventAnswer
from calendar_events.models.events import REASON_LENGTH
from calendar_events.permissions import check_can_answer_for, check_can_change_event
from calendar_events.selectors.audience import people_asked
from calendar_events.services.event_facts import EventError
from calendar_events.services.events import note
from members.models import Member


def answer_event(
    *, event: CalendarEvent, member: Member, answer: str, reason: str = "", by: User, at: datetime
) -> EventAnswer:
    """By themselves until the event is over, by the committee for others at any time. Another answer takes the place of the first."""
    check_can_answer_for(by, event, member)
    with transaction.atomic():
        held = _open_event(event)
        if member.user_id == by.pk and held.ends_on < timezone.localdate(at):
            raise EventError("活动已经结束，是否到会以活动记录为准。")
        _check(held, [member])
        row, _ = EventAnswer.objects.update_or_create(
            event=held, member=member, defaults=_said(held, answer, reason) | {"answered_by": by, "answered_at": at}
        )
        # Who asks for leave and why is between the person and the committee: the trail names neither.
        note(held, "event.answer", by=by, at=at, answer=answer, own=member.user_id == by.pk)
    return row


def answer_for_all(
    *, event: CalendarEvent, members: Iterable[Member], answer: str, reason: str = "", by: User, at: datetime
) -> int:
    """The committee enters one answer for several people; returns for how many."""
    check_can_change_event(by, event)
    people = list(members)
    with transaction.atomic():
        held = _open_event(event)
        _check(held, people)
        said = _said(held, answer, reason) | {"answered_by": by, "answered_at": at}
        EventAnswer.objects.bulk_create(
            [EventAnswer(event=held, member=person, **said) for person in people],
            update_conflicts=True,
            unique_fields=["event", "member"],
            update_fields=list(said),
        )
        note(held, "event.answer_for", by=by, at=at, answer=answer, people=len(people))
    return len(people)


def withdraw_answers(*, event: CalendarEvent, members: Iterable[Member], by: User, at: datetime) -> None:
    """The committee takes answers back, as if nothing had been said."""
    check_can_change_event(by, event)
    people = list(members)
    with transaction.atomic():
        held = _open_event(event)
        EventAnswer.objects.filter(event=held, member__in=people).delete()
        note(held, "event.unanswer", by=by, at=at, people=len(people))


def _open_event(event: CalendarEvent) -> CalendarEvent:
    """Held, so that an answer belongs to the time it was given for."""
    held = CalendarEvent.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=event.pk)
    if held.is_cancelled:
        raise EventError("活动已取消，不需要答复。")
    return held


def _check(event: CalendarEvent, people: list[Member]) -> None:
    if not people:
        raise EventError("请选择人员。")
    asked = set(people_asked(event).filter(pk__in=[person.pk for person in people]).values_list("pk", flat=True))
    strangers = [person.name for person in people if person.pk not in asked]
    if strangers:
        raise EventError(f"{'、'.join(strangers)}不在这次活动的参加人员里。")


def _said(event: CalendarEvent, answer: str, reason: str) -> dict[str, object]:
    if answer not in AnswerGiven.values:
        raise EventError("请选择参加或请假。")
    reason = reason.strip() if answer == AnswerGiven.LEAVE else ""
    if answer == AnswerGiven.LEAVE and not reason:
        raise EventError("请写明请假事由。")
    if len(reason) > REASON_LENGTH:
        raise EventError(f"请假事由最多{REASON_LENGTH}字。")
    return {"answer": answer, "reason": reason, "sequence": event.sequence}
