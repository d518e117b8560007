"""Who may change what a district enters about its calendar."""

from __future__ import annotations

from branches.models import District, User
from branches.permissions import NotAllowed, check_can_administer, refusal


def check_can_keep_calendar(user: User, district: District) -> None:
    """The administrators of a district at or above this one: days off, school years, timeline, observed days."""
    if refusal(check_can_administer, user, district):
        raise NotAllowed("只有教育工委的管理员可以修改放假安排、校历、会议和纪念日。")
