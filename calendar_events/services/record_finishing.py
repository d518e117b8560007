"""A record is finished, corrected, and made up for. Hours go to the members' study records once, and are taken back with a correction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from branches.models import User
from calendar_events.domain.record_kinds import record_kind
from calendar_events.models import ActivityRecord, AgendaItem, RecordPerson, RecordRevision, RecordState
from calendar_events.records_permissions import check_can_correct_record, check_can_finish_record
from calendar_events.selectors.record_findings import record_findings
from calendar_events.selectors.record_page import RecordPage, record_page
from calendar_events.services.records import RecordRefused, note
from members.models import Member, StudyKind, StudyRecord
from members.models.hours import HOURS_NOTE_LENGTH
from members.selectors.hours import of_branch_on
from members.services.hours import HoursRefused, record_hours, remove_hours
from regulations.domain.findings import Level
from regulations.domain.quoting import shortened


@transaction.atomic
def finish_record(
    *, record: ActivityRecord, acknowledged: bool, by: User, at: datetime
) -> tuple[ActivityRecord, list[str]]:
    """Lock the record. Sums that do not add up stand in the way; all else the rules say is shown and `acknowledged`.

    Returns the record and the names of those who had the hours of that day already, so got none here. Raises RecordRefused.
    """
    held = _held(record)
    check_can_finish_record(by, held)
    if held.is_finished:
        return held, []
    today = timezone.localdate(at)
    if held.event.is_cancelled:
        raise RecordRefused("这项活动已经取消；实际开展了的，请先在活动页恢复，再存档。")
    if held.held_on > today:
        raise RecordRefused("活动日期还没有到，不能存档。")
    page = record_page(held)
    findings = record_findings(page, today)
    if wrong := [row for row in findings if row.level is Level.ERROR]:
        raise RecordRefused(wrong[0].message)
    if not acknowledged and any(row.level is Level.WARNING for row in findings):
        raise RecordRefused("还有没有处理的提示，请核对后勾选“已核对”再存档。", "acknowledged")
    _keep_counts(page)
    held.state, held.finished_by, held.finished_at = RecordState.FINISHED, by, at
    held.save(update_fields=["state", "finished_by", "finished_at"])
    had = _credit(held, page.present, held.held_on, by=by, at=at)
    for person in page.absent:
        if person.made_up_on is not None:
            had += _credit(held, [person], person.made_up_on, by=by, at=at)
    counts = {"due": len(page.due), "present": len(page.present), "absent": len(page.absent)}
    note("record.finish", held, by=by, at=at, **counts, warnings=sum(row.level is Level.WARNING for row in findings))
    return held, had


@transaction.atomic
def correct_record(*, record: ActivityRecord, reason: str, by: User, at: datetime) -> ActivityRecord:
    """Open a finished record again: what it said is kept as a revision, its hours are taken back. Raises RecordRefused."""
    held = _held(record)
    check_can_correct_record(by, held)
    if not reason.strip():
        raise RecordRefused("请写明为什么更正。", "reason")
    if not held.is_finished:
        raise RecordRefused("这份记录还没有存档，可以直接修改。")
    number = held.revisions.count() + 1
    RecordRevision.objects.create(
        record=held, number=number, content=content_of(record_page(held)), reason=reason.strip(), by=by, at=at
    )
    _take_back(held, by=by, at=at)
    held.state, held.finished_by, held.finished_at = RecordState.DRAFT, None, None
    held.version += 1
    held.save(update_fields=["state", "finished_by", "finished_at", "version"])
    note("record.correct", held, by=by, at=at, number=number, reason=reason.strip())
    return held


@transaction.atomic
def make_up(*, person: RecordPerson, on: date, how: str, by: User, at: datetime) -> tuple[RecordPerson, list[str]]:
    """Somebody absent has made up for it (补课); hours are credited on that day where the record is finished.

    Returns the person's row and their name where they had hours of that day already, so got none here. Raises RecordRefused.
    """
    held = _held(person.record)
    check_can_finish_record(by, held)
    row = held.people.select_related("member").get(pk=person.pk)
    if not (row.is_due and row.is_absent):
        raise RecordRefused(f"{row.name}没有缺席，不用补课。")
    if not how.strip():
        raise RecordRefused("请写明怎样补的课，如“自学讲稿，交笔记一篇”。", "how")
    if not held.held_on <= on <= timezone.localdate(at):
        raise RecordRefused("补课日期不能早于活动日期，也不能晚于今天。", "on")
    if row.made_up_on is not None:
        raise RecordRefused(f"{row.name}的补课已经登记过。")
    row.made_up_on, row.made_up_how = on, how.strip()
    row.save(update_fields=["made_up_on", "made_up_how"])
    had = _credit(held, [row], on, by=by, at=at) if held.is_finished else []
    note("record.make_up", held, by=by, at=at)
    return row, had


def _held(record: ActivityRecord) -> ActivityRecord:
    """Record and event, held together: an event is not moved or cancelled while its record is being finished."""
    return ActivityRecord.objects.select_for_update(of=("self", "event")).with_people().get(pk=record.pk)


def _keep_counts(page: RecordPage) -> None:
    """How many had a vote and how many of them came, as it was reckoned: later changes of the roster do not touch it."""
    decided = [item for item in page.items if item.decision]
    for item in decided:
        item.eligible, item.voters_present = page.eligible, page.voters_present
    AgendaItem.objects.bulk_update(decided, ["eligible", "voters_present"])


def _credit(record: ActivityRecord, people: list[RecordPerson], on: date, *, by: User, at: datetime) -> list[str]:
    """Study hours of the day for these people; returns the names of those who had hours of that kind on that day already."""
    kind = study_kind_of(record)
    members = [row.member for row in people if row.member is not None and row.member.is_party_member]
    if kind is None or record.study_hours is None or not members:
        return []
    own = of_branch_on(record.branch, members, on)  # who has moved since was there all the same
    members = [member for member in members if member.pk in own]
    had = set(StudyRecord.objects.filter(member__in=members, on=on, kind=kind).values_list("member_id", flat=True))
    new = [member for member in members if member.pk not in had]
    if new:
        _enter(record, people, new, kind, on, by=by, at=at)
    return [member.name for member in members if member.pk in had]


def _enter(
    record: ActivityRecord,
    people: list[RecordPerson],
    members: list[Member],
    kind: StudyKind,
    on: date,
    *,
    by: User,
    at: datetime,
) -> None:
    assert record.study_hours is not None  # noqa: S101 - the caller asked
    try:
        rows = record_hours(
            branch=record.branch, members=members, on=on, hours=record.study_hours, kind=kind, note=shortened(record.subject, HOURS_NOTE_LENGTH),
            by=by, at=at,
        )  # fmt: skip
    except HoursRefused as refused:
        raise RecordRefused(f"登记学时时：{refused}", "study_hours") from refused
    by_member = {row.member_id: row for row in rows}
    changed = [row for row in people if row.member is not None and row.member.pk in by_member]
    for row in changed:
        row.study = by_member.get(row.member.pk) if row.member else None
    RecordPerson.objects.bulk_update(changed, ["study"])


def _take_back(record: ActivityRecord, *, by: User, at: datetime) -> None:
    for person in record.people.filter(study__isnull=False).select_related("study__branch", "study__member"):
        if person.study is not None:
            remove_hours(row=person.study, by=by, at=at)


def study_kind_of(record: ActivityRecord) -> StudyKind | None:
    """The kind of study hours it gives: that of the first of its kinds that gives any."""
    for kind in record.kinds:
        if study := record_kind(kind).study:
            return StudyKind(study)
    return None


def content_of(page: RecordPage) -> dict[str, Any]:
    """A record as plain data, for the revision."""
    record = page.record
    names = ("subject", "held_on", "began_at", "ended_at", "place", "host", "recorder", "study_hours")
    facts = {name: _plain(getattr(record, name)) for name in names}
    people = (
        "name",
        "identity",
        "presence",
        "absence",
        "reason",
        "is_full",
        "is_sanctioned",
        "excused",
        "approver",
        "made_up_on",
    )
    items = (
        "title", "points", "decision", "resolution", "yes", "no", "abstained", "written_yes", "written_no", "eligible",
        "voters_present", "responsible", "due_on", "prepared_on",
    )  # fmt: skip
    return facts | {
        "counts_as": record.counts_as,
        "values": record.values,
        "people": [
            {name: _plain(getattr(row, name)) for name in people} | {"is_observer": row.is_observer}
            for row in page.people
        ],
        "items": [{name: _plain(getattr(row, name)) for name in items} | {"values": row.values} for row in page.items],
        "finished_by": record.finished_by.display_name if record.finished_by else "",
        "finished_at": _plain(record.finished_at),
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else str(value)
