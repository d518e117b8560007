"""May this user change this event, and answer it?"""

from __future__ import annotations

from branches.models import User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed, check_can_write_for
from branches.scope import scope_of
from calendar_events.models import CalendarEvent
from members.models import Member


def check_can_change_event(user: User, event: CalendarEvent) -> None:
    """The branch's committee."""
    check_can_write_for(user, event.branch)


def check_can_answer_for(user: User, event: CalendarEvent, member: Member) -> None:
    """Everybody for themselves, the committee for everybody."""
    if member.user_id != user.pk and not scope_of(user).holds_in(event.branch, AUTHOR_ROLES):
        raise NotAllowed("只能答复自己是否参加；代他人登记由书记和支部委员办理。")
