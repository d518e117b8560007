"""Events are made, edited, moved, cancelled and taken up again. No change is lost: who saves over a newer version is shown it instead."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from branches.models import Branch, User
from branches.permissions import check_can_write_for
from branches.services.audit import record
from calendar_events.models import (
    ActivityRecord,
    CalendarEvent,
    EventInvitee,
    EventState,
)
from calendar_events.models.events import REASON_LENGTH
from calendar_events.notices import When, tell_cancelled, tell_moved, tell_reinstated
from calendar_events.permissions import check_can_change_event
from calendar_events.services.event_facts import (
    COLUMNS,
    EventError,
    EventFacts,
    Keeps,
    check_times,
    cleaned,
    people_named,
)
from members.models import Member


@dataclass
class EventConflict(Exception):
    """Somebody else saved the same event first. `current` is what stands there now; nothing was overwritten."""

    current: CalendarEvent

    def __str__(self) -> str:
        return f"{self.current.changed_by.display_name}刚才修改了这项活动，请对照后决定保留哪一个。"


#: A calendar program has to hear of a change of these.
_WHEN_AND_WHERE = ("starts_on", "ends_on", "starts_at", "ends_at", "place")


def create_event(
    *, branch: Branch, facts: EventFacts, by: User, at: datetime, keeps: Keeps | None = None,
    series: uuid.UUID | None = None,
) -> CalendarEvent:  # fmt: skip
    """A new event. Raises EventError when the promise is kept by another event already."""
    check_can_write_for(by, branch)
    facts = cleaned(branch, facts)
    event = CalendarEvent(
        branch=branch, series=series, created_by=by, created_at=at, changed_by=by, changed_at=at,
        **{name: getattr(facts, name) for name in COLUMNS},
        **({row.name: getattr(keeps, row.name) for row in fields(keeps)} if keeps else {}),
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                event.save(force_insert=True)
        except IntegrityError as error:
            raise EventError("这一条已经排成活动，请刷新后查看。") from error
        _invite(event, facts.invitees)
        note(event, "event.add", by=by, at=at, day=event.starts_on.isoformat())
    return event


def edit_event(*, event: CalendarEvent, facts: EventFacts, base_version: int, by: User, at: datetime) -> CalendarEvent:
    """Save over the version the change was made on; those concerned hear of another time or place."""
    with changing(event, base_version, by=by) as held:
        facts = cleaned(held.branch, facts, named=people_named(held))
        before = When.of(held)
        changed = [name for name in COLUMNS if getattr(held, name) != getattr(facts, name)]
        for name in changed:
            setattr(held, name, getattr(facts, name))
        invited = _invite(held, facts.invitees)
        if not changed and not invited:
            return held
        moved = When.of(held) != before
        save_change(held, told=moved, by=by, at=at)
        note(held, "event.edit", by=by, at=at, version=held.version, changed=changed + ["invitees"] * invited)
        if moved:
            tell_moved(held, before, by=by, at=at)
    return held


def move_event(
    *, event: CalendarEvent, starts_on: date, base_version: int, by: User, at: datetime,
    hours: tuple[time | None, time | None] | None = None,
) -> CalendarEvent:  # fmt: skip
    """To another day, as long as it was; with `hours` (start, end) also to another time of day."""
    with changing(event, base_version, by=by) as held:
        before = When.of(held)
        starts_at, ends_at = hours if hours is not None else (held.starts_at, held.ends_at)
        ends_on = starts_on + (held.ends_on - held.starts_on)
        check_times(starts_on, ends_on, starts_at, ends_at)
        held.starts_on, held.ends_on, held.starts_at, held.ends_at = starts_on, ends_on, starts_at, ends_at
        if When.of(held) == before:
            return held
        save_change(held, told=True, by=by, at=at)
        note(held, "event.move", by=by, at=at, day=starts_on.isoformat(), before=before.starts_on.isoformat())
        tell_moved(held, before, by=by, at=at)
    return held


def cancel_event(*, event: CalendarEvent, reason: str, base_version: int, by: User, at: datetime) -> CalendarEvent:
    """It stays in the calendar, marked as cancelled; its line of the plan is open again."""
    with changing(event, base_version, by=by) as held:
        reason = reason.strip()
        if not reason:
            raise EventError("请写明取消原因，参加人员会看到。")
        if len(reason) > REASON_LENGTH:
            raise EventError(f"取消原因最多{REASON_LENGTH}字。")
        held.state, held.cancelled_reason = EventState.CANCELLED, reason
        save_change(held, told=True, by=by, at=at)
        note(held, "event.cancel", by=by, at=at, reason=reason)
        tell_cancelled(held, by=by, at=at)
    return held


def reinstate_event(*, event: CalendarEvent, base_version: int, by: User, at: datetime) -> CalendarEvent:
    """A cancelled event takes place after all."""
    with changing(event, base_version, by=by, cancelled=True) as held:
        held.state, held.cancelled_reason = EventState.PLANNED, ""
        try:
            with transaction.atomic():
                save_change(held, told=True, by=by, at=at)
        except IntegrityError as error:
            raise EventError("计划中的这一条已经另排了活动，不能再恢复。可以复制成一项新的活动。") from error
        note(held, "event.reinstate", by=by, at=at)
        tell_reinstated(held, by=by, at=at)
    return held


@contextmanager
def changing(event: CalendarEvent, base_version: int, *, by: User, cancelled: bool = False) -> Iterator[CalendarEvent]:
    """Holds the row for the length of a change, after asking whether it may be changed by this person and from this version."""
    with transaction.atomic():
        rows = CalendarEvent.objects.select_for_update(of=("self",)).select_related("branch__district", "changed_by")
        held = rows.get(pk=event.pk)
        check_can_change_event(by, held)
        if held.version != base_version:
            raise EventConflict(held)
        if ActivityRecord.objects.filter(event=held).of_what_was_held().exists():
            raise EventError("这次活动已有存档的记录，不能再改；记录有误请更正记录。")
        if held.is_cancelled and not cancelled:
            raise EventError("这项活动已取消，恢复后才能修改。")
        if cancelled and not held.is_cancelled:
            raise EventError("这项活动没有取消。")
        yield held


def save_change(event: CalendarEvent, *, told: bool, by: User, at: datetime) -> None:
    """Raise the version; `told`: calendar programs have to hear of it."""
    event.version += 1
    event.sequence += told
    event.changed_by, event.changed_at = by, at
    event.save()


def _invite(event: CalendarEvent, people: Sequence[Member]) -> bool:
    """Make these the people asked; says whether that changed anything."""
    wanted = {person.pk for person in people}
    asked = set(event.invitees.values_list("member", flat=True))
    event.invitees.filter(member__in=asked - wanted).delete()
    EventInvitee.objects.bulk_create(EventInvitee(event=event, member_id=pk) for pk in sorted(wanted - asked))
    return wanted != asked


def note(event: CalendarEvent, action: str, *, by: User, at: datetime, **detail: Any) -> None:
    """One line in the audit trail. A restricted talk is named there by its kind alone."""
    name = event.kind_label if event.is_restricted else event.subject
    record(action=action, by=by, at=at, target=event, name=name, branch=event.branch, detail=detail)
