"""Writing a record: opened with all that is known already, its facts and people written over the version they were read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from branches.models import AuditEntry, User
from branches.services.audit import record as audit
from calendar_events.domain.record_kinds import record_kind
from calendar_events.domain.record_roster import hours_of
from calendar_events.models import (
    Absence,
    ActivityRecord,
    AgendaItem,
    AnswerGiven,
    CalendarEvent,
    EventAnswer,
    Presence,
    RecordPerson,
)
from calendar_events.models.records import TOPIC_LENGTH
from calendar_events.records_permissions import check_can_write_record
from calendar_events.selectors.record_roster import people_due
from regulations.domain.activities import ActivityKind
from regulations.domain.quoting import shortened
from regulations.selectors.rules import rule_book_for

#: What `save_facts` writes.
FACTS = (
    "subject", "held_on", "began_at", "ended_at", "place", "host_member", "host_text", "recorder_member", "recorder_text",
    "counts_as", "values", "study_hours",
)  # fmt: skip


class RecordRefused(Exception):
    """What cannot be written so; `field` is what it is about ("" for all of it)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class RecordConflict(Exception):
    """Somebody else saved the same part first; nothing was overwritten. `current` is the record as it stands now."""

    def __init__(self, current: ActivityRecord) -> None:
        super().__init__()
        self.current = current

    def __str__(self) -> str:
        rows = AuditEntry.objects.about(self.current._meta.label_lower, self.current.pk).order_by("-number")
        entry = rows.first()
        return f"{entry.actor_name if entry else '其他人'}在您打开之后修改了这份记录，请对照后再保存。"


@transaction.atomic
def open_record(*, event: CalendarEvent, by: User, at: datetime) -> ActivityRecord:
    """The record of an event with what event, roster and answers say; the one that is there, if somebody began it. Raises RecordRefused."""
    check_can_write_record(by, event)
    CalendarEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    present = ActivityRecord.objects.with_people().filter(event=event).first()
    if present is not None:
        return present
    if event.is_cancelled:
        raise RecordRefused("这项活动已经取消，没有可记录的。")
    rules = rule_book_for(event.branch.district, event.starts_on)
    study = record_kind(ActivityKind(event.kind)).study
    one_day = event.starts_on == event.ends_on
    row = ActivityRecord(
        event=event,
        branch=event.branch,
        subject=event.subject,
        held_on=event.starts_on,
        began_at=event.starts_at,
        ended_at=event.ends_at if one_day else None,
        place=event.place,
        host_member=event.host_member,
        host_text=event.host_text,
        recorder_member=event.recorder_member,
        recorder_text=event.recorder_text,
        counts_as=[kind.value for kind in event.kinds],
        study_hours=hours_of(event.starts_at, event.ends_at, rules, event.starts_on) if study and one_day else None,
        opened_by=by,
        opened_at=at,
    )
    row.save(force_insert=True)
    RecordPerson.objects.bulk_create(_people(row))
    lines = [line.strip() for line in event.agenda.splitlines() if line.strip()]
    AgendaItem.objects.bulk_create(
        AgendaItem(
            record=row,
            position=place,
            title=shortened(line, TOPIC_LENGTH),
            points=line if len(line) > TOPIC_LENGTH else "",  # nothing of a long line is lost
        )
        for place, line in enumerate(lines, 1)
    )
    note("record.open", row, by=by, at=at)
    return row


def _people(row: ActivityRecord) -> Iterator[RecordPerson]:
    """Everybody due; who asked for leave is absent with the reason, of the others nothing is assumed."""
    said = EventAnswer.objects.filter(event=row.event, answer=AnswerGiven.LEAVE).values_list("member_id", "reason")
    leave = dict(said)
    for place, person in enumerate(people_due(row.event, row.held_on), 1):
        away = person.member.pk in leave
        yield RecordPerson(
            record=row,
            member=person.member,
            name=person.member.name,
            position=place,
            is_full=person.is_full,
            presence=Presence.ABSENT if away else Presence.UNKNOWN,
            absence=Absence.LEAVE if away else "",
            reason=leave.get(person.member.pk, ""),
        )


@contextmanager
def writing(record: ActivityRecord, *, by: User) -> Iterator[ActivityRecord]:
    """The record's row, held for the length of a change, as it stands now. Refuses once it is finished."""
    with transaction.atomic():
        held = ActivityRecord.objects.select_for_update(of=("self",)).with_people().get(pk=record.pk)
        check_can_write_record(by, held.event)
        if held.is_finished:
            raise RecordRefused("记录已经存档，不能直接修改；确有错误的，由书记或副书记更正。")
        yield held


def save_facts(
    *, record: ActivityRecord, facts: Mapping[str, Any], base_version: int, by: User, at: datetime
) -> ActivityRecord:
    """Write facts over the version they were read from. Raises RecordConflict, RecordRefused."""
    with writing(record, by=by) as held:
        changed = {name: facts[name] for name in FACTS if name in facts and getattr(held, name) != facts[name]}
        if not changed:
            return held  # the same arrived twice
        if held.version != base_version:
            raise RecordConflict(held)
        if changed.get("held_on") and changed["held_on"] > timezone.localdate(at):
            raise RecordRefused("活动日期不能晚于今天。", "held_on")
        for name, value in changed.items():
            setattr(held, name, value)
        held.version += 1
        held.save(update_fields=[*changed, "version"])
        note("record.edit", held, by=by, at=at, fields=sorted(changed))
    return held


def note(action: str, row: ActivityRecord, *, by: User, at: datetime, **detail: Any) -> None:
    """In the trail: which parts, never what was said or why somebody was away."""
    audit(action=action, by=by, at=at, target=row, name=str(row), branch=row.branch, detail=detail)
