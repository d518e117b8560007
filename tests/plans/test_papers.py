"""A branch hands in plans, summaries and other papers; pages of plans show plans."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from calendar_events.selectors.months import calendar_of
from plans.domain.checks import BranchFacts
from plans.domain.customary import default_title
from plans.domain.paper_kinds import PaperKind
from plans.models import Plan
from plans.selectors.beginning import next_free_period
from plans.selectors.checks import report_of
from plans.services.drafting import amend_plan, create_plan
from plans.services.editing import PlanTextError
from plans.services.review import submit_plan
from tests.cast import NOW, PERIOD, TODAY, Cast, plan_at, plan_draft
from tests.plans.checks.materials import checked, plan
from tests.plans.test_review import as_
from workflow.domain.transitions import Status

pytestmark = pytest.mark.django_db


def _summary(cast: Cast) -> Plan:
    draft = replace(plan_draft(default_title(PaperKind.SUMMARY, cast.branch.name, PERIOD)), paper=PaperKind.SUMMARY)
    return create_plan(branch=cast.branch, draft=draft, source="blank", by=cast.lin, at=NOW)


def test_a_plan_and_a_summary_of_one_period_stand_side_by_side(cast):
    plan_at(cast, Status.DRAFT)
    summary = _summary(cast)
    assert (str(summary), summary.review_content()["paper"]) == ("青榆区第一小学党支部2026年工作总结", "summary")
    with pytest.raises(PlanTextError, match="2026年的工作总结已经有了（草稿）"):
        _summary(cast)


def test_an_amendment_is_of_the_same_kind(cast):
    plan = plan_at(cast, Status.APPROVED)
    assert amend_plan(plan=plan, by=cast.lin, at=NOW).paper == PaperKind.PLAN


def test_a_summary_is_asked_for_no_required_activities_and_fills_no_calendar(cast):
    summary = _summary(cast)
    assert report_of(summary, TODAY).activities == ()
    Plan.objects.filter(pk=summary.pk).update(status="approved", submitted_at=NOW)
    assert calendar_of(cast.tang, [TODAY.replace(day=1)]).plans == ()
    assert next_free_period(cast.branch, TODAY) == PERIOD


def test_a_summary_is_laid_beside_other_papers_under_a_fingerprint_of_its_own(cast):
    submit_plan(plan=plan_at(cast, Status.DRAFT), comment="", by=cast.lin, at=NOW)
    summary = submit_plan(plan=_summary(cast), comment="", by=cast.lin, at=NOW)
    report = summary.copying_reports.get()
    assert (report.share, report.reused_share > 0) == (0, True)


def test_another_paper_belongs_to_a_round(cast):
    with pytest.raises(IntegrityError, match=r"other_paper_was_asked_for|CHECK"), transaction.atomic():
        Plan.objects.create(
            branch=cast.branch, paper="other", cycle="year", year=2026, created_by=cast.lin, created_at=NOW
        )


@pytest.mark.parametrize("kind", [PaperKind.SUMMARY, PaperKind.OTHER])
def test_what_a_plan_must_hold_is_not_asked_of_other_papers(kind):
    looking_back = "深入学习党的十九大精神，进一步加强队伍建设，不断提高党员素质，切实加强作风建设。"
    paper = plan(looking_back, "发展党员_名。", branch=BranchFacts(has_committee=False))
    codes = {row.code for row in checked(replace(paper, paper=kind)).findings}
    assert codes == {"PC-PLACEHOLDER"}
    asked = {row.code for row in checked(paper).findings}
    assert {"FQ-01-ABSENT", "TL-03", "PC-VAGUE"} <= asked


def test_the_panel_of_a_summary_has_no_matrix(cast):
    summary = _summary(cast)
    page = as_(cast.lin).get(reverse("plans:checks", args=[summary.pk]))
    assert page.status_code == 200
    assert "应有的活动" not in page.content.decode()
