"""A summary of a plan as a draft to go on writing: assembled from records, attendance, development and dues."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from branches.models import User
from branches.permissions import check_can_write_for
from calendar_events.domain.summary import SummarySection, summary_sections
from calendar_events.selectors.summary import summary_facts
from plans.domain.draft import PlanDraft, SectionDraft
from plans.domain.paper_kinds import PaperKind
from plans.models import Plan, SectionKind
from plans.services.drafting import create_plan


def draft_summary(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Begin the summary of an approved plan's period. It is a paper like a plan: edited, checked, handed in and approved on the same pages.

    Raises NotAllowed; PlanTextError when the period has a summary already.
    """
    check_can_write_for(by, plan.branch)
    today = timezone.localdate(at)
    facts = summary_facts(plan, today)
    draft = PlanDraft(
        period=plan.period,
        title=f"{plan.branch.name}{plan.period.label}工作总结",
        sections=[_section(row) for row in summary_sections(facts)],
        signature=plan.signature,
        signed_on=today,
        paper=PaperKind.SUMMARY,
    )
    return create_plan(branch=plan.branch, draft=draft, source="records", by=by, at=at)


def _section(row: SummarySection) -> SectionDraft:
    kind = SectionKind.HEADING if row.level else SectionKind.PREAMBLE
    return SectionDraft(kind, row.level, row.heading, row.body)
