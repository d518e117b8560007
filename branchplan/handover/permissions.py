"""Who begins a handover, prepares it, signs it, ticks lines off."""

from __future__ import annotations

from branches.models import Branch, Role, User
from branches.models.people import LEADING_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of
from branchplan.handover.models import Handover


def check_can_begin(user: User, branch: Branch) -> None:
    """The secretary and the deputy, and administrators above."""
    scope = scope_of(user)
    if not (scope.holds_in(branch, LEADING_ROLES) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)):
        raise NotAllowed("书记交接由本支部书记、副书记或上级教育工委的管理员发起。")


def check_can_prepare(user: User, handover: Handover) -> None:
    """Who goes, and who may begin one."""
    if user.pk != handover.outgoing_id:
        check_can_begin(user, handover.branch)


def check_can_hand_over(user: User, handover: Handover) -> None:
    """Who goes signs. Where that person cannot, an administrator above signs in their stead, with a reason."""
    if user.pk != handover.outgoing_id and not signs_in_stead(user, handover):
        raise NotAllowed("由原书记签字移交；原书记无法签字的，由上级教育工委的管理员代签并写明原因。")


def signs_in_stead(user: User, handover: Handover) -> bool:
    """Does this person sign for another? Never whoever takes over."""
    if user.pk in (handover.outgoing_id, handover.incoming_id):
        return False
    return scope_of(user).reaches(handover.branch, Role.DISTRICT_ADMINISTRATOR)


def check_can_take_over(user: User, handover: Handover) -> None:
    """Who comes, once in office."""
    if user.pk != handover.incoming_id:
        raise NotAllowed("由新任书记本人签字接收。")
    if not scope_of(user).holds_in(handover.branch, {Role.SECRETARY}):
        raise NotAllowed("任职开始以后才能签字接收。")


def check_can_cancel(user: User, handover: Handover) -> None:
    """Who began it, and administrators above."""
    if user.pk != handover.begun_by_id and not scope_of(user).reaches(handover.branch, Role.DISTRICT_ADMINISTRATOR):
        raise NotAllowed("由发起的人或上级教育工委的管理员撤销。")


def check_can_tick(user: User, handover: Handover) -> None:
    if user.pk != handover.incoming_id:
        raise NotAllowed("清单由新任书记本人勾选。")
