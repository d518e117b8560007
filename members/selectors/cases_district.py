"""The district's table of development cases: branches by stage, what is overdue, quotas. Constant numbers of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from branches.models import Branch, User
from branches.querysets import below
from branches.scope import scope_of
from members.domain.development.stages import Stage
from members.models import DevelopmentCase, DevelopmentQuota
from members.selectors.case_quota import admitted_in

#: Stages of the district's table in its order, as the narrow heads call them.
STAGE_HEADS = {
    Stage.APPLICANT: "申请人",
    Stage.ACTIVIST: "积极分子",
    Stage.CANDIDATE: "发展对象",
    Stage.PROBATIONARY: "预备党员",
    Stage.PROBATION_EXTENDED: "延长预备期",
    Stage.FULL: "转正待归档",
}
TABLE_STAGES = tuple(STAGE_HEADS)


@dataclass(frozen=True)
class BranchLine:
    """A branch of the district's table. `counts` are in the order of TABLE_STAGES."""

    branch: Branch
    counts: tuple[int, ...]
    overdue: int
    quota: int | None
    admitted: int

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Head and number of each stage."""
        return list(zip(STAGE_HEADS.values(), self.counts, strict=True))

    @property
    def is_exceeded(self) -> bool:
        return self.quota is not None and self.admitted > self.quota


def branches_with_cases(user: User, today: date, *, q: str = "", only: str = "") -> QuerySet[Branch]:
    """Branches below the user's districts by name; `only` "overdue" or "cases" narrows them."""
    scope = scope_of(user)
    rows = Branch.objects.filter(below(scope.reviewed_paths | scope.administered_paths, "district__"), is_active=True)
    if q:
        rows = rows.filter(Q(school_name__icontains=q) | Q(short_name__icontains=q))
    cases = DevelopmentCase.objects.all()
    if only == "overdue":
        rows = rows.filter(pk__in=cases.overdue(today).values("member__branch_id"))
    elif only == "cases":
        rows = rows.filter(pk__in=cases.in_progress().values("member__branch_id"))
    return rows.select_related("district").order_by("short_name", "pk")


def branch_lines(branches: Collection[Branch], year: int, today: date) -> list[BranchLine]:
    """Counts, overdue cases and quota of these branches, in three queries."""
    counts: dict[UUID, Counter[str]] = defaultdict(Counter)
    overdue: Counter[UUID] = Counter()
    cases = DevelopmentCase.objects.filter(member__branch__in=branches)
    rows = cases.in_progress().order_by().values("member__branch_id", "stage")
    for row in rows.annotate(number=Count("pk"), late=Count("pk", filter=Q(next_due__lt=today))):
        counts[row["member__branch_id"]][row["stage"]] += row["number"]
        overdue[row["member__branch_id"]] += row["late"]
    quotas = dict(DevelopmentQuota.objects.filter(branch__in=branches, year=year).values_list("branch_id", "number"))
    admitted = dict(
        admitted_in(year)
        .filter(member__branch__in=branches)
        .order_by()
        .values_list("member__branch_id")
        .annotate(number=Count("pk"))
    )
    return [
        BranchLine(
            branch,
            tuple(counts[branch.pk][stage] for stage in TABLE_STAGES),
            overdue[branch.pk],
            quotas.get(branch.pk),
            admitted.get(branch.pk, 0),
        )
        for branch in branches
    ]


def district_totals(user: User, today: date) -> dict[str, Any]:
    """Cases in progress by stage and overdue ones below the user's districts, in one query."""
    rows = DevelopmentCase.objects.visible_to(user).in_progress().order_by().values("stage")
    found = {
        row["stage"]: row for row in rows.annotate(number=Count("pk"), late=Count("pk", filter=Q(next_due__lt=today)))
    }
    return {
        "stages": [(STAGE_HEADS[stage], found[stage]["number"] if stage in found else 0) for stage in TABLE_STAGES],
        "overdue": sum(row["late"] for row in found.values()),
    }


def overdue_cases(user: User, today: date) -> QuerySet[DevelopmentCase]:
    """What is overdue below the user's districts, the longest first."""
    rows = DevelopmentCase.objects.visible_to(user).overdue(today).select_related("member__branch")
    return rows.order_by("next_due", "pk")
