"""The district's desk: what waits, what I claimed, who has not handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from branches.addresses import address_of_each
from branches.models import Branch, User
from branches.querysets import below
from branches.scope import Held, scope_of
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Cycle, current_period
from plans.models import Plan
from plans.models.plan import paper_title
from plans.selectors.queue import MOST_COUNTED, capped_count, queue, sorted_queue
from plans.selectors.rounds.office import rounds_going_on
from workflow.domain.transitions import CLAIMED, UNCLAIMED, Status
from workflow.querysets import HANDED_IN

SHOWN = 8
SHOWN_ROUNDS = 4


#: The states in which a paper waits for somebody, as the queue's filter names them.
UNDER_WAY = (Status.SUBMITTED, Status.IN_REVIEW, Status.PASSED, Status.RECHECKING, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class DeskPaper:
    """A paper of one of the desk's lists; `since` when it was handed in, claimed or returned."""

    address: str
    school: str
    title: str
    submission: int
    since: datetime


def _papers(rows: QuerySet[Plan], since: str) -> list[DeskPaper]:
    """The first of them, by text and dates alone."""
    address = address_of_each("plans:review")
    read = rows.values_list(
        "pk", "branch__short_name", "submission_count", since, "title", "paper", "cycle", "year", "part"
    )
    return [
        DeskPaper(address(pk), school, paper_title(*titled), submission, moment)
        for pk, school, submission, moment, *titled in read[:SHOWN]
    ]


def reviewer_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    """Rounds going on with their figures (what is under way by state where there are none), the riskiest waiting ones, my own, and, while
    no round asks for plans, schools whose plan for today is missing. Nothing is counted further than the queue counts."""
    rows = queue(user)
    going_on = rounds_going_on(user, today, shown=SHOWN_ROUNDS)
    asked = any(row.planning.paper == PaperKind.PLAN for row in going_on)
    missing = None if asked else _without_plan(user, today)
    return {
        "counts": [] if going_on else [(row, capped_count(rows.filter(status=row))) for row in UNDER_WAY],
        "most_counted": MOST_COUNTED,
        "waiting": _papers(sorted_queue(_free(rows, user), "-risk"), "submitted_at"),
        "mine": _papers(rows.filter(status__in=sorted(CLAIMED), claimed_by=user).order_by("claimed_at"), "claimed_at"),
        "returned": _papers(rows.filter(status=Status.RETURNED).order_by("decided_at"), "decided_at"),
        "rounds": going_on,
        "without_plan": list(missing.order_by("pk")[:SHOWN]) if missing is not None else [],
        "without_plan_count": min(missing[: MOST_COUNTED + 1].count(), MOST_COUNTED) if missing is not None else 0,
        "today": today,
    }


def _free(rows: QuerySet[Plan], user: User) -> QuerySet[Plan]:
    """What nobody has claimed and nobody else was given; the second review is another person's."""
    mine = Q(assigned_to__isnull=True) | Q(assigned_to=user)
    return rows.filter(mine, status__in=sorted(UNCLAIMED)).exclude(passed_by=user)


def _without_plan(user: User, today: date) -> QuerySet[Branch]:
    """Schools that have handed in no plan for the present year, school year, semester or half-year."""
    periods = [current_period(cycle, today) for cycle in Cycle]
    now = reduce(or_, (Q(cycle=row.cycle, year=row.year, part=row.part) for row in periods))
    handed_in = Plan.objects.work_plans().filter(now, branch=OuterRef("pk"), status__in=HANDED_IN)
    branches = Branch.objects.filter(below(scope_of(user).reviewed_paths, "district__"), is_active=True)
    return branches.filter(~Exists(handed_in))
