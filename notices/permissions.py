"""Who may look after the sending of messages."""

from branches.models import User
from branches.permissions import NotAllowed
from branches.scope import scope_of


def check_can_watch(user: User) -> None:
    """Administrators see whether messages get through."""
    if not scope_of(user).administered_paths:
        raise NotAllowed("只有教育工委的管理员可以查看消息发送情况。")
