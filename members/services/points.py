"""The ledger of points: switched on by the branch, entered, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.models import Branch, User
from branches.services.audit import record
from members.models import Member, PointsEntry, PointsScheme
from members.permissions import check_can_keep_roster


class PointsError(Exception):
    """What was asked for is not possible; the message says why."""


def set_scheme(
    *, branch: Branch, is_enabled: bool, items: Sequence[tuple[str, Decimal]], by: User, at: datetime
) -> PointsScheme:
    """Switch the ledger on or off and say what counts. Lines that were entered stay as they are."""
    check_can_keep_roster(by, branch)
    names = [name for name, _ in items]
    if is_enabled and not items:
        raise PointsError("启用前请至少写一个计分项目。")
    if len(set(names)) != len(names):
        raise PointsError("计分项目重名，请改名。")
    with transaction.atomic():
        rows = [{"name": name, "points": str(points)} for name, points in items]
        scheme, _ = PointsScheme.objects.update_or_create(
            branch=branch, defaults={"is_enabled": is_enabled, "items": rows}
        )
        record(
            action="points.scheme",
            by=by,
            at=at,
            target=branch,
            name=branch.name,
            branch=branch,
            detail={"enabled": is_enabled, "items": len(rows)},
        )
    return scheme


def enter_points(
    *, branch: Branch, members: Sequence[Member], item: str, on: date, note: str, key: UUID, by: User, at: datetime
) -> int:
    """One line for each person with the item's points; returns how many. Nobody's points are reckoned by log-ins or screens.

    The same form again, known by `key`, adds nothing; with other words in it it is refused.
    """
    check_can_keep_roster(by, branch)
    with transaction.atomic():
        # The branch's row is the lock: the same form sent twice at once makes its lines once.
        Branch.objects.select_for_update(of=("self",), no_key=True).get(pk=branch.pk)
        lines = _lines(branch, members, item, on, note, by, at)
        stored = {(row.member_id, row.item, row.on) for row in PointsEntry.objects.filter(branch=branch, key=key)}
        if stored == {(row.member_id, row.item, row.on) for row in lines}:
            return len(stored)
        if stored:
            raise PointsError("这一次的登记刚才已经保存。这次改了内容，要另外登记的，再按一次“登记”。")
        for line in lines:
            line.key = key
        PointsEntry.objects.bulk_create(lines)
        record(
            action="points.enter",
            by=by,
            at=at,
            target=branch,
            name=branch.name,
            branch=branch,
            detail={"item": item, "people": [member.name for member in members]},
        )
    return len(lines)


def _lines(
    branch: Branch, members: Sequence[Member], item: str, on: date, note: str, by: User, at: datetime
) -> list[PointsEntry]:
    """What is to be entered, by the scheme as it stands. Raises PointsError."""
    scheme = PointsScheme.objects.filter(branch=branch, is_enabled=True).first()
    if scheme is None:
        raise PointsError("本支部没有启用积分登记。")
    points = next((Decimal(row["points"]) for row in scheme.items if row["name"] == item), None)
    if points is None:
        raise PointsError("这个计分项目已经不在列表里，请重新选择。")
    if on > timezone.localdate(at):
        raise PointsError("日期不能晚于今天。")
    if not members or any(member.branch_id != branch.pk for member in members):
        raise PointsError("请选择本支部的党员。")
    facts = {"branch": branch, "on": on, "item": item, "points": points, "note": note.strip()}
    return [PointsEntry(member=member, **facts, entered_by=by, entered_at=at) for member in members]


def take_back(*, entry: PointsEntry, by: User, at: datetime) -> PointsEntry:
    """A line that undoes another one; each line can be taken back once."""
    check_can_keep_roster(by, entry.branch)
    if entry.reverses_id:
        raise PointsError("冲销的记录不能再冲销，请重新登记。")
    try:
        with transaction.atomic():
            line = PointsEntry.objects.create(
                branch=entry.branch,
                member=entry.member,
                on=entry.on,
                item=entry.item,
                points=-entry.points,
                note="冲销",
                reverses=entry,
                entered_by=by,
                entered_at=at,
            )
            record(
                action="points.take_back",
                by=by,
                at=at,
                target=entry,
                name=entry.member.name,
                branch=entry.branch,
                detail={"item": entry.item},
            )
    except IntegrityError as error:
        raise PointsError("这一条已经冲销过。") from error
    return line
