"""Reads for pages and for the recipients of messages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from branches.models import Branch, District, Role, RoleAssignment, User
from branches.models.people import AUTHOR_ROLES
from branches.permissions import NotAllowed
from branches.scope import Held, Scope, scope_of

#: Which desk opens first for a person with several roles.
ROLE_ORDER = [
    Role.SECRETARY,
    Role.DEPUTY_SECRETARY,
    Role.ORGANISATION_COMMISSIONER,
    Role.PUBLICITY_COMMISSIONER,
    Role.DISCIPLINE_COMMISSIONER,
    Role.REVIEW_LEAD,
    Role.REVIEWER,
    Role.DISTRICT_ADMINISTRATOR,
    Role.AUDITOR,
    Role.GROUP_LEADER,
    Role.MEMBER,
]


def acting_role(scope: Scope, chosen: str | None) -> Held | None:
    """The role whose desk is shown: the chosen one while it is still held, else the first in rank; None without any role."""
    for held in scope.held:
        if str(held.id) == chosen:
            return held
    return min(scope.held, key=lambda held: ROLE_ORDER.index(Role(held.role)), default=None)


def organisation_of(account: User, on: date) -> Branch | District:
    """Under which the trail keeps what is done to a log-in: that of its newest role which is not over, else the district that looks after it.

    Raises ValueError when nobody does.
    """
    roles = account.assignments.not_over(on).select_related("branch__district", "district")
    newest = roles.order_by("-starts_on").first()
    place = newest.organisation if newest else account.home
    if place is None:
        raise ValueError("no district looks after this log-in")
    return place


def holders_in_branch(branch: Branch, roles: Iterable[str], on: date) -> QuerySet[User]:
    """Active people who hold one of `roles` in the branch on that day."""
    assignments = RoleAssignment.objects.current(on).filter(branch=branch, role__in=list(roles))
    return _people(assignments)


def holders_above(branch: Branch, roles: Iterable[str], on: date) -> QuerySet[User]:
    """Active people who hold one of these district roles at or above the branch on that day."""
    codes = branch.district.path.rstrip("/").split("/")
    paths = ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]
    return _people(RoleAssignment.objects.current(on).filter(role__in=list(roles), district__path__in=paths))


def _people(assignments: QuerySet[RoleAssignment]) -> QuerySet[User]:
    return User.objects.filter(pk__in=assignments.values("user_id"), is_active=True).order_by("name_pinyin", "pk")


def branch_to_write_for(user: User, *, preferred: object = None) -> Branch:
    """The branch a new paper is for: the preferred one where the user writes for it, else their first. Raises NotAllowed."""
    own = scope_of(user).branches_as(AUTHOR_ROLES)
    branches = list(Branch.objects.filter(pk__in=own, is_active=True).select_related("district").order_by("name"))
    if not branches:
        raise NotAllowed("只有党支部的书记和支部委员可以起草计划。")
    return next((branch for branch in branches if branch.pk == preferred), branches[0])
