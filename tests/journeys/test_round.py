"""A round for four hundred schools by keyboard alone: the queue, reading, returning, the second look, the clean ones together, board and export."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page

from branches.models import Branch
from branches.scope import forget_scope
from branches.services.accounts import give_role
from notices.services.jobs import run_next
from plans.models import Plan, PlanItem, PlanningRound, PlanSection, RoundTarget
from plans.services.drafting import create_plan
from plans.services.review import submit_plan
from plans.services.rounds.opening import open_round
from plans.services.rounds.writing import create_round
from tests.cast import NOW, Cast, plan_draft
from tests.journeys.conftest import Visit
from tests.plans.rounds.stage import facts
from workflow.domain.transitions import Status
from workflow.models import ReviewComment, Snapshot
from workflow.services.remarks import answer_issue

pytestmark = pytest.mark.browser

SCHOOLS, SUBMITTED, DOUBTFUL = 400, 50, 5


def _submitted_round(cast: Cast) -> PlanningRound:
    """Fifty schools have handed in; five plans have findings, the others are clean. One plan walked there, the others are its copies."""
    now = timezone.now()
    names = [f"第{number:03d}小学" for number in range(1, SCHOOLS)]
    schools = Branch.objects.bulk_create(
        Branch(district=cast.district, name=f"{name}党支部", school_name=name, short_name=name, school_kind="primary")
        for name in names
    )
    due = timezone.localdate() + timedelta(days=10)
    said = facts(cast, due_on=due, opens_on=timezone.localdate())
    planning = create_round(district=cast.district, facts=said, by=cast.wei, at=now)
    open_round(planning=planning, base_version=planning.version, by=cast.wei, at=now)
    assert run_next(now=_soon)  # so many are asked by the worker
    draft = create_plan(branch=cast.branch, draft=plan_draft(), source="blank", by=cast.lin, at=now)
    model = submit_plan(plan=draft, comment="", by=cast.lin, at=now)
    copies = [
        _copy(model, branch=place, title=f"{place.school_name}2026年工作计划") for place in schools[: SUBMITTED - 1]
    ]
    Plan.objects.bulk_create(copies)
    for kind in (PlanSection, PlanItem):
        rows = list(kind.objects.filter(plan=model))
        kind.objects.bulk_create(_copy(row, plan=plan) for plan in copies for row in rows)
    frozen = Snapshot.objects.of(model).get()
    Snapshot.objects.bulk_create(_copy(frozen, document_id=plan.pk) for plan in copies)
    targets = {row.branch_id: row for row in RoundTarget.objects.filter(round=planning)}
    for plan in copies:
        targets[plan.branch_id].plan, targets[plan.branch_id].state = plan, "submitted"
    RoundTarget.objects.bulk_update(targets.values(), ["plan", "state"])
    Plan.objects.update(is_clean=True, risk=0)
    for plan, risk in zip(copies[:DOUBTFUL], count(90, -1), strict=False):
        Plan.objects.filter(pk=plan.pk).update(is_clean=False, risk=risk)
    return planning


def _soon() -> datetime:
    return timezone.now() + timedelta(seconds=1)


def _copy(row: Any, **changes: object) -> Any:
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}
    for name in changes:
        fields.pop(f"{name}_id", None)
    return type(row)(**{**fields, **changes})


def _tab_to(page: Page, words: str) -> None:
    """Go on with Tab until the button or link with these words has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText || ''"):
            return
    raise AssertionError(f"{words} cannot be reached by the keyboard")


def _open_first(page: Page, visit: Visit) -> None:
    """J to the first row of the queue, Enter opens it."""
    page.goto(f"{visit.address}/plans/queue/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/**")


def _press(page: Page, key: str, url: str) -> None:
    with page.expect_navigation(url=url):
        page.keyboard.press(key)


def test_a_round_is_read_by_keyboard_from_the_queue_to_the_board(visit: Visit, cast: Cast, tmp_path: Path) -> None:
    planning = _submitted_round(cast)
    page = visit.enter("he")
    page.on("dialog", lambda dialog: dialog.accept())

    # Five doubtful plans come first: claimed, remarked on, returned; the next one opens by itself.
    _open_first(page, visit)
    for number in range(DOUBTFUL):
        assert f"第{number + 1:03d}小学党支部" in page.inner_text("main")
        _press(page, "t", "**/review/**")
        _press(page, "c", "**/review/?at=*")
        page.wait_for_function("document.readyState === 'complete' && document.activeElement.name === 'body'")
        page.keyboard.type("主题党日没有写明固定日期")
        _press(page, "Control+Enter", "**/review/**")
        _press(page, "r", "**/return/**")
        _tab_to(page, "退回修改")
        _press(page, "Enter", "**/review/**")
    # Back and forth among those that wait.
    there = page.url
    _press(page, "j", "**/review/**")
    _press(page, "k", "**/review/**")
    assert page.url.partition("?")[0] == there.partition("?")[0]
    returned = list(Plan.objects.filter(status=Status.RETURNED).select_related("branch__district"))
    assert len(returned) == DOUBTFUL

    # The schools answer and hand in again.
    for plan in returned:
        give_role(
            user=cast.lin, role="secretary", organisation=plan.branch, starts_on=date(2025, 9, 1), by=None, at=NOW
        )
    forget_scope(cast.lin)
    for plan in returned:
        issue = ReviewComment.objects.get(document_id=plan.pk)
        answer_issue(issue=issue, document=plan, reply="已写明每月第一周", by=cast.lin, at=timezone.now())
        submit_plan(plan=plan, comment="", by=cast.lin, at=timezone.now())
    Plan.objects.filter(pk__in=[plan.pk for plan in returned]).update(risk=80)

    # The second look: the answer is read, the issue settled, the plan approved.
    _open_first(page, visit)
    for _number in range(DOUBTFUL):
        _press(page, "t", "**/review/**")
        while not page.evaluate("document.activeElement.matches('.remark')"):
            page.keyboard.press("n")
        assert "已写明每月第一周" in page.evaluate("document.activeElement.innerText")
        _tab_to(page, "已解决")
        _press(page, "Enter", "**/review/**")
        _press(page, "a", "**/approve/**")
        _tab_to(page, "审定")
        _press(page, "Enter", "**/review/**")
    assert Plan.objects.filter(status=Status.APPROVED).count() == DOUBTFUL

    # The clean ones together: a tenth of forty-five, rounded up, is read first.
    page.goto(f"{visit.address}/plans/batch/")
    page.get_by_role("button", name="抽取样本").press("Enter")
    for left in range(5, 0, -1):
        page.get_by_text(f"还有 {left} 份没有看").wait_for()
        page.get_by_role("button", name="没有问题").first.press("Enter")
    page.get_by_role("button", name="审定 45 份").press("Enter")
    page.wait_for_url("**/jobs/**")
    assert run_next(now=_soon)
    assert Plan.objects.filter(status=Status.APPROVED).count() == SUBMITTED

    # The board says so, and so does the workbook.
    page.goto(f"{visit.address}/plans/rounds/{planning.pk}/board/")
    assert page.locator(".figure-expected").inner_text().split() == [str(SCHOOLS + 1), "应报"]
    assert page.locator(".figure-approved").inner_text().split() == [str(SUBMITTED), "已审定"]
    with override_settings(JOBS_DIR=tmp_path / "jobs"):
        page.get_by_role("button", name="导出 Excel").press("Enter")
        page.wait_for_url("**/jobs/**")
        assert run_next(now=_soon)
        page.reload()
        with page.expect_download() as download:
            page.get_by_role("link", name="下载").press("Enter")
        download.value.save_as(tmp_path / "进度.xlsx")
    sheet = load_workbook(tmp_path / "进度.xlsx")["进度"]
    states = [row[5] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert (states.count("已审定"), states.count("未开始")) == (SUBMITTED, SCHOOLS + 1 - SUBMITTED)
