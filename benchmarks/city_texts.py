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
    # What stands beside them: the year before, in the words of that year.
    insert(
        Snapshot,
        f"workflow_snapshot t, plans_plan b, plans_plan p WHERE t.id = '{snapshot.pk}' AND b.year = {year} AND b.status NOT IN"
        f" ('draft', 'approved') AND p.branch_id = b.branch_id AND p.year = {year - 1}",
        document_kind="'plans.plan'",
        document_id="p.id",
        number="1",
        reason="'submit'",
        content=f"replace(replace(t.content::text, '{year}', '{year - 1}'), '每月', '每个月')::jsonb",
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


#: As long as a real plan (800 to 3,400 signs), and with as many findings as the worst of the real ones have (14 to 47).
_SENTENCES = (
    "围绕教书育人的中心工作，把支部建在年级组，党员带头上好每一节课，每学期检查一次落实情况。",
    "认真学习党的创新理论，坚持个人自学与集中研讨相结合，每月安排一个专题，由支委轮流主持。",
    "把师德师风建设摆在首位，组织党员教师重温入党誓词，签订承诺书，接受家长和学生监督。",
    "严格执行组织生活制度，做到年初有计划、每月有安排、事后有记录，缺席的党员及时补课。",
    "党员骨干教师与青年教师结成对子，每两周互相听课一次，期末展示一堂汇报课。",
    "关心离退休党员，重阳节前逐户走访，把支部的新变化说给老同志听，听取他们的意见。",
    "利用校史馆和社区纪念地开展现场学习，活动后每人写一段体会，在校园橱窗里展出。",
    "做好发展党员工作，经常与入党申请人谈话，明确两名培养联系人，按时填写考察表。",
    "落实谈心谈话，支委之间、支委与党员之间每学期至少谈一次，问题记在本子上，一件一件解决。",
    "把党费收缴、公示作为一项经常工作，由组织委员负责，每季度在公开栏张贴一次。",
    "结合课后服务，党员教师开设书法、足球、科技小组，让每个孩子都能找到喜欢的事。",
    "假期走访困难学生家庭，送去书本和慰问品，建立一生一档，开学后继续跟进。",
    "加强意识形态工作，规范课堂、讲座和网络群组的管理，发现苗头及时报告。",
    "召开组织生活会前广泛征求意见，会上开门见山，会后列出整改清单并逐条销号。",
    "支部与附近社区共建，每季度参加一次志愿服务，服务时长由社区登记。",
    "做好党务公开，重大事项先在支部讨论，再向群众说明，意见箱每周开一次。",
    "重视安全稳定，开学前检查校舍、食堂和校车，党员分片包干，隐患当天整改。",
    "推进教研组建设，党员先上示范课，随后集体评议，把好的做法写进教案。",
    "节约办学经费，采购和维修公开比价，结果在教代会上报告。",
    "年底进行述职和民主评议，评议结果作为评优的依据，并做好总结归档。",
)
_FAULTS = (
    "具体时间为××月××日。", "负责人：（待定）。", "参加人数____人。", "地点为某某学校会议室。", "经费约【】元。",
    "认真践行三个代表重要思想。", "牢固树立八荣八耻。", "深入开展创先争优活动。", "学习贯彻十八大精神。", "落实2019年工作安排。",
)  # fmt: skip


def _draft(period: Period, name: str) -> PlanDraft:
    blank = blank_draft(period, organisation=name, school_kind="primary")
    sections = []
    for number, row in enumerate(blank.sections):
        own = [_SENTENCES[(number * 2 + n) % len(_SENTENCES)] for n in range(2)]
        beside = [f"与此相配合，{_SENTENCES[(number * 2 + n + 7) % len(_SENTENCES)]}" for n in range(2)]
        faults = [_FAULTS[(number * 3 + n) % len(_FAULTS)] for n in range(3)]
        sections.append(SectionDraft(row.kind, row.level, row.heading, "\n".join([*own, *beside, "".join(faults)])))
    items = [
        ItemDraft(month, month, f"{month.month}月{words}", kind)
        for month in period.months
        for words, kind in (("主题党日：走进社区", "theme_day"), ("召开支委会，研究本月工作", "committee_meeting"))
    ]
    return PlanDraft(period, blank.title, sections, items, name)
