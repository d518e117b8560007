"""Reads of the roster."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from branches.models import Branch, User
from branches.models.people import AUTHOR_ROLES
from branches.querysets import get_visible_or_404
from branches.scope import Held, scope_of
from members.models import Member
from members.permissions import check_can_see_roster


def branch_with_roster(user: User, pk: UUID | str) -> Branch:
    """The branch whose pages about people are asked for: 404 for those outside it, `NotAllowed` for its ordinary members."""
    branch = get_visible_or_404(Branch.objects.visible_to(user).select_related("district"), pk=pk)
    check_can_see_roster(user, branch)
    return branch


def own_branch_id(user: User, acting: Held | None) -> UUID | None:
    """The branch whose roster the user keeps: that of the acting role, else the first; None for everybody else."""
    own = scope_of(user).branches_as(AUTHOR_ROLES)
    if acting and acting.branch_id in own:
        return acting.branch_id
    return min(own, key=str, default=None)


def roster(branch: Branch) -> QuerySet[Member]:
    """Everybody on the roster of the branch, by name."""
    return Member.objects.filter(branch=branch, is_active=True).select_related("group").order_by("name_pinyin", "pk")
