"""收交清单: made, handed in to, ticked off, closed. What somebody wrote is never in the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from calendar_events.collections_permissions import check_can_hand_in, check_can_keep_collections
from calendar_events.domain.collections import MOST, How, NumberLine, read_numbers
from calendar_events.models import CollectionDue, CollectionList, HandIn, HandInSource
from members.models import Member

FACTS = ("title", "first_day", "due_on", "needed", "unit", "note")


class CollectionRefused(Exception):
    """What cannot be; `field` is what it is about ("" for all of it)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class CollectionConflict(Exception):
    """Somebody else changed the list first; nothing was overwritten."""

    def __str__(self) -> str:
        return "这份清单在您打开之后被其他人修改了，请核对后再保存。"


@transaction.atomic
def open_collection(
    *, branch: Branch, kind: str, facts: Mapping[str, Any], members: Sequence[Member], by: User, at: datetime
) -> CollectionList:
    """A new list of these members. Raises CollectionRefused."""
    check_can_keep_collections(by, branch)
    if not members:
        raise CollectionRefused("请至少选择一人。", "members")
    row = CollectionList(
        branch=branch, kind=kind, created_by=by, created_at=at, **{name: facts[name] for name in FACTS}
    )
    if row.due_on < row.first_day:
        raise CollectionRefused("截止日期不能早于开始日期。", "due_on")
    row.save(force_insert=True)
    CollectionDue.objects.bulk_create(
        CollectionDue(collection=row, member=member, needed=row.needed)
        for member in members
        if member.branch_id == branch.pk
    )
    _note("collection.open", row, by=by, at=at, members=len(members))
    return row


@transaction.atomic
def edit_collection(
    *, collection: CollectionList, facts: Mapping[str, Any], members: Sequence[Member], base_version: int, by: User,
    at: datetime,
) -> CollectionList:  # fmt: skip
    """Other facts, other people; who has handed in stays on the list. Raises CollectionConflict, CollectionRefused."""
    held = _held(collection, by=by)
    changed = {name: facts[name] for name in FACTS if getattr(held, name) != facts[name]}
    present = {row.member_id: row for row in held.dues.prefetch_related("hand_ins")}
    wanted = {member.pk: member for member in members if member.branch_id == held.branch_id}
    gone = [row.pk for key, row in present.items() if key not in wanted and not row.hand_ins.all()]
    new = [member for key, member in wanted.items() if key not in present]
    if not (changed or gone or new):
        return held
    if held.version != base_version:
        raise CollectionConflict
    for name, value in changed.items():
        setattr(held, name, value)
    if held.due_on < held.first_day:
        raise CollectionRefused("截止日期不能早于开始日期。", "due_on")
    held.version += 1
    held.save(update_fields=[*changed, "version"])
    if "needed" in changed:
        held.dues.filter(needed__gte=1).update(needed=held.needed)
    held.dues.filter(pk__in=gone).delete()
    CollectionDue.objects.bulk_create(
        CollectionDue(collection=held, member=member, needed=held.needed) for member in new
    )
    _note("collection.edit", held, by=by, at=at, fields=sorted(changed), added=len(new), removed=len(gone))
    return held


@transaction.atomic
def close_collection(*, collection: CollectionList, is_open: bool, by: User, at: datetime) -> CollectionList:
    """End a list, or take it up again."""
    check_can_keep_collections(by, collection.branch)
    held = (
        CollectionList.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=collection.pk)
    )
    if held.is_open == is_open:
        return held
    held.closed_at = None if is_open else at
    held.version += 1
    held.save(update_fields=["closed_at", "version"])
    _note("collection.reopen" if is_open else "collection.close", held, by=by, at=at)
    return held


@dataclass(frozen=True)
class Paper:
    """Something handed in. `id` comes with the form, so that a double click hands in once."""

    id: UUID
    amount: int = 1
    title: str = ""
    text: str = ""


@transaction.atomic
def hand_in(*, due: CollectionDue, paper: Paper, has_file: bool, by: User, at: datetime) -> HandIn:
    """A member hands in a text or a file; nothing that is empty. Raises CollectionRefused, NotAllowed."""
    due = _due_held(due)
    check_can_hand_in(by, due)
    if same := HandIn.objects.filter(pk=paper.id, due=due).first():
        return same
    if not (paper.text.strip() or paper.title.strip() or has_file):
        raise CollectionRefused("请写正文，或者上传文件。", "text")
    if not 1 <= paper.amount <= MOST:
        raise CollectionRefused("数量至少是1。", "amount")
    row = HandIn(
        id=paper.id,
        due=due,
        amount=paper.amount,
        handed_on=timezone.localdate(at),
        title=paper.title.strip(),
        text=paper.text.strip(),
        source=HandInSource.MEMBER if due.member.user_id == by.pk else HandInSource.COMMITTEE,
        by=by,
        at=at,
    )
    row.save(force_insert=True)
    _note("collection.hand_in", due.collection, by=by, at=at, member=due.member.name, amount=paper.amount)
    return row


@transaction.atomic
def tick_off(*, collection: CollectionList, dues: Sequence[CollectionDue], on: date, by: User, at: datetime) -> int:
    """The committee notes that these members handed in all that was missing, on paper; returns for how many."""
    held = _held(collection, by=by)
    if on > timezone.localdate(at):
        raise CollectionRefused("日期不能晚于今天。", "on")
    rows = []
    for due in held.dues.filter(pk__in=[due.pk for due in dues]).prefetch_related("hand_ins"):
        missing = due.needed - sum(row.amount for row in due.hand_ins.all())
        if missing > 0:
            rows.append(
                HandIn(due=due, amount=missing, handed_on=on, title="纸质", source=HandInSource.COMMITTEE, by=by, at=at)
            )
    HandIn.objects.bulk_create(rows)
    if rows:
        _note("collection.tick", held, by=by, at=at, members=len(rows))
    return len(rows)


@transaction.atomic
def excuse(*, due: CollectionDue, because: str, by: User, at: datetime) -> CollectionDue:
    """Somebody need not hand in, with the reason; "" takes it back."""
    held = _held(due.collection, by=by)
    row = held.dues.select_related("member").get(pk=due.pk)
    row.excused_because = because.strip()
    row.needed = 0 if row.excused_because else held.needed
    row.save(update_fields=["excused_because", "needed"])
    _note("collection.excuse", held, by=by, at=at, member=row.member.name)
    return row


@transaction.atomic
def take_back(*, row: HandIn, by: User, at: datetime) -> None:
    """What was handed in by mistake is taken out. Files on it must be removed first. Raises CollectionRefused."""
    check_can_hand_in(by, row.due)
    if row.attachments.exists():
        raise CollectionRefused("请先删除这一份的附件。")
    deleted, _ = HandIn.objects.filter(pk=row.pk).delete()
    if deleted:
        _note("collection.take_back", row.due.collection, by=by, at=at, member=row.due.member.name)


@transaction.atomic
def import_numbers(*, collection: CollectionList, text: str, on: date, by: User, at: datetime) -> list[NumberLine]:
    """Numbers from a pasted list; each takes the place of the member's last import. Nothing is written while a line has a fault.

    Returns the lines as they were read.
    """
    held = _held(collection, by=by)
    if held.collection_kind.how is not How.NUMBERS:
        raise CollectionRefused("这份清单不是登记数字的。")
    if on > timezone.localdate(at):
        raise CollectionRefused("日期不能晚于今天。", "on")
    dues = {row.member.name: row for row in held.dues.select_related("member")}
    lines = read_numbers(text, [row.member.name for row in held.dues.select_related("member")])
    if not lines:
        raise CollectionRefused("请粘贴姓名和数字，每行一人。", "text")
    if any(line.fault for line in lines):
        return lines
    HandIn.objects.filter(due__in=[dues[line.name] for line in lines], source=HandInSource.IMPORT).delete()
    HandIn.objects.bulk_create(
        HandIn(due=dues[line.name], amount=line.number, handed_on=on, source=HandInSource.IMPORT, by=by, at=at)
        for line in lines
        if line.number
    )
    CollectionList.objects.filter(pk=held.pk).update(version=F("version") + 1)
    _note("collection.import", held, by=by, at=at, members=len(lines))
    return lines


def _due_held(due: CollectionDue) -> CollectionDue:
    """The member's line, held with its list: nothing slips in behind the end of a list, and one form hands in once."""
    rows = CollectionDue.objects.select_for_update(of=("self", "collection"))
    return rows.select_related("collection__branch__district", "member").get(pk=due.pk)


def _held(collection: CollectionList, *, by: User) -> CollectionList:
    """The list's row as it stands now, locked; refused once it is closed."""
    held = (
        CollectionList.objects.select_for_update(of=("self",)).select_related("branch__district").get(pk=collection.pk)
    )
    check_can_keep_collections(by, held.branch)
    if not held.is_open:
        raise CollectionRefused("这份清单已经结束，要修改请先重新打开。")
    return held


def _note(action: str, row: CollectionList, *, by: User, at: datetime, **detail: Any) -> None:
    record(action=action, by=by, at=at, target=row, name=row.title, branch=row.branch, detail=detail)
