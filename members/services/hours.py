"""Entering and taking back study hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from members.models import Member, StudyKind, StudyRecord
from members.models.hours import MOST_A_DAY
from members.permissions import check_can_keep_dues
from members.selectors.hours import of_branch_on
from members.services.dues import hold_ledger


class HoursRefused(Exception):
    """Hours that cannot be kept; `field` is the entry it is about ("" for all of it)."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def record_hours(
    *,
    branch: Branch,
    members: Sequence[Member],
    on: date,
    hours: Decimal,
    kind: StudyKind,
    note: str,
    by: User,
    at: datetime,
) -> list[StudyRecord]:
    """The same hours for several members at once; all of them or none. Raises HoursRefused, also where somebody has them already."""
    check_can_keep_dues(by, branch)
    held = hold_ledger(branch)
    if not members:
        raise HoursRefused("请至少选择一名党员。", "members")
    if on > timezone.localdate(at):
        raise HoursRefused("日期不能晚于今天。", "on")
    if not 0 < hours <= MOST_A_DAY:
        raise HoursRefused("一天的学时须大于0、不超过24。", "hours")
    own = of_branch_on(held, members, on)
    for member in members:
        if member.pk not in own or not member.is_party_member:
            raise HoursRefused(f"{member.name}不是本支部的党员。", "members")
    doubled = StudyRecord.objects.filter(member__in=members, on=on, kind=kind).select_related("member", "recorded_by")
    if doubled:
        told = "、".join(f"{row.member.name}（{row.hours}学时）" for row in doubled)
        raise HoursRefused(f"这一天的“{kind.label}”已经登记过：{told}。请取消勾选，或先删除原来的记录。", "members")
    day_total = _hours_of_day(members, on)
    for member in members:
        if day_total.get(member.pk, Decimal(0)) + hours > MOST_A_DAY:
            raise HoursRefused(f"{member.name}这一天的学时合计会超过24。", "hours")
    rows = StudyRecord.objects.bulk_create(
        StudyRecord(
            branch=held, member=member, on=on, hours=hours, kind=kind, note=note.strip(), recorded_by=by, recorded_at=at
        )
        for member in members
    )
    detail = {
        "on": on.isoformat(),
        "kind": kind.value,
        "hours": str(hours),
        "members": [member.name for member in members],
    }
    record(action="hours.record", by=by, at=at, target=held, branch=held, detail=detail)
    return rows


def _hours_of_day(members: Sequence[Member], on: date) -> dict[object, Decimal]:
    totals: dict[object, Decimal] = {}
    for key, hours in StudyRecord.objects.filter(member__in=members, on=on).values_list("member_id", "hours"):
        totals[key] = totals.get(key, Decimal(0)) + hours
    return totals


@transaction.atomic
def remove_hours(*, row: StudyRecord, by: User, at: datetime) -> None:
    """Take a wrong entry out; the trail keeps what it said. Nothing happens where somebody else has removed it already."""
    check_can_keep_dues(by, row.branch)
    held = hold_ledger(row.branch)
    deleted, _ = StudyRecord.objects.filter(pk=row.pk).delete()
    if deleted:
        detail = {"on": row.on.isoformat(), "kind": row.kind, "hours": str(row.hours)}
        record(action="hours.remove", by=by, at=at, target=row, name=row.member.name, branch=held, detail=detail)
