"""What an event holds as it is entered, and whether it can be: times, people, owner and audience."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, time

from branches.models import Branch
from calendar_events.domain.spans import MAX_DAYS
from calendar_events.models import (
    Audience,
    CalendarEvent,
    EventOwner,
)
from calendar_events.models.events import SUBJECT_LENGTH
from members.models import Member, PartyGroup
from regulations.domain.activities import ActivityKind

FIRST_YEAR, LAST_YEAR = 1990, 2100


class EventError(Exception):
    """What was asked for cannot be kept; the message says why."""


@dataclass(frozen=True)
class Keeps:
    """The promise of a plan that an event keeps, with the measure behind it."""

    item_origin: uuid.UUID
    promised_month: date
    promised_turn: int = 1
    item_text: str = ""
    section_origin: uuid.UUID | None = None


@dataclass(frozen=True)
class EventFacts:
    """What an event says. At most one of member and text for host and recorder; `invitees` for chosen people only."""

    subject: str
    starts_on: date
    ends_on: date
    kind: str = ActivityKind.OTHER.value
    also: Sequence[str] = ()
    owner: str = EventOwner.BRANCH.value
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    host_member: Member | None = None
    host_text: str = ""
    recorder_member: Member | None = None
    recorder_text: str = ""
    agenda: str = ""
    note: str = ""
    audience: str = Audience.PARTY_MEMBERS.value
    group: PartyGroup | None = None
    invitees: Sequence[Member] = field(default=())
    is_restricted: bool = False


#: Facts that are columns of the row.
COLUMNS = tuple(row.name for row in fields(EventFacts) if row.name != "invitees")


def cleaned(branch: Branch, facts: EventFacts, *, named: Collection[uuid.UUID] = ()) -> EventFacts:
    """The facts with blanks removed and what does not belong to the audience left out; raises EventError. Who is `named` already stays
    possible after leaving the branch."""
    facts = replace(
        facts,
        subject=" ".join(facts.subject.split()),
        also=[kind for kind in dict.fromkeys(facts.also) if kind != facts.kind],
        agenda="\n".join(line.strip() for line in facts.agenda.splitlines() if line.strip()),
        note=facts.note.strip(),
        place=facts.place.strip(),
        host_text="" if facts.host_member else facts.host_text.strip(),
        recorder_text="" if facts.recorder_member else facts.recorder_text.strip(),
        group=facts.group if facts.audience == Audience.GROUP else None,
        invitees=facts.invitees if facts.audience == Audience.CHOSEN else (),
        is_restricted=facts.is_restricted and facts.audience == Audience.CHOSEN,
    )
    if not facts.subject:
        raise EventError("请填写主题。")
    if len(facts.subject) > SUBJECT_LENGTH:
        raise EventError(f"主题最多{SUBJECT_LENGTH}字，其余请写在议程或备注里。")
    check_times(facts.starts_on, facts.ends_on, facts.starts_at, facts.ends_at)
    _check_people(branch, facts, named)
    return facts


def people_named(event: CalendarEvent) -> set[uuid.UUID]:
    """Host, recorder and those invited. One query."""
    invited = event.invitees.values_list("member", flat=True)
    return {pk for pk in (event.host_member_id, event.recorder_member_id, *invited) if pk}


def check_times(starts_on: date, ends_on: date, starts_at: time | None, ends_at: time | None) -> None:
    if not FIRST_YEAR <= starts_on.year <= LAST_YEAR:
        raise EventError("请核对年份。")
    if ends_on < starts_on:
        raise EventError("结束日期不能早于开始日期。")
    if (ends_on - starts_on).days >= MAX_DAYS:
        raise EventError(f"一项活动最长{MAX_DAYS}天，更长的请分成几项。")
    if ends_at and not starts_at:
        raise EventError("填了结束时间，也请填开始时间。")
    if starts_at and ends_at and starts_on == ends_on and ends_at <= starts_at:
        raise EventError("结束时间应晚于开始时间。")


def _check_people(branch: Branch, facts: EventFacts, named: Collection[uuid.UUID]) -> None:
    people = [person for person in (facts.host_member, facts.recorder_member, *facts.invitees) if person]
    if any(person.branch_id != branch.pk and person.pk not in named for person in people):
        raise EventError("主持人、记录人和参加人员须是本支部名册上的人；外请的人直接填写姓名。")
    if facts.audience == Audience.GROUP and (facts.group is None or facts.group.branch_id != branch.pk):
        raise EventError("请选择本支部的一个党小组。")
    if facts.audience == Audience.CHOSEN and not facts.invitees:
        raise EventError("请选择参加的人。")
