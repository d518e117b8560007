"""What the papers of the benchmarks' city say in its last year: sections, lines, snapshots, reports, remarks."""

from __future__ import annotations

from datetime import datetime

from benchmarks.city_rows import insert
from branches.models import Branch, User
from plans.domain.customary import blank_draft
from plans.domain.draft import ItemDraft, PlanDraft, SectionDraft
from plans.domain.period import Cycle, Period
from plans.models import CheckedActivity, CheckReportRecord, CopyingReport, Plan, PlanItem, PlanSection, RoundTarget
from plans.services.drafting import create_plan
from plans.services.review import submit_plan
from workflow.models import ReviewComment, Snapshot


def write_texts(*, reviewer: User, secretary: User, at: datetime) -> None:
    """What the last year's papers say: that of one plan, written and handed in as schools do, for all of them."""
    year = at.year
    model, snapshot, report = _model_plan(secretary, at)
    papers = f"plans_plan p WHERE p.year = {year} AND p.id <> '{model.pk}'"
    handed_in = f"{papers} AND p.status <> 'draft'"
    copied = {"changed_at": "now()", "version": "1"}
    for kind in (PlanSection, PlanItem):
        own = {"id", "plan_id", "origin", *copied}
        same = [str(field.column) for field in kind._meta.concrete_fields if field.column not in own]
        rows = f"{kind._meta.db_table} t, {papers} AND t.plan_id = '{model.pk}'"
        insert(kind, rows, plan_id="p.id", **copied, **{column: f't."{column}"' for column in same})
    insert(
        Snapshot,
        f"workflow_snapshot t, {handed_in} AND t.id = '{snapshot.pk}'",
        document_kind="'plans.plan'",
        document_id="p.id",
        number="1",
        reason="'submit'",
        content="jsonb_set(t.content, '{title}', to_jsonb(p.title))",
        sha256="t.sha256",
        taken_by_id="p.created_by_id",
        taken_at="p.submitted_at",
    )
    scatter = "abs(hashtext(p.id::text))"
    insert(
        CheckReportRecord,
        f"plans_checkreportrecord t, {handed_in} AND t.id = '{report.pk}'",
        plan_id="p.id",
        submission="1",
        number="1",
        content="t.content",
        errors=f"greatest(0, mod({scatter}, 9) - 4)",
        warnings=f"mod({scatter}, 7)",
        infos="3",
        dismissed="0",
        checked_at="p.submitted_at",
    )
    insert(
        CheckedActivity,
        f"plans_checkedactivity t JOIN plans_checkreportrecord r ON t.report_id = '{report.pk}' AND r.id <> t.report_id",
        report_id="r.id",
        kind="t.kind",
        name="t.name",
        position="t.position",
        verdict="CASE WHEN mod(abs(hashtext(r.id::text || t.kind)), 5) = 0 THEN 'below' ELSE 'met' END",
    )
    _compared_and_returned(handed_in, scatter, reviewer, year)


def _compared_and_returned(handed_in: str, scatter: str, reviewer: User, year: int) -> None:
    insert(
        CopyingReport,
        f"workflow_snapshot t, {handed_in} AND t.document_id = p.id",
        plan_id="p.id",
        submission="1",
        snapshot_id="t.id",
        share=f"greatest(0, mod({scatter}, 500) - 250)",
        reused_share=f"mod({scatter}, 800)",
        letters="3000",
        own_letters="2500",
        copied_letters="0",
        quotation_letters="300",
        template_letters="200",
        copied_passages="0",
        copied_headings="0",
        sources="'[]'",
        compared_at="p.submitted_at",
    )
    insert(
        ReviewComment,
        f"generate_series(1, 3) n, plans_plan p WHERE p.year = {year} AND p.status = 'returned'",
        document_kind="'plans.plan'",
        document_id="p.id",
        submission="1",
        number="n",
        body="'第' || n || '条：请写明时间和责任人。'",
        author_id=f"'{reviewer.pk}'::uuid",
        created_at="p.decided_at",
        published_at="p.decided_at",
    )


def _model_plan(secretary: User, at: datetime) -> tuple[Plan, Snapshot, CheckReportRecord]:
    """The plan of one branch, written and handed in as schools do, with its snapshot and report."""
    branch = Branch.objects.select_related("district").get(assignments__user=secretary)
    period = Period(Cycle.CALENDAR_YEAR, at.year)
    RoundTarget.objects.filter(branch=branch, round__year=at.year).update(plan=None, state="not_begun")
    Plan.objects.filter(branch=branch, year=at.year).delete()
    plan = create_plan(branch=branch, draft=_draft(period, branch.name), source="blank", by=secretary, at=at)
    plan = submit_plan(plan=plan, comment="", by=secretary, at=at)
    snapshot = Snapshot.objects.get(document_id=plan.pk)
    return plan, snapshot, CheckReportRecord.objects.get(plan=plan)


def _draft(period: Period, name: str) -> PlanDraft:
    blank = blank_draft(period, organisation=name, school_kind="primary")
    text = "围绕教书育人的中心工作，把支部建在年级组，党员带头上好每一节课，每学期检查一次落实情况。\n" * 4
    sections = [SectionDraft(row.kind, row.level, row.heading, text.strip()) for row in blank.sections]
    items = [
        ItemDraft(month, month, f"{month.month}月{words}", kind)
        for month in period.months
        for words, kind in (("主题党日：走进社区", "theme_day"), ("召开支委会，研究本月工作", "committee_meeting"))
    ]
    return PlanDraft(period, blank.title, sections, items, name)
