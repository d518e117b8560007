"""Reads for the beginning of a plan."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from branches.models import Branch
from plans.domain.period import Cycle, Period, current_period
from plans.models import Plan
from workflow.domain.transitions import Status

_SHOWN = 3


def next_free_period(branch: Branch, today: date) -> Period:
    """Of the cycle the branch used last: the current period when it has no plan yet and is not nearly over, else the next."""
    last = Plan.objects.work_plans().filter(branch=branch).order_by("-year", "-part").first()
    cycle = Cycle(last.cycle) if last else Cycle.CALENDAR_YEAR
    period = current_period(cycle, today)
    if period.months[-1] <= today.replace(day=1) or has_plan(branch, period):
        period = period.next()
    while has_plan(branch, period):
        period = period.next()
    return period


def earlier_plans(branch: Branch) -> QuerySet[Plan]:
    """What the next plan may be rolled forward from: the newest plans of the branch that are not drafts, of each period the latest revision."""
    handed_in = Plan.objects.work_plans().filter(branch=branch).exclude(status=Status.DRAFT)
    revised = handed_in.filter(amends=OuterRef("pk"))
    return handed_in.exclude(Exists(revised)).order_by("-year", "-part", "pk")[:_SHOWN]


def has_plan(branch: Branch, period: Period) -> bool:
    """Whether any revision of a plan exists for the period."""
    return Plan.objects.of(branch, period).exists()
