"""Row sets of the registers: who may know that an entry exists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of
from calendar_events.domain.registers import DistrictSees, keys_where, registers

if TYPE_CHECKING:
    from branches.models import User


class RegisterEntryQuerySet(models.QuerySet):
    def present(self) -> RegisterEntryQuerySet:
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user: User) -> RegisterEntryQuerySet:
        """By the register: those who keep it in the branch, the entry's owner, who wrote it, the branch where it is public, and the
        reviewers and administrators above where the register says so. Nobody else, the district's leaders included."""
        scope = scope_of(user)
        seen = Q(register__in=keys_where(restricted=False), branch__in=scope.branches_as(AUTHOR_ROLES))
        for readers, keys in _restricted().items():
            seen |= Q(register__in=keys, branch__in=scope.branches_as(readers))
        seen |= Q(register__in=keys_where(owner_reads=True), owner_member__user_id=user.pk)
        seen |= Q(register__in=keys_where(members_add=True), created_by=user.pk, branch__in=scope.branch_ids)
        seen |= Q(register__in=keys_where(public=True), is_public=True, branch__in=scope.branch_ids)
        above = below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        seen |= Q(register__in=keys_where(district=DistrictSees.ENTRIES)) & above
        return self.filter(seen)

    def open(self) -> RegisterEntryQuerySet:
        return self.present().filter(is_closed=False)

    def in_year(self, year: int) -> RegisterEntryQuerySet:
        """Begun, ended or closed in the year, or open through it."""
        begins, ends = date(year, 1, 1), date(year, 12, 31)
        over = Q(closed_on__lt=begins) | Q(is_closed=True, closed_on__isnull=True)
        return self.filter(first_day__lte=ends).exclude(over)


def _restricted() -> dict[frozenset[str], list[str]]:
    """Restricted registers by who reads them."""
    found: dict[frozenset[str], list[str]] = {}
    for register in registers().values():
        if register.restricted:
            found.setdefault(register.readers, []).append(register.key)
    return found
