"""Who subscribes, and who gives addresses out in the branch's name."""

from __future__ import annotations

from branches.models import Branch, User
from branches.models.people import LEADING_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of
from calendar_events.models import CalendarFeed


def check_can_subscribe(user: User) -> None:
    """Whoever belongs to a branch."""
    if not scope_of(user).branch_ids:
        raise NotAllowed("您没有编入党支部，没有可以订阅的活动；各学校的活动请在行事历里查看。")


def check_can_give_out(user: User, branch: Branch) -> None:
    """The secretary and the deputy: such an address is passed on, and whoever has it reads it."""
    if not scope_of(user).holds_in(branch, LEADING_ROLES):
        raise NotAllowed(f"支部和全校的日历地址由{branch.short_name}的书记或副书记管理。")


def check_can_keep_feed(user: User, feed: CalendarFeed) -> None:
    """Its owner, or those who answer for the branch."""
    if feed.branch is not None:
        check_can_give_out(user, feed.branch)
    elif feed.owner_id != user.pk:
        raise NotAllowed("只能管理自己的订阅地址。")
