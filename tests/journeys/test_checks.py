"""The checks from the secretary's desk to the reviewer's: seen, mended, dismissed with a reason, a gap closed, handed in, read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from plans.models import CheckReportRecord, Plan
from plans.services.sections import edit_section
from tests.cast import NOW, Cast, plan_at
from tests.journeys.conftest import Visit
from workflow.domain.transitions import Status

pytestmark = pytest.mark.browser

BODY = "认真落实20XX年工作要点。某某小学的做法值得学习。结合工作实际，庆祝建党94周年。"


def faulty_plan(cast: Cast) -> Plan:
    """A draft with blanks and a wrong anniversary in 指导思想."""
    plan = plan_at(cast, Status.DRAFT)
    section = plan.sections.select_related("plan__branch__district").get(heading="指导思想")
    edit_section(section=section, heading="指导思想", body=BODY, base_version=1, by=cast.lin, at=NOW)
    return plan


def body(plan: Plan) -> str:
    return plan.sections.present().get(heading="指导思想").body


def test_from_a_first_look_to_the_reviewer(visit: Visit, cast: Cast) -> None:
    plan = faulty_plan(cast)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    checks = page.locator("#checks")
    expect(checks).to_contain_text("“20XX年”还没有填写。")
    # One click mends, the text beside it follows, another one takes it back.
    checks.get_by_role("button", name="改为“2026年”").click()
    expect(checks).to_contain_text("已把“20XX年”改为“2026年”。")
    area = page.locator(f"#body-{plan.sections.get(heading='指导思想').pk}")
    expect(area).to_have_value(BODY.replace("20XX", "2026"))
    checks.get_by_role("button", name="撤销").click()
    expect(area).to_have_value(BODY)
    expect(checks).to_contain_text("“20XX年”还没有填写。")
    checks.get_by_role("button", name="105周年”").click()
    expect(area).to_have_value(BODY.replace("94", "105"))
    # What does not apply is dismissed with a reason.
    blank = checks.locator(".finding", has_text="“某某小学”还没有填写。").first
    if not blank.is_visible():
        checks.locator("summary", has_text="同类的").first.click()
    blank.locator("summary", has_text="不适用").click()
    blank.get_by_label("为什么不适用").fill("引用区里下发的范文")
    blank.get_by_role("button", name="记下理由").click()
    expect(checks).to_contain_text("已记下理由，审核员会看到。")
    # A gap becomes a line of its month.
    page.goto(f"{visit.address}/plans/{plan.pk}/schedule/")
    page.locator("#ghost-committee_meeting-2026-05").click()
    expect(page.locator("#month-2026-05 .month-items")).to_contain_text("支委会")
    expect(page.locator("#ghost-committee_meeting-2026-05")).to_have_count(0)
    expect(page.locator("#ghost-committee_meeting-2026-06")).to_have_count(1)
    page.goto(f"{visit.address}/plans/{plan.pk}/submit/")
    expect(page.locator("main")).to_contain_text("不影响提交")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已提交。审核员认领之前可以撤回。").wait_for()
    record = CheckReportRecord.objects.get(plan=plan)
    # The reviewer: counts in the queue, the findings beside their section, the reason.
    page = visit.enter("he")
    page.goto(f"{visit.address}/plans/queue/?sort=-risk")
    expect(page.locator("tbody tr")).to_contain_text(f"错误{record.errors}")
    page.locator("a[data-open]").click()
    part = page.locator(".part", has_text="指导思想")
    expect(part).to_contain_text("“20XX年”还没有填写。")
    part.locator("summary", has_text="学校说明不适用").click()
    expect(part.get_by_text("不适用，因为：引用区里下发的范文")).to_be_visible()
    page.goto(f"{visit.address}/plans/gaps/?cycle=year&year=2026&part=0")
    expect(page.locator("tbody tr", has_text="青榆一小")).to_contain_text("不足")


def test_the_panel_follows_what_is_typed(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    section = plan.sections.get(heading="带好青年教师")
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    expect(page.locator("#checks")).not_to_contain_text("还没有填写。")
    page.fill(f"#body-{section.pk}", "每名党员联系_名青年教师。")
    expect(page.locator("#checks")).to_contain_text("还没有填写。")
    page.fill(f"#body-{section.pk}", "每名党员联系两名青年教师。")
    expect(page.locator("#checks")).not_to_contain_text("还没有填写。")


def test_what_is_typed_is_saved_before_a_mend(visit: Visit, cast: Cast) -> None:
    plan = faulty_plan(cast)
    section = plan.sections.get(heading="指导思想")
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    page.locator("#checks").get_by_role("button", name="改为“2026年”").wait_for()
    page.fill(f"#body-{section.pk}", f"新写的一句。{BODY}")
    page.locator("#checks").get_by_role("button", name="改为“2026年”").click()
    expect(page.locator(f"#body-{section.pk}")).to_have_value(f"新写的一句。{BODY.replace('20XX', '2026')}")
    assert body(plan) == f"新写的一句。{BODY.replace('20XX', '2026')}"


def test_a_finding_marks_its_words(visit: Visit, cast: Cast) -> None:
    plan = faulty_plan(cast)
    section = plan.sections.get(heading="指导思想")
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    page.locator("#checks a", has_text="“20XX年”还没有填写。").click()
    marked = page.evaluate(
        "(() => { const a = document.activeElement; return [a.id, a.value.slice(a.selectionStart, a.selectionEnd)]; })()"
    )
    assert marked == [f"body-{section.pk}", "20XX年"]


def test_a_reason_that_is_being_typed_is_not_swept_away(visit: Visit, cast: Cast) -> None:
    plan = faulty_plan(cast)
    section = plan.sections.get(heading="带好青年教师")
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    page.fill(f"#body-{section.pk}", "每名党员联系两名青年教师。")
    finding = page.locator("#checks .finding", has_text="“20XX年”还没有填写。")
    finding.locator("summary", has_text="不适用").click()
    finding.get_by_label("为什么不适用").press_sequentially("引用原文", delay=20)
    expect(page.locator(f"#state-{section.pk}")).to_contain_text("已保存")
    page.wait_for_timeout(1500)
    assert finding.get_by_label("为什么不适用").input_value() == "引用原文"


def test_everything_works_without_javascript(visit: Visit, cast: Cast) -> None:
    plan = faulty_plan(cast)
    page = visit.enter("lin", javascript=False)
    page.goto(f"{visit.address}/plans/{plan.pk}/checks/")
    page.get_by_role("button", name="改为“2026年”").click()
    page.get_by_text("已把“20XX年”改为“2026年”。").wait_for()
    assert body(plan) == BODY.replace("20XX", "2026")
    page.locator("button.ghost-cell").first.click()
    page.get_by_text("请补上具体内容").wait_for()
    assert plan.items.present().count() == 5


def test_the_panel_folds_to_a_count_on_a_phone(
    visit: Visit, cast: Cast, serious_faults: Callable[[Page], list[str]]
) -> None:
    plan = faulty_plan(cast)
    page = visit.enter("lin", phone=True)
    for path in ("edit", "schedule", "checks"):
        page.goto(f"{visit.address}/plans/{plan.pk}/{path}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
        expect(page.locator("#checks-fold > summary")).to_contain_text("错误")
        assert serious_faults(page) == []
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    expect(page.locator("#checks .finding").first).to_be_hidden()
    page.locator("#checks-fold > summary").click()
    expect(page.locator("#checks .finding").first).to_be_visible()


def test_the_pages_of_the_checks_are_accessible(
    visit: Visit, cast: Cast, serious_faults: Callable[[Page], list[str]]
) -> None:
    draft = faulty_plan(cast)
    page = visit.enter("lin")
    for path in ("edit", "schedule", "checks"):
        page.goto(f"{visit.address}/plans/{draft.pk}/{path}/")
        assert serious_faults(page) == []
    page = visit.enter("he")
    for path in ("gaps/", "queue/"):
        page.goto(f"{visit.address}/plans/{path}")
        assert serious_faults(page) == []
