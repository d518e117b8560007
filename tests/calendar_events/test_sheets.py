"""The code on the sheet to sign: off until the branch wants it, and then no more than a way to the event's page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pdfplumber
from django.urls import reverse
from docx import Document

from branches.models import AuditEntry
from calendar_events.documents.sign_in import sign_in_document
from calendar_events.models import CalendarEvent, SheetSetting
from documents.rendering import render_docx
from tests.calendar_events.events import event_of
from tests.calendar_events.ledgers import client_of
from tests.cast import NOW, Cast


def printed(cast: Cast, event: CalendarEvent) -> tuple[set[str], str]:
    """Where the sheet leads, and its words."""
    answer = client_of(cast.lin).get(reverse("calendar_events:sign_in_sheet", args=[event.pk]))
    with pdfplumber.open(BytesIO(answer.content)) as pdf:
        return {link["uri"] for link in pdf.pages[0].hyperlinks}, "".join(pdf.pages[0].extract_text().split())


def test_a_sheet_has_a_code_only_where_the_branch_switched_it_on(cast: Cast, settings: Any) -> None:
    settings.PORTAL_URL = "https://dangjian.example/"
    event, other = event_of(cast), event_of(cast, branch=cast.kindergarten, by=cast.fang)
    links, words = printed(cast, event)
    assert (links, "林向阳" in words, "扫码" in words) == (set(), True, False)
    client, switch = client_of(cast.lin), reverse("calendar_events:sheet_code", args=[event.pk])
    page = client.get(event.get_absolute_url()).content.decode()
    assert "活动页二维码：未启用" in page
    assert "扫码不是签到，不记录谁扫过，不计考勤" in page
    assert "活动页二维码" not in client_of(cast.tang).get(event.get_absolute_url()).content.decode()
    for _ in range(2):  # twice is once
        assert client.post(switch, {"shows_code": "1"}).status_code == 302
    links, words = printed(cast, event)
    assert links == {f"https://dangjian.example{event.get_absolute_url()}"}
    assert "扫码看活动安排，不签到、不计考勤" in words
    assert "活动页二维码：已启用" in client.get(event.get_absolute_url()).content.decode()
    assert not SheetSetting.objects.filter(branch=other.branch).exists()
    client.post(switch, {"shows_code": "0"})
    assert printed(cast, event)[0] == set()
    trail = AuditEntry.objects.filter(action="sheet.code", branch=cast.branch).order_by("number")
    assert [entry.detail["shows_code"] for entry in trail] == [True, False]


def test_opening_the_page_by_the_code_changes_nothing(cast: Cast) -> None:
    event = event_of(cast)
    before = CalendarEvent.objects.values().get(), AuditEntry.objects.count()
    assert client_of(cast.tang).get(event.get_absolute_url()).status_code == 200
    assert (CalendarEvent.objects.values().get(), AuditEntry.objects.count()) == before
    assert (event.answers.count(), NOW) == (0, event.changed_at)


def test_in_word_the_code_is_a_picture(cast: Cast) -> None:
    event = event_of(cast)
    with_code = sign_in_document(event, ["林向阳"], f"https://dangjian.example{event.get_absolute_url()}")
    pictures = [
        len(Document(BytesIO(render_docx(row))).inline_shapes)
        for row in (with_code, sign_in_document(event, ["林向阳"]))
    ]
    assert pictures == [1, 0]
