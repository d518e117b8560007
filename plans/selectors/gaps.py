"""The district's gaps: branches × kinds of activity in one period, by the reports of the latest submissions. Constant queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet

from branches.models import Branch, User
from branches.querysets import below
from branches.scope import scope_of
from plans.domain.checks.model import Verdict
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Period
from plans.models import CheckedActivity, CheckReportRecord, Plan
from workflow.querysets import HANDED_IN

#: Verdicts a district need not look at.
FINE = (Verdict.MET, Verdict.NOT_REQUIRED)


@dataclass(frozen=True)
class KindColumn:
    """A kind of activity: in how many submitted plans it is open, and of how many."""

    kind: str
    name: str
    gaps: int
    plans: int


@dataclass
class BranchRow:
    """A branch with its plan of the period and the verdicts by kind; None where nothing was handed in or never checked."""

    branch: Branch
    plan: Plan | None = None
    report: CheckReportRecord | None = None
    activities: dict[str, CheckedActivity] = field(default_factory=dict)


@dataclass(frozen=True)
class GapsPage:
    period: Period
    columns: list[KindColumn]
    rows: list[BranchRow]
    page: Page[Any]


def gaps_page(user: User, period: Period, *, school_kind: str, only_gaps: bool, number: str, size: int) -> GapsPage:
    """One page of the branches below the districts one reviews for."""
    branches = Branch.objects.filter(below(scope_of(user).reviewed_paths, "district__"), is_active=True)
    if school_kind:
        branches = branches.filter(school_kind=school_kind)
    reports = _latest_reports(period).filter(plan__branch__in=branches)
    if only_gaps:
        open_gaps = CheckedActivity.objects.filter(
            report__plan__branch=OuterRef("pk"), report__in=reports, is_excused=False
        )
        branches = branches.filter(Exists(open_gaps.exclude(verdict__in=FINE)))
    handed_in = Plan.objects.work_plans().filter(branch=OuterRef("pk"), status__in=HANDED_IN, **_of(period))
    order = ("-has_plan", "district__path", "short_name", "pk")
    page = Paginator(branches.annotate(has_plan=Exists(handed_in)).order_by(*order), size).get_page(number)
    rows = {branch.pk: BranchRow(branch) for branch in page}
    plans = Plan.objects.work_plans().filter(branch__in=list(rows), status__in=HANDED_IN, **_of(period))
    for plan in plans.order_by("revision"):
        rows[plan.branch_id].plan = plan
    for report in reports.filter(plan__in=[row.plan for row in rows.values() if row.plan]).defer("content"):
        rows[report.plan.branch_id].report = report
    by_report = {row.report.pk: row for row in rows.values() if row.report}
    for activity in CheckedActivity.objects.filter(report__in=list(by_report)):
        by_report[activity.report_id].activities[activity.kind] = activity
    return GapsPage(period, _columns(reports), list(rows.values()), page)


def _of(period: Period, prefix: str = "") -> dict[str, object]:
    return {f"{prefix}cycle": period.cycle, f"{prefix}year": period.year, f"{prefix}part": period.part}


def _latest_reports(period: Period) -> QuerySet[CheckReportRecord]:
    """The report of each branch's latest submission of the latest handed-in revision."""
    rows = CheckReportRecord.objects.filter(
        plan__paper=PaperKind.PLAN,
        plan__status__in=HANDED_IN,
        submission=F("plan__submission_count"),
        **_of(period, "plan__"),
    )
    later_revision = Plan.objects.filter(amends=OuterRef("plan"), status__in=HANDED_IN)
    return rows.exclude(Exists(later_revision)).select_related("plan")


def _columns(reports: QuerySet[CheckReportRecord]) -> list[KindColumn]:
    """Every kind that a rule asked of one of these plans, in the order of the rule book."""
    counts = (
        CheckedActivity.objects.filter(report__in=reports)
        .values("kind", "name", "verdict", "is_excused")
        .annotate(plans=Count("pk"), place=Min("position"))
        .order_by("place", "kind")
    )
    names: dict[str, str] = {}
    gaps: Counter[str] = Counter()
    plans: Counter[str] = Counter()
    for row in counts:
        names[row["kind"]] = row["name"].partition("/")[0]
        if row["verdict"] != Verdict.NOT_REQUIRED:
            plans[row["kind"]] += row["plans"]
        if row["verdict"] not in FINE and not row["is_excused"]:
            gaps[row["kind"]] += row["plans"]
    return [KindColumn(kind, name, gaps[kind], plans[kind]) for kind, name in names.items()]
