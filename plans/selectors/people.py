"""Who can be responsible for a line of the schedule."""

from __future__ import annotations

from typing import Any

from members.models import Member, PartyGroup
from plans.models import Plan


class People:
    """Who can be responsible: members and groups of the branch, read once a page."""

    def __init__(self, members: list[Member], groups: list[PartyGroup]) -> None:
        self._members = {f"m:{member.pk}": member for member in members}
        self._groups = {f"g:{group.pk}": group for group in groups}

    @property
    def choices(self) -> list[tuple[str, Any]]:
        groups = [(key, group.name) for key, group in self._groups.items()]
        members = [(key, member.name) for key, member in self._members.items()]
        return [(label, rows) for label, rows in (("党小组", groups), ("党员", members)) if rows]

    def chosen(self, key: str) -> tuple[Member | None, PartyGroup | None]:
        return self._members.get(key), self._groups.get(key)

    def named(self, name: str) -> tuple[Member | None, PartyGroup | None]:
        """The one person or group of this name; neither where several have it."""
        members = [member for member in self._members.values() if member.name == name]
        groups = [group for group in self._groups.values() if group.name == name]
        if len(members) + len(groups) != 1:
            return None, None
        return (members[0], None) if members else (None, groups[0])


def people_of(plan: Plan) -> People:
    """Members and groups who can be named as responsible."""
    members = Member.objects.filter(branch=plan.branch_id, is_active=True, status__in=["full", "probationary"])
    groups = PartyGroup.objects.filter(branch=plan.branch_id)
    return People(list(members.order_by("name_pinyin", "pk")), list(groups.order_by("name")))
