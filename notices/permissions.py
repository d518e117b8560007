"""Who may look after the sending of messages, and who answers what people say."""

from branches.models import User
from branches.permissions import NotAllowed, check_can_administer
from branches.scope import scope_of
from notices.models import Feedback


def check_can_watch(user: User) -> None:
    """Administrators see whether messages get through."""
    if not scope_of(user).administered_paths:
        raise NotAllowed("只有教育工委的管理员可以查看消息发送情况。")


def check_can_answer(user: User, letter: Feedback) -> None:
    """Administrators of the district or above it, never their own letter."""
    check_can_administer(user, letter.district)
    if letter.sender_id == user.pk:
        raise NotAllowed("自己提出的由其他管理员答复；本级没有其他管理员的，请选择送上一级。")


def check_can_read_feedback(user: User) -> None:
    if not scope_of(user).administered_paths:
        raise NotAllowed("投诉建议由教育工委的管理员办理；您自己提出的在“投诉建议”里看。")
