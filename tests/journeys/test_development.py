"""发展党员 in the browser: from the application to the superior's decision, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from members.models import ConsentRequest, DevelopmentCase, Member, StepRecord
from tests.cast import Cast
from tests.journeys.conftest import Visit
from tests.members.case_steps import case_up_to

pytestmark = pytest.mark.browser


def test_from_the_application_to_the_report_on_record(visit: Visit, cast: Cast) -> None:
    Member.objects.create(branch=cast.branch, name="陆静好", status="applicant")
    page = visit.enter("lin")
    page.goto(f"{visit.address}/members/development/")
    page.get_by_role("link", name="建立档案").click()
    page.get_by_label("姓名").select_option(label="陆静好（入党申请人）")
    page.get_by_label("递交入党申请书的日期").fill("2025-03-03")
    page.get_by_role("button", name="建立").click()
    expect(page.get_by_text("登记了第1步")).to_be_visible()
    for step, day in ((2, "2025-03-21"), (3, "2025-06-10")):
        page.locator(f"#step-{step}").get_by_role("link", name="登记").click()
        page.locator("#id_on").fill(day)
        page.get_by_role("button", name="保存").click()
        expect(page.locator(f"#step-{step}")).to_contain_text("已完成")
    page.locator("#step-4").get_by_role("button", name="报上级").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("备案报告")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交。审核员认领之前可以撤回")).to_be_visible()
    reviewer = visit.enter("he")
    reviewer.goto(f"{visit.address}/members/development/consents/")
    reviewer.get_by_role("button", name="认领").click()
    reviewer.get_by_label("备案日期").fill("2025-06-20")
    reviewer.get_by_role("button", name="登记批复").click()
    expect(reviewer.get_by_text("批复已登记到档案")).to_be_visible()
    assert ConsentRequest.objects.get().status == "approved"
    assert str(StepRecord.objects.get(step=4).on) == "2025-06-20"
    page.goto(f"{visit.address}/members/development/{DevelopmentCase.objects.get().pk}/")
    expect(page.locator("#step-4")).to_contain_text("已完成")


def test_the_list_to_pick_from_follows_the_day(visit: Visit, cast: Cast) -> None:
    case = case_up_to(cast, 4)
    Member.objects.filter(user=cast.qiao).update(became_full_on="2025-07-01")
    page = visit.enter("lin")
    page.goto(f"{visit.address}/members/development/{case.pk}/steps/5/")
    page.locator("#id_on").fill("2025-06-24")
    expect(page.locator("#id_supporter_1 option", has_text="乔木")).to_have_count(0)
    page.locator("#id_on").fill("2025-07-02")
    expect(page.locator("#id_supporter_1 option", has_text="乔木")).to_have_count(1)
    assert page.locator("#id_on").input_value() == "2025-07-02"


def test_a_removed_step_is_taken_back(visit: Visit, cast: Cast) -> None:
    case = case_up_to(cast, 2)
    page = visit.enter("lin")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{visit.address}/members/development/{case.pk}/")
    page.locator("#step-2").get_by_role("button", name="删除").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("已恢复第2步的记录")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True])
def test_pages_have_no_serious_faults(visit: Visit, cast: Cast, serious_faults, phone: bool) -> None:
    case = case_up_to(cast, 13)
    page = visit.enter("lin", phone=phone)
    for path in (
        "",
        f"{case.pk}/",
        f"{case.pk}/steps/15/",
        f"{case.pk}/backwards/?meeting=2026-08-20",
        f"{case.pk}/papers/",
    ):
        page.goto(f"{visit.address}/members/development/{path}")
        assert serious_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= (390 if phone else 1280)
