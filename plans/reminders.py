"""What is due about plans on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from branches.models import Branch
from notices.domain.due import DueFact
from notices.selectors.manners import Habits
from plans.models import Plan
from workflow.domain.transitions import Status
from workflow.reminders import PaperFacts, papers_due

_WAITING = (Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED)


def due_on(branches: Sequence[Branch], day: date, habits: Habits) -> list[DueFact]:
    """Plans of these branches (all of one district) that wait too long. One query."""
    rows = Plan.objects.filter(branch__in=branches, status__in=_WAITING).select_related("branch")
    facts = [paper for row in rows if (paper := paper_facts(row))]
    return papers_due(facts, day, habits.calendar, review_days=habits.manners.review_days)


def paper_facts(row: Plan) -> PaperFacts | None:
    """Since when a plan stands where it stands."""
    moment = {Status.SUBMITTED: row.submitted_at, Status.IN_REVIEW: row.claimed_at, Status.RETURNED: row.decided_at}
    since = moment[Status(row.status)]
    if since is None:
        return None
    return PaperFacts(
        kind=row.kind,
        id=row.pk,
        title=row.review_title(),
        branch=row.branch_id,
        district=row.branch.district_id,
        status=Status(row.status),
        since=timezone.localdate(since),
        turn=row.submission_count,
        author_path=row.author_path(),
        reviewer_path=row.reviewer_path(),
        claimed_by=row.claimed_by_id,
    )
