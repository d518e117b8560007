"""Row sets of events."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of
from calendar_events.domain.spans import MAX_DAYS
from members.models import CommitteePost

if TYPE_CHECKING:
    from branches.models import User


class EventQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> EventQuerySet:
        """Everybody in the branch sees its events, its committee all of them, reviewers and administrators those of the branches below.

        A restricted one (a talk between two) is the committee's and theirs who are asked or have a part in it; the district does not see it.
        """
        scope = scope_of(user)
        seen = Q(is_restricted=False) & below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        if scope.branch_ids:  # asked only then: the joins to people keep a district's month from reading an index alone
            seen |= Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            seen |= Q(branch__in=scope.branch_ids) & self._open_or_with_part(user)
        return self.filter(seen)

    def open_or_with_part(self, user: User) -> EventQuerySet:
        """Without talks between others, which the committee may see but need not carry about."""
        return self.filter(self._open_or_with_part(user))

    def _open_or_with_part(self, user: User) -> Q:
        return Q(is_restricted=False) | self._has_part(user)

    def _has_part(self, user: User) -> Q:
        """The reader is asked, chairs it or writes its record."""
        invited = self.model._default_manager.filter(pk=OuterRef("pk"), invitees__member__user=user.pk)
        return Q(host_member__user=user.pk) | Q(recorder_member__user=user.pk) | Q(Exists(invited))

    def with_papers_for(self, user: User) -> EventQuerySet:
        """Those seen whose files are seen too. The committee's own meeting: its committee, who is asked, has a part or stands in the record,
        and above once the record is finished, as with its minutes."""
        scope = scope_of(user)
        post = CommitteePost.objects.filter(member__user=user.pk, term__branch=OuterRef("branch"))
        named = self.model._default_manager.filter(pk=OuterRef("pk"), record__people__member__user=user.pk)
        inside = self._has_part(user) | Exists(post.held_on(OuterRef("starts_on"))) | Exists(named)
        above = below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        return self.visible_to(user).filter(
            ~Q(audience="committee")
            | Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            | (Q(branch__in=scope.branch_ids) & inside)
            | (Q(record__state="finished") & above)
        )

    def between(self, first: date, last: date) -> EventQuerySet:
        """Those that touch the days, both included. No event lasts longer than MAX_DAYS, so an index on the first day is enough."""
        return self.filter(starts_on__gte=first - timedelta(days=MAX_DAYS - 1), starts_on__lte=last, ends_on__gte=first)

    def planned(self) -> EventQuerySet:
        """Not cancelled."""
        return self.filter(state="planned")

    def counting_as(self, kind: str) -> EventQuerySet:
        """Of this kind, or counting as it among others."""
        return self.filter(Q(kind=kind) | Q(also__icontains=f'"{kind}"'))

    def in_order(self) -> EventQuerySet:
        """By day and time; those without a time of day first."""
        return self.order_by("starts_on", models.F("starts_at").asc(nulls_first=True), "created_at", "pk")

    def with_people(self) -> EventQuerySet:
        return self.select_related("branch", "host_member", "recorder_member", "group")


class EventAnswerQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> EventAnswerQuerySet:
        """A reason may be an illness: the branch's committee and the person themselves, nobody else."""
        scope = scope_of(user)
        return self.filter(
            Q(event__branch__in=scope.branches_as(AUTHOR_ROLES))
            | Q(event__branch__in=scope.branch_ids, member__user=user.pk)
        )


class DroppedPromiseQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> DroppedPromiseQuerySet:
        """Everybody in the branch, and reviewers and administrators above it."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branch_ids)
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )


class FulfilmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> FulfilmentQuerySet:
        """Reviewers and administrators above the branch, and the branch's own people."""
        scope = scope_of(user)
        return self.filter(
            Q(branch__in=scope.branch_ids)
            | below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        )
