"""A year of one branch in the browser: proposal, plan, approval, dates, answers, records, summary, archive."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from calendar_events.models import ActivityRecord, CalendarEvent
from notices.models import Job
from notices.services.jobs import run_next
from plans.domain.period import Cycle, Period
from plans.models import Plan, SectionKind
from plans.services.drafting import PlanDraft, SectionDraft, create_plan
from tests.cast import Cast
from tests.journeys.conftest import Visit

pytestmark = pytest.mark.browser


def test_from_the_proposal_to_the_archive(visit: Visit, cast: Cast, tmp_path: Path) -> None:
    today = timezone.localdate()
    period = Period(Cycle.CALENDAR_YEAR, today.year)
    draft = PlanDraft(
        period=period,
        title=f"青榆区第一小学党支部{today.year}年工作计划",
        sections=[
            SectionDraft(SectionKind.HEADING, 1, "过好组织生活", "按月开展主题党日，每季度召开支部党员大会。"),
            SectionDraft(SectionKind.SCHEDULE, 1, "行事历", ""),
        ],
        signature="中共青榆区第一小学支部委员会",
        signed_on=today,
    )
    plan = create_plan(branch=cast.branch, draft=draft, source="blank", by=cast.lin, at=timezone.now())

    # The proposal is taken as a whole; the plan is handed in and approved.
    secretary = visit.enter("lin")
    secretary.goto(f"{visit.address}/plans/{plan.pk}/proposal/")
    secretary.on("dialog", lambda dialog: dialog.accept())
    secretary.get_by_role("button", name="全部采用").click()
    secretary.get_by_text("已写入行事历").wait_for()
    assert plan.items.present().filter(kind="theme_day").count() >= 9
    secretary.goto(f"{visit.address}/plans/{plan.pk}/submit/")
    secretary.get_by_role("button", name="提交").click()
    secretary.get_by_text("已提交").first.wait_for()
    reviewer = visit.enter("he")
    reviewer.on("dialog", lambda dialog: dialog.accept())
    reviewer.goto(f"{visit.address}/plans/queue/")
    reviewer.locator("button[name=one]").click()
    reviewer.get_by_text("已认领").first.wait_for()
    reviewer.get_by_role("link", name="审定").click()
    reviewer.get_by_role("button", name="审定").click()
    reviewer.get_by_text("已审定").first.wait_for()
    assert Plan.objects.get().status == "approved"

    # Its lines become events in one go.
    secretary.goto(f"{visit.address}/calendar/plans/{plan.pk}/offers/")
    secretary.get_by_role("button", name="确认勾选的条目").click()
    secretary.get_by_text("都已经排好").wait_for()
    event = CalendarEvent.objects.filter(kind="theme_day").order_by("-starts_on").first()
    assert event is not None
    # The last theme day is today: what is to come cannot be recorded, what is past cannot be answered.
    CalendarEvent.objects.filter(pk=event.pk).update(starts_on=today, ends_on=today, starts_at="23:50", ends_at="23:55")

    # A member asks for leave on the phone; nobody has to check in.
    member = visit.enter("tang", phone=True)
    member.goto(f"{visit.address}/calendar/events/{event.pk}/")
    member.locator("details.leave > summary").click()
    member.get_by_label("请假事由").fill("外出培训")
    member.get_by_role("button", name="提交请假").click()
    member.get_by_text("请假：外出培训").first.wait_for()

    # The record brings list and leave along; the secretary confirms and finishes it.
    secretary.goto(f"{visit.address}/calendar/events/{event.pk}/")
    secretary.get_by_role("button", name="填写活动记录").click()
    secretary.get_by_role("heading", name="到会情况").wait_for()
    secretary.get_by_role("button", name="其余的都到会，保存").click()
    secretary.get_by_role("button", name="核对无误，存档").wait_for()
    if secretary.get_by_label("已核对").count():
        secretary.get_by_label("已核对").check()
    secretary.get_by_role("button", name="核对无误，存档").click()
    secretary.get_by_text("已存档").first.wait_for()
    record = ActivityRecord.objects.get()
    absent = list(record.people.filter(presence="absent").values_list("name", flat=True))
    assert (record.is_finished, absent) == (True, ["唐果"])

    # What became of the plan, and the draft of the summary.
    secretary.goto(f"{visit.address}/calendar/progress/{plan.pk}/")
    assert "按期完成" in secretary.locator(".promises").inner_text()
    secretary.get_by_role("button", name="写总结").click()
    secretary.get_by_text("总结初稿已由计划").wait_for()
    summary = Plan.objects.get(paper="summary")
    held = summary.sections.present().get(heading="过好组织生活").body
    assert f"{today.month}月{today.day}日，" in held
    assert "应到4人，实到3人" in held

    # The year's files as one zip.
    with override_settings(JOBS_DIR=tmp_path / "jobs"):
        secretary.goto(f"{visit.address}/calendar/archive/{cast.branch.pk}/?year={today.year}")
        secretary.get_by_role("button", name="生成压缩包").click()
        secretary.wait_for_url("**/jobs/**")
        assert run_next(now=lambda: timezone.now() + timedelta(seconds=1))
        secretary.reload()
        with secretary.expect_download() as download:
            secretary.get_by_role("link", name="下载").click()
        with zipfile.ZipFile(download.value.path()) as archive:
            names = archive.namelist()
    assert Job.objects.get().state == "done"
    assert any("/08 主题党日/001 " in name for name in names)
    assert any(name.endswith("/index.xlsx") for name in names)
