"""Row sets of the common desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from branches.models.people import AUTHOR_ROLES
from branches.querysets import below
from branches.scope import scope_of
from workflow.domain.transitions import LOCKED, Status

if TYPE_CHECKING:
    from branches.models import User
    from workflow.models import Reviewable

#: What the district may know of: everything the school has handed in. A withdrawn first submission is the school's again.
HANDED_IN = sorted(frozenset(Status) - {Status.DRAFT})


class ReviewableQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Authors see all papers of their branch, other people of the branch the approved ones, reviewers what was handed in."""
        scope = scope_of(user)
        seen = Q(status__in=HANDED_IN) & below(scope.reviewed_paths, "branch__district__")
        if scope.branch_ids:  # most reviewers belong to none, and every page of theirs asks this
            seen |= Q(branch__in=scope.branches_as(AUTHOR_ROLES))
            seen |= Q(branch__in=scope.branch_ids, status__in=sorted(LOCKED))
        return self.filter(seen)


class DocumentRowsQuerySet(models.QuerySet):
    """Rows that belong to a reviewable paper by kind and id."""

    def of(self, document: Reviewable) -> Self:
        return self.filter(document_kind=document.kind, document_id=document.pk)


class ReviewAssignmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Reviewers see how the work below them is shared, and how it is shared above them where it touches them."""
        scope = scope_of(user)
        return self.filter(below(scope.reviewed_paths | scope.administered_paths, "district__") | Q(reviewer=user))

    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)


class SnapshotQuerySet(DocumentRowsQuerySet):
    pass


class ReviewCommentQuerySet(DocumentRowsQuerySet):
    def visible_to(self, user: User, document: Reviewable) -> ReviewCommentQuerySet:
        """Remarks on one paper: reviewers see all, authors the published ones, other people none."""
        scope = scope_of(user)
        rows = self.of(document)
        if scope.holds_in(document.branch, AUTHOR_ROLES):
            return rows.filter(published_at__isnull=False)
        if scope.reaches(document.branch, "reviewer"):
            return rows
        return rows.none()

    def issues(self) -> ReviewCommentQuerySet:
        return self.filter(is_issue=True)

    def open(self) -> ReviewCommentQuerySet:
        """Issues not yet found settled by the reviewer."""
        return self.issues().filter(settled_at__isnull=True)

    def unanswered(self) -> ReviewCommentQuerySet:
        """Published issues that wait for the school's answer."""
        return self.open().filter(published_at__isnull=False, replied_at__isnull=True)
