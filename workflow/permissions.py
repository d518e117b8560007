"""May this user take this step? By the actor column of the table."""

from branches.models import User
from branches.permissions import NotAllowed, check_can_lead, check_can_review
from workflow.domain.transitions import Actor, Transition
from workflow.models import Reviewable


def check_can_take(transition: Transition, user: User, document: Reviewable) -> None:
    """Raises NotAllowed with the reason."""
    match transition.by:
        case Actor.LEADER:
            check_can_lead(user, document.branch)
        case Actor.REVIEWER:
            check_can_review(user, document.branch)
        case Actor.CLAIMANT:
            check_can_decide(user, document)
        case Actor.SYSTEM:
            raise NotAllowed("这一步由系统办理。")


def check_can_decide(user: User, document: Reviewable) -> None:
    """Only the reviewer who claimed the paper writes on it and decides."""
    check_can_review(user, document.branch)
    if document.claimed_by_id != user.pk:
        name = document.claimed_by.display_name if document.claimed_by else ""
        raise NotAllowed(f"这份材料由{name}认领审核。" if name else "请先认领，再审核。")
