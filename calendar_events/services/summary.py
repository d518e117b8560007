"""A summary of a plan as a draft to go on writing: assembled from records, attendance, development and dues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from branches.models import User
from branches.permissions import check_can_write_for
from calendar_events.domain.summary import SummarySection, summary_sections
from calendar_events.selectors.summary import summary_facts
from plans.domain.draft import PlanDraft, SectionDraft
from plans.domain.paper_kinds import PaperKind
from plans.models import Plan, SectionKind
from plans.selectors.submission import is_untouched, laid_down_for
from plans.services.drafting import create_plan
from plans.services.sections import add_section, add_special_section, edit_section, remove_section


def draft_summary(*, plan: Plan, by: User, at: datetime) -> Plan:
    """Begin the summary of an approved plan's period. It is a paper like a plan: edited, checked, handed in and approved on the same pages.

    A summary that is there already and holds nothing but headings, as a round begins it, is filled.
    Raises NotAllowed; PlanTextError when somebody has written on it.
    """
    check_can_write_for(by, plan.branch)
    today = timezone.localdate(at)
    facts = summary_facts(plan, today)
    begun = summary_of(plan)
    if begun and begun.is_editable and is_untouched(begun):
        _fill(begun, summary_sections(facts), by, at)
        return begun
    draft = PlanDraft(
        period=plan.period,
        title=f"{plan.branch.name}{plan.period.label}工作总结",
        sections=[_section(row) for row in summary_sections(facts)],
        signature=plan.signature,
        signed_on=today,
        paper=PaperKind.SUMMARY,
    )
    return create_plan(branch=plan.branch, draft=draft, source="records", by=by, at=at)


def summary_of(plan: Plan) -> Plan | None:
    """The summary of the plan's period in its newest revision."""
    rows = Plan.objects.of(plan.branch, plan.period, PaperKind.SUMMARY)
    return rows.select_related("branch__district").order_by("-revision").first()


@transaction.atomic
def _fill(summary: Plan, rows: Iterable[SummarySection], by: User, at: datetime) -> None:
    """Sections of the same heading get their words, the others are added: in order, behind what a round has laid down. Customary headings
    that stay empty are taken out."""
    asked = set(laid_down_for(summary))
    present = list(summary.sections.present().select_related("plan__branch__district"))
    empty = {row.heading: row for row in present if row.level and not row.is_locked}
    outline = [row for row in present if row.level]
    after = outline[-1] if asked or any(row.is_locked for row in outline) else None
    for row in rows:
        if not row.level:
            if not any(section.kind == SectionKind.PREAMBLE for section in present):
                opening = add_special_section(plan=summary, kind=SectionKind.PREAMBLE, by=by, at=at)
                edit_section(section=opening, heading="", body=row.body, base_version=opening.version, by=by, at=at)
        elif row.heading in empty:
            kept = empty.pop(row.heading)
            after = edit_section(
                section=kept, heading=kept.heading, body=row.body, base_version=kept.version, by=by, at=at
            )
        else:
            after = add_section(
                plan=summary, after=after, level=row.level, heading=row.heading, body=row.body, by=by, at=at
            )
    for heading, left in empty.items():
        if heading not in asked:
            remove_section(section=left, by=by, at=at)


def _section(row: SummarySection) -> SectionDraft:
    kind = SectionKind.HEADING if row.level else SectionKind.PREAMBLE
    return SectionDraft(kind, row.level, row.heading, row.body)
