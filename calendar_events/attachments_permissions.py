"""Who may attach files and take them away again."""

from __future__ import annotations

from branches.models import Branch, User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of
from calendar_events.models import Attachment, CalendarEvent, CollectionList, HandIn, RegisterEntry
from calendar_events.registers_permissions import check_can_attach_to_entry

Owner = CalendarEvent | RegisterEntry | CollectionList | HandIn


def check_can_attach(user: User, owner: Owner) -> None:
    """To an event: the committee and who writes the record. To an entry: who may edit it or look at it. To a list: the committee. To what
    was handed in: the committee and the member, while the list is open."""
    if isinstance(owner, RegisterEntry):
        check_can_attach_to_entry(user, owner)
    elif isinstance(owner, CalendarEvent):
        if not (owner.recorder_member and owner.recorder_member.user_id == user.pk):
            _check_author(user, owner.branch)
    elif isinstance(owner, CollectionList):
        _check_author(user, owner.branch)
    else:
        collection = owner.due.collection
        if not collection.is_open:
            raise NotAllowed("这份清单已经结束，不能再上传或删除。")
        if owner.due.member.user_id != user.pk:
            _check_author(user, collection.branch)


def check_can_remove_attachment(user: User, attachment: Attachment) -> None:
    """Who may attach there may take away."""
    check_can_attach(user, attachment.owner)


def _check_author(user: User, branch: Branch) -> None:
    if not scope_of(user).holds_in(branch, AUTHOR_ROLES):
        raise NotAllowed(f"附件由{branch.short_name}的书记、支部委员和记录人上传。")
