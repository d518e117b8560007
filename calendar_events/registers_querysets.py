"""Row sets of the registers: who may know that an entry exists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from branches.querysets import below
from branches.scope import scope_of
from calendar_events.domain.registers import DistrictSees, keys_where, readers_of

if TYPE_CHECKING:
    from branches.models import User


class RegisterEntryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> RegisterEntryQuerySet:
        """By the register: those who keep it in the branch, the entry's owner, who wrote it, the branch where it is public, and the
        reviewers and administrators above where the register says so. Nobody sees what was removed."""
        scope = scope_of(user)
        seen = Q(register__in=keys_where(owner_reads=True), owner_member__user_id=user.pk)
        for readers, keys in readers_of().items():
            seen |= Q(register__in=keys, branch__in=scope.branches_as(readers))
        seen |= Q(register__in=keys_where(members_add=True), created_by=user.pk, branch__in=scope.branch_ids)
        seen |= Q(register__in=keys_where(public=True), is_public=True, branch__in=scope.branch_ids)
        above = below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        seen |= Q(register__in=keys_where(district=DistrictSees.ENTRIES)) & above
        return self.filter(seen, removed_at__isnull=True)

    def present(self) -> RegisterEntryQuerySet:
        """Not removed."""
        return self.filter(removed_at__isnull=True)

    def open(self) -> RegisterEntryQuerySet:
        return self.present().filter(is_closed=False)

    def in_year(self, year: int) -> RegisterEntryQuerySet:
        """Begun by the end of the year and not closed before it."""
        return self.filter(first_day__lte=date(year, 12, 31)).exclude(closed_on__lt=date(year, 1, 1))
