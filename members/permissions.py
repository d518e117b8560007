"""May this user do this with the people of a branch? Each check raises `NotAllowed` with the sentence the user sees."""

from __future__ import annotations

from branches.models import Branch, Role, User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of


def check_can_see_roster(user: User, branch: Branch) -> None:
    """The committee of the branch, and reviewers and administrators of a district at or above it."""
    scope = scope_of(user)
    if scope.holds_in(branch, AUTHOR_ROLES):
        return
    if not (scope.reaches(branch, Role.REVIEWER) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)):
        raise NotAllowed("党员名册由支部委员会和上级教育工委查看；您本人的信息在“我的”里。")


def check_can_keep_roster(user: User, branch: Branch) -> None:
    """The secretary and the committee keep the roster, the groups, the terms and the transfers."""
    if not scope_of(user).holds_in(branch, AUTHOR_ROLES):
        raise NotAllowed(f"{branch.short_name}的名册由该支部的书记和支部委员登记、修改。")


def check_can_see_some_roster(user: User) -> None:
    """Anybody who keeps a roster or looks at those of a district."""
    scope = scope_of(user)
    if not (scope.branches_as(AUTHOR_ROLES) or scope.reviewed_paths or scope.administered_paths):
        raise NotAllowed("党员名册由支部委员会和上级教育工委查看；您本人的信息在“我的”里。")
