"""Reads for pages."""

from branches.models import User
from notices.models import Notice


def unread_count(user: User) -> int:
    return Notice.objects.visible_to(user).unread().count()
