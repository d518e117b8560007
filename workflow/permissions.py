"""May this user take this step? By the actor column of the table."""

from branches.models import Role, User
from branches.permissions import NotAllowed, check_can_lead, check_can_lead_review, check_can_review, refusal
from branches.scope import scope_of
from workflow.domain.transitions import Action, Actor, Transition
from workflow.models import Reviewable


def check_can_take(transition: Transition, user: User, document: Reviewable) -> None:
    """Raises NotAllowed with the reason."""
    match transition.by:
        case Actor.LEADER:
            check_can_lead(user, document.branch)
        case Actor.REVIEWER:
            check_can_review(user, document.branch)
            if transition.action is Action.CLAIM:
                check_not_anothers(user, document)
        case Actor.SECOND_REVIEWER:
            check_can_review(user, document.branch)
            if document.passed_by_id == user.pk:
                raise NotAllowed("初审是您办的，复核须由另一名审核员办理。")
            check_not_anothers(user, document)
        case Actor.CLAIMANT:
            check_can_decide(user, document)
        case Actor.SYSTEM:
            raise NotAllowed("这一步由系统办理。")


def check_not_anothers(user: User, document: Reviewable) -> None:
    """What was given to a reviewer is theirs, unless they no longer review here; whoever leads the reviewers may step in."""
    if document.assigned_to_id in (None, user.pk) or scope_of(user).reaches(document.branch, Role.REVIEW_LEAD):
        return
    if document.assigned_to and not refusal(check_can_review, document.assigned_to, document.branch):
        raise NotAllowed(f"已分给{document.assigned_to.display_name}审核，需要调整请找审核组长。")


def check_can_assign(user: User, document: Reviewable, reviewer: User) -> None:
    """Whoever leads the reviewers gives papers to those who may review them, never to somebody of the same school."""
    check_can_lead_review(user, document.branch)
    why = refusal(check_can_review, reviewer, document.branch)
    if why:
        raise NotAllowed(f"不能分给{reviewer.display_name}：不是这里的审核员，或者在该党支部任职、编入该党支部。")


def check_can_decide(user: User, document: Reviewable) -> None:
    """Only the reviewer who claimed the paper writes on it and decides."""
    check_can_review(user, document.branch)
    if document.claimed_by_id != user.pk:
        name = document.claimed_by.display_name if document.claimed_by else ""
        raise NotAllowed(f"这份材料由{name}认领审核。" if name else "请先认领，再审核。")
