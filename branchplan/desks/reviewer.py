"""The district's desk: what waits, what I claimed, who has not handed in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from branches.models import Branch, User
from branches.querysets import below
from branches.scope import Held, scope_of
from plans.models import Plan
from plans.selectors.queue import queue, sorted_queue
from workflow.domain.transitions import CLAIMED, UNCLAIMED, Status

SHOWN = 8


def reviewer_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    """Counts of this year's plans by state, the oldest waiting ones, my own, and schools whose plan for today is missing."""
    rows = queue(user)
    counts = dict(rows.filter(year__gte=today.year - 1).values_list("status").annotate(Count("pk")))
    in_time = (
        Plan.objects.work_plans()
        .filter(status__in=[s for s in Status if s is not Status.DRAFT], year__in=[today.year, today.year - 1])
        .only("branch", "cycle", "year", "part")
    )
    covered = {
        plan.branch_id
        for plan in in_time.filter(below(scope_of(user).reviewed_paths, "branch__district__"))
        if plan.period.contains(today.replace(day=1))
    }
    branches = Branch.objects.filter(below(scope_of(user).reviewed_paths, "district__"), is_active=True).order_by(
        "short_name"
    )
    return {
        "counts": [(status, counts.get(status.value, 0)) for status in Status if status is not Status.DRAFT],
        "waiting": list(sorted_queue(_free(rows, user), "-risk")[:SHOWN]),
        "mine": list(rows.filter(status__in=sorted(CLAIMED), claimed_by=user).order_by("claimed_at")[:SHOWN]),
        "returned": list(rows.filter(status=Status.RETURNED).order_by("decided_at")[:SHOWN]),
        "without_plan": [branch for branch in branches if branch.pk not in covered],
        "today": today,
    }


def _free(rows: QuerySet[Plan], user: User) -> QuerySet[Plan]:
    """What nobody has claimed and nobody else was given; the second review is another person's."""
    mine = Q(assigned_to__isnull=True) | Q(assigned_to=user)
    return rows.filter(mine, status__in=sorted(UNCLAIMED)).exclude(passed_by=user)
