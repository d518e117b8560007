"""A schedule out to Excel, changed there, in again: what the preview says, what is written, what goes back, what is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from members.models import Member
from plans.models import ItemBatch, Plan, PlanItem, ScheduleImport, ScheduleImportState
from plans.selectors.schedule_files import written_lines
from plans.services.batches import undo_batch
from plans.services.items import ItemFacts, add_item, edit_item, remove_item
from plans.services.schedule_files import (
    ImportRefused,
    ScheduleChanged,
    compare_again,
    confirm_schedule,
    discard_schedule,
    forget_old_previews,
    upload_schedule,
)
from plans.workbooks.schedule_writing import write_schedule
from tests.cast import NOW, Cast, plan_at
from tests.plans.test_review import as_
from workflow.domain.transitions import Status

JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


def out(plan: Plan, change: Callable[[Any], None] | None = None) -> bytes:
    """The plan's own file, changed as a person would in Excel: `change` gets the sheet."""
    target = io.BytesIO()
    write_schedule(target, plan.period, written_lines(plan))
    target.seek(0)
    book = load_workbook(target)
    if change:
        change(book["行事历"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def table(*rows: list[object]) -> bytes:
    """A school's own table: month, text, responsible."""
    book = Workbook()
    for row in (["月份", "内容", "责任人"], *rows):
        book.active.append(row)  # type: ignore[union-attr]
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bring(plan: Plan, cast: Cast, data: bytes) -> ScheduleImport:
    return upload_schedule(plan=plan, data=data, filename="行事历.xlsx", by=cast.lin, at=NOW)


def confirm(found: ScheduleImport, cast: Cast) -> ItemBatch:
    return confirm_schedule(schedule_import=found, digest=found.digest, by=cast.lin, at=NOW)


def kinds(found: ScheduleImport) -> list[tuple[str, str]]:
    return list(found.rows.order_by("place").values_list("kind", "said"))


def item_of(plan: Plan, text: str) -> PlanItem:
    return plan.items.select_related(
        "plan__branch__district", "responsible_member", "responsible_group", "measure"
    ).get(text__startswith=text)


def touch(cast: Cast, item: PlanItem, text: str) -> None:
    """乔木 changes a line meanwhile."""
    facts = ItemFacts(text, item.first_month, item.last_month, item.kind)
    edit_item(item=item, facts=facts, base_version=item.version, by=cast.qiao, at=NOW)


# --- what a row would do ----------------------------------------------------------------------------------------------------
def test_a_file_that_nobody_touched_changes_nothing(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    found = bring(plan, cast, out(plan))
    assert found.counts == {"same": 4}
    with pytest.raises(ImportRefused, match="没有可以写入的内容。"):
        confirm(found, cast)


def test_changed_new_and_missing_rows_are_told_apart(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)

    def change(sheet: Any) -> None:
        sheet["E2"], sheet["C2"] = "召开支委会，讨论全年工作和发展党员", "15日"  # words and a day
        sheet["A3"] = "2026年4月"  # another month
        sheet.delete_rows(5)
        sheet.append(["5月", None, "8日", "主题党日", "主题党日：参观校史馆", None, "第一党小组", None])

    found = bring(plan, cast, out(plan, change))
    assert kinds(found) == [
        ("changed", "召开支委会，讨论全年工作和发展党员"),
        ("changed", "主题党日：走进社区服务站"),
        ("same", "青年教师结对听课"),
        ("new", "主题党日：参观校史馆"),
        ("missing", "召开支部党员大会，总结全年工作"),
    ]
    first = found.rows.get(place=1)
    assert first.changes == {"text": "召开支委会，讨论全年工作和发展党员", "planned_on": "2026-01-15"}
    assert first.before == {"text": "召开支委会，讨论全年工作", "planned_on": None}
    batch = confirm(found, cast)
    assert (batch.added, batch.changed) == (1, 2)
    rows = plan.items.present().with_responsible()
    assert [(row.first_month.month, row.text, row.responsible) for row in rows] == [
        (1, "召开支委会，讨论全年工作和发展党员", ""),
        (3, "青年教师结对听课", ""),
        (4, "主题党日：走进社区服务站", ""),
        (5, "主题党日：参观校史馆", "第一党小组"),
        (12, "召开支部党员大会，总结全年工作", ""),
    ]
    new = item_of(plan, "主题党日：参观")
    assert (new.planned_on, new.responsible_group, new.responsible_text) == (date(2026, 5, 8), cast.group, "")
    entry = AuditEntry.objects.get(action="items.batch")
    assert entry.detail["added"] == ["主题党日：参观校史馆"]


def test_a_bad_row_does_not_stop_the_good_ones(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    found = bring(plan, cast, table(["下月", "上党课", None], ["5月", "上党课", None], ["6月", None, None]))
    assert [kind for kind, _ in kinds(found)][:3] == ["fault", "new", "fault"]
    assert found.rows.get(place=1).faults == [["月份", "看不懂月份“下月”，请写成“2026年1月”或“9月”。"]]
    assert found.rows.get(place=2).notes == ["类别按内容判断为“党课”。"]
    confirm(found, cast)
    assert item_of(plan, "上党课").kind == "party_lecture"


def test_a_table_without_some_columns_leaves_what_they_would_say(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    PlanItem.objects.filter(plan=plan, kind="study").update(planned_on=date(2026, 3, 20), is_theme=True)
    found = bring(plan, cast, table(["3月", "青年教师结对听课", "唐果"], ["3月", "主题党日：走进社区服务站", None]))
    # the column 至 is not there, so the line is no other one for running to April
    assert kinds(found)[0] == ("new", "青年教师结对听课")
    assert kinds(found)[1][0] == "same"

    def change(sheet: Any) -> None:
        sheet.delete_cols(6)  # 本月主题
        sheet.delete_cols(2, 2)  # 至, 日期
        sheet["D3"] = "唐果"  # a theme stands first in its month

    found = bring(plan, cast, out(plan, change))
    changed = found.rows.get(kind="changed")
    assert changed.changes == {"responsible": "唐果"}
    confirm(found, cast)
    item = item_of(plan, "青年教师")
    assert item.responsible_member == Member.objects.get(name="唐果")
    assert (item.last_month, item.planned_on, item.is_theme) == (date(2026, 4, 1), date(2026, 3, 20), True)


def test_a_name_that_two_people_have_stays_words(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    Member.objects.create(branch=cast.branch, name="唐果", status="full")
    confirm(bring(plan, cast, table(["5月", "上党课", "唐果"])), cast)
    assert (item_of(plan, "上党课").responsible_member, item_of(plan, "上党课").responsible_text) == (None, "唐果")


# --- what came in between ---------------------------------------------------------------------------------------------------
def test_a_line_that_changed_since_the_download_is_not_overwritten(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)

    def change(sheet: Any) -> None:
        sheet["E2"], sheet["E3"] = "召开支委会", "主题党日：参观"

    data = out(plan, change)
    touch(cast, item_of(plan, "召开支委会"), "召开支委会，研究预算")
    remove_item(item=item_of(plan, "主题党日"), by=cast.qiao, at=NOW)
    found = bring(plan, cast, data)
    faults = dict(found.rows.filter(kind="fault").values_list("number", "faults"))
    assert faults[2][0][1] == "这一条在您下载之后又被修改过，现在是“召开支委会，研究预算”。请重新下载后再改。"
    assert "被删除了" in faults[3][0][1]
    assert found.counts == {"fault": 2, "same": 2}


def test_a_copied_row_is_a_new_line_and_a_foreign_code_too(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)

    def change(sheet: Any) -> None:
        for place in range(2, 9):
            sheet.cell(6, place).value = sheet.cell(2, place).value
        sheet["A6"], sheet["A7"], sheet["E7"], sheet["H7"] = "2026年6月", "7月", "上党课", "0123456789ab-1"

    found = bring(plan, cast, out(plan, change))
    assert kinds(found)[-2:] == [("new", "召开支委会，讨论全年工作"), ("new", "上党课")]
    assert found.rows.get(number=6).notes == ["编号与第2行相同，按新的一条处理。"]


def test_what_changed_after_the_preview_stops_it_and_it_can_be_compared_again(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    found = bring(plan, cast, table(["5月", "上党课", "唐果"]))
    touch(cast, item_of(plan, "召开支委会"), "召开支委会，研究预算")
    add_item(plan=plan, facts=ItemFacts("上党课", MAY, MAY, "party_lecture"), by=cast.qiao, at=NOW)
    with pytest.raises(ScheduleChanged) as changed:
        confirm(found, cast)
    assert changed.value.lines == ["表里没有的“召开支委会，讨论全年工作”：又被修改过", "行事历新增了“上党课”"]
    assert plan.items.present().count() == 5
    compare_again(schedule_import=found, by=cast.lin, at=NOW)
    found.refresh_from_db()
    # the line that came in between is the one of the file
    assert found.rows.get(number=2).changes == {"responsible": "唐果"}
    confirm(found, cast)
    assert plan.items.present().count() == 5


def test_only_the_preview_that_was_shown_is_written_and_once(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    found = bring(plan, cast, table(["5月", "上党课", None]))
    with pytest.raises(ImportRefused, match="不是最新的"):
        confirm_schedule(schedule_import=found, digest="0" * 64, by=cast.lin, at=NOW)
    found.rows.filter(kind="new").update(changes={"text": "别的"})
    with pytest.raises(ImportRefused, match="不是最新的"):
        confirm(found, cast)
    found = bring(plan, cast, table(["5月", "上党课", None]))
    confirm(found, cast)
    with pytest.raises(ImportRefused, match="已经处理过了"):
        confirm(found, cast)
    with pytest.raises(ImportRefused, match="已经处理过了"):
        discard_schedule(schedule_import=found, by=cast.lin, at=NOW)


def test_a_plan_that_is_handed_in_takes_no_file(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    with pytest.raises(NotAllowed, match="已提交"):
        bring(plan, cast, table(["5月", "上党课", None]))


# --- back -------------------------------------------------------------------------------------------------------------------
def test_everything_goes_back_with_its_people_and_what_changed_since_is_left(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    tang = Member.objects.get(name="唐果")
    study = item_of(plan, "青年教师")
    given = ItemFacts(study.text, study.first_month, study.last_month, study.kind, responsible_member=tang)
    edit_item(item=study, facts=given, base_version=1, by=cast.lin, at=NOW)

    def change(sheet: Any) -> None:
        sheet["A2"], sheet["C2"] = "2026年2月", "6日"
        sheet["E3"] = "主题党日：参观"
        sheet["G4"] = "教务处"
        sheet.append(["5月", None, None, None, "上党课"])

    batch = confirm(bring(plan, cast, out(plan, change)), cast)
    assert item_of(plan, "青年教师").responsible == "教务处"
    touch(cast, item_of(plan, "主题党日"), "主题党日：参观博物馆")
    undo_batch(batch=batch, by=cast.lin, at=NOW)
    rows = plan.items.present().with_responsible()
    assert [(row.first_month, row.planned_on, row.text, row.responsible) for row in rows] == [
        (JANUARY, None, "召开支委会，讨论全年工作", ""),
        (MARCH, None, "主题党日：参观博物馆", ""),
        (MARCH, None, "青年教师结对听课", "唐果"),
        (date(2026, 12, 1), None, "召开支部党员大会，总结全年工作", ""),
    ]
    assert item_of(plan, "青年教师").responsible_member == tang
    assert sorted(batch.rows.values_list("outcome", flat=True)) == ["left", "restored", "restored", "restored"]


def test_previews_are_forgotten_after_a_day_and_rows_of_what_was_written_after_a_month(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    found = bring(plan, cast, table(["5月", "上党课", None]))
    written = bring(plan, cast, table(["6月", "上党课", None]))
    confirm(written, cast)
    assert forget_old_previews(at=NOW + timedelta(hours=23)) == 0
    assert forget_old_previews(at=NOW + timedelta(hours=25)) == 1
    found.refresh_from_db()
    assert (found.state, found.rows.count()) == (ScheduleImportState.DISCARDED, 0)
    assert forget_old_previews(at=NOW + timedelta(days=32)) == 1
    assert forget_old_previews(at=NOW + timedelta(days=32)) == 0
    assert item_of(plan, "上党课")


# --- pages ------------------------------------------------------------------------------------------------------------------
def send(cast: Cast, plan: Plan, data: bytes, name: str = "行事历.xlsx", **more: Any) -> Any:
    file = SimpleUploadedFile(name, data)
    return as_(cast.lin).post(reverse("plans:schedule_file", args=[plan.pk]), {"file": file}, **more)


def test_the_way_through_the_pages(cast: Cast) -> None:
    plan, client = plan_at(cast, Status.DRAFT), as_(cast.lin)
    data = client.get(reverse("plans:schedule_workbook", args=[plan.pk]))
    assert "filename*=UTF-8''%E9%9D%92%E6%A6%86%E4%B8%80%E5%B0%8F2026" in data["Content-Disposition"]
    assert [cell.value for cell in load_workbook(io.BytesIO(data.content))["行事历"]["E"]][1:3] == [
        "召开支委会，讨论全年工作", "主题党日：走进社区服务站",
    ]  # fmt: skip
    page = send(cast, plan, table(["5月", "上党课", "唐果"], ["下月", "x", None]), follow=True)
    html = page.content.decode()
    assert "1 行有错，不会写入" in html
    assert "有 4 条表里没有" in html
    found = ScheduleImport.objects.get()
    urls = {
        name: reverse(f"plans:schedule_{name}", args=[plan.pk, found.pk]) for name in ("confirm", "import", "compare")
    }
    assert "看不懂月份“下月”" in client.get(urls["import"]).content.decode(), "faults come first"
    touch(cast, item_of(plan, "召开支委会"), "召开支委会，研究预算")
    stopped = client.post(urls["confirm"], {"digest": found.digest})
    assert stopped.status_code == 409
    assert "又被修改过" in stopped.content.decode()
    client.post(urls["compare"])
    found.refresh_from_db()
    done = client.post(urls["confirm"], {"digest": found.digest}, follow=True).content.decode()
    assert "已写入行事历：新增1条，修改0条。" in done
    undone = client.post(reverse("plans:batch_undo", args=[plan.pk, ItemBatch.objects.get().pk]), follow=True)
    assert undone.redirect_chain[-1][0] == urls["import"]
    assert "已恢复" in client.get(urls["import"] + "?kind=new").content.decode()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"%PDF-1.7\n", "行事历.pdf", "这是 PDF。"),
        (b"PK\x03\x04" + b"x" * 100, "行事历.xlsx", "已损坏"),
        (b"", "行事历.xlsx", "文件是空的。"),
        (b"x" * (5 * 1024 * 1024 + 1), "行事历.xlsx", "文件超过5 MB。"),
        ("月份,内容\n".encode(), "行事历.csv", "这不是 .xlsx 表格。"),
        (table(), "行事历.xlsx", "表头下面没有内容。"),
    ],
    ids=["pdf", "broken", "empty", "large", "csv", "headings only"],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_field(cast: Cast, data: bytes, name: str, message: str) -> None:
    response = send(cast, plan_at(cast, Status.DRAFT), data, name)
    assert response.status_code == 422
    assert message in response.context["form"].errors["file"][0]
    assert not ScheduleImport.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(cast: Cast, rows: int, django_assert_num_queries: Any) -> None:
    plan, client = plan_at(cast, Status.DRAFT), as_(cast.lin)
    found = bring(plan, cast, table(*[[f"{n + 1}月", f"第{n}条", "唐果"] for n in range(rows)]))
    for _ in range(rows - 1):
        bring(plan, cast, table(["5月", "上党课", None]))
    for name, args, queries in (
        ("schedule_file", [plan.pk], 6),
        ("schedule_import", [plan.pk, found.pk], 8),
        ("schedule_workbook", [plan.pk], 5),
    ):
        client.get(reverse(f"plans:{name}", args=args))
        with django_assert_num_queries(queries):
            client.get(reverse(f"plans:{name}", args=args))
