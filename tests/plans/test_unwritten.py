"""Headings with nothing below them: what is refused, what is only said."""

from dataclasses import replace

import pytest
from django.urls import reverse

from plans.domain.customary import summary_draft
from plans.domain.paper_kinds import PaperKind
from plans.domain.unwritten import OutlineRow, unwritten
from plans.models import Plan
from plans.selectors.submission import readiness
from plans.services.drafting import create_plan
from plans.services.rounds.drafts import begin_paper
from plans.services.rounds.enclosures import PartFacts, write_parts
from plans.services.rounds.opening import open_round
from tests.cast import NOW, PERIOD, Cast, plan_at
from tests.plans.rounds.stage import target_of, written
from tests.plans.test_review import as_
from workflow.domain.transitions import Status


def row(level: int, heading: str, body: str = "", *, is_locked: bool = False) -> OutlineRow:
    return OutlineRow(heading, level, heading, heading, body, is_locked)


TASKS = [
    row(1, "总体要求", "围绕立德树人。"),
    row(1, "主要任务"),
    row(2, "建好党员队伍"),
    row(2, "过好组织生活"),
    row(3, "每月第一周星期五开展主题党日，党员轮流主持"),
    row(1, "保障措施"),
    row(2, "分工"),
    row(2, "经费"),
]


def test_a_heading_is_empty_only_where_all_below_it_is():
    assert [(found.label, found.below) for found in unwritten(TASKS, PaperKind.PLAN, ())] == [
        ("建好党员队伍", 0),
        ("保障措施", 2),
    ]


def test_the_template_and_the_top_level_of_a_summary_are_required():
    told = {
        paper: [(found.label, found.is_required) for found in unwritten(TASKS, paper, laid_down)]
        for paper, laid_down in ((PaperKind.PLAN, ["经 费"]), (PaperKind.SUMMARY, []))
    }
    assert told == {
        PaperKind.PLAN: [("建好党员队伍", False), ("保障措施", True)],
        PaperKind.SUMMARY: [("建好党员队伍", False), ("保障措施", True)],
    }


def test_what_the_round_has_locked_is_not_the_schools_to_write():
    rows = [row(1, "总体要求", is_locked=True), row(2, "本校要求")]
    assert [found.label for found in unwritten(rows, PaperKind.PLAN, ["总体要求", "本校要求"])] == ["本校要求"]


@pytest.mark.django_db
def test_a_summary_with_one_heading_filled_is_refused_and_the_others_are_named(cast: Cast):
    draft = replace(summary_draft(PERIOD, organisation=cast.branch.name), paper=PaperKind.SUMMARY)
    summary = create_plan(branch=cast.branch, draft=draft, source="blank", by=cast.lin, at=NOW)
    address, secretary = reverse("plans:submit", args=[summary.pk]), as_(cast.lin)
    assert "只有小标题，还没有写正文。" in secretary.get(address).content.decode()
    summary.sections.filter(heading="主要工作和成效").update(body="全年开展主题党日12次。")
    page = secretary.get(address).content.decode()
    problems = summary.sections.get(heading="存在的问题")
    assert "“二、存在的问题”还没有写正文。" in page
    assert f'{reverse("plans:edit", args=[summary.pk])}#section-{problems.pk}">去补上' in page
    assert "“三、下一步打算”还没有写正文。" in page
    assert "只有小标题" not in page
    assert "主要工作和成效" not in page
    secretary.post(address, {"comment": ""})
    assert Plan.objects.get(pk=summary.pk).status == Status.DRAFT
    summary.sections.filter(body="").update(body="有两次党课推迟。")
    secretary.post(address, {"comment": ""})
    assert Plan.objects.get(pk=summary.pk).status == Status.SUBMITTED


@pytest.mark.django_db
def test_a_plans_own_empty_heading_is_only_said(cast: Cast, django_assert_num_queries):
    plan = plan_at(cast, Status.DRAFT)
    plan.sections.filter(heading="带好青年教师").update(body="")
    page = as_(cast.lin).get(reverse("plans:submit", args=[plan.pk])).content.decode()
    assert "下面没有正文的小标题（不影响提交）" in page
    assert "（二）带好青年教师</a>" in page
    with django_assert_num_queries(1):
        assert readiness(plan).blockers == ()


@pytest.mark.django_db
def test_a_heading_of_the_rounds_template_is_refused_empty(cast: Cast, django_assert_num_queries):
    planning = written(cast)
    parts = [
        PartFacts(1, "总体要求", "围绕立德树人。", is_locked=True),
        PartFacts(1, "“三会一课”安排"),
        PartFacts(1, "分工"),
    ]
    planning = write_parts(planning=planning, parts=parts, base_version=1, by=cast.wei, at=NOW)
    open_round(planning=planning, base_version=planning.version, by=cast.wei, at=NOW)
    plan = begin_paper(target=target_of(planning, cast.branch), from_former=False, by=cast.lin, at=NOW)
    plan.sections.filter(heading="分工").update(body="书记负责。")
    with django_assert_num_queries(3):  # sections, the template, the key points
        (blocker,) = readiness(plan).blockers
    assert blocker.sentence == "“二、‘三会一课’安排”还没有写正文。"
