"""May this user do this with a development case? Each check raises `NotAllowed` with the sentence the user sees."""

from __future__ import annotations

from branches.models import Branch, OrganisationType, Role, User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed, check_can_review
from branches.scope import scope_of
from members.models.development import CONSENT_STEPS, StepRecord


def check_can_keep_case(user: User, branch: Branch) -> None:
    """The secretary and the committee open cases and record steps."""
    if not scope_of(user).holds_in(branch, AUTHOR_ROLES):
        raise NotAllowed(f"{branch.short_name}的发展党员档案由该支部的书记和支部委员登记。")


def check_can_see_cases(user: User, branch: Branch) -> None:
    """The committee of the branch, reviewers and administrators above it."""
    scope = scope_of(user)
    if scope.holds_in(branch, AUTHOR_ROLES):
        return
    if not (scope.reaches(branch, Role.REVIEWER) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)):
        raise NotAllowed("发展党员档案由支部委员会和上级教育工委查看；您本人的进度在“我的”里。")


def check_can_see_some_cases(user: User) -> None:
    """Anybody who keeps cases or looks at those of a district."""
    scope = scope_of(user)
    if not (scope.branches_as(AUTHOR_ROLES) or scope.reviewed_paths or scope.administered_paths):
        raise NotAllowed("发展党员档案由支部委员会和上级教育工委查看；您本人的进度在“我的”里。")


def check_can_see_cases_of_district(user: User) -> None:
    """Reviewers and administrators look at all branches below."""
    scope = scope_of(user)
    if not (scope.reviewed_paths or scope.administered_paths):
        raise NotAllowed("各党支部的发展党员情况由上级教育工委的审核员和管理员查看。")


def check_can_set_quota(user: User, branch: Branch) -> None:
    """The branch's committee proposes, the district decides: either writes the number."""
    scope = scope_of(user)
    if not (
        scope.holds_in(branch, AUTHOR_ROLES)
        or scope.reaches(branch, Role.REVIEWER)
        or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)
    ):
        raise NotAllowed("发展党员计划数由党支部或上级教育工委填写。")


def speaks_for_district(user: User, branch: Branch) -> bool:
    """Whether what the user sets is the superior's word."""
    scope = scope_of(user)
    return not scope.holds_in(branch, AUTHOR_ROLES)


def needs_request(branch: Branch, step: int) -> bool:
    """Whether the superior's consent to the step is asked for through the portal. A school's own 党委 decides itself."""
    return step in CONSENT_STEPS and branch.organisation_type != OrganisationType.COMMITTEE


def is_decided(branch: Branch, row: StepRecord) -> bool:
    """Whether the row holds what the superior decided through the portal; old paper is the branch's own writing."""
    decided = row.on is not None or bool(row.details.get("consent_on"))
    return needs_request(branch, row.step) and not row.is_from_paper and decided


def check_can_remove_step(user: User, branch: Branch, row: StepRecord) -> None:
    """The branch takes back what it recorded, a reviewer what the superior decided."""
    if not is_decided(branch, row):
        check_can_keep_case(user, branch)
    elif scope_of(user).holds_in(branch, AUTHOR_ROLES):
        raise NotAllowed(f"第{row.step}步由上级批复登记，支部不能删除；批复有误的，请上级审核员在档案里收回。")
    else:
        check_can_review(user, branch)
