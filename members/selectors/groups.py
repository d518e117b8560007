"""Reads of the groups of a branch."""

from __future__ import annotations

from dataclasses import dataclass

from branches.models import Branch
from members.models import Member, PartyGroup
from members.selectors.people import groups_in_use


@dataclass(frozen=True)
class GroupCard:
    """A group with its people; `group` is None for those in none."""

    group: PartyGroup | None
    members: list[Member]


def group_cards(branch: Branch) -> list[GroupCard]:
    """Every group in use and, last, those in no group; two queries."""
    groups = list(groups_in_use(branch))
    people = list(Member.objects.filter(branch=branch, is_active=True).order_by("name_pinyin", "pk"))
    cards = [GroupCard(group, [row for row in people if row.group_id == group.pk]) for group in groups]
    return [*cards, GroupCard(None, [row for row in people if row.group_id is None])]
