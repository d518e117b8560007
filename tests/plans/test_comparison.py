"""Comparing versions of a plan: submissions, the version it amends, last year's plan; on the page and on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from plans.documents_compared import comparison_document
from plans.domain.paper import Paper, paper_from
from plans.domain.paper_kinds import PaperKind
from plans.domain.parts import compare_papers
from plans.domain.period import Cycle, Period
from plans.models import Plan, PlanItem
from plans.selectors.versions import earlier_plans
from plans.services.drafting import amend_plan, create_plan
from plans.services.review import submit_plan
from plans.services.sections import edit_section
from tests.cast import NOW, Cast, plan_at, plan_draft
from workflow.domain.compare import Change
from workflow.domain.transitions import Status


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def papers(cast: Cast) -> tuple[Paper, Paper]:
    """A plan before and after: a section renamed, one rewritten, a line brought forward, one changed, one taken out."""
    plan = plan_at(cast, Status.DRAFT)
    old = paper_from(plan.review_content())
    for heading, change in (
        ("指导思想", {"heading": "总体要求"}),
        ("带好青年教师", {"body": "每名党员联系一名新入职教师，每月交流一次。"}),
    ):
        row = plan.sections.select_related("plan__branch__district").get(heading=heading)
        words = {"heading": row.heading, "body": row.body, **change}
        edit_section(section=row, base_version=1, by=cast.lin, at=NOW, **words)
    months = PlanItem.objects.filter(plan=plan).order_by("first_month", "position")
    PlanItem.objects.filter(pk=months[1].pk).update(first_month="2026-02-01", last_month="2026-02-01")
    PlanItem.objects.filter(text__startswith="青年教师").update(text="青年教师结对听课，写出记录")
    PlanItem.objects.filter(text__startswith="召开支部党员大会").update(removal=plan.pk)
    return old, paper_from(plan.review_content())


def test_sections_and_schedule_are_compared(cast: Cast) -> None:
    changes = compare_papers(*papers(cast))
    assert [(change.label, change.change) for change in changes.changed] == [
        ("一、总体要求", Change.CHANGED),
        ("（二）带好青年教师", Change.CHANGED),
    ]
    assert [(line.was_months, line.months, line.change) for line in changes.lines] == [
        ("3月", "2月", Change.MOVED),
        ("3—4月", "3—4月", Change.CHANGED),
        ("12月", "", Change.REMOVED),
    ]
    assert changes.count == 5


def test_the_paper_strikes_out_and_underlines(cast: Cast) -> None:
    old, new = papers(cast)
    table = comparison_document(new, compare_papers(old, new), "第1稿", "第2稿").blocks[1]
    rows = {row[0]: row[1:] for row in table.rows}  # type: ignore[union-attr]
    was, now, note = rows["（二）带好青年教师"]
    assert [(run.text, run.mark) for run in was if run.mark] == [("学期末", "gone")]  # type: ignore[union-attr]
    assert [(run.text, run.mark) for run in now if run.mark] == [("每月", "new")]  # type: ignore[union-attr]
    assert note == "修改"
    assert "行事历3月改到2月" in rows


@pytest.mark.parametrize("ending", ["pdf", "docx"])
def test_the_comparison_as_a_file(cast: Cast, ending: str) -> None:
    plan = plan_at(cast, Status.APPROVED)
    response = as_(cast.he).get(reverse("plans:compare_paper", args=[plan.pk, ending]))
    assert response.content[:2] == {"pdf": b"%P", "docx": b"PK"}[ending]
    assert "%E4%BF%AE%E6%94%B9%E5%AF%B9%E7%85%A7%E8%A1%A8" in response.headers["Content-Disposition"]


def test_one_submission_has_nothing_to_compare_with(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    client = as_(cast.he)
    assert "还没有可以比较的内容" in client.get(reverse("plans:compare", args=[plan.pk])).content.decode()
    assert client.get(reverse("plans:compare_paper", args=[plan.pk, "docx"])).status_code == 404


def test_last_years_plan_beside_this_years(cast: Cast) -> None:
    period = Period(Cycle.CALENDAR_YEAR, 2025)
    draft = plan_draft(title="青榆区第一小学党支部2025年工作计划", period=period)
    sections = [
        replace(row, body=row.body.replace("每季度", "每学期")) if row.heading == "过好组织生活" else row
        for row in draft.sections
    ]
    last = create_plan(branch=cast.branch, draft=replace(draft, sections=sections), source="blank", by=cast.lin, at=NOW)
    submit_plan(plan=last, comment="", by=cast.lin, at=NOW)
    plan = plan_at(cast, Status.SUBMITTED)
    page = as_(cast.he).get(reverse("plans:compare", args=[plan.pk]), {"from": "earlier", "view": "side"})
    text = page.content.decode()
    assert "2025年的计划" in text
    assert "每<del>学期</del>召开" in text
    assert "每<ins>季度</ins>召开" in text
    # Other sections have the same words: the year's own rows, found by heading.
    assert text.count("未改") == 6


def test_last_years_paper_is_one_of_the_same_kind(cast: Cast) -> None:
    handed_in = {}
    for year in (2025, 2026):
        for kind in (PaperKind.PLAN, PaperKind.SUMMARY):
            draft = plan_draft(title=f"{year}年{kind.label}", period=Period(Cycle.CALENDAR_YEAR, year))
            paper = create_plan(
                branch=cast.branch, draft=replace(draft, paper=kind), source="blank", by=cast.lin, at=NOW
            )
            handed_in[year, kind] = submit_plan(plan=paper, comment="", by=cast.lin, at=NOW)
    reviewer = as_(cast.he)
    for kind in (PaperKind.PLAN, PaperKind.SUMMARY):
        paper = handed_in[2026, kind]
        assert list(earlier_plans(paper, Plan.objects.all())) == [handed_in[2025, kind]]
        page = reviewer.get(reverse("plans:review", args=[paper.pk]), {"against": "earlier"})
        assert page.context["page"].since == f"2025年的{kind.noun}"
    other = Plan(branch=cast.branch, paper=PaperKind.OTHER, cycle="year", year=2026)
    assert not earlier_plans(other, Plan.objects.all()).exists()


def test_an_amendment_is_compared_with_what_it_amends(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    revision = amend_plan(plan=plan, by=cast.lin, at=NOW)
    row = revision.sections.select_related("plan__branch__district").get(heading="带好青年教师")
    edit_section(section=row, heading=row.heading, body="每名党员联系两名新入职教师，学期末交流一次。", base_version=1, by=cast.lin, at=NOW)  # fmt: skip
    submit_plan(plan=Plan.objects.select_related("branch__district").get(pk=revision.pk), comment="", by=cast.lin, at=NOW)  # fmt: skip
    text = as_(cast.he).get(reverse("plans:compare", args=[revision.pk])).content.decode()
    assert "修订前（第1版）" in text
    assert "每名党员联系<del>一</del><ins>两</ins>名新入职教师" in text


@pytest.mark.parametrize("view", ["inline", "side"])
def test_queries_of_a_comparison(cast: Cast, view: str, django_assert_num_queries: object) -> None:
    plan = plan_at(cast, Status.APPROVED)
    client = as_(cast.he)
    client.get(reverse("plans:compare", args=[plan.pk]))
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get(reverse("plans:compare", args=[plan.pk]), {"view": view})
