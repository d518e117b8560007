"""The pages of a record, from the event to the printed form."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from calendar_events.documents.records import record_document
from calendar_events.models import ActivityRecord, CalendarEvent, RecordPerson
from calendar_events.services.records import open_record
from documents.domain.content import Table
from members.models import Member, StudyRecord
from tests.calendar_events.domain.test_files import photo
from tests.calendar_events.events import event_of
from tests.calendar_events.ledgers import client_of, entry_of
from tests.cast import Cast

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def page(name: str, event: CalendarEvent, *more: object) -> str:
    return reverse(f"calendar_events:{name}", args=[event.pk, *more])


def drafted(cast: Cast, **facts: Any) -> CalendarEvent:
    event = event_of(cast, **({"starts_on": YESTERDAY} | facts))
    open_record(event=event, by=cast.lin, at=timezone.now())
    return event


def people_of(event: CalendarEvent) -> list[RecordPerson]:
    return list(RecordPerson.objects.filter(record__event=event, is_observer=False).order_by("position"))


def test_from_the_event_to_the_finished_record_and_the_printed_form(cast: Cast) -> None:
    event = event_of(cast, starts_on=YESTERDAY, agenda="重温入党誓词\n清理社区花坛", host_member=entry_of(cast.lin))
    client = client_of(cast.lin)
    assert "填写活动记录" in client.get(event.get_absolute_url()).content.decode()
    text = client.post(page("record_start", event), follow=True).content.decode()
    assert "还有4人没有写到会还是缺席" in text
    absent = people_of(event)[0]
    data = {f"presence-{absent.pk}": "absent", f"absence-{absent.pk}": "ill", "rest": "present", "people_version": "1"}
    text = client.post(
        page("record_people", event), data | {"observers": "李明 入党积极分子\n王芳"}, follow=True
    ).content.decode()
    assert "李明（入党积极分子）" in text
    assert f"{absent.name}（病假）" in text
    facts = {
        "subject": "走进社区",
        "held_on": YESTERDAY.isoformat(),
        "began_at": "15:30",
        "ended_at": "17:00",
        "place": "社区",
    }
    facts |= {
        "host_member": str(entry_of(cast.lin).pk),
        "own_content": "清理花坛两处",
        "study_hours": "1.5",
        "base_version": "1",
    }
    assert "清理花坛两处" in client.post(page("record_edit", event), facts, follow=True).content.decode()
    refused = client.post(page("record_finish", event))
    assert (refused.status_code, "还有没有处理的提示" in refused.content.decode()) == (422, True)
    text = client.post(page("record_finish", event), {"acknowledged": "on"}, follow=True).content.decode()
    assert "记录已存档。" in text
    how = client.post(page("record_made_up", event, absent.pk), {"on": "昨天", "how": "学" * 101})
    assert (how.status_code, 'value="昨天"' in how.content.decode(), "学" * 101 in how.content.decode()) == (
        422,
        True,
        True,
    )
    StudyRecord.objects.create(
        branch=cast.branch, member=absent.member, on=YESTERDAY, hours=1, kind="theme_day", recorded_at=timezone.now()
    )
    done = client.post(page("record_made_up", event, absent.pk), {"on": YESTERDAY, "how": "自学讲稿"}, follow=True)
    assert f"已登记{absent.name}的补课。当天已有学时、没有重复登记的：{absent.name}。" in done.content.decode()
    assert "修改<" not in text
    member = client_of(cast.song).get(page("record", event)).content.decode()
    assert "清理花坛两处" in member
    assert "核对</h2>" not in member
    pdf = client.get(page("record_paper", event, "pdf"))
    assert pdf.content.startswith(b"%PDF")
    word = Document(BytesIO(client.get(page("record_paper", event, "docx")).content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert {"主题", "走进社区", "应到", "4人", "实到", "3人", "李明（入党积极分子）、王芳"} <= set(cells)
    assert any("清理花坛两处" in paragraph.text for paragraph in word.paragraphs)
    assert (
        page("record", event) in client.get(reverse("calendar_events:records", args=[cast.branch.pk])).content.decode()
    )


def test_wrong_input_stays_on_the_page(cast: Cast) -> None:
    event, client = drafted(cast), client_of(cast.lin)
    response = client.post(
        page("record_edit", event), {"subject": "", "held_on": "昨天", "ended_at": "09:00", "place": "礼堂"}
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert "结束时间应晚于开始时间。" in text
    assert 'value="礼堂"' in text
    row = people_of(event)[0]
    data = {
        f"excused-{row.pk}": "长期患病",
        f"presence-{people_of(event)[1].pk}": "absent",
        "observers": "王芳",
        "people_version": "1",
    }
    response = client.post(page("record_people", event), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "要写明原因和同意的上级党组织" in text
    assert 'value="长期患病"' in text
    assert ">王芳</textarea>" in text
    too_long = {"observers": f"王芳\n{'李' * 31} 群众代表", "people_version": "1"}
    response = client.post(page("record_people", event), too_long)
    text = response.content.decode()
    assert response.status_code == 422
    assert "第2行的姓名最多30字，现在有31字。" in text
    assert f"{'李' * 31} 群众代表</textarea>" in text
    long = {f"presence-{row.pk}": "absent", f"reason-{row.pk}": "病" * 201, "people_version": "1"}
    text = client.post(page("record_people", event), long).content.decode()
    assert ("原因最多200字，现在有201字。" in text, "病" * 201 in text) == (True, True)


def test_two_people_at_one_list_or_one_topic_see_both(cast: Cast) -> None:
    event = drafted(cast, agenda="学习")
    row = people_of(event)[0]
    client_of(cast.qiao).post(page("record_people", event), {f"presence-{row.pk}": "present", "people_version": "1"})
    mine = {f"presence-{row.pk}": "absent", f"absence-{row.pk}": "leave", "people_version": "1"}
    response = client_of(cast.lin).post(page("record_people", event), mine)
    text = response.content.decode()
    assert response.status_code == 409
    assert "现在：到会" in text
    assert 'name="people_version" value="2"' in text
    item = ActivityRecord.objects.get(event=event).items.get()
    for user, words in ((cast.qiao, "甲说"), (cast.lin, "乙说")):
        data = {"title": "学习", "points": words, "base_version": "1"}
        response = client_of(user).post(page("record_item", event, item.pk), data)
    text = response.content.decode()
    assert response.status_code == 409
    assert '<td data-label="现在的">甲说</td><td data-label="我填写的">乙说</td>' in text
    facts = {"subject": "走进社区", "held_on": YESTERDAY.isoformat(), "base_version": "1"}
    for user, place in ((cast.qiao, "礼堂"), (cast.lin, "操场")):
        response = client_of(user).post(page("record_edit", event), facts | {"place": place})
    assert response.status_code == 409
    assert '<td data-label="现在的">礼堂</td><td data-label="我填写的">操场</td>' in response.content.decode()


@pytest.mark.parametrize("kinds", [["care"], ["theme_day", "care"]])
def test_what_is_restricted_is_the_committees_also_of_a_second_kind(cast: Cast, kinds: list[str]) -> None:
    event = drafted(cast, kind=kinds[0])
    record = ActivityRecord.objects.get(event=event)
    ActivityRecord.objects.update(
        counts_as=kinds, values={"recipients": "张老师", "amount": "500.00", "content": "送去问候"}
    )
    record.people.update(presence="present")
    client_of(cast.lin).post(page("record_finish", event), {"acknowledged": "on"})
    for user, names in ((cast.lin, True), (cast.song, False), (cast.he, False)):
        text = client_of(user).get(page("record", event)).content.decode()
        assert ("张老师" in text, "送去问候" in text) == (names, True)
        word = Document(BytesIO(client_of(user).get(page("record_paper", event, "docx")).content))
        assert any("张老师" in paragraph.text for paragraph in word.paragraphs) is names


def test_files_of_an_event_are_of_a_purpose_and_the_record_asks_no_more_for_them(cast: Cast) -> None:
    event, client = drafted(cast), client_of(cast.lin)
    assert "缺少照片" in client.get(page("record", event)).content.decode()
    data = {"purpose": "photo", "upload": [SimpleUploadedFile("活动.jpg", photo())]}
    text = client.post(page("event_attach", event), data, follow=True).content.decode()
    assert "活动.jpg" in text
    assert "缺少照片" not in client.get(page("record", event)).content.decode()
    assert "活动.jpg" in client_of(cast.song).get(event.get_absolute_url()).content.decode()


def test_the_sheet_to_sign_has_the_names_of_those_due(cast: Cast) -> None:
    event = event_of(cast, starts_on=YESTERDAY)
    response = client_of(cast.lin).get(page("sign_in_sheet", event))
    assert response.content.startswith(b"%PDF")


def test_a_draft_says_so_on_paper(cast: Cast) -> None:
    record = ActivityRecord.objects.with_people().get(event=drafted(cast))
    document = record_document(record)
    assert (document.watermark, document.title) == ("草稿", "青榆区第一小学党支部主题党日活动记录")
    assert isinstance(document.blocks[0], Table)
    meeting = ActivityRecord.objects.with_people().get(event=drafted(cast, kind="general_meeting"))
    assert record_document(meeting).title == "青榆区第一小学党支部党员大会记录"


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_pages_ask_as_much_for_few_as_for_many(cast: Cast) -> None:
    event, client = drafted(cast, agenda="学习"), client_of(cast.lin)
    urls = [page("record", event), reverse("calendar_events:records", args=[cast.branch.pk])]
    before = [queries(client, url) for url in urls]
    Member.objects.bulk_create(Member(branch=cast.branch, name=f"党员{n}", status="full") for n in range(10))
    for number in range(3):
        drafted(cast, subject=f"活动{number}", agenda="甲\n乙\n丙")
    record = ActivityRecord.objects.get(event=event)
    record.items.bulk_create(type(record.items.get())(record=record, position=n, title=f"议题{n}") for n in range(2, 6))
    assert [queries(client, url) for url in urls] == before == [15, 8]
