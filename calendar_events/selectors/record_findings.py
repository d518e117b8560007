"""What the rules say about a record, and what its form still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from branches.models import Role
from calendar_events.domain.attendance import Attendance, attendance_findings
from calendar_events.domain.meetings import (
    Chair,
    Decision,
    chair_fault,
    finding,
    not_prepared,
    not_this_meetings,
    too_many_kinds,
)
from calendar_events.domain.record_kinds import missing_in, record_kind
from calendar_events.models import AgendaItem, Purpose, RecordPerson
from calendar_events.selectors.record_page import RecordPage
from regulations.domain.activities import ActivityKind
from regulations.domain.findings import Finding, Level
from regulations.domain.quoting import quoted

#: Fields of the form that are filled with a file of that purpose.
_FILES = {
    "notice": Purpose.NOTICE,
    "sign_in": Purpose.SIGN_IN,
    "photos": Purpose.PHOTO,
    "lecture_notes": Purpose.SLIDES,
}


def record_findings(page: RecordPage, today: date) -> list[Finding]:
    """All the rules have to say, gravest first."""
    found = [*_people(page, today), *_votes(page), *_chair(page), *_topics(page), *_missing(page)]
    if several := too_many_kinds(page.record.kinds, page.rules, page.record.held_on):
        found.append(several)
    order = list(Level)
    return sorted(found, key=lambda row: order.index(row.level))


def _people(page: RecordPage, today: date) -> list[Finding]:
    names = _unique([row for row in page.people if not row.excused])
    attendance = Attendance(
        due=tuple(names[row.pk] for row in page.due),
        present=tuple(names[row.pk] for row in page.present),
        absent={names[row.pk]: row.get_absence_display() or row.reason for row in page.absent},
        observers=tuple(names[row.pk] for row in page.observers),
    )
    recorder = page.record.recorder
    return attendance_findings(attendance, page.rules, held_on=page.record.held_on, today=today, recorder=recorder)


def _votes(page: RecordPage) -> Iterable[Finding]:
    on = page.record.held_on
    for row in page.outcomes:
        if not row.item.decision:
            continue
        place = f"第{row.item.position}项{quoted(row.item.title)}："
        wrong = not_this_meetings(page.record.deciding_kind, Decision(row.item.decision), page.rules, on)
        if wrong:
            yield finding(wrong.rule, Level.WARNING, place + wrong.message, page.rules, on)
        for share in (row.quorum, row.majority):
            if share and not share.holds:
                yield finding(share.rule, Level.WARNING, place + share.message, page.rules, on)
        if row.fault:
            yield finding("JL-01", Level.ERROR, place + row.fault, page.rules, on)


def _chair(page: RecordPage) -> Iterable[Finding]:
    record = page.record
    if record.host_member is None:
        return
    roles = page.posts.get(record.host_member.pk, frozenset())
    chair = Chair.OTHER
    if Role.SECRETARY in roles:
        chair = Chair.SECRETARY
    elif Role.DEPUTY_SECRETARY in roles:
        chair = Chair.DEPUTY
    elif record.event.group and record.event.group.leader_id == record.host_member.pk:
        chair = Chair.GROUP_LEADER
    elif roles:
        chair = Chair.COMMITTEE_MEMBER
    here = any(Role.SECRETARY in page.posts.get(row.member_id, frozenset()) for row in page.present if row.member_id)
    entrusted = bool(record.values.get("entrusted"))
    kind, on = record.deciding_kind, record.held_on
    if fault := chair_fault(kind, chair, page.rules, on, secretary_present=here, entrusted=entrusted):
        yield fault


def _topics(page: RecordPage) -> list[Finding]:
    if page.record.deciding_kind is not ActivityKind.GENERAL_MEETING:
        return []
    topics = [(item.title, item.prepared_on) for item in page.items if item.decision]
    branch = page.record.branch
    return not_prepared(topics, page.record.held_on, page.rules, has_committee=branch.has_committee)


def _missing(page: RecordPage) -> Iterable[Finding]:
    rule = page.rules.find("JL-04", page.record.held_on)
    asked = rule.parameters["items"] if rule else None
    facts, deciding = _as_mapping(page), record_kind(page.record.deciding_kind)
    own = [row for row in missing_in(facts, kind=page.kind, asked=asked) if not row.place]
    of_topics = [row for row in missing_in(facts, kind=deciding, asked=asked) if row.place]
    for row in own + of_topics:
        # What a form must hold is asked for, but a record is not refused for it: paper is patient.
        level = Level.WARNING if row.level is Level.ERROR else Level.INFO
        yield finding(row.rule, level, row.message, page.rules, page.record.held_on)


def _as_mapping(page: RecordPage) -> dict[str, Any]:
    """The record by the keys of `record_kinds.toml`."""
    record = page.record
    return {
        **record.values,
        "activity": record.kind.value,
        "subject": record.subject,
        "held_on": record.held_on,
        "began_at": record.began_at,
        "ended_at": record.ended_at,
        "place": record.place,
        "chair": record.host,
        "recorder": record.recorder,
        "due": page.due,
        "present": page.present,
        "make_up": not page.owes_study,
        "service_hours": [row for row in page.present if row.service_hours],
        **{key: page.files_for(purpose) for key, purpose in _FILES.items()},
        "agenda": [_item_mapping(page, item) for item in page.items],
    }


def _item_mapping(page: RecordPage, item: AgendaItem) -> dict[str, Any]:
    return {
        **item.values,
        "points": item.points,
        "decision": item.decision,
        "resolution": item.resolution,
        "ballot": True if item.has_votes else None,
        "responsible": item.responsible,
        "due_on": item.due_on,
        "voters_due": page.eligible,
        "voters_present": page.voters_present,
    }


def _unique(rows: Iterable[RecordPerson]) -> dict[UUID, str]:
    """A name for each; people of one name get a number, so that they are not taken for one written twice."""
    seen: dict[str, int] = {}
    names = {}
    for row in rows:
        seen[row.name] = seen.get(row.name, 0) + 1
        names[row.pk] = row.name if seen[row.name] == 1 else f"{row.name}（{seen[row.name]}）"
    return names
