"""Schedule lines written together: one lock, one entry in the trail, one step back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db.models import Max

from branches.models import User
from members.models import Member, PartyGroup
from plans.models import ItemBatch, ItemBatchRow, Plan, PlanItem, RowOutcome
from plans.services.editing import editing, note_change
from plans.services.items import ItemFacts, apply_facts, check_facts

_WRITTEN = [
    "text", "first_month", "last_month", "planned_on", "kind", "is_theme", "responsible_member", "responsible_group",
    "responsible_text", "measure", "position", "version", "changed_by", "changed_at", "removal",
]  # fmt: skip


class BatchRefused(Exception):
    """A batch cannot be taken back; the message says why."""


@dataclass(frozen=True)
class Addition:
    """A new line; `proposed_as` is the key of the proposal it was taken from."""

    facts: ItemFacts
    proposed_as: str = ""


def write_batch(
    *,
    held: Plan,
    source: str,
    additions: Sequence[Addition],
    changes: Sequence[tuple[PlanItem, ItemFacts]] = (),
    label: str = "",
    by: User,
    at: datetime,
) -> ItemBatch:
    """Within `editing`: the new lines at the end of their months in this order, and the changed ones. Raises PlanTextError."""
    for facts in (*(row.facts for row in additions), *(facts for _, facts in changes)):
        check_facts(held, facts)
    batch = ItemBatch(
        plan=held, source=source, label=label, added=len(additions), changed=len(changes), written_by=by, written_at=at
    )
    batch.save(force_insert=True)
    positions = _next_positions(held)
    rows = []
    for item, facts in changes:
        before = plain_facts(item)
        if item.first_month != facts.first_month:
            item.position = positions(facts.first_month)
        apply_facts(item, facts)
        item.version += 1
        item.changed_by, item.changed_at = by, at
        rows.append(ItemBatchRow(batch=batch, item=item, before=before, version=item.version))
    PlanItem.objects.bulk_update([item for item, _ in changes], _WRITTEN, batch_size=200)
    new = []
    for row in additions:
        position = positions(row.facts.first_month)
        item = PlanItem(plan=held, position=position, proposed_as=row.proposed_as, changed_by=by, changed_at=at)
        apply_facts(item, row.facts)
        new.append(item)
        rows.append(ItemBatchRow(batch=batch, item=item, version=item.version))
    PlanItem.objects.bulk_create(new, batch_size=200)
    ItemBatchRow.objects.bulk_create(rows, batch_size=200)
    detail = {"batch": str(batch.pk), "source": source, "added": [item.text for item in new]}
    changed = [item.text for item, _ in changes]
    note_change(held, "items.batch", by=by, at=at, **detail, changed=changed)
    return batch


def undo_batch(*, batch: ItemBatch, by: User, at: datetime) -> ItemBatch:
    """New lines out again, changed ones as they were. What somebody changed since is left as it is, and its row says so.

    Raises BatchRefused the second time.
    """
    with editing(batch.plan, by=by) as plan:
        held = ItemBatch.objects.select_for_update().get(pk=batch.pk)
        if held.undone_at:
            raise BatchRefused("这一批已经撤销过了。")
        rows = list(held.rows.select_related("item").order_by("pk"))
        people, groups = _still_there(rows)
        touched = []
        for row in rows:
            row.note = _came_between(row)
            row.outcome = RowOutcome.LEFT if row.note else RowOutcome.RESTORED
            if row.note or row.item.removal:
                continue
            if row.before is None:
                row.item.removal = held.pk
            else:
                _put_back(row.item, row.before, people, groups)
            row.item.version += 1
            row.item.changed_by, row.item.changed_at = by, at
            touched.append(row.item)
        PlanItem.objects.bulk_update(touched, _WRITTEN, batch_size=200)
        ItemBatchRow.objects.bulk_update(rows, ["outcome", "note"], batch_size=200)
        held.undone_by, held.undone_at = by, at
        held.save(update_fields=["undone_by", "undone_at"])
        left = sum(row.outcome == RowOutcome.LEFT for row in rows)
        note_change(plan, "items.undo", by=by, at=at, batch=str(held.pk), restored=len(rows) - left, left=left)
    return held


def plain_facts(item: PlanItem) -> dict[str, Any]:
    """A line's facts as JSON takes them, enough to put it back."""
    return {
        "text": item.text,
        "first_month": item.first_month.isoformat(),
        "last_month": item.last_month.isoformat(),
        "planned_on": item.planned_on.isoformat() if item.planned_on else None,
        "kind": item.kind,
        "is_theme": item.is_theme,
        "responsible_member": str(item.responsible_member_id or ""),
        "responsible_group": str(item.responsible_group_id or ""),
        "responsible_text": item.responsible_text,
        "measure": str(item.measure_id or ""),
        "position": item.position,
    }


def _put_back(item: PlanItem, before: Mapping[str, Any], people: set[str], groups: set[str]) -> None:
    item.text, item.kind, item.is_theme = before["text"], before["kind"], before["is_theme"]
    item.first_month, item.last_month = (date.fromisoformat(before[name]) for name in ("first_month", "last_month"))
    item.planned_on = date.fromisoformat(before["planned_on"]) if before["planned_on"] else None
    member, group = before["responsible_member"], before["responsible_group"]
    item.responsible_member_id = UUID(member) if member in people else None
    item.responsible_group_id = UUID(group) if group in groups else None
    item.responsible_text, item.position = before["responsible_text"], before["position"]


def _came_between(row: ItemBatchRow) -> str:
    """Why the line must stay as it is; "" when it can go back."""
    if row.item.removal:
        return "" if row.before is None else "之后被删除了，没有恢复"
    return "之后又被修改过，没有恢复" if row.item.version != row.version else ""


def _still_there(rows: Iterable[ItemBatchRow]) -> tuple[set[str], set[str]]:
    """Of the people and groups that lines are given back to, those that still exist."""
    facts = [row.before for row in rows if row.before]
    members = {fact["responsible_member"] for fact in facts} - {""}
    groups = {fact["responsible_group"] for fact in facts} - {""}
    return (
        {str(pk) for pk in Member.objects.filter(pk__in=members).values_list("pk", flat=True)} if members else set(),
        {str(pk) for pk in PartyGroup.objects.filter(pk__in=groups).values_list("pk", flat=True)} if groups else set(),
    )


def _next_positions(plan: Plan) -> Callable[[date], int]:
    """Gives the next free place in a month, one after the other; one query."""
    rows = plan.items.present().order_by().values_list("first_month").annotate(last=Max("position"))
    counters = defaultdict(count, {month: count(last + 1) for month, last in rows})
    return lambda month: next(counters[month])
