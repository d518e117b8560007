"""The secretary's desk: what came back, what is being written, what the branch does this month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count

from branches.models import Branch, User
from branches.scope import Held
from branchplan.handover.selectors.pages import handover_on_desk
from calendar_events.domain.fulfilment import tally
from calendar_events.selectors.collections import late_collections
from calendar_events.selectors.months import calendar_of
from calendar_events.selectors.offers import undated_plans
from calendar_events.selectors.progress import kept_of
from calendar_events.selectors.record_lists import unrecorded
from calendar_events.selectors.talks import talk_matrix
from members.selectors.committee import term_outlook
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Cycle, Period, current_period
from plans.models import Plan
from plans.selectors.rounds.asked import AskedRow, asked_of_branch
from workflow.domain.transitions import WAITING, Status
from workflow.models import ReviewComment

#: From this month on the desk says with whom nobody has talked this year; before, there is time.
TALKS_FROM = 10


def author_desk(user: User, held: Held, today: date) -> dict[str, Any]:
    """Plans of the acting branch by state, what rounds ask for, unanswered issues, this month's
    events and lines, events without a record, lists that are late, talks still open, and the next election once it is due (ZB-09)."""
    rows = list(
        Plan.objects.visible_to(user)
        .filter(branch=held.branch_id)
        .select_related("branch", "claimed_by")
        .order_by("-year", "-part", "-revision")
    )
    plans = [row for row in rows if row.paper == PaperKind.PLAN]
    returned = [plan for plan in rows if plan.status == Status.RETURNED]
    unanswered = dict(
        ReviewComment.objects.filter(
            document_kind=Plan._meta.label_lower, document_id__in=[plan.pk for plan in returned]
        )
        .unanswered()
        .values_list("document_id")
        .annotate(Count("pk"))
    )
    branch = Branch.objects.select_related("district").get(assignments=held.id)
    in_force = [plan for plan in plans if plan.status == Status.APPROVED and _covers(plan, today)]
    coming = term_outlook(branch, today)
    asked = asked_of_branch(branch, today)
    begun = {row.target.plan_id for row in asked}
    return {
        "branch": branch,
        "election": coming if coming.is_due else None,
        "handover": handover_on_desk(held.branch_id, user, today),
        "returned": [(plan, unanswered.get(plan.pk, 0)) for plan in returned],
        "asked": [row for row in asked if row.days_left is not None],
        "drafts": [plan for plan in rows if plan.status == Status.DRAFT and plan.pk not in begun],
        "waiting": [plan for plan in rows if plan.status in WAITING],
        "approved": [plan for plan in rows if plan.status == Status.APPROVED][:5],
        "missing": _missing(plans, asked, today),
        "undated": [row for row in undated_plans(user, today) if row[0].branch_id == held.branch_id],
        "progress": tally((row.promise for row in kept_of(in_force, today)), today) if in_force else None,
        "unrecorded": unrecorded(branch, today),
        "late_collections": late_collections(branch, today),
        "matrix": talk_matrix(branch, today.year, today) if today.month >= TALKS_FROM else None,
        "calendar": calendar_of(user, [today.replace(day=1)]),
        "today": today,
    }


def _covers(plan: Plan, today: date) -> bool:
    return plan.period.contains(today.replace(day=1))


def _missing(plans: list[Plan], asked: list[AskedRow], today: date) -> Period | None:
    """The period without a plan. Where a round asks for one, the round is the reminder."""
    periods = [plan.period for plan in plans]
    periods += [row.target.round.period for row in asked if row.target.round.paper == PaperKind.PLAN]
    if any(period.contains(today.replace(day=1)) for period in periods):
        return None
    return current_period(_cycle(plans), today)


def _cycle(rows: list[Plan]) -> Cycle:
    return Cycle(rows[0].cycle) if rows else Cycle.CALENDAR_YEAR
