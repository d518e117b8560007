"""The rows behind the figures: for each key the branches it counts. The nightly reckoning and the lists read the same definitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from branches.models import Branch
from branchplan.overview.models import BranchArrears
from calendar_events.models import FulfilmentCount
from members.models import CommitteeTerm, DevelopmentCase, DuesPublication
from plans.domain.checks.model import Verdict
from plans.domain.period import Cycle, current_period
from plans.models import CheckedActivity, RoundTarget
from plans.models.rounds import RoundState
from regulations.domain.working_days import add_months
from workflow.querysets import HANDED_IN

FINE = (Verdict.MET, Verdict.NOT_REQUIRED)
#: Rounds in which a school has nothing handed in.
NOT_HANDED_IN = ("not_begun", "draft", "returned")


@dataclass(frozen=True, slots=True)
class Measures:
    """What the rule book of the topmost district says, one measure for the whole city: how long before the end of a term its election is
    prepared (ZB-09), the last day for publishing last year's dues (DF-13)."""

    months_before: int = 0
    dues_until: date | None = None


def checked(today: date) -> QuerySet[CheckedActivity]:
    """Activities in the report on the latest submission of each plan for a period that runs today. One path of joins: with the plans in a
    subselect as well PostgreSQL once took two minutes over forty plans."""
    periods = Q(pk__in=[])
    for cycle in Cycle:
        period = current_period(cycle, today)
        periods |= Q(report__plan__cycle=cycle, report__plan__year=period.year, report__plan__part=period.part)
    handed_in = {"report__plan__paper": "plan", "report__plan__status__in": HANDED_IN}
    return CheckedActivity.objects.filter(periods, **handed_in, report__submission=F("report__plan__submission_count"))


def gaps(today: date) -> QuerySet[CheckedActivity]:
    """Activities that a plan leaves open and does not explain."""
    return checked(today).exclude(verdict__in=FINE).filter(is_excused=False)


def overdue_targets(today: date) -> QuerySet[RoundTarget]:
    return RoundTarget.objects.filter(round__state=RoundState.OPEN, due_on__lt=today, state__in=NOT_HANDED_IN)


def cases() -> QuerySet[DevelopmentCase]:
    return DevelopmentCase.objects.all().in_progress()


def with_term_end(branches: QuerySet[Branch]) -> QuerySet[Any]:
    """`term_end`: the last day of the newest committee, approved postponement included."""
    newest = CommitteeTerm.objects.filter(branch=OuterRef("pk")).order_by("-elected_on")
    return branches.annotate(term_end=Subquery(newest.values(end=Coalesce("postponed_to", "ends_on"))[:1]))


def unpublished(branches: QuerySet[Branch], today: date, until: date | None) -> QuerySet[Branch]:
    """Last year's dues are not shown to the members, once that is late."""
    if until is None or today <= until:
        return branches.none()
    return branches.exclude(pk__in=DuesPublication.objects.filter(year=today.year - 1).values("branch"))


def fulfilment(today: date) -> QuerySet[FulfilmentCount]:
    return FulfilmentCount.objects.filter(month__gte=date(today.year, 1, 1), month__lte=today)


def branches_behind(key: str, branches: QuerySet[Branch], today: date, measures: Measures) -> QuerySet[Branch] | None:
    """Of these branches those that the figure counts; None for a key that is none."""
    head, _, tail = key.partition(":")
    if head == "gap":
        return branches.filter(Exists(gaps(today).filter(kind=tail, report__plan__branch=OuterRef("pk"))))
    if head == "stage":
        return branches.filter(Exists(cases().filter(stage=tail, member__branch=OuterRef("pk"))))
    if key == "case_overdue":
        return branches.filter(Exists(cases().filter(next_due__lt=today, member__branch=OuterRef("pk"))))
    if key == "term_over":
        return with_term_end(branches).filter(term_end__lt=today)
    if key == "term_soon":
        last = add_months(today, measures.months_before)
        return with_term_end(branches).filter(term_end__gte=today, term_end__lte=last)
    if key == "round_overdue":
        return branches.filter(Exists(overdue_targets(today).filter(branch=OuterRef("pk"))))
    if key == "dues_unpublished":
        return unpublished(branches, today, measures.dues_until)
    if key == "dues_arrears":
        late = BranchArrears.objects.filter(branch=OuterRef("pk")).values("members")
        return branches.annotate(late_members=Subquery(late)).filter(late_members__gt=0)
    if key == "missed":
        return branches.filter(Exists(fulfilment(today).filter(branch=OuterRef("pk"), missed__gt=0)))
    return None
