"""Changing the schedule: lines added, edited, moved between months, removed and brought back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from branches.models import User
from members.models import Member, PartyGroup
from plans.models import Plan, PlanItem, PlanSection
from plans.models.plan import TEXT_LENGTH
from plans.services.editing import EditConflict, PlanTextError, editing, note_change


@dataclass(frozen=True)
class ItemFacts:
    """What a line says. Months are first days within the plan's period; at most one of member, group and text is given.

    `planned_on` is a day of the first month, None where none is set.
    """

    text: str
    first_month: date
    last_month: date
    kind: str
    is_theme: bool = False
    responsible_member: Member | None = None
    responsible_group: PartyGroup | None = None
    responsible_text: str = ""
    measure: PlanSection | None = None
    planned_on: date | None = None


def add_item(*, plan: Plan, facts: ItemFacts, by: User, at: datetime) -> PlanItem:
    """A new line at the end of its first month."""
    with editing(plan, by=by) as held:
        check_facts(held, facts)
        item = PlanItem(plan=held, position=_next_position(held, facts.first_month), changed_by=by, changed_at=at)
        apply_facts(item, facts)
        item.save(force_insert=True)
        note_change(held, "item.add", by=by, at=at, item=str(item.pk), text=item.text)
    return item


def edit_item(*, item: PlanItem, facts: ItemFacts, base_version: int, by: User, at: datetime) -> PlanItem:
    """Save over the version the change was made on; raises EditConflict when that is no longer the latest."""
    with editing(item.plan, by=by) as plan:
        check_facts(plan, facts)
        stored = PlanItem.objects.select_related("changed_by").select_for_update(of=("self",)).get(pk=item.pk)
        if stored.version != base_version or stored.removal:
            raise EditConflict(stored)
        if stored.first_month != facts.first_month:
            stored.position = _next_position(plan, facts.first_month)
        apply_facts(stored, facts)
        stored.version += 1
        stored.changed_by, stored.changed_at = by, at
        stored.save()
        note_change(plan, "item.edit", by=by, at=at, item=str(item.pk), version=stored.version)
    return stored


def move_item(*, item: PlanItem, month: date, before: PlanItem | None, by: User, at: datetime) -> PlanItem:
    """Put a line into another month (keeping its length in months as far as the period reaches), before another line or last."""
    with editing(item.plan, by=by) as plan:
        months = plan.period.months
        if month not in months:
            raise PlanTextError("这个月份不在计划的时间范围内。")
        stored = plan.items.present().select_for_update().filter(pk=item.pk).first()
        if stored is None:
            raise PlanTextError("这一条刚被删除。")
        span = _months_between(stored.first_month, stored.last_month)
        index = months.index(month)
        if stored.first_month != month:
            stored.planned_on = None  # a day of the month it left
        stored.first_month, stored.last_month = month, months[min(index + span, len(months) - 1)]
        neighbours = [row for row in plan.items.present().filter(first_month=month) if row.pk != stored.pk]
        place = next((i for i, row in enumerate(neighbours) if before and row.pk == before.pk), len(neighbours))
        neighbours.insert(place, stored)
        for position, row in enumerate(neighbours):
            row.position = position
        stored.version += 1
        stored.changed_by, stored.changed_at = by, at
        stored.save()
        PlanItem.objects.bulk_update(neighbours, ["position"])
        note_change(plan, "item.move", by=by, at=at, item=str(item.pk), month=month.isoformat())
    return stored


def remove_item(*, item: PlanItem, by: User, at: datetime) -> uuid.UUID:
    """Take a line out; returns the key for `restore_item`."""
    removal = uuid.uuid4()
    with editing(item.plan, by=by) as plan:
        PlanItem.objects.filter(pk=item.pk, removal__isnull=True).update(removal=removal)
        note_change(plan, "item.remove", by=by, at=at, item=str(item.pk), text=item.text)
    return removal


def restore_item(*, plan: Plan, removal: uuid.UUID, by: User, at: datetime) -> int:
    """Undo a removal. Returns how many lines came back."""
    with editing(plan, by=by) as held:
        count = held.items.filter(removal=removal).update(removal=None)
        note_change(held, "item.restore", by=by, at=at, removal=str(removal))
    return count


def facts_of_item(item: PlanItem) -> ItemFacts:
    """What a line says now; needs its responsible people and its measure."""
    return ItemFacts(
        text=item.text,
        first_month=item.first_month,
        last_month=item.last_month,
        kind=item.kind,
        is_theme=item.is_theme,
        responsible_member=item.responsible_member,
        responsible_group=item.responsible_group,
        responsible_text=item.responsible_text,
        measure=item.measure,
        planned_on=item.planned_on,
    )


def check_facts(plan: Plan, facts: ItemFacts) -> None:
    """Raises PlanTextError for facts that a line of this plan cannot have."""
    if not facts.text.strip():
        raise PlanTextError("请填写内容。")
    if len(facts.text.strip()) > TEXT_LENGTH:
        raise PlanTextError(f"一条最多{TEXT_LENGTH}字，请拆成几条。")
    if facts.last_month < facts.first_month:
        raise PlanTextError("结束月份不能早于开始月份。")
    if not (plan.period.contains(facts.first_month) and plan.period.contains(facts.last_month)):
        raise PlanTextError("月份不在计划的时间范围内。")
    if facts.planned_on and facts.planned_on.replace(day=1) != facts.first_month:
        raise PlanTextError(f"拟定日期不在{facts.first_month.month}月内。")
    if sum(map(bool, (facts.responsible_member, facts.responsible_group, facts.responsible_text.strip()))) > 1:
        raise PlanTextError("责任人只填一项：选一名党员、选一个党小组，或直接填写。")
    for person in (facts.responsible_member, facts.responsible_group):
        if person and person.branch_id != plan.branch_id:
            raise PlanTextError("责任人须是本支部的党员或党小组。")
    if facts.measure and facts.measure.plan_id != plan.pk:
        raise PlanTextError("对应措施须是本计划的段落。")


def apply_facts(item: PlanItem, facts: ItemFacts) -> None:
    """Onto the line, unsaved."""
    item.text = " ".join(facts.text.split())
    item.first_month, item.last_month = facts.first_month, facts.last_month
    item.kind, item.is_theme = facts.kind, facts.is_theme
    item.responsible_member, item.responsible_group = facts.responsible_member, facts.responsible_group
    item.responsible_text = facts.responsible_text.strip()
    item.measure, item.planned_on = facts.measure, facts.planned_on


def _next_position(plan: Plan, month: date) -> int:
    last = plan.items.present().filter(first_month=month).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month
