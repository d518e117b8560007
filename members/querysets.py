"""Row sets of people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class PartyGroupQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> PartyGroupQuerySet:
        """Everybody in the branch knows its groups; reviewers and administrators above do too."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branch_ids)
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )


class MemberQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> MemberQuerySet:
        """The committee sees its roster, the district those below it, a member only their own entry."""
        scope = scope_of(user)
        return self.filter(
            Q(user_id=user.pk)
            | Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )


class CommitteeTermQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> CommitteeTermQuerySet:
        """Who sees the roster sees the terms; everybody in the branch knows its committee."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branch_ids)
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )


class CommitteePostQuerySet(models.QuerySet):
    def held_on(self, day: date | OuterRef) -> CommitteePostQuerySet:
        """Posts held on the day, which may be a column of the query around it."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def lasting_beyond(self, day: date) -> CommitteePostQuerySet:
        """Posts without a last day, or with one after the day: an end may be written down a year before."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


class TransferQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> TransferQuerySet:
        """The committees of both branches and the district above either; for members their own letters."""
        scope = scope_of(user)
        branches, paths = scope.branches_as(AUTHOR_ROLES), scope.reviewed_paths | scope.administered_paths
        return self.filter(
            Q(branch__in=branches)
            | Q(to_branch__in=branches)
            | Q(member__user_id=user.pk)
            | below(paths, "branch__district__")
            | below(paths, "to_branch__district__")
        )

    def open(self) -> TransferQuerySet:
        """Neither accepted nor returned."""
        return self.filter(accepted_on__isnull=True, returned_on__isnull=True)

    def expired(self, today: date) -> TransferQuerySet:
        """Open letters whose days are over."""
        return self.open().filter(valid_until__lt=today)


class DuesOfMembersQuerySet(models.QuerySet):
    """Dues and study hours of single people: nobody outside the branch's committee and the member sees them, the district neither."""

    def visible_to(self, user: User) -> DuesOfMembersQuerySet:
        scope = scope_of(user)
        return self.filter(Q(member__user_id=user.pk) | Q(member__branch__in=scope.branches_as(AUTHOR_ROLES)))


class DuesReliefQuerySet(DuesOfMembersQuerySet):
    def standing(self) -> DuesReliefQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class DuesReceiptQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DuesReceiptQuerySet:
        """The committee that issued it, and the member it is for."""
        return self.filter(Q(member__user_id=user.pk) | Q(branch__in=scope_of(user).branches_as(AUTHOR_ROLES)))


class DuesPublicationQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DuesPublicationQuerySet:
        """Everybody in the branch, and the district above it."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branch_ids)
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )


class AppraisalRoundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AppraisalRoundQuerySet:
        """The branch's committee, those who take part, and reviewers and administrators above."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            | Q(entries__member__user_id=user.pk)
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        ).distinct()


class AppraisalEntryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AppraisalEntryQuerySet:
        """The committee sees all of its branch, a person their own; the district sees sums, not people."""
        return self.filter(Q(member__user_id=user.pk) | Q(round__branch__in=scope_of(user).branches_as(AUTHOR_ROLES)))


class PointsEntryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> PointsEntryQuerySet:
        """The branch's committee, and a person their own lines; the district sees none."""
        return self.filter(Q(member__user_id=user.pk) | Q(branch__in=scope_of(user).branches_as(AUTHOR_ROLES)))
