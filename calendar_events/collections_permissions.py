"""Who keeps collection lists, and who hands in."""

from __future__ import annotations

from branches.models import Branch, User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of
from calendar_events.models import CollectionDue


def keeps_collections(user: User, branch: Branch) -> bool:
    return scope_of(user).holds_in(branch, AUTHOR_ROLES)


def check_can_keep_collections(user: User, branch: Branch) -> None:
    """The branch's committee makes lists, ticks off and sees who is short."""
    if not keeps_collections(user, branch):
        raise NotAllowed(f"收交清单由{branch.short_name}的书记和支部委员管理；您本人要交的在“我的材料”里。")


def check_can_hand_in(user: User, due: CollectionDue) -> None:
    """The member while in the branch, or the committee for paper, while the list is open."""
    if not due.collection.is_open:
        raise NotAllowed("这份清单已经结束。")
    if keeps_collections(user, due.collection.branch):
        return
    if due.member.user_id != user.pk:
        raise NotAllowed("只能交自己的材料。")
    if due.member.branch_id != due.collection.branch_id:
        raise NotAllowed("您已转出这个支部，不用再交。")
