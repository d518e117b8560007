"""Which versions of a plan there are to compare with: its submissions, the version it amends, last year's plan."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet, Subquery

from branches.models import User
from plans.domain.paper import Paper, paper_from
from plans.domain.paper_kinds import PaperKind
from plans.models import Plan
from workflow.domain.transitions import Status
from workflow.models import Snapshot
from workflow.selectors import latest_snapshot

EARLIER, AMENDED = "earlier", "amended"


@dataclass(frozen=True)
class Version:
    """`key` stands in the address: a snapshot's number, "earlier" or "amended"."""

    key: str
    label: str


@dataclass(frozen=True)
class Compared:
    """Two versions chosen from `versions`; `old` is None where there is only one."""

    versions: list[Version]
    first: str
    last: str
    old: Paper | None
    new: Paper


def earlier_plans(plan: Plan, rows: QuerySet[Plan]) -> QuerySet[Plan]:
    """The branch's papers of the same kind for the same part of years before, the latest first, among `rows`, which their reader may see.

    None of other papers: two of them have no more in common than that a round asked for each.
    """
    if plan.paper == PaperKind.OTHER:
        return rows.none()
    same = rows.filter(branch=plan.branch_id, paper=plan.paper, cycle=plan.cycle, part=plan.part, year__lt=plan.year)
    return same.exclude(status=Status.DRAFT).order_by("-year", "-revision", "pk")


def earlier_plan(plan: Plan, rows: QuerySet[Plan]) -> Plan | None:
    """The branch's plan for the same part of the year before, else the latest one before that, among `rows`."""
    return earlier_plans(plan, rows).first()


def earlier_paper(plan: Plan) -> Paper | None:
    """What was handed in last of the plan's `earlier_plan`, for those who may see all of them. One query where there is a snapshot."""
    rows = earlier_plans(plan, Plan.objects.all())
    latest = Snapshot.objects.filter(document_kind=plan.kind, document_id=Subquery(rows.values("pk")[:1]))
    snapshot = latest.order_by("-number").first()
    if snapshot:
        return paper_from(snapshot.content)
    earlier = rows.first()
    return paper_of_plan(earlier) if earlier else None


def compared(plan: Plan, user: User, first: str = "", last: str = "") -> Compared | None:
    """The two versions asked for, by default the last submission and the one before it; None for a plan never submitted."""
    snapshots = list(Snapshot.objects.of(plan).defer("content").order_by("number"))
    if not snapshots:
        return None
    own = [Version(str(row.number), f"第{row.number}稿（{_REASONS.get(row.reason, '')}）") for row in snapshots]
    others = {
        key: other
        for key, other in ((AMENDED, plan.amends), (EARLIER, earlier_plan(plan, Plan.objects.visible_to(user))))
        if other
    }
    versions = [*(Version(key, _label(key, other)) for key, other in others.items()), *own]
    last = last if last in {row.key for row in own} else own[-1].key
    before = [row.key for row in versions[: [row.key for row in versions].index(last)]]
    if first not in {row.key for row in versions} or first == last:
        first = before[-1] if before else last
    wanted = {int(key) for key in (first, last) if key.isdecimal()}
    papers = {str(row.number): paper_from(row.content) for row in Snapshot.objects.of(plan).filter(number__in=wanted)}
    if first in others:
        papers[first] = paper_of_plan(others[first])
    return Compared(versions, first, last, papers[first] if first != last else None, papers[last])


def paper_of_plan(plan: Plan) -> Paper:
    """What was handed in last; for a plan of before there were snapshots what stands there."""
    snapshot = latest_snapshot(plan)
    return paper_from(snapshot.content if snapshot else plan.review_content())


def _label(key: str, other: Plan) -> str:
    return (
        f"修订前（第{other.revision}版）" if key == AMENDED else f"{other.period.label}的{PaperKind(other.paper).noun}"
    )


_REASONS = {"submit": "提交", "approve": "审定"}
