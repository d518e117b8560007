"""The whole thread as people walk it: Word file, reading result, draft, submission, return, answers, approval, a member's phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from plans.models import Plan
from tests.cast import Cast
from tests.journeys.conftest import Visit
from tests.word_file import sample_word_file
from workflow.models import ReviewComment

pytestmark = pytest.mark.browser


def test_from_last_years_word_file_to_the_members_phone(visit: Visit, cast: Cast, tmp_path: Path) -> None:
    # The secretary brings the file and sees what was read.
    secretary = visit.enter("lin")
    file = tmp_path / "去年的计划.docx"
    file.write_bytes(sample_word_file())
    secretary.goto(f"{visit.address}/plans/new/")
    secretary.set_input_files("[name=file]", str(file))
    secretary.get_by_role("button", name="读取").click()
    secretary.get_by_role("heading", name="读取结果").wait_for()
    assert "全部保留" in secretary.locator(".footbar").inner_text()
    assert secretary.locator(".segment.doubtful").count() >= 1
    doubt = secretary.locator(".segment.doubtful").first
    assert "数字丢了" in doubt.inner_text()
    # A decision is taken in place, the rest of the page follows.
    before = secretary.locator(".segment.doubtful").count()
    doubt.get_by_role("button", name="确定").click()
    secretary.locator(".segment.decided").wait_for()
    assert secretary.locator(".segment.doubtful").count() == before - 1
    # Years and anniversaries are proposed one by one.
    secretary.get_by_role("button", name="作为下一期计划的起点").click()
    secretary.get_by_role("heading", name="去年的计划.docx").wait_for()
    table = secretary.locator("table").inner_text()
    assert "建党105周年" in table or "建党" in table
    assert secretary.locator("input[name=accept]:checked").count() >= 3
    secretary.get_by_role("button", name="建立2026年的草稿").click()
    secretary.get_by_role("link", name="通读和提交").first.wait_for()
    plan = Plan.objects.get()
    assert plan.title == "青榆区第一小学党支部2026年工作计划"
    assert plan.sections.present().filter(heading__contains="建党105周年").exists() or any(
        "建党105周年" in section.heading + section.body for section in plan.sections.present()
    )
    assert plan.items.present().filter(first_month__month=7, last_month__month=8).count() == 1

    # Autosave keeps what is typed.
    area = secretary.locator("textarea[name=body]").nth(1)
    area.fill("坚持立德树人，把支部建在年级组。")
    secretary.get_by_text("已保存").first.wait_for()
    assert plan.sections.present().filter(body="坚持立德树人，把支部建在年级组。").count() == 1

    secretary.get_by_role("link", name="通读和提交").first.click()
    secretary.get_by_role("link", name="提交", exact=True).click()
    secretary.get_by_role("button", name="提交").click()
    secretary.get_by_text("已提交。审核员认领之前可以撤回。").wait_for()

    # The reviewer claims it, writes an issue at a section, and returns it.
    reviewer = visit.enter("he")
    reviewer.goto(f"{visit.address}/plans/queue/")
    reviewer.locator("button[name=one]").click()
    reviewer.get_by_text("已认领").wait_for()
    reviewer.get_by_role("link", name=re.compile("写意见.*（三）带好青年教师")).click()
    reviewer.get_by_label("问题").fill("结对名单没有写明")
    reviewer.get_by_label("修改建议").fill("附上结对名单")
    reviewer.get_by_role("button", name="保存意见").click()
    reviewer.get_by_role("link", name="退回（1条意见）").click()
    reviewer.get_by_role("button", name="退回修改").click()
    reviewer.get_by_text("已退回").wait_for()

    # The secretary answers in the list of issues and submits again.
    secretary.goto(f"{visit.address}/")
    secretary.get_by_text("还有1条意见没有答复").wait_for()
    secretary.get_by_role("link", name=plan.title).first.click()
    secretary.get_by_label("答复").fill("已在第三部分写明结对名单")
    secretary.get_by_role("button", name="保存答复").click()
    secretary.get_by_role("link", name="再次提交").click()
    secretary.get_by_role("button", name="提交").click()
    secretary.get_by_text("已提交。").wait_for()

    # The reviewer sees issue, answer and change, settles it, approves.
    reviewer.goto(f"{visit.address}/plans/queue/")
    reviewer.locator("button[name=one]").click()
    reviewer.get_by_text("已在第三部分写明结对名单").wait_for()
    reviewer.get_by_role("button", name="已解决").click()
    reviewer.get_by_role("link", name="审定").click()
    reviewer.get_by_role("button", name="审定").click()
    reviewer.get_by_text("已审定").first.wait_for()
    assert ReviewComment.objects.get().settled_by == cast.he

    # A member looks the month up on the phone.
    member = visit.enter("tang", phone=True)
    member.goto(f"{visit.address}/calendar/?month=2026-07")
    assert "走访慰问老党员" in member.locator("main").inner_text()
    assert "走访慰问老党员" in member.locator("section", has_text="2026年8月").inner_text()
    assert member.evaluate("document.documentElement.scrollWidth") <= 390
    # Members of other schools see nothing of it.
    outsider = visit.enter("gu", phone=True)
    outsider.goto(f"{visit.address}/calendar/?month=2026-07")
    outsider.get_by_text("还没有审定的计划").wait_for()
