"""The editors under real conditions: a lost connection, a second editor, undo, the keyboard alone, a phone."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from plans.models import Plan
from tests.cast import NOW, PASSWORD, Cast, plan_at
from tests.journeys.conftest import Visit
from workflow.domain.transitions import Status

pytestmark = pytest.mark.browser


def _body(plan: Plan, heading: str) -> str:
    return plan.sections.present().get(heading=heading).body


def test_what_is_typed_without_a_connection_is_saved_when_it_is_back(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    visit.tolerated = ("ERR_INTERNET_DISCONNECTED",)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    section = plan.sections.get(heading="指导思想")
    page.context.set_offline(True)
    page.fill(f"#body-{section.pk}", "断网时写的话。")
    expect(page.locator(f"#state-{section.pk}")).to_contain_text("网络中断")
    assert _body(plan, "指导思想") == "围绕教书育人，把支部建在年级组，把党员的力量用在课堂上。"
    page.context.set_offline(False)
    expect(page.locator(f"#state-{section.pk}")).to_contain_text("已保存")
    assert _body(plan, "指导思想") == "断网时写的话。"


def test_text_that_could_not_be_sent_is_offered_again_after_a_reload(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    visit.tolerated = ("ERR_INTERNET_DISCONNECTED",)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    section = plan.sections.get(heading="指导思想")
    page.context.set_offline(True)
    page.fill(f"#body-{section.pk}", "没有发出去的话。")
    expect(page.locator(f"#state-{section.pk}")).to_contain_text("网络中断")
    page.close()  # a page that merely left would send the words itself when the connection is back
    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    with page.expect_response(lambda answer: "/checks/" in answer.url):  # the panel is asked for anew after saving
        page.get_by_role("button", name="恢复这些文字").click()
    expect(page.locator(f"#state-{section.pk}")).to_contain_text("已保存")
    assert _body(plan, "指导思想") == "没有发出去的话。"
    # A session that is over: the page goes to the log-in by itself, and the words are there after it.
    Session.objects.all().delete()
    page.fill(f"#body-{section.pk}", "登录过期后写的话。")
    expect(page.locator(f"#state-{section.pk}")).to_contain_text("登录已过期")
    page.evaluate("htmx.ajax('GET', '/notices/unread/', '#unread')")
    page.fill("[name=username]", "lin")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="恢复这些文字").click()
    expect(page.locator(f"#state-{section.pk}")).to_contain_text("已保存")
    assert _body(plan, "指导思想") == "登录过期后写的话。"


def test_a_second_editor_gets_a_comparison_and_overwrites_nothing(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    visit.tolerated = ("409",)
    section = plan.sections.get(heading="带好青年教师")
    first, second = visit.enter("lin"), visit.enter("qiao")
    for page in (first, second):
        page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    first.fill(f"#body-{section.pk}", "每名党员联系两名青年教师。")
    expect(first.locator(f"#state-{section.pk}")).to_contain_text("已保存")
    second.fill(f"#body-{section.pk}", "每名党员联系一名青年教师，每月谈心。")
    expect(second.locator(f"#conflict-{section.pk}")).to_contain_text("林向阳刚才修改了这一段")
    assert _body(plan, "带好青年教师") == "每名党员联系两名青年教师。"
    merged = second.get_by_label("我的文字")
    merged.fill("每名党员联系两名青年教师，每月谈心。")
    second.get_by_role("button", name="保存我的文字").click()
    second.wait_for_load_state()
    assert _body(plan, "带好青年教师") == "每名党员联系两名青年教师，每月谈心。"


def test_deleting_can_be_undone(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    section = plan.sections.get(heading="主要措施")
    page.locator(f"#remove-{section.pk}").click()
    page.get_by_text("已删除。").wait_for()
    expect(page.locator("#outline-list")).not_to_contain_text("过好组织生活")
    page.get_by_role("button", name="撤销删除").click()
    expect(page.locator("#outline-list")).to_contain_text("过好组织生活")
    assert plan.sections.present().count() == 7


def test_the_keyboard_alone_adds_promotes_and_moves(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    section = plan.sections.get(heading="带好青年教师")
    page.locator(f"#promote-{section.pk}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#outline-list")).to_contain_text("三、带好青年教师")
    page.locator(f"#up-{section.pk}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#outline-list")).to_contain_text("二、带好青年教师")
    page.locator(f"#add-{section.pk}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#outline-list")).to_contain_text("三、新段落")


def test_text_is_split_at_the_cursor(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    section = plan.sections.get(heading="过好组织生活")
    place = section.body.index("每季度")
    page.evaluate(f"document.getElementById('body-{section.pk}').setSelectionRange({place}, {place})")
    page.locator(f"#section-{section.pk}").get_by_role("button", name="在光标处拆分").click()
    expect(page.locator("#outline-list")).to_contain_text("（二）每季度召开支部党员大会。")
    assert _body(plan, "过好组织生活") == "每月第一周星期五下午开展主题党日，"


def test_schedule_lines_are_added_changed_and_moved_without_a_mouse(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/schedule/")
    page.locator("#add-2026-05-01").focus()
    page.keyboard.press("Enter")
    page.locator("#item-form [name=text]").wait_for()
    page.keyboard.type("书记讲党课")
    page.locator("#item-form").get_by_role("button", name="保存").press("Enter")
    expect(page.locator("#month-2026-05 .month-items")).to_contain_text("书记讲党课")
    item = plan.items.present().get(text="书记讲党课")
    assert item.kind == "party_lecture"
    page.locator(f"#item-{item.pk} details summary").press("Enter")
    page.locator(f"#item-{item.pk} select").select_option("2026-06-01")
    page.locator(f"#item-{item.pk}").get_by_role("button", name="移动").press("Enter")
    expect(page.locator("#month-2026-06 .month-items")).to_contain_text("书记讲党课")


def test_a_wrong_line_keeps_what_was_typed(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    visit.tolerated = ("422",)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/plans/{plan.pk}/items/add/?month=2026-05-01")
    page.locator("#item-form [name=last_month]").select_option("2026-03-01")
    page.locator("#item-form [name=text]").fill("读书分享会")
    page.locator("#item-form").get_by_role("button", name="保存").click()
    page.get_by_text("结束月份不能早于开始月份。").first.wait_for()
    assert page.locator("#item-form [name=text]").input_value() == "读书分享会"


def test_plans_are_edited_without_javascript(visit: Visit, cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    page = visit.enter("lin", javascript=False)
    page.goto(f"{visit.address}/plans/{plan.pk}/edit/")
    section = plan.sections.get(heading="指导思想")
    page.fill(f"#body-{section.pk}", "不用脚本也能保存。")
    page.locator(f"#section-{section.pk}").get_by_role("button", name="保存").click()
    page.get_by_text("已保存。").wait_for()
    assert _body(plan, "指导思想") == "不用脚本也能保存。"


@pytest.mark.parametrize("large", [False, True])
def test_the_editors_fit_a_phone(visit: Visit, cast: Cast, large: bool) -> None:
    plan = plan_at(cast, Status.RETURNED)
    page = visit.enter("lin", phone=True, large=large)
    for path in ("edit", "schedule", "issues", "submit"):
        page.goto(f"{visit.address}/plans/{plan.pk}/{path}/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
    assert plan.created_at == NOW
