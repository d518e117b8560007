"""Who came to what is recorded: the list of people, written as a whole over the version it was read from, and renewed from the roster."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from branches.models import User
from calendar_events.models import ActivityRecord, Presence, RecordPerson
from calendar_events.selectors.record_roster import people_due
from calendar_events.services.records import RecordConflict, RecordRefused, note, writing


@dataclass(frozen=True)
class PersonLine:
    """What is written about one person who was due."""

    id: UUID
    presence: str = ""
    absence: str = ""
    reason: str = ""
    is_sanctioned: bool = False
    excused: str = ""
    approver: str = ""
    service_hours: Decimal | None = None


@dataclass(frozen=True)
class ObserverLine:
    """Somebody who sat in, with who they are."""

    name: str
    identity: str = ""


def save_people(
    *,
    record: ActivityRecord,
    lines: Sequence[PersonLine],
    observers: Sequence[ObserverLine],
    base_version: int,
    by: User,
    at: datetime,
) -> ActivityRecord:
    """Who came, who did not and why, who sat in: the whole list over the version it was read from. Raises RecordConflict, RecordRefused."""
    with writing(record, by=by) as held:
        rows = {person.pk: person for person in held.people.filter(is_observer=False)}
        seated = [(row.name, row.identity) for row in held.people.filter(is_observer=True).order_by("position")]
        changed = [rows[line.id] for line in lines if line.id in rows and _take(rows[line.id], line)]
        wanted = [(line.name, line.identity) for line in observers]
        if not changed and seated == wanted:
            return held
        if held.people_version != base_version:
            raise RecordConflict(held)
        _write(changed)
        if seated != wanted:
            held.people.filter(is_observer=True).delete()
            RecordPerson.objects.bulk_create(
                RecordPerson(
                    record=held,
                    name=name,
                    identity=identity,
                    is_observer=True,
                    presence=Presence.PRESENT,
                    position=place,
                )
                for place, (name, identity) in enumerate(wanted, 1)
            )
        held.people_version += 1
        held.save(update_fields=["people_version"])
        note("record.people", held, by=by, at=at, people=len(changed))
    return held


_LINE = ("presence", "absence", "reason", "is_sanctioned", "excused", "approver", "service_hours", "made_up_on",
    "made_up_how",
)  # fmt: skip


def _write(rows: Sequence[RecordPerson]) -> None:
    """Most lines of a list say the same, so each distinct line is one update of all who have it."""
    alike: dict[tuple[Any, ...], list[UUID]] = {}
    for row in rows:
        alike.setdefault(tuple(getattr(row, name) for name in _LINE), []).append(row.pk)
    for values, keys in alike.items():
        RecordPerson.objects.filter(pk__in=keys).update(**dict(zip(_LINE, values, strict=True)))


def _take(row: RecordPerson, line: PersonLine) -> bool:
    """Write the line into the row; whether anything is new."""
    if bool(line.excused.strip()) != bool(line.approver.strip()):
        raise RecordRefused(
            f"{row.name}：不计入应到会，要写明原因和同意的上级党组织（支部讨论后报上级同意）。", str(row.pk)
        )
    absent = line.presence == Presence.ABSENT
    values = {
        "presence": line.presence,
        "absence": line.absence if absent else "",
        "reason": line.reason.strip() if absent else "",
        "is_sanctioned": line.is_sanctioned,
        "excused": line.excused.strip(),
        "approver": line.approver.strip(),
        "service_hours": line.service_hours if line.presence == Presence.PRESENT else None,
        "made_up_on": row.made_up_on if absent else None,
        "made_up_how": row.made_up_how if absent else "",
    }
    before = {name: getattr(row, name) for name in _LINE}
    for name, value in values.items():
        setattr(row, name, value)
    return before != values


@dataclass(frozen=True)
class Renewed:
    """How many came into the list, how many went out of it, and how many of those who stay are full members now, or no longer."""

    added: int
    removed: int
    restated: int


def renew_people(*, record: ActivityRecord, by: User, at: datetime) -> Renewed:
    """Who is due by the roster of the day, and with a vote or without, once more, after the day or the roster changed; what was written
    about those who stay is kept."""
    with writing(record, by=by) as held:
        due = {row.member.pk: row for row in people_due(held.event, held.held_on)}
        present = {row.member_id: row for row in held.people.filter(is_observer=False)}
        gone = [row.pk for key, row in present.items() if key not in due]
        new = [
            RecordPerson(record=held, member=row.member, name=row.member.name, is_full=row.is_full, position=place)
            for place, (key, row) in enumerate(due.items(), 1)
            if key not in present
        ]
        restated = [row for key, row in present.items() if key in due and row.is_full != due[key].is_full]
        if gone or new or restated:
            held.people.filter(pk__in=gone).delete()
            RecordPerson.objects.bulk_create(new)
            for row in restated:
                row.is_full = not row.is_full
            RecordPerson.objects.bulk_update(restated, ["is_full"])
            held.people_version += 1
            held.save(update_fields=["people_version"])
            note("record.people", held, by=by, at=at, added=len(new), removed=len(gone), restated=len(restated))
    return Renewed(len(new), len(gone), len(restated))
