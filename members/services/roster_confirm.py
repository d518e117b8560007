"""Writing a confirmed preview to the roster, and taking it back in one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record, record_each
from members.domain.roster_matching import Known, RowKind
from members.domain.sealing import SealBroken
from members.models import IdentityNumber, ImportState, Member, RosterImport, RosterImportRow, RowOutcome
from members.permissions import check_can_keep_roster
from members.roster_permissions import check_can_handle_numbers
from members.selectors.identity import holders_of, keeps_numbers, sealing_keys
from members.selectors.roster_files import digest_of, group_ids, known_people, typed, undo_refusal
from members.services.identity import NumberRefused, open_number, write_number
from members.services.people import LABELS
from members.services.roster_import import UNDO_DAYS, ImportRefused, about_row

BATCH = 500
SHOWN_CHANGES = 20
_WRITTEN_KINDS = (RowKind.NEW.value, RowKind.CHANGED.value)
#: Hang on a person without being anything that would be lost with them.
_OWN_ROWS = (IdentityNumber, RosterImportRow)


class RosterChanged(ImportRefused):
    """The roster is no longer the one that the preview was made against. `lines` name the rows."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("预览之后名册有变动，没有写入。请重新核对后再确认。")
        self.lines = lines


@transaction.atomic
def confirm_import(*, roster_import: RosterImport, digest: str, by: User, at: datetime) -> None:
    """Write exactly the preview whose digest the user saw: new and changed rows; the others are left alone.

    Raises ImportRefused (done already, another preview) or RosterChanged (somebody changed the roster since).
    """
    branch = roster_import.branch
    check_can_keep_roster(by, branch)
    # The branch's row is the lock that adding a person takes too; no_key: who edits a person refers to the branch and must not wait for us.
    Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)
    held = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    if held.state != ImportState.PREVIEWED:
        raise ImportRefused("这份预览已经处理过了。")
    if not digest or held.digest != digest or digest_of(held) != digest:
        raise ImportRefused("您看到的预览已经不是最新的，没有写入。请看过现在的预览再确认。")
    if lines := _what_changed(held, branch):
        raise RosterChanged(lines)
    if held.rows.exclude(number_change="").exists():
        check_can_handle_numbers(by, branch)
        if not keeps_numbers(branch, timezone.localdate(at)):
            raise ImportRefused("这里不再登记身份证号，没有写入。请重新上传。")
    rows = held.rows.filter(kind__in=_WRITTEN_KINDS).order_by("place")
    written = sum(_write(batch, held, branch, by, at) for batch in _batches(rows))
    held.state = ImportState.CONFIRMED
    held.confirmed_digest, held.confirmed_by, held.confirmed_at = digest, by, at
    held.save(update_fields=["state", "confirmed_digest", "confirmed_by", "confirmed_at"])
    detail = {"digest": digest, "counts": held.counts, "written": written}
    record(action="roster.import", by=by, at=at, target=held, branch=branch, detail=detail)


def _what_changed(held: RosterImport, branch: Branch) -> list[str]:
    """Every row whose person is no longer as the preview had them, and who has come since."""
    now = {known.key: known for known in known_people(branch) if known.is_active}
    groups = set(group_ids(branch).values())
    seen: set[str] = set()
    lines: list[str] = []
    rows = held.rows.order_by("place").only(
        "number", "kind", "name", "member_id", "version", "changes", "number_change", "roster_import_id"
    )
    for row in rows.iterator(chunk_size=1000):
        if row.kind != RowKind.NEW:
            key = str(row.member_id)
            seen.add(key)
            lines += _changed_person(row, now.get(key))
        if row.kind in _WRITTEN_KINDS and row.changes.get("group") and row.changes["group"] not in groups:
            lines.append(f"第{row.number}行 {row.name}：党小组已停用")
    lines += [f"名册新增了{known.name}" for key, known in now.items() if key not in seen]
    return lines


def _changed_person(row: RosterImportRow, known: Known | None) -> Iterator[str]:
    place = f"第{row.number}行 {row.name}" if row.number else f"{row.name}（表里没有）"
    if row.member_id is None:
        if row.kind != RowKind.FAULT:
            yield f"{place}：已不在名册上"
    elif known is None:
        yield f"{place}：已不在名册上"
    elif known.version != row.version:
        yield f"{place}：名册上的信息又被修改过"
    elif row.number_change == "add" and known.index:
        yield f"{place}：身份证号已经登记"


def _batches(rows: Iterable[RosterImportRow]) -> Iterator[list[RosterImportRow]]:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        yield batch


def _write(rows: list[RosterImportRow], held: RosterImport, branch: Branch, by: User, at: datetime) -> int:
    added: list[Member] = []
    edited: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    people = _held_people(rows)
    for row in rows:
        facts = _columns(row.changes)
        if row.kind == RowKind.NEW:
            member = Member(branch=branch, **facts)
            added.append(member)
            row.member = member
        else:
            member = people[row.member_id]
            _save_facts(member, facts)
            edited[tuple(_labels(row))].append(member)
        row.outcome = RowOutcome.WRITTEN
    Member.objects.bulk_create(added)
    for row in rows:
        if row.number_change:
            _write_identity(row, held, branch, by, at)
    RosterImportRow.objects.bulk_update(rows, ["member", "outcome", "sealed", "sealed_before"], batch_size=100)
    if added:
        detail = {"import": str(held.pk), "because": "名册导入"}
        record_each(action="member.add", by=by, at=at, targets=added, branch=branch, detail=detail)
    for labels, members in edited.items():
        changed: dict[str, Any] = {"import": str(held.pk), "fields": list(labels)}
        record_each(action="member.edit", by=by, at=at, targets=members, branch=branch, detail=changed)
    return len(rows)


def _held_people(rows: list[RosterImportRow]) -> dict[UUID | None, Member]:
    """Whom the rows change, held until the transaction ends: an edit that was under way while the preview was compared counts too."""
    changed = {row.member_id: row for row in rows if row.kind == RowKind.CHANGED and row.member_id}
    held = Member.objects.select_for_update(of=("self",)).filter(pk__in=changed).order_by("pk")
    people: dict[UUID | None, Member] = {member.pk: member for member in held}
    lines = [
        f"第{row.number}行 {row.name}：名册上的信息又被修改过"
        for key, row in changed.items()
        if key not in people or people[key].version != row.version
    ]
    if lines:
        raise RosterChanged(lines)
    return people


def _write_identity(row: RosterImportRow, held: RosterImport, branch: Branch, by: User, at: datetime) -> None:
    """Out of the preview's seal into the person's own; the row keeps what was written and what it replaced, for the way back."""
    try:
        number = sealing_keys().unseal(row.sealed, about_row(held.pk, row.number))
    except SealBroken as error:
        raise ImportRefused(f"第{row.number}行的身份证号解不开，没有写入。请重新上传文件。") from error
    if row.member_id is None:
        raise ValueError("a row to be written has its person")
    others = holders_of(number).filter(member__branch=branch, member__is_active=True)
    if others.exclude(member_id=row.member_id).exists():
        raise RosterChanged([f"第{row.number}行 {row.name}：身份证号与名册上的另一个人相同"])
    before = IdentityNumber.objects.filter(member_id=row.member_id).first()
    row.sealed_before = before.sealed if before else ""
    write_number(row.member_id, number, by=by, at=at)
    row.sealed = IdentityNumber.objects.values_list("sealed", flat=True).get(member_id=row.member_id)


@transaction.atomic
def undo_import(*, roster_import: RosterImport, by: User, at: datetime) -> None:
    """Put everything back as it was: facts as before, new people gone. A person changed since, or who has records, is left; the row says so.

    Raises ImportRefused when it is too late or another import followed.
    """
    branch = roster_import.branch
    check_can_keep_roster(by, branch)
    Branch.objects.select_for_update(no_key=True).get(pk=branch.pk)
    held = RosterImport.objects.select_for_update().get(pk=roster_import.pk)
    if why := undo_refusal(held, at, days=UNDO_DAYS):
        raise ImportRefused(why)
    restored = left = 0
    for batch in _batches(held.rows.filter(outcome=RowOutcome.WRITTEN).order_by("place")):
        back = _take_back(batch, branch, by, at)
        restored, left = restored + back, left + len(batch) - back
    held.state, held.undone_by, held.undone_at = ImportState.UNDONE, by, at
    held.save(update_fields=["state", "undone_by", "undone_at"])
    detail = {"restored": restored, "left": left}
    record(action="roster.undo", by=by, at=at, target=held, branch=branch, detail=detail)


def _take_back(rows: list[RosterImportRow], branch: Branch, by: User, at: datetime) -> int:
    keys = [row.member_id for row in rows if row.member_id]
    people = {member.pk: member for member in Member.objects.select_for_update().filter(pk__in=keys)}
    new = [row.member_id for row in rows if row.kind == RowKind.NEW and row.member_id]
    bound = _with_records(new)
    gone: list[Member] = []
    edited: dict[tuple[str, ...], list[Member]] = defaultdict(list)
    for row in rows:
        member = people.get(row.member_id) if row.member_id else None
        why = _cannot_take_back(row, member, branch, bound)
        if not why and row.number_change and member is not None:
            why = _take_back_number(row, member, by, at)
        if why or member is None:
            row.outcome, row.outcome_note = RowOutcome.LEFT, why
            continue
        row.outcome = RowOutcome.RESTORED
        if row.kind == RowKind.NEW:
            gone.append(member)
            row.member = None
        else:
            _save_facts(member, _columns(row.before))
            edited[tuple(_labels(row))].append(member)
    if gone:
        record_each(
            action="member.undo_add", by=by, at=at, targets=gone, branch=branch, detail={"because": "撤销名册导入"}
        )
        Member.objects.filter(pk__in=[member.pk for member in gone]).delete()
    for labels, members in edited.items():
        detail = {"because": "撤销名册导入", "fields": list(labels)}
        record_each(action="member.edit", by=by, at=at, targets=members, branch=branch, detail=detail)
    RosterImportRow.objects.bulk_update(rows, ["member", "outcome", "outcome_note"], batch_size=100)
    return sum(row.outcome == RowOutcome.RESTORED for row in rows)


def _cannot_take_back(row: RosterImportRow, member: Member | None, branch: Branch, bound: set[UUID]) -> str:
    """Why the row must stay as it is; "" when it can go back."""
    if member is None:
        return "已不在名册上"
    expected = 1 if row.kind == RowKind.NEW else (row.version or 0) + 1
    if member.version != expected or member.branch_id != branch.pk:
        return "导入之后又被修改过，没有恢复"
    if row.kind == RowKind.NEW and (member.pk in bound or member.user_id):
        return "已有登录账号或其他记录，没有移除"
    return ""


def _take_back_number(row: RosterImportRow, member: Member, by: User, at: datetime) -> str:
    """The number that was there before, or none. Why not, when another was recorded since or a key is gone."""
    stored = IdentityNumber.objects.filter(member=member).first()
    try:
        if stored is None or open_number(member.pk, stored.sealed) != open_number(member.pk, row.sealed):
            return "身份证号之后又被修改过，没有恢复"
        if row.sealed_before:
            write_number(member.pk, open_number(member.pk, row.sealed_before), by=by, at=at)
        else:
            stored.delete()
    except NumberRefused:
        return "身份证号的旧密钥已去掉，没有恢复"
    return ""


def _with_records(keys: list[UUID]) -> set[UUID]:
    """Of these people, those on whom anything hangs: dues, posts, transfers, cases. One query a kind of record."""
    found: set[UUID] = set()
    for relation in Member._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or not relation.auto_created or relation.concrete:
            continue
        model: Any = relation.related_model
        if model not in _OWN_ROWS:
            name = relation.field.attname  # type: ignore[union-attr]
            found |= set(model.objects.filter(**{f"{name}__in": keys}).values_list(name, flat=True))
    return found


def _save_facts(member: Member, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(member, name, value)
    member.version += 1
    spelling = ["name_pinyin", "name_initials"] if "name" in facts else []
    member.save(update_fields=[*facts, *spelling, "version"])


def _columns(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the model's columns: the group by its id."""
    columns = typed(facts)
    if "group" in columns:
        columns["group_id"] = columns.pop("group") or None
    return columns


def _labels(row: RosterImportRow) -> list[str]:
    return [LABELS[name] for name in row.changes] + (["身份证号"] if row.number_change else [])
