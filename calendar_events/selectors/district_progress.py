"""兑现率 of a district's branches: sums of the counts that are reckoned every night. Constant queries whatever the size of the city."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, OuterRef, QuerySet, Sum

from branches.models import Branch, User
from branches.querysets import below
from branches.scope import scope_of
from calendar_events.domain.fulfilment import Tally
from calendar_events.models import FulfilmentCount
from plans.models import Plan

_NUMBERS = ("held", "late", "dropped", "missed", "open")


@dataclass(frozen=True)
class DistrictAsked:
    """Which year, and which branches: by school kind, by the beginning of the name, only those with something due and not done."""

    year: int
    kind: str = ""
    q: str = ""
    only: bool = False


@dataclass(frozen=True)
class BranchLine:
    branch: Branch
    tally: Tally
    #: The newest plan in force that touches the year, for the link to its progress.
    plan: UUID | None = None


@dataclass(frozen=True)
class DistrictProgressPage:
    """`months` and `total` are of all branches asked for, `lines` of this page's. `reckoned_at` None: nothing was reckoned yet."""

    asked: DistrictAsked
    months: Mapping[date, Tally]
    total: Tally
    lines: tuple[BranchLine, ...]
    page: Page[Any]
    reckoned_at: datetime | None


def district_progress_page(user: User, asked: DistrictAsked, *, number: str, size: int) -> DistrictProgressPage:
    """Six queries. Branches stand in the order of their names: the page shows gaps, it ranks nobody."""
    branches = branches_asked_for(user, asked)
    page = Paginator(branches, size).get_page(number)
    counts = _counts(asked).filter(branch__in=branches.order_by().values("pk"))
    months = {row["month"]: _tally(row) for row in _sums(counts, "month").order_by("month")}
    return DistrictProgressPage(
        asked=asked,
        months=months,
        total=sum(months.values(), Tally()),
        lines=lines_of(user, list(page.object_list), asked),
        page=page,
        reckoned_at=counts.aggregate(at=Max("reckoned_at"))["at"],
    )


def branches_asked_for(user: User, asked: DistrictAsked) -> QuerySet[Branch]:
    """Branches below the districts one reviews for or administers, by name."""
    scope = scope_of(user)
    rows = Branch.objects.filter(below(scope.reviewed_paths | scope.administered_paths, "district__"), is_active=True)
    if asked.kind:
        rows = rows.filter(school_kind=asked.kind)
    if asked.q:
        rows = rows.filter(school_name__contains=asked.q)
    if asked.only:
        rows = rows.filter(Exists(_counts(asked).filter(branch=OuterRef("pk"), missed__gt=0)))
    return rows.select_related("district").order_by("school_name", "pk")


def lines_of(user: User, branches: list[Branch], asked: DistrictAsked) -> tuple[BranchLine, ...]:
    """The year of these branches; two queries. An administrator, who reads no plans, gets the numbers alone."""
    keys = [branch.pk for branch in branches]
    sums = {row["branch"]: _tally(row) for row in _sums(_counts(asked).filter(branch__in=keys), "branch").order_by()}
    in_force = (
        Plan.objects.visible_to(user)
        .in_force()
        .filter(branch__in=keys, paper="plan", year__in=[asked.year - 1, asked.year])
    )
    plans = dict(in_force.order_by("year", "part").values_list("branch_id", "pk"))
    return tuple(BranchLine(branch, sums.get(branch.pk, Tally()), plans.get(branch.pk)) for branch in branches)


def _counts(asked: DistrictAsked) -> QuerySet[FulfilmentCount]:
    return FulfilmentCount.objects.filter(month__gte=date(asked.year, 1, 1), month__lte=date(asked.year, 12, 1))


def _sums(rows: QuerySet[FulfilmentCount], by: str) -> QuerySet[FulfilmentCount, dict[str, Any]]:
    # Not named like the columns: a sum of that name would hide the column from the next one.
    return rows.values(by).annotate(**{f"sum_{name}": Sum(name) for name in _NUMBERS})


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(**{name: row[f"sum_{name}"] or 0 for name in _NUMBERS})
