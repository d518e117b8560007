"""May this user do this with the people of a branch? Each check raises `NotAllowed` with the sentence the user sees."""

from __future__ import annotations

from branches.models import Branch, Role, User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed, refusal
from branches.scope import scope_of
from members.models import AppraisalEntry, AppraisalRound, Transfer


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


def check_can_see_district(user: User) -> None:
    """Reviewers and administrators look at all branches below."""
    scope = scope_of(user)
    if not (scope.reviewed_paths or scope.administered_paths):
        raise NotAllowed("各党支部的名册由上级教育工委的审核员和管理员查看。")


def check_can_settle_transfer(user: User, transfer: Transfer) -> None:
    """Accepting: the receiving branch within the portal; the branch that wrote the letter down, for those beyond it."""
    receiver = transfer.to_branch or transfer.branch
    if not scope_of(user).holds_in(receiver, AUTHOR_ROLES):
        raise NotAllowed(f"由{receiver.short_name}的书记或支部委员确认接收。")


def check_can_return_transfer(user: User, transfer: Transfer) -> None:
    """Either branch calls a letter back or sends it back."""
    scope = scope_of(user)
    if not any(
        scope.holds_in(place, AUTHOR_ROLES) for place in (transfer.branch, transfer.to_branch) if place is not None
    ):
        raise NotAllowed("由开具或接收介绍信的党支部办理退回。")


def check_can_see_letter(user: User, transfer: Transfer) -> None:
    """The letter names birthday and telephone: the committees of both branches and the district above, not the person's group."""
    places = [place for place in (transfer.branch, transfer.to_branch) if place is not None]
    if all(refusal(check_can_see_roster, user, place) for place in places):
        raise NotAllowed("介绍信由开具和接收的党支部下载打印。")


def check_can_keep_dues(user: User, branch: Branch) -> None:
    """Dues and study hours of the members are kept and seen by the committee of their branch, by nobody else."""
    if not scope_of(user).holds_in(branch, AUTHOR_ROLES):
        raise NotAllowed(f"{branch.short_name}党员的党费和学时由该支部的书记和支部委员登记、查看；您本人的在“我的”里。")


def check_can_see_dues_of_district(user: User) -> None:
    """Reviewers and administrators see sums and counts by branch, not single people."""
    scope = scope_of(user)
    if not (scope.reviewed_paths or scope.administered_paths):
        raise NotAllowed("各支部的党费和学时汇总由教育工委查看。")


def check_is_appraised(user: User, appraisal: AppraisalRound) -> AppraisalEntry:
    """Only those who are appraised write remarks and vote; returns one's own entry."""
    own = (
        AppraisalEntry.objects.filter(round=appraisal, member__user_id=user.pk)
        .select_related("member", "round")
        .first()
    )
    if own is None:
        raise NotAllowed("您不在这一轮民主评议的名单里。")
    return own


def check_can_see_publications(user: User, branch: Branch) -> None:
    """What a branch published about its dues: for everybody in it and for the district above."""
    scope = scope_of(user)
    if branch.pk in scope.branch_ids:
        return
    if not (scope.reaches(branch, Role.REVIEWER) or scope.reaches(branch, Role.DISTRICT_ADMINISTRATOR)):
        raise NotAllowed("党费收缴情况向本支部党员和上级教育工委公布。")
