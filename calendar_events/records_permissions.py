"""Who writes a record, who finishes it, who corrects it."""

from __future__ import annotations

from branches.models import Branch, Role, User
from branches.models.people import AUTHOR_ROLES, LEADING_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of
from calendar_events.models import ActivityRecord, CalendarEvent


def keeps_records(user: User, branch: Branch) -> bool:
    """Whether the user belongs to the branch's committee."""
    return scope_of(user).holds_in(branch, AUTHOR_ROLES)


def check_can_see_records(user: User, branch: Branch) -> None:
    """The list: everybody in the branch, reviewers and administrators above."""
    scope = scope_of(user)
    above = scope.reaches(branch, Role.REVIEWER) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)
    if branch.pk not in scope.branch_ids and not above:
        raise NotAllowed("活动记录由本支部党员和上级教育工委的审核员、管理员查看。")


def check_can_write_record(user: User, event: CalendarEvent) -> None:
    """The committee, the recorder named at the event, and a group's leader at the group's own meeting."""
    if keeps_records(user, event.branch):
        return
    if event.branch_id in scope_of(user).branch_ids:
        recorder = event.recorder_member
        leader = event.group.leader if event.group else None
        if any(person is not None and person.user_id == user.pk for person in (recorder, leader)):
            return
    raise NotAllowed("活动记录由支部委员、本次活动的记录人和党小组长填写。")


def check_can_finish_record(user: User, record: ActivityRecord) -> None:
    """The committee answers for what is kept."""
    if not keeps_records(user, record.branch):
        raise NotAllowed(f"记录由{record.branch.short_name}的书记或支部委员核对后存档。")


def check_can_correct_record(user: User, record: ActivityRecord) -> None:
    """Secretary and deputy open a finished record again."""
    if not scope_of(user).holds_in(record.branch, LEADING_ROLES):
        raise NotAllowed(f"已存档的记录由{record.branch.short_name}的书记或副书记更正。")
