"""The pages of an event: wrong input stays and is explained, two editors see both versions, people answer from a phone."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from calendar_events.models import CalendarEvent, EventAnswer
from members.models import Member
from tests.calendar_events.events import event_of, person, talk_with
from tests.cast import NOW, Cast
from tests.plans.test_review import as_

FORM = {
    "subject": "主题党日：走进社区服务站",
    "kind": "theme_day",
    "owner": "branch",
    "starts_on": "2026-03-13",
    "starts_at": "15:30",
    "ends_at": "17:00",
    "place": "社区服务站",
    "audience": "party_members",
}


def url(name: str, event: CalendarEvent) -> str:
    return reverse(f"calendar_events:event_{name}" if name else "calendar_events:event", args=[event.pk])


def text_of(response: Any) -> str:
    return response.content.decode()


def coming(cast: Cast, **facts: Any) -> CalendarEvent:
    """In a fortnight from the day on which the test runs: pages read the clock."""
    return event_of(cast, starts_on=timezone.localdate() + timedelta(days=14), **facts)


def test_a_secretary_enters_an_event(cast: Cast) -> None:
    page = as_(cast.lin).post(reverse("calendar_events:event_add"), FORM)
    event = CalendarEvent.objects.get()
    assert page["Location"] == f"/calendar/events/{event.pk}/"
    assert (event.branch, event.ends_on, event.starts_at) == (cast.branch, date(2026, 3, 13), time(15, 30))


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"subject": ""}, "subject", "请填写主题。"),
    ({"starts_on": ""}, "starts_on", "请选择日期。"),
    ({"starts_on": "明天"}, "starts_on", "日期写作2026-03-13。"),
    ({"ends_on": "2026-03-12"}, "ends_on", "结束日期不能早于开始日期。"),
    ({"ends_at": "15:00"}, "ends_at", "结束时间应晚于开始时间。"),
    ({"starts_at": ""}, "starts_at", "填了结束时间，也请填开始时间。"),
    ({"audience": "group"}, "group", "请选择党小组。"),
    ({"audience": "chosen"}, "invitees", "请选择参加的人。"),
    ({"is_restricted": "on"}, "is_restricted", "只有“指定人员”参加的活动可以设为只对参加人可见。"),
]


def test_wrong_input_is_explained_beside_its_field_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = as_(cast.lin)
    for typed, field, words in WRONG:
        page = client.post(reverse("calendar_events:event_add"), {**FORM, **typed})
        assert (page.status_code, page.context["form"].errors[field]) == (422, [words])
        assert 'value="社区服务站"' in text_of(page)
    page = client.post(reverse("calendar_events:event_add"), {**FORM, "ends_on": "2026-06-13"})
    assert (page.status_code, "一项活动最长62天" in text_of(page)) == (422, True)
    assert not CalendarEvent.objects.exists()


def test_a_copy_begins_with_everything_but_the_day(cast: Cast) -> None:
    event = event_of(cast, note="带伞")
    form = as_(cast.lin).get(reverse("calendar_events:event_add"), {"copy": event.pk}).context["form"]
    assert (form["subject"].value(), form["note"].value(), form["starts_on"].value()) == (event.subject, "带伞", None)
    assert as_(cast.fang).get(reverse("calendar_events:event_add"), {"copy": event.pk}).status_code == 404
    page = as_(cast.lin).get(reverse("calendar_events:event_add"), {"copy": "x", "day": "2026-05-06"})
    assert page.context["form"]["starts_on"].value() == date(2026, 5, 6)


def test_two_editors_see_both_versions_and_nothing_is_overwritten(cast: Cast) -> None:
    event = event_of(cast)
    mine = {**FORM, "place": "会议室", "base_version": "1"}
    assert as_(cast.qiao).post(url("edit", event), {**FORM, "place": "操场", "base_version": "1"}).status_code == 302
    page = as_(cast.lin).post(url("edit", event), mine)
    assert page.status_code == 409
    assert [(row.label, row.theirs, row.mine) for row in page.context["differences"]] == [("地点", "操场", "会议室")]
    assert (page.context["form"]["place"].value(), page.context["form"]["base_version"].value()) == ("会议室", "2")
    event.refresh_from_db()
    assert event.place == "操场"
    assert as_(cast.lin).post(url("edit", event), {**mine, "base_version": "2"}).status_code == 302
    event.refresh_from_db()
    assert (event.place, event.version) == ("会议室", 3)


def test_moving_and_cancelling_over_a_newer_version_is_asked_again(cast: Cast) -> None:
    event = event_of(cast)
    as_(cast.qiao).post(url("edit", event), {**FORM, "place": "操场", "base_version": "1"})
    page = as_(cast.lin).post(url("move", event), {"starts_on": "2026-03-20", "base_version": "1"})
    assert (page.status_code, "乔木刚才修改了这项活动" in text_of(page)) == (409, True)
    page = as_(cast.lin).post(url("cancel", event), {"reason": "下雨", "base_version": "1"})
    assert (page.status_code, page.context["form"]["reason"].value()) == (409, "下雨")
    assert as_(cast.lin).post(url("cancel", event), {"reason": "下雨", "base_version": "2"}).status_code == 302
    assert "已取消：下雨" in text_of(as_(cast.tang).get(url("", event)))
    page = as_(cast.lin).post(url("move", event), {"starts_on": "2026-03-20", "base_version": "3"})
    assert (page.status_code, "恢复后才能修改" in text_of(page)) == (422, True)
    assert as_(cast.lin).post(url("reinstate", event), {"base_version": "2"}).status_code == 409
    assert as_(cast.lin).post(url("reinstate", event), {"base_version": "3"}).status_code == 302
    assert as_(cast.lin).post(url("cancel", event), {"base_version": "4"}).status_code == 422


def test_a_repetition_is_shown_before_it_is_made(cast: Cast) -> None:
    event = event_of(cast)
    typed = {"pattern": "每月第二周星期五", "until": "2026-05-31"}
    page = as_(cast.lin).post(url("repeat", event), typed)
    assert [row.day for row in page.context["days"]] == [date(2026, 4, 10), date(2026, 5, 8)]
    assert CalendarEvent.objects.count() == 1
    for _ in range(2):
        assert as_(cast.lin).post(url("repeat", event), {**typed, "confirm": "1"}).status_code == 302
    assert CalendarEvent.objects.count() == 3
    page = as_(cast.lin).post(url("repeat", event), {**typed, "pattern": "每月一次"})
    assert (page.status_code, "没有看懂“每月一次”" in text_of(page)) == (422, True)


def test_a_member_answers_from_the_phone(cast: Cast) -> None:
    event = coming(cast)
    page = as_(cast.tang).post(url("answer", event), {"answer": "leave", "reason": ""})
    assert (page.status_code, "请写明请假事由。" in text_of(page)) == (422, True)
    assert as_(cast.tang).post(url("answer", event), {"answer": "leave", "reason": "外出培训"}).status_code == 302
    part = as_(cast.tang).post(url("answer", event), {"answer": "coming"}, HTTP_HX_REQUEST="true")
    assert (part.status_code, "<html" in text_of(part), "<strong>参加</strong>" in text_of(part)) == (200, False, True)
    assert EventAnswer.objects.get().answer == "coming"
    assert as_(cast.lin).post(url("answer", talk_with(cast, "tang")), {"answer": "coming"}).status_code == 403


def test_the_committee_keeps_the_list_and_nobody_else_reads_reasons(cast: Cast) -> None:
    event = coming(cast)
    ticked = {"members": [person(cast, who).pk for who in ("tang", "song")]}
    assert as_(cast.qiao).post(url("answers", event), {**ticked, "answer": "leave"}).status_code == 422
    said = {**ticked, "answer": "leave", "reason": "带队比赛"}
    assert as_(cast.qiao).post(url("answers", event), said).status_code == 302
    page = as_(cast.lin).get(url("", event)).context["page"]
    assert sorted(row.member.name for row in page.on_leave) == ["唐果", "宋知秋"]
    assert (len(page.silent), page.coming) == (2, [])
    assert {who: "带队比赛" in text_of(as_(cast.people[who]).get(url("", event))) for who in ("lin", "tang", "he")} == {
        "lin": True,
        "tang": True,
        "he": False,
    }
    other = as_(cast.duan).get(url("", event))
    assert (other.status_code, "带队比赛" in text_of(other), other.context["page"].people) == (200, False, ())
    as_(cast.lin).post(url("answers", event), {**ticked, "answer": "none"})
    assert not EventAnswer.objects.exists()


def test_after_the_event_there_is_nothing_to_answer(cast: Cast) -> None:
    event = event_of(cast, starts_on=date(2024, 3, 5))
    page = as_(cast.tang).post(url("answer", event), {"answer": "coming"})
    assert (page.status_code, "活动已经结束" in text_of(page)) == (409, True)


@pytest.mark.parametrize("people", [1, 3])
def test_queries_do_not_grow_with_people(cast: Cast, people: int, django_assert_num_queries: Any) -> None:
    event = coming(cast)
    for number in range(people):
        Member.objects.create(branch=cast.branch, name=f"某{number}", status="full")
    for member in Member.objects.filter(branch=cast.branch):
        EventAnswer.objects.create(event=event, member=member, answer="coming", answered_by=cast.lin, answered_at=NOW)
    client = as_(cast.lin)
    client.get(url("", event))
    with django_assert_num_queries(13):
        client.get(url("", event))
