"""Reads of one entry of a register: its looks, its fields in words, what belongs to it, its history, and two versions of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from branches.models import AuditEntry, User
from branches.querysets import get_visible_or_404
from calendar_events.domain.registers import FieldShape, LookKind, look_days
from calendar_events.domain.registers.sums import read_sums
from calendar_events.models import RegisterEntry, RegisterLook

SHOWN_ENTRIES = 20
ACTIONS = {
    "register.add": "登记",
    "register.edit": "修改",
    "register.move": "改变状态",
    "register.look": "登记检查",
    "register.claim": "认领",
    "attachment.add": "上传附件",
    "attachment.remove": "删除附件",
}


@dataclass(frozen=True)
class LookState:
    """A look that a register asks for at one entry: when it is due, and what was found; `row` None: not yet."""

    kind: LookKind
    due_on: date | None
    row: RegisterLook | None

    def is_overdue(self, today: date) -> bool:
        return self.row is None and self.due_on is not None and self.due_on < today


def looks_of(entry: RegisterEntry) -> tuple[LookState, ...]:
    """The looks that the register asks for; needs the looks prefetched."""
    days = look_days(entry.kind, entry.first_day, entry.last_day)
    rows = {row.look: row for row in entry.looks.all()}
    return tuple(LookState(kind, days.get(kind.key), rows.get(kind.key)) for kind in entry.kind.looks)


def value_words(shape: FieldShape, value: Any) -> str:
    """A stored value as the screen says it; "" for nothing."""
    if value in (None, ""):
        return ""
    if shape is FieldShape.YES:
        return "是" if value else "否"
    if shape is FieldShape.DAY:
        day = date.fromisoformat(value)
        return f"{day.year}年{day.month}月{day.day}日"
    if shape is FieldShape.SUMS:
        return "；".join(
            f"{question.text}{'：' if question.text else ''}"
            + "、".join(f"{label}{count}（{question.percent(count)}%）" for label, count in question.answers)
            for question in read_sums(value)
        )
    return str(value)


def entry_for(user: User, pk: UUID) -> RegisterEntry:
    """One entry with what its page shows; 404 for those who must not know."""
    looks = Prefetch("looks", RegisterLook.objects.select_related("by").order_by("looked_on", "at"))
    rows = RegisterEntry.objects.visible_to(user).select_related(
        "branch__district", "owner_member", "parent", "created_by"
    )
    return get_visible_or_404(rows.prefetch_related(looks), pk=pk)


def details_of(entry: RegisterEntry, *, with_private: bool) -> list[tuple[str, str]]:
    """Own fields with their words, empty ones left out."""
    shown = [row for row in entry.kind.fields if with_private or not row.private]
    found = [(row.label, value_words(row.shape, entry.values.get(row.key))) for row in shown]
    return [(label, words) for label, words in found if words]


def children_of(user: User, entry: RegisterEntry) -> list[RegisterEntry]:
    """Entries of other registers that belong to this one."""
    rows = RegisterEntry.objects.visible_to(user).filter(parent=entry).select_related("owner_member")
    return list(rows.order_by("first_day", "pk"))


def history_of_entry(entry: RegisterEntry) -> list[dict[str, Any]]:
    """What the trail says, newest first."""
    rows = AuditEntry.objects.about(entry._meta.label_lower, entry.pk).order_by("-at", "-number")[:SHOWN_ENTRIES]
    return [
        {"at": row.at, "actor": row.actor_name, "action": ACTIONS.get(row.action, row.action), "detail": _words(row)}
        for row in rows
    ]


def _words(row: AuditEntry) -> str:
    detail = row.detail
    if row.action == "register.move":
        return f"{detail['before']} → {detail['after']}"
    return str(detail.get("look") or detail.get("filename") or "")


@dataclass(frozen=True)
class Difference:
    """One fact that two people wrote differently, as words for the screen."""

    label: str
    theirs: str
    mine: str


def differences(current: RegisterEntry, facts: Mapping[str, Any]) -> list[Difference]:
    """Where my facts are not what stands there now."""
    register = current.kind
    labels = {
        "subject": register.subject,
        "owner_member": register.owner_label,
        "owner_post": register.owner_label,
        "first_day": register.first_label,
        "last_day": register.last_label,
        "parent": "相关事项",
        "is_public": "向本支部全体党员公开",
    }
    found = [
        Difference(label, _plain(getattr(current, name)), _plain(facts[name]))
        for name, label in labels.items()
        if name in facts and getattr(current, name) != facts[name]
    ]
    mine = facts.get("values", {})
    for row in register.fields:
        if current.values.get(row.key) != mine.get(row.key):
            theirs = value_words(row.shape, current.values.get(row.key))
            found.append(Difference(row.label, theirs or "—", value_words(row.shape, mine.get(row.key)) or "—"))
    return found


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value) if value else "—"
