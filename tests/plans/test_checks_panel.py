"""The panel beside the editors: what it shows, in which order, and what its buttons do."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from members.services.case_steps import record_step
from members.services.cases import open_case
from plans.domain.checks.model import ActivityVerdict, CheckReport, Verdict
from plans.domain.panel import panel_of, report_from_plain
from plans.domain.panel_rows import COVERAGE, SCHEDULE, WHOLE, Excuse
from plans.domain.paper import Paper, paper_from
from plans.models import FindingDismissal, Plan
from plans.selectors.checks import report_of
from plans.services.checks import dismiss
from plans.services.sections import add_section
from regulations.domain.findings import Finding, Level, Place, Replacement, SuggestedLine
from tests.cast import NOW, Cast, plan_at
from tests.members.case_steps import LATER, applicant, case_up_to, entry
from tests.plans.test_mends import finding, gap, write
from tests.plans.test_review import as_
from workflow.domain.transitions import Status

HTMX = {"HX-Request": "true"}


def paper() -> Paper:
    """Two sections and a line in March."""
    sections = [
        {"id": f"id-{name}", "origin": name, "kind": "heading", "level": 1, "heading": heading, "body": "正文"}
        for name, heading in (("a", "指导思想"), ("b", "主要措施"))
    ]
    line = {
        "id": "id-c",
        "origin": "c",
        "first_month": "2026-03-01",
        "last_month": "2026-03-01",
        "text": "召开支委会",
        "kind": "committee_meeting",
        "is_theme": False,
        "responsible": "",
    }
    period = {"cycle": "year", "year": 2026, "part": 0}
    return paper_from(
        {"title": "计划", "period": period, "sections": sections, "items": [line], "signature": "", "signed_on": None}
    )


def found(code: str, level: Level, part: str = "", text: str = "", **facts: object) -> Finding:
    return Finding(code, level, f"{code}的说明", text, where=Place(part, "body"), **facts)  # type: ignore[arg-type]


def test_sections_come_gravest_first_and_so_do_findings() -> None:
    report = CheckReport(
        (
            found("A", Level.INFO, "a"),
            found("B", Level.WARNING, "b"),
            found("C", Level.ERROR, "b", "错字"),
            found("D", Level.WARNING),
        )
    )
    panel = panel_of(report, paper(), {})
    assert [(group.label, [row.finding.code for row in group.rows]) for group in panel.groups] == [
        ("二、主要措施", ["C", "B"]),
        ("全文", ["D"]),
        ("一、指导思想", ["A"]),
    ]
    assert (panel.errors, panel.warnings, panel.infos, panel.total) == (1, 2, 1, 4)


def test_similar_findings_of_a_section_fold_behind_the_first() -> None:
    words = ("某某小学", "XX", "XX", "20XX年")
    report = CheckReport(tuple(found("BLANK", Level.ERROR, "a", text) for text in words))
    (group,) = panel_of(report, paper(), {}).groups
    (fold,) = group.folds
    assert (fold.first.finding.text, len(fold.rest), fold.rest_words) == ("某某小学", 3, "“XX”、“20XX年”")


def test_each_finding_knows_the_place_it_leads_to() -> None:
    march = Finding("LOAD", Level.INFO, "三月太满", where=Place(label="3月", month=date(2026, 3, 1)))
    rows = (found("A", Level.INFO, "b"), found("B", Level.INFO, "c"), march, found("D", Level.INFO, "title"))
    panel = panel_of(CheckReport(rows), paper(), {})
    assert {row.finding.code: (group.part, row.tab, row.anchor) for group in panel.groups for row in group.rows} == {
        "A": ("b", "outline", "section-id-b"),
        "B": (SCHEDULE, "schedule", "item-id-c"),
        "LOAD": (SCHEDULE, "schedule", "month-2026-03"),
        "D": ("title", "outline", "facts"),
    }


def test_the_grid_shows_what_is_planned_and_the_ghosts_of_what_is_missing() -> None:
    gap_of_kind = Finding(
        "FQ-BELOW",
        Level.WARNING,
        "支委会安排不足",
        rule="FQ",
        mends=tuple(SuggestedLine("committee_meeting", "召开支委会", date(2026, month, 1)) for month in (1, 2)),
    )
    row = ActivityVerdict("committee_meeting", "支委会", Verdict.BELOW, "每月1次", months=(3,), rule="FQ")
    report = CheckReport((gap_of_kind,), (row,))
    panel = panel_of(report, paper(), {})
    (line,) = panel.grid
    assert [cell.is_planned for cell in line.cells] == [month == 3 for month in range(1, 13)]
    assert [cell.ghost.choice if cell.ghost else "" for cell in line.cells[:3]] == [
        "committee_meeting:2026-01-01",
        "committee_meeting:2026-02-01",
        "",
    ]
    assert [group.part for group in panel.groups] == [COVERAGE]
    excused = panel_of(report, paper(), {gap_of_kind.key: Excuse("由总支统一召开", "林向阳", NOW)})
    assert (excused.ghosts, excused.warnings, excused.grid[0].excuse.reason) == ({}, 0, "由总支统一召开")  # type: ignore[union-attr]


def test_a_button_says_what_it_will_put() -> None:
    rows = (
        found("A", Level.ERROR, "a", "94周年", mends=(Replacement("105周年"),)),
        found("B", Level.ERROR, "a", "的的", mends=(Replacement(""),)),
    )
    (group,) = panel_of(CheckReport(rows), paper(), {}).groups
    assert [offer.label for row in group.rows for offer in row.offers] == ["改为“105周年”", "删去"]


def test_a_report_is_read_back_from_its_plain_form() -> None:
    row = ActivityVerdict(
        "dues", "党费", Verdict.ABSENT, "每月1次", missing=(date(2026, 1, 1),), rule="DF", source="规定"
    )
    report = CheckReport((found("A", Level.ERROR, "a", "XX", rule="R", source="来源"),), (row,))
    assert report_from_plain(json.loads(json.dumps(report.to_plain()))) == report


def test_findings_of_the_whole_paper_that_no_activity_asks_for_stand_apart() -> None:
    (group,) = panel_of(CheckReport((found("A", Level.INFO),)), paper(), {}).groups
    assert (group.part, group.label) == (WHOLE, "全文")


def test_the_editor_shows_finding_source_evidence_and_mend(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "认真落实20XX年工作要点。")
    page = as_(cast.lin).get(reverse("plans:edit", args=[plan.pk])).content.decode()
    assert "“20XX年”还没有填写。" in page
    assert "改为“2026年”" in page
    assert "《中国共产党支部工作条例（试行）》第十一条" in page
    assert "已核对原文" in page


def test_the_script_gets_the_panel_alone(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    response = as_(cast.lin).get(reverse("plans:checks", args=[plan.pk]), {"tab": "outline"}, headers=HTMX)
    assert response.templates[0].name == "plans/checks/_panel.html"
    assert "<html" not in response.content.decode()


def test_a_mend_by_script_answers_with_the_panel_and_tells_the_editor(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    section = write(plan, cast, "认真落实20XX年工作要点。")
    key = next(row.key for row in _findings(plan) if row.text == "20XX年")
    form = {"key": key, "choice": "2026年", "tab": "outline"}
    response = as_(cast.lin).post(reverse("plans:mend", args=[plan.pk]), form, headers=HTMX)
    section.refresh_from_db()
    assert section.body == "认真落实2026年工作要点。"
    page = response.content.decode()
    assert ("“20XX年”还没有填写。" in page, "撤销" in page) == (False, True)
    told = json.loads(response.headers["HX-Trigger-After-Swap"])
    assert told["plan-mended"]["anchor"] == f"section-{section.pk}"
    undo = {
        "part": str(section.origin),
        "field": "body",
        "start": 4,
        "text": "2026年",
        "was": "20XX年",
        "tab": "outline",
    }
    as_(cast.lin).post(reverse("plans:unmend", args=[plan.pk]), undo, headers=HTMX)
    section.refresh_from_db()
    assert section.body == "认真落实20XX年工作要点。"


def test_a_ghost_clicked_without_script_leads_to_its_line(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    form = {"choice": "dues:2026-05-01", "tab": "schedule"}
    response = as_(cast.lin).post(reverse("plans:mend", args=[plan.pk]), form)
    line = plan.items.present().get(kind="dues")
    assert response.headers["Location"] == f"{reverse('plans:schedule', args=[plan.pk])}#item-{line.pk}"
    undone = as_(cast.lin).post(reverse("plans:unmend", args=[plan.pk]), {"items": str(line.pk), "tab": "schedule"})
    assert (undone.status_code, plan.items.present().filter(kind="dues").count()) == (302, 0)


def test_the_schedule_shows_ghosts_in_their_month(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    response = as_(cast.lin).get(reverse("plans:schedule", args=[plan.pk]))
    ghosts = {card.first_day.month: [ghost.kind for ghost in card.ghosts] for card in response.context["editor"].months}
    assert ("committee_meeting" in ghosts[1], "committee_meeting" in ghosts[2]) == (False, True)


def test_a_dismissal_needs_a_reason_and_keeps_the_form_open(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "庆祝建党94周年。")
    form = {"key": finding(plan).key, "reason": " ", "tab": "page"}
    response = as_(cast.lin).post(reverse("plans:dismiss", args=[plan.pk]), form)
    assert (response.status_code, "请写明为什么不适用；审核员会看到。" in response.content.decode()) == (422, True)
    long = as_(cast.lin).post(reverse("plans:dismiss", args=[plan.pk]), {**form, "reason": "长" * 301})
    assert (long.status_code, "长" * 301 in long.content.decode()) == (422, True)


def test_a_dismissed_finding_is_shown_with_its_reason_and_can_come_back(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "庆祝建党94周年。")
    client, key = as_(cast.lin), finding(plan).key
    client.post(reverse("plans:dismiss", args=[plan.pk]), {"key": key, "reason": "引用当年的活动名称"})
    page = client.get(reverse("plans:checks", args=[plan.pk]))
    assert "不适用：引用当年的活动名称" in page.content.decode()
    assert [row.finding.key for row in page.context["checks"].panel.excused] == [key]
    client.post(reverse("plans:undismiss", args=[plan.pk]), {"key": key})
    assert client.get(reverse("plans:checks", args=[plan.pk])).context["checks"].panel.excused == ()
    assert FindingDismissal.objects.get().revoked_by == cast.lin


def test_a_refused_mend_says_why_and_changes_nothing(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    response = as_(cast.lin).post(reverse("plans:mend", args=[plan.pk]), {"key": "0", "choice": "2026年"}, headers=HTMX)
    assert (response.status_code, "这一处已经改过了" in response.content.decode()) == (422, True)
    assert "HX-Trigger-After-Swap" not in response.headers


def test_admissions_that_the_cases_cannot_give_are_said(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    add_section(plan=plan, after=None, level=1, heading="发展党员", body="本年度发展党员2名。", by=cast.lin, at=NOW)
    case_up_to(cast, 17)  # admitted by the meeting of 20 August
    case = open_case(member=applicant(cast, "程思齐"), opened_on=date(2026, 3, 2), by=cast.lin, at=LATER)
    for row in (entry(1, "2026-03-03"), entry(2, "2026-03-21"), entry(3, "2026-06-10")):
        record_step(
            case=case, entry=row, base_version=0, by=cast.lin, at=LATER
        )  # a candidate in June 2027 at the earliest
    report = report_of(Plan.objects.select_related("branch__district").get(pk=plan.pk), LATER.date())
    said = [finding.message for finding in report.findings if finding.rule == "PC-PIPELINE"]
    assert said == ["计划发展2名，台账里本期能够接收的只有1名。"]


@pytest.mark.parametrize("more", [0, 25])
def test_queries_of_the_panel_do_not_grow(cast: Cast, more: int, django_assert_num_queries: object) -> None:
    plan = plan_at(cast, Status.DRAFT)
    for number in range(more):
        add_section(
            plan=plan, after=None, level=1, heading=f"第{number}段", body="某某小学要参加。", by=cast.lin, at=NOW
        )
    dismiss(plan=plan, key=gap(plan, "dues").key, reason="按季度收缴", by=cast.lin, at=NOW)
    client = as_(cast.lin)
    url = reverse("plans:checks", args=[plan.pk])
    client.get(url, headers=HTMX)
    with django_assert_num_queries(23):  # type: ignore[operator]
        client.get(url, headers=HTMX)


def _findings(plan: Plan) -> list[Finding]:
    response = as_(plan.created_by).get(reverse("plans:checks", args=[plan.pk]))
    return [row.finding for group in response.context["checks"].panel.groups for row in group.rows]
