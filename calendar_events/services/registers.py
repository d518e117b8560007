"""Writing the registers. What is restricted leaves only the register's name in the trail, never whom or what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.models import AuditEntry, Branch, User
from branches.services.audit import record
from calendar_events.domain.registers import Owner, Register
from calendar_events.models import RegisterEntry, RegisterLook
from calendar_events.registers_permissions import (
    check_can_add_entry,
    check_can_claim,
    check_can_edit_entry,
    check_can_keep_register,
    check_can_look,
    keeps_register,
)
from members.models import Member

#: What `add_entry` and `edit_entry` write, with the words of the screen; own fields come under "values".
FACTS = ("subject", "owner_member", "owner_post", "first_day", "last_day", "is_public", "parent", "values")

_KEEPERS_ONLY = {"is_public", "owner_member"}


class RegisterRefused(Exception):
    """An entry that cannot be written so; `field` is the one it is about ("" for all of it)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class EntryConflict(Exception):
    """Somebody else changed the entry meanwhile; nothing was overwritten. `current` is what stands there now."""

    def __init__(self, current: RegisterEntry) -> None:
        super().__init__()
        self.current = current

    def __str__(self) -> str:
        entry = AuditEntry.objects.about(self.current._meta.label_lower, self.current.pk).order_by("-number").first()
        return f"{entry.actor_name if entry else '其他人'}在您打开之后修改了这一条，请对照后再保存。"


@transaction.atomic
def add_entry(*, branch: Branch, register: Register, facts: Mapping[str, Any], by: User, at: datetime) -> RegisterEntry:
    """A new entry in its first state. A member's own entry is theirs and not shown to others yet. Raises RegisterRefused."""
    check_can_add_entry(by, branch, register)
    written = dict(facts)
    if not keeps_register(by, branch, register):
        own = Member.objects.filter(branch=branch, user=by, is_active=True).first()
        written |= {"is_public": False, "owner_member": own if register.owner is Owner.MEMBER else None}
    entry = RegisterEntry(
        branch=branch, register=register.key, state=register.first_state.key, created_by=by, created_at=at
    )
    _write(entry, written)
    entry.save(force_insert=True)
    _note("register.add", entry, by=by, at=at)
    return entry


@transaction.atomic
def edit_entry(
    *, entry: RegisterEntry, facts: Mapping[str, Any], base_version: int, by: User, at: datetime
) -> RegisterEntry:
    """Write new facts over the version they were written on; raises EntryConflict when it is no longer the latest, RegisterRefused."""
    held = _held(entry)
    check_can_edit_entry(by, held)
    own_words = not keeps_register(by, held.branch, held.kind)
    changed = {
        name: facts[name]
        for name in FACTS
        if name in facts and getattr(held, name) != facts[name] and not (own_words and name in _KEEPERS_ONLY)
    }
    if not changed:
        return held  # the same facts arrived twice
    if held.version != base_version:
        raise EntryConflict(held)
    _write(held, changed)
    held.version += 1
    held.save(update_fields=[*changed, "version"])
    _note("register.edit", held, by=by, at=at)
    return held


@transaction.atomic
def move_entry(
    *, entry: RegisterEntry, state: str, on: date, note: str, base_version: int, by: User, at: datetime
) -> RegisterEntry:
    """Another state, a closed one with its day and a word on the result (销号). Raises RegisterRefused, EntryConflict."""
    held = _held(entry)
    check_can_keep_register(by, held.branch, held.kind)
    target = held.kind.state(state)
    if held.state == state and (not target.closed or held.closed_on == on):
        return held
    if held.version != base_version:
        raise EntryConflict(held)
    if on > timezone.localdate(at):
        raise RegisterRefused("日期不能晚于今天。", "on")
    if target.closed and on < held.first_day:
        raise RegisterRefused(f"不能早于{held.kind.first_label}。", "on")
    before = held.state_label
    held.state, held.is_closed = state, target.closed
    held.closed_on, held.closing_note = (on, note.strip()) if target.closed else (None, "")
    held.version += 1
    held.save(update_fields=["state", "is_closed", "closed_on", "closing_note", "version"])
    _note("register.move", held, by=by, at=at, before=before, after=target.label)
    return held


@transaction.atomic
def look_at(*, entry: RegisterEntry, look: str, looked_on: date, found: str, by: User, at: datetime) -> RegisterLook:
    """Write down a look: one of those the register asks for, or "" for one besides. Raises RegisterRefused."""
    check_can_look(by, entry)
    kind = entry.kind.look(look)
    if look and kind is None:
        raise RegisterRefused("没有这一次检查。", "look")
    if looked_on > timezone.localdate(at):
        raise RegisterRefused("日期不能晚于今天。", "looked_on")
    row = RegisterLook(entry=entry, look=look, looked_on=looked_on, found=found.strip(), by=by, at=at)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise RegisterRefused(f"“{kind.label if kind else '检查'}”已经登记过。", "look") from error
    _note("register.look", entry, by=by, at=at, look=kind.label if kind else "检查")
    return row


@transaction.atomic
def claim_entry(*, entry: RegisterEntry, by: User, at: datetime) -> RegisterEntry:
    """A member takes over an entry without an owner; the second of two is told. Raises RegisterRefused."""
    held = _held(entry)
    check_can_claim(by, held)
    own = Member.objects.filter(branch=held.branch, user=by, is_active=True).first()
    if own is None:
        raise RegisterRefused("您的账号没有编入这个支部的名册，不能认领。")
    if held.owner_member_id is not None or held.is_closed:
        raise RegisterRefused("已经有人认领了，请看看别的。")
    held.owner_member = own
    held.state = next(state.key for state in held.kind.states[1:] if not state.closed)
    held.version += 1
    held.save(update_fields=["owner_member", "state", "version"])
    _note("register.claim", held, by=by, at=at)
    return held


@transaction.atomic
def remove_entry(*, entry: RegisterEntry, because: str, by: User, at: datetime) -> None:
    """Take a wrong entry out; the row stays with who did it and why."""
    held = _held(entry)
    check_can_edit_entry(by, held)
    if not because.strip():
        raise RegisterRefused("请写明为什么删除。", "because")
    held.removed_by, held.removed_at, held.removed_because = by, at, because.strip()
    held.version += 1
    held.save(update_fields=["removed_by", "removed_at", "removed_because", "version"])
    _note("register.remove", held, by=by, at=at, because=held.removed_because)


@transaction.atomic
def start_register(*, branch: Branch, register: Register, by: User, at: datetime) -> int:
    """The customary entries into an empty register; returns how many. Nothing happens where there are entries already."""
    check_can_keep_register(by, branch, register)
    Branch.objects.select_for_update(of=("self",), no_key=True).get(pk=branch.pk)
    if RegisterEntry.objects.present().filter(branch=branch, register=register.key).exists():
        return 0
    rows = [
        RegisterEntry(
            branch=branch, register=register.key, subject=subject, first_day=timezone.localdate(at),
            state=register.first_state.key, created_by=by, created_at=at,
        )
        for subject in register.starters
    ]  # fmt: skip
    RegisterEntry.objects.bulk_create(rows)
    if rows:
        detail = {"register": register.title, "entries": len(rows)}
        record(action="register.start", by=by, at=at, target=branch, branch=branch, detail=detail)
    return len(rows)


def _held(entry: RegisterEntry) -> RegisterEntry:
    """The row as it stands now, locked until the transaction ends."""
    rows = RegisterEntry.objects.select_for_update(of=("self",)).select_related("branch__district", "owner_member")
    held = rows.get(pk=entry.pk)
    if held.removed_at is not None:
        raise RegisterRefused("这一条刚被删除了。")
    return held


def _write(entry: RegisterEntry, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        setattr(entry, name, value)
    owner, parent = facts.get("owner_member"), facts.get("parent")
    entry.subject = entry.subject.strip()
    if not entry.subject:
        raise RegisterRefused(f"请填写{entry.kind.subject}。", "subject")
    if entry.last_day and entry.last_day < entry.first_day:
        raise RegisterRefused(f"{entry.kind.last_label}不能早于{entry.kind.first_label}。", "last_day")
    if owner and owner.branch_id != entry.branch_id:
        raise RegisterRefused("请选本支部名册上的人。", "owner_member")
    if parent and (parent.branch_id, parent.register) != (entry.branch_id, entry.kind.parent):
        raise RegisterRefused("请选本支部登记的事项。", "parent")


def _note(action: str, entry: RegisterEntry, *, by: User, at: datetime, **detail: Any) -> None:
    register = entry.kind
    name = register.title if register.restricted else entry.subject
    if register.restricted:
        detail.pop("because", None)
    record(
        action=action, by=by, at=at, target=entry, name=name, branch=entry.branch,
        detail={"register": register.title, **detail},
    )  # fmt: skip


def note_export(*, branch: Branch, register: Register, rows: int, ending: str, by: User, at: datetime) -> None:
    """A list left the portal as a file: who, which, how many entries."""
    detail = {"register": register.title, "rows": rows, "as": ending}
    record(action="register.export", by=by, at=at, target=branch, branch=branch, detail=detail)
