"""Row sets of records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of

if TYPE_CHECKING:
    from branches.models import User


class RecordQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> RecordQuerySet:
        """The committee and whoever writes it sees a draft too. A finished one: who was due, and the branch unless it is the committee's
        own meeting or restricted; reviewers and administrators above unless it is restricted."""
        scope = scope_of(user)
        own = self.model._default_manager.filter(pk=OuterRef("pk"), people__member__user_id=user.pk)
        in_branch = Q(branch__in=scope.branch_ids)
        open_to_all = Q(event__is_restricted=False) & ~Q(event__audience="committee")
        above = below(scope.reviewed_paths | scope.administered_paths, "branch__district__")
        writes = Q(event__recorder_member__user_id=user.pk) | Q(event__group__leader__user_id=user.pk)
        return self.filter(
            Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            | (in_branch & writes)
            | (Q(state="finished") & in_branch & (open_to_all | Exists(own)))
            | (Q(state="finished", event__is_restricted=False) & above)
        )

    def finished(self) -> RecordQuerySet:
        return self.filter(state="finished")

    def of_what_was_held(self) -> RecordQuerySet:
        """Finished, or opened again for a correction: their events are touched by nobody any more."""
        corrected = self.model._default_manager.filter(pk=OuterRef("pk"), revisions__isnull=False)
        return self.filter(Q(state="finished") | Exists(corrected))

    def with_people(self) -> RecordQuerySet:
        return self.select_related(
            "branch__district", "event__group__leader", "event__recorder_member", "host_member", "recorder_member"
        )
