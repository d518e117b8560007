"""Reads of the page that a person sees about themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

from branches.models import User
from branches.models.people import LEADING_ROLES
from branches.selectors import holders_in_branch
from members.models import CommitteePost, Member
from members.selectors.sections import own_sections, sections_for


def own_entry(user: User) -> Member | None:
    """The user's own entry on the roster."""
    rows = Member.objects.filter(user=user).select_related("branch", "group__leader")
    return rows.first()


def own_page(member: Member, today: date) -> dict[str, Any]:
    """My branch, my group, my record, and the sections of the other parts."""
    templates, context = sections_for(member, own_sections(), today)
    fellows = Member.objects.filter(group=member.group_id, is_active=True) if member.group_id else Member.objects.none()
    return context | {
        "sections": templates,
        "leaders": list(holders_in_branch(member.branch, LEADING_ROLES, today)),
        "fellows": list(fellows.order_by("name_pinyin", "pk").values_list("name", flat=True)),
        "posts": list(CommitteePost.objects.held_on(today).filter(member=member).select_related("term")),
        "transfer": member.transfers.open().select_related("to_branch").first(),
    }
