"""Who enters a talk, and who reads what was said."""

from __future__ import annotations

from branches.models import Branch, User
from branches.models.people import AUTHOR_ROLES, BRANCH_ROLES, LEADING_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of
from calendar_events.models import Talk, TalkKind
from calendar_events.talks_querysets import CLOSED_READERS


def check_can_see_matrix(user: User, branch: Branch) -> None:
    """The committee sees who has talked with whom."""
    if not scope_of(user).holds_in(branch, AUTHOR_ROLES):
        raise NotAllowed(f"谈话情况由{branch.short_name}的书记和支部委员查看；您自己的在“我的谈话”里。")


def check_can_enter_talk(user: User, branch: Branch) -> None:
    """Everybody in the branch enters their own talks, the committee those of others."""
    if not scope_of(user).holds_in(branch, BRANCH_ROLES):
        raise NotAllowed("只能登记本支部的谈话。")


def enters_for_others(user: User, branch: Branch, kind: str) -> bool:
    """Whether the user may enter a talk of two others: of the closed kinds only those who answer for integrity."""
    roles = AUTHOR_ROLES if kind == TalkKind.HEART else CLOSED_READERS
    return scope_of(user).holds_in(branch, roles)


def is_one_of_the_two(user: User, talk: Talk) -> bool:
    return user.pk in {talk.speaker.user_id, talk.talked_with.user_id}


def reads_notes(user: User, talk: Talk) -> bool:
    """The two; of talks about integrity the secretary and the deputy too. Nobody reads what two said from heart to heart."""
    if is_one_of_the_two(user, talk):
        return True
    return talk.kind != TalkKind.HEART and scope_of(user).holds_in(talk.branch, LEADING_ROLES)


def check_can_change_talk(user: User, talk: Talk) -> None:
    """Who entered it or spoke; the notes only by those who read them."""
    if user.pk not in {talk.recorded_by_id, talk.speaker.user_id}:
        raise NotAllowed("由谈话人或登记的人修改。")
