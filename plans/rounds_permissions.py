"""May this user ask schools for papers, extend and urge? Each check raises `NotAllowed` with the sentence the user sees."""

from __future__ import annotations

from branches.models import District, User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed
from branches.scope import scope_of
from plans.models import PlanningRound
from plans.rounds_querysets import office_paths


def check_can_plan_rounds(user: User, district: District) -> None:
    """Reviewers and administrators of a district at or above this one."""
    if not any(district.path.startswith(path) for path in office_paths(user)):
        raise NotAllowed("布置任务由教育工委的审核员和管理员办理。")


def check_can_see_board(user: User) -> None:
    """Whoever works for a district; which schools they see is a matter of scope."""
    if not office_paths(user):
        raise NotAllowed("进度看板由教育工委的审核员和管理员查看。")


def check_can_see_asked(user: User) -> None:
    """The secretary and the committee of any branch."""
    if not scope_of(user).branches_as(AUTHOR_ROLES):
        raise NotAllowed("上级布置的任务由书记和支部委员办理；审定以后全体党员都能看到。")


def check_can_run_round(user: User, planning: PlanningRound) -> None:
    """Changing, opening, closing and extending: the district that asked, or one above it. A district below may only look and urge."""
    if not any(planning.district.path.startswith(path) for path in office_paths(user)):
        raise NotAllowed(f"这项任务由{planning.district.name}布置，只有布置的单位可以修改、结束和延期。")


def check_can_urge(user: User, district: District) -> None:
    """Every office at or above the school's district, also where a higher one has asked."""
    if not any(district.path.startswith(path) for path in office_paths(user)):
        raise NotAllowed("只能催办本单位所辖的学校。")
