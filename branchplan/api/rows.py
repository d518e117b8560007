"""What a token may read: rows below its district, never drafts, restricted events or people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet

from branches.models import Branch, District
from branches.querysets import below
from calendar_events.models import CalendarEvent
from plans.models import CheckedActivity, CheckReportRecord, Plan, PlanningRound, RoundTarget
from plans.models.rounds import RoundState
from workflow.models import Snapshot
from workflow.querysets import HANDED_IN


def _below(district: District, prefix: str) -> Q:
    return below({district.path}, prefix)


def branches(district: District) -> QuerySet[Branch]:
    """In use."""
    return Branch.objects.filter(_below(district, "district__"), is_active=True).select_related("district")


def plans(district: District) -> QuerySet[Plan]:
    """Papers that were handed in."""
    return Plan.objects.filter(_below(district, "branch__district__"), status__in=HANDED_IN)


def approved_text(plan: Plan) -> dict[str, list[dict[str, object]]]:
    """Sections and schedule of an approved paper out of its last snapshot, responsible people left out; empty for any other."""
    if plan.status not in ("approved", "archived"):
        return {"sections": [], "items": []}
    last = Snapshot.objects.of(plan).order_by("-number").first()
    content = last.content if last else {}
    sections = [
        {name: row[name] for name in ("kind", "level", "heading", "body")} for row in content.get("sections", [])
    ]
    items = [
        {name: row[name] for name in ("first_month", "last_month", "text", "kind")}
        for row in content.get("items", [])
        if not row.get("is_theme")
    ]
    return {"sections": sections, "items": items}


def rounds(district: District) -> QuerySet[Any]:
    """Opened or closed rounds that reach a school below the district, with numbers of its schools by state."""
    mine = RoundTarget.objects.filter(_below(district, "branch__district__"))
    inside = Q(targets__in=mine.values("pk"))
    return (
        PlanningRound.objects.exclude(state=RoundState.DRAFT)
        .filter(pk__in=mine.values("round"))
        .annotate(
            school_count=Count("targets", filter=inside),
            approved_count=Count("targets", filter=inside & Q(targets__state="approved")),
            waited_for=Count("targets", filter=inside & Q(targets__state__in=["not_begun", "draft", "returned"])),
        )
    )


def targets(district: District, round_id: UUID) -> QuerySet[RoundTarget]:
    rows = RoundTarget.objects.filter(_below(district, "branch__district__"), round=round_id)
    return rows.exclude(round__state=RoundState.DRAFT)


def events(district: District) -> QuerySet[CalendarEvent]:
    """What everybody in the branch may know of."""
    return CalendarEvent.objects.filter(_below(district, "branch__district__"), is_restricted=False)


def findings(district: District) -> QuerySet[CheckReportRecord]:
    """What the checks found in the latest submission of each paper, with its activities."""
    activities = Prefetch("activities", CheckedActivity.objects.order_by("position"))
    rows = CheckReportRecord.objects.filter(_below(district, "plan__branch__district__"), plan__status__in=HANDED_IN)
    rows = rows.filter(submission=F("plan__submission_count")).defer("content")
    return rows.select_related("plan").prefetch_related(activities)
