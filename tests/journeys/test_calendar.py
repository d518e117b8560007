"""The calendar under real conditions: an event dragged and moved by keys, the network lost, somebody faster; the schedule by the aid and by Excel."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from branches.models import User
from calendar_events.models import CalendarEvent
from calendar_events.services.events import move_event
from plans.models import ItemBatch
from tests.calendar_events.events import event_of
from tests.cast import NOW, Cast
from tests.journeys.conftest import Visit
from tests.plans.proposing.stage import empty_plan

pytestmark = pytest.mark.browser


def _drag(page: Page, event: CalendarEvent, day: str) -> None:
    page.locator(f"[data-event='{event.pk}']").first.drag_to(page.locator(f"[data-day='{day}'] .chips"), steps=8)


def _stands_on(page: Page, event: CalendarEvent) -> str:
    found = page.locator(f"#month-grid [data-day]:has([data-event='{event.pk}'])").first.get_attribute("data-day")
    return found or ""


def test_an_event_is_moved_with_the_mouse_and_the_keys_and_never_looks_moved_when_it_is_not(
    visit: Visit, cast: Cast
) -> None:
    visit.tolerated = ("409", "ERR_INTERNET_DISCONNECTED", "htmx:")
    event = event_of(cast)
    page = visit.enter("lin")
    page.goto(f"{visit.address}/calendar/?month=2026-03")

    _drag(page, event, "2026-03-18")
    page.get_by_text("已改到3月18日").wait_for()
    page.locator(f"[data-event='{event.pk}'] a").press("Alt+ArrowLeft")
    page.get_by_text("已改到3月17日").wait_for()
    page.keyboard.press("Alt+ArrowDown")  # the focus went along
    page.get_by_text("已改到3月24日").wait_for()
    event.refresh_from_db()
    assert (event.starts_on, event.version) == (date(2026, 3, 24), 4)

    page.context.set_offline(True)
    _drag(page, event, "2026-03-26")
    page.get_by_text("网络中断，这一步没有办成").wait_for()
    assert _stands_on(page, event) == "2026-03-24"
    page.context.set_offline(False)

    qiao = User.objects.get(pk=cast.qiao.pk)
    move_event(event=event, starts_on=date(2026, 3, 25), base_version=4, by=qiao, at=NOW)
    _drag(page, event, "2026-03-26")
    page.get_by_text("乔木刚才修改了这项活动").wait_for()
    assert _stands_on(page, event) == "2026-03-25"  # as it is for everybody
    event.refresh_from_db()
    assert (event.starts_on, event.version) == (date(2026, 3, 25), 5)


def test_a_schedule_from_the_aid_to_excel_and_back(visit: Visit, cast: Cast, tmp_path: Path) -> None:
    plan = empty_plan(cast, 2027)
    page = visit.enter("lin")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{visit.address}/plans/{plan.pk}/proposal/")

    # Two lines one by one, then all of the rest; the same line is not taken twice.
    for _number in range(2):
        page.locator("input[name=line]").first.check()
        with page.expect_response("**/proposal/take/"):
            page.locator("#take-ticked", has_text="1条").click()
        page.get_by_text("已写入行事历1条。").wait_for()
    assert plan.items.present().count() == 2
    page.get_by_role("button", name="全部采用").click()
    page.get_by_text("建议的都已经在计划里了").or_(
        page.locator(".undo", has_text="已写入行事历").filter(has_not_text="行事历1条")
    ).first.wait_for()
    taken = plan.items.present().count()
    assert taken > 20

    # Out, one line changed and one added as a person would, in again.
    page.goto(f"{visit.address}/plans/{plan.pk}/schedule/file/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载现在的行事历").click()
    path = tmp_path / "行事历.xlsx"
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book["行事历"]
    heads = {cell.value: cell.column for row in sheet.iter_rows(max_row=2) for cell in row if cell.value}
    first = next(row for row in range(1, 9) if sheet.cell(row, heads["月份"]).value == "月份") + 1
    before = sheet.cell(first, heads["内容"]).value
    sheet.cell(first, heads["内容"]).value = "改过的一条"
    last = sheet.max_row + 1
    sheet.cell(last, heads["月份"]).value, sheet.cell(last, heads["内容"]).value = "5月", "添上的一条"
    book.save(path)
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="读取").click()
    page.get_by_role("heading", name="确认行事历").wait_for()
    assert "新增 1 条，修改 1 条" in page.inner_text("main")
    assert plan.items.present().count() == taken  # nothing is written yet
    page.get_by_role("button", name="写入这 2 条").click()
    page.get_by_text("已写入行事历：新增1条，修改1条。").wait_for()
    assert plan.items.present().filter(text__in=["改过的一条", "添上的一条"]).count() == 2
    batch = ItemBatch.objects.get(source="workbook")
    page.goto(f"{visit.address}/plans/{plan.pk}/schedule/file/")
    page.get_by_role("link", name="行事历.xlsx").click()
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("撤销；没有恢复的写在各行").wait_for()
    batch.refresh_from_db()
    assert batch.undone_at is not None
    assert plan.items.present().count() == taken
    assert plan.items.present().filter(text=before).exists()
