"""Row sets of the attachments: a file is seen by those who see what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of
from calendar_events.domain.registers import DistrictSees, keys_where, readers_of

if TYPE_CHECKING:
    from branches.models import User


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """Of an event: whoever sees the event, unless it is the committee's own. Of an entry: who keeps the register, its owner and writer, the district where it sees the
        entries; not everybody to whom an entry is public. Of a list: who is on it. Of what was handed in: the committee and the member."""
        # The models import this module, so what belongs to an attachment is asked of its fields.
        events: Any = self.model._meta.get_field("event").related_model
        lists: Any = self.model._meta.get_field("collection").related_model
        scope = scope_of(user)
        entries = Q(entry__owner_member__user_id=user.pk, entry__register__in=keys_where(owner_reads=True))
        entries |= Q(entry__created_by=user.pk, entry__branch__in=scope.branch_ids)
        for readers, keys in readers_of().items():
            entries |= Q(entry__register__in=keys, entry__branch__in=scope.branches_as(readers))
        above = below(scope.reviewed_paths | scope.administered_paths, "entry__branch__district__")
        entries |= Q(entry__register__in=keys_where(district=DistrictSees.ENTRIES)) & above
        return self.filter(
            Q(event__in=events.objects.with_papers_for(user).values("pk"))
            | (entries & Q(entry__removed_at__isnull=True))
            | Q(collection__in=lists.objects.visible_to(user).values("pk"))
            | Q(hand_in__due__collection__branch__in=scope.branches_as(AUTHOR_ROLES))
            | Q(hand_in__due__member__user_id=user.pk)
        )
