"""Row sets. `visible_to(user)` answers the first of the three questions: may this user know that the row exists?"""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User

M = TypeVar("M", bound=models.Model)


def below(paths: frozenset[str] | set[str], prefix: str = "") -> Q:
    """Rows whose district lies in one of the subtrees; nothing when there is none. `prefix` leads to the district, e.g. "branch__district__"."""
    conditions = [Q(**{f"{prefix}path__startswith": path}) for path in sorted(paths)]
    return reduce(or_, conditions) if conditions else Q(pk__in=[])


def get_visible_or_404(rows: models.QuerySet[M], **lookup: Any) -> M:
    """The one row, or 404 with no word about whether it exists for others. `rows` is already narrowed by `visible_to`.

    Keys that come out of a form may be no keys at all: there is no such row either.
    """
    try:
        return rows.get(**lookup)
    except (ObjectDoesNotExist, ValidationError, ValueError) as error:
        raise Http404("没有找到，或者不在您可以查看的范围内。") from error


def key_in(text: str) -> UUID | None:
    """The identifier that a text is; None for any other text."""
    try:
        return UUID(text)
    except ValueError:
        return None


class DistrictQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DistrictQuerySet:
        return self.filter(below(scope_of(user).district_paths))


class BranchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> BranchQuerySet:
        """One's own branches and, for those who hold a role in a district, the branches below it."""
        scope = scope_of(user)
        return self.filter(Q(pk__in=scope.branch_ids) | below(scope.district_paths, "district__"))


class RoleAssignmentQuerySet(models.QuerySet):
    def current(self, on: date) -> RoleAssignmentQuerySet:
        return self.not_over(on).filter(starts_on__lte=on)

    def not_over(self, on: date) -> RoleAssignmentQuerySet:
        """Held on that day or later."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class UserManager(DjangoUserManager["User"]):
    """Django's manager plus the scope rule."""

    def visible_to(self, user: User) -> models.QuerySet[User]:
        """Administrators see the log-ins with roles in their subtree, and those whose last role was there; everybody else only their own."""
        paths = scope_of(user).administered_paths
        if not paths:
            return self.filter(pk=user.pk)
        roles = user.assignments.model._default_manager.not_over(timezone.localdate())
        within = roles.filter(below(paths, "district__") | below(paths, "branch__district__"))
        at_rest = self.filter(~Exists(roles.filter(user=OuterRef("pk"))), below(paths, "home__"))
        return self.filter(Q(pk=user.pk) | Q(pk__in=within.values("user")) | Q(pk__in=at_rest.values("pk")))


class AuditEntryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AuditEntryQuerySet:
        """Auditors only, and only what happened in their subtree; at the top also what the system did on its own account."""
        paths = scope_of(user).audited_paths
        condition = below(paths, "district__") | below(paths, "branch__district__")
        if any(path.count("/") == 1 for path in paths):
            condition |= Q(district__isnull=True, branch__isnull=True)
        return self.filter(condition)

    def about(self, kind: str, identifier: object) -> AuditEntryQuerySet:
        return self.filter(target_kind=kind, target_id=str(identifier))
