"""May this user do this? Each check raises `NotAllowed` with the sentence the user sees; a disabled button shows the same one."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from branches.models import Branch, District, Role, User
from branches.models.people import AUTHOR_ROLES, BRANCH_ROLES, LEADING_ROLES
from branches.scope import scope_of


class NotAllowed(PermissionDenied):
    """Refused because of who the user is; the message tells why. Becomes a 403 page."""


def refusal(check: Callable[..., None], *args: Any) -> str:
    """The sentence a check would refuse with, or "" when it allows: for disabled buttons."""
    try:
        check(*args)
    except NotAllowed as error:
        return str(error)
    return ""


def check_can_write_for(user: User, branch: Branch) -> None:
    """Committee members, the secretary and the deputy write the branch's papers."""
    if not scope_of(user).holds_in(branch, AUTHOR_ROLES):
        raise NotAllowed(f"只有{branch.short_name}的书记和支部委员可以起草和修改。")


def check_can_lead(user: User, branch: Branch) -> None:
    """The secretary and the deputy submit and withdraw."""
    if not scope_of(user).holds_in(branch, LEADING_ROLES):
        raise NotAllowed(f"只有{branch.short_name}的书记或副书记可以提交和撤回。")


def check_can_review(user: User, branch: Branch) -> None:
    """Reviewers of a district at or above the branch, never of one's own branch."""
    scope = scope_of(user)
    if not scope.reaches(branch, Role.REVIEWER):
        raise NotAllowed("只有上级教育工委的审核员可以审核。")
    if scope.holds_in(branch, BRANCH_ROLES):
        raise NotAllowed("您在该党支部任职或编入该党支部，不能审核本单位的材料，请由其他审核员办理。")


def check_can_lead_review(user: User, branch: Branch) -> None:
    """Whoever leads the reviewers of a district at or above the branch says who reviews what."""
    if not scope_of(user).reaches(branch, Role.REVIEW_LEAD):
        raise NotAllowed("只有审核组长可以分派审核任务。")


def check_can_administer(user: User, district: District) -> None:
    """The administrators of a district at or above this one."""
    if not any(district.path.startswith(path) for path in scope_of(user).administered_paths):
        raise NotAllowed("只有教育工委的管理员可以管理组织和账号。")


def check_can_audit(user: User) -> None:
    if not scope_of(user).audited_paths:
        raise NotAllowed("只有审计员可以查看审计记录。")


def check_can_manage_account(user: User, account: User) -> None:
    """Administrators manage log-ins whose every role that is not over lies in their own subtree: otherwise a district could take over the
    city's. Once all are over, the last one counts.
    """
    paths = scope_of(user).administered_paths
    if not paths:
        raise NotAllowed("只有教育工委的管理员可以管理组织和账号。")
    if account.pk == user.pk:
        raise NotAllowed("不能管理自己的账号，请由另一名管理员办理；改密码在“我的”里。")
    roles = account.assignments.not_over(timezone.localdate()).select_related("branch__district", "district")
    districts = [row.organisation_district for row in roles] or [account.home]
    for district in districts:
        if district is None or not any(district.path.startswith(path) for path in paths):
            raise NotAllowed("这个账号在您管理范围之外还有角色，请由上级管理员办理。")
