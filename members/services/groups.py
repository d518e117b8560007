"""党小组: made, renamed, closed, led, filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from branches.models import Branch, User
from branches.services.audit import record
from members.models import PARTY_STATUSES, Member, PartyGroup
from members.permissions import check_can_keep_roster
from members.services.people import RosterError, write_member
from regulations.domain.quoting import quoted


@contextmanager
def _holding(branch: Branch, *, by: User) -> Iterator[Branch]:
    """The branch's row, held while its groups change: two people cannot both make 第一党小组."""
    check_can_keep_roster(by, branch)
    with transaction.atomic():
        yield Branch.objects.select_for_update(of=("self",)).select_related("district").get(pk=branch.pk)


def create_group(*, branch: Branch, name: str, by: User, at: datetime) -> PartyGroup:
    """A new group; a closed one of the same name is opened again. Raises RosterError when the name is in use."""
    with _holding(branch, by=by) as held:
        _check_name(held, name)
        group, _ = PartyGroup.objects.update_or_create(branch=held, name=name, defaults={"is_active": True})
        _note(group, "group.create", by=by, at=at)
        _follow(held)
    return group


def rename_group(*, group: PartyGroup, name: str, by: User, at: datetime) -> PartyGroup:
    """A new name; the trail keeps the old one."""
    with _holding(group.branch, by=by) as held:
        stored = _stored(group)
        if stored.name == name:
            return stored
        _check_name(held, name, PartyGroup.objects.filter(branch=held, name=name).exclude(pk=stored.pk).exists())
        before, stored.name = stored.name, name
        stored.save(update_fields=["name"])
        _note(stored, "group.rename", by=by, at=at, before=before, after=name)
    return stored


def close_group(*, group: PartyGroup, by: User, at: datetime) -> int:
    """The group is no longer in use; its people belong to none. Returns how many they were."""
    with _holding(group.branch, by=by) as held:
        stored = _stored(group)
        count = Member.objects.filter(group=stored).update(group=None, version=F("version") + 1)
        stored.is_active, stored.leader = False, None
        stored.save(update_fields=["is_active", "leader"])
        _note(stored, "group.close", by=by, at=at, members=count)
        _follow(held)
    return count


def set_leader(*, group: PartyGroup, leader: Member | None, by: User, at: datetime) -> PartyGroup:
    """One of the group's party members leads it; None leaves it without a leader."""
    with _holding(group.branch, by=by):
        stored = _stored(group)
        if leader is not None:
            person = Member.objects.select_for_update(of=("self",)).get(pk=leader.pk)
            if person.group_id != stored.pk or not person.is_active:
                raise RosterError(f"{person.name}不在{stored.name}，不能担任组长。")
            if person.status not in PARTY_STATUSES:
                raise RosterError("党小组长由党员担任。")
        stored.leader = leader
        stored.save(update_fields=["leader"])
        _note(stored, "group.lead", by=by, at=at, leader=leader.name if leader else "")
    return stored


def assign_members(
    *, branch: Branch, group: PartyGroup | None, members: Iterable[Member], by: User, at: datetime
) -> int:
    """People of the branch into a group, or out of any; returns how many changed. A leader who changes groups no longer leads."""
    with _holding(branch, by=by) as held:
        if group is not None and _stored(group).branch_id != held.pk:
            raise RosterError("这个党小组不属于本支部。")
        wanted = [member.pk for member in members]
        rows = Member.objects.select_for_update(of=("self",)).filter(pk__in=wanted, branch=held, is_active=True)
        changing = [row for row in rows.order_by("pk") if row.group_id != (group.pk if group else None)]
        PartyGroup.objects.filter(leader__in=changing).update(leader=None)
        for row in changing:
            row.branch = held
            write_member(row, {"group": group}, action="member.group", by=by, at=at, group=group.name if group else "")
    return len(changing)


def _stored(group: PartyGroup) -> PartyGroup:
    stored = PartyGroup.objects.select_related("branch").get(pk=group.pk)
    if not stored.is_active:
        raise RosterError(f"{stored.name}已经撤销。")
    return stored


def _check_name(branch: Branch, name: str, taken: bool | None = None) -> None:
    if taken is None:
        taken = PartyGroup.objects.filter(branch=branch, name=name, is_active=True).exists()
    if taken:
        raise RosterError(f"已经有（或曾有）名为{quoted(name)}的党小组，请换一个名称。")


def _follow(branch: Branch) -> None:
    """Whether the branch has groups follows from its groups; the checks of plans ask for it."""
    has_groups = PartyGroup.objects.filter(branch=branch, is_active=True).exists()
    if branch.has_groups != has_groups:
        branch.has_groups = has_groups
        branch.save(update_fields=["has_groups"])


def _note(group: PartyGroup, action: str, *, by: User, at: datetime, **detail: Any) -> None:
    record(action=action, by=by, at=at, target=group, name=group.name, branch=group.branch, detail=detail)
