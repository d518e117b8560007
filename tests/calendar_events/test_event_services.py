"""Events are made, edited, moved, cancelled and taken up again; nothing is lost, and those concerned hear of it. Today is Monday 2 March 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from calendar_events.models import CalendarEvent, EventAnswer, EventState
from calendar_events.selectors.audience import people_asked
from calendar_events.services.answers import answer_event, answer_for_all, withdraw_answers
from calendar_events.services.event_facts import EventError, EventFacts, Keeps
from calendar_events.services.events import (
    EventConflict,
    cancel_event,
    create_event,
    edit_event,
    move_event,
    reinstate_event,
)
from calendar_events.services.repeating import days_to_repeat, repeat_event
from members.models import Member
from notices.models import Notice
from plans.domain.proposing import parse_pattern
from regulations.selectors.calendar import work_calendar_for
from tests.calendar_events.events import LINE, event_of, person, talk_with
from tests.cast import NOW, TODAY, Cast

MARCH_13 = date(2026, 3, 13)
FACTS = EventFacts(
    "主题党日：走进社区服务站", MARCH_13, MARCH_13, "theme_day", (), starts_at=time(15, 30), ends_at=time(17),
    place="社区服务站",
)  # fmt: skip


def make(cast: Cast, **facts: Any) -> CalendarEvent:
    return create_event(branch=cast.branch, facts=replace(FACTS, **facts), by=cast.lin, at=NOW)


def told(kind: str) -> dict[str, str]:
    return dict(Notice.objects.filter(kind=kind).values_list("recipient__username", "title"))


def test_an_event_is_made_with_what_was_entered_and_stands_in_the_trail(cast: Cast) -> None:
    made = make(
        cast,
        subject="  主题党日  走进社区 ",
        agenda="一、集合\n\n 二、服务 ",
        also=["party_lecture", "theme_day", "party_lecture"],
        host_member=person(cast, "song"),
        host_text="不用",
    )
    row = CalendarEvent.objects.with_people().get()
    assert (row.subject, row.agenda, row.also) == ("主题党日 走进社区", "一、集合\n二、服务", ["party_lecture"])
    assert (row.host, row.recorder, row.sequence, row.version) == ("宋知秋", "", 0, 1)
    assert AuditEntry.objects.about("calendar_events.calendarevent", made.pk).get().action == "event.add"
    assert not Notice.objects.filter(kind__startswith="events").exists()


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"subject": "  "}, "请填写主题"),
    ({"subject": "长" * 121}, "最多120字"),
    ({"ends_on": date(2026, 3, 12)}, "结束日期不能早于"),
    ({"ends_on": MARCH_13 + timedelta(days=62)}, "最长62天"),
    ({"starts_on": date(1026, 3, 13)}, "核对年份"),
    ({"starts_at": None}, "也请填开始时间"),
    ({"ends_at": time(15, 30)}, "应晚于开始时间"),
    ({"audience": "group"}, "选择本支部的一个党小组"),
    ({"audience": "chosen"}, "请选择参加的人"),
]


def test_what_cannot_be_is_refused_with_a_sentence(cast: Cast) -> None:
    for facts, words in REFUSED:
        with pytest.raises(EventError, match=words):
            make(cast, **facts)
    with pytest.raises(EventError, match="须是本支部名册上的人"):
        make(cast, host_member=person(cast, "gu"))
    with pytest.raises(NotAllowed):
        create_event(branch=cast.branch, facts=FACTS, by=cast.song, at=NOW)
    assert not CalendarEvent.objects.exists()


def test_a_promise_becomes_one_event(cast: Cast) -> None:
    keeps = Keeps(LINE, date(2026, 3, 1))  # type: ignore[arg-type]
    create_event(branch=cast.branch, facts=FACTS, keeps=keeps, by=cast.lin, at=NOW)
    with pytest.raises(EventError, match="已经排成活动"):
        create_event(branch=cast.branch, facts=FACTS, keeps=keeps, by=cast.qiao, at=NOW)


def test_saving_over_a_newer_version_overwrites_nothing(cast: Cast) -> None:
    event = make(cast)
    edit_event(event=event, facts=replace(FACTS, note="带伞"), base_version=1, by=cast.qiao, at=NOW)
    with pytest.raises(EventConflict, match="乔木刚才修改") as refused:
        edit_event(event=event, facts=replace(FACTS, note="带水"), base_version=1, by=cast.lin, at=NOW)
    assert refused.value.current.note == "带伞"
    event.refresh_from_db()
    assert (event.note, event.version, event.sequence) == ("带伞", 2, 0)
    # saving what stands there already is no change
    assert edit_event(event=event, facts=replace(FACTS, note="带伞"), base_version=2, by=cast.lin, at=NOW).version == 2


def test_a_move_keeps_length_and_hour_and_is_told_to_everybody_but_the_mover(cast: Cast) -> None:
    event = make(cast, ends_on=date(2026, 3, 14))
    moved = move_event(event=event, starts_on=date(2026, 3, 20), base_version=1, by=cast.lin, at=NOW)
    assert (moved.starts_on, moved.ends_on, moved.starts_at) == (date(2026, 3, 20), date(2026, 3, 21), time(15, 30))
    assert (moved.sequence, moved.version) == (1, 2)
    # duan reviews for the district and is a member here, but not on the roster
    assert told("events.moved") == dict.fromkeys(
        ("qiao", "song", "tang"), "主题党日：走进社区服务站改到3月20日（周五）15:30—3月21日（周六）17:00"
    )
    notice = Notice.objects.get(recipient=cast.tang)
    assert notice.body.startswith("原定3月13日（周五）15:30—3月14日（周六）17:00，地点社区服务站。")
    assert notice.path == f"/calendar/events/{event.pk}/"
    same = move_event(event=moved, starts_on=date(2026, 3, 20), base_version=2, by=cast.lin, at=NOW)
    assert (same.sequence, Notice.objects.filter(recipient=cast.tang).count()) == (1, 1)


def test_another_place_is_told_and_another_note_is_not(cast: Cast) -> None:
    event = make(cast)
    edit_event(event=event, facts=replace(FACTS, note="带伞"), base_version=1, by=cast.lin, at=NOW)
    assert told("events.moved") == {}
    edit_event(event=event, facts=replace(FACTS, place="会议室"), base_version=2, by=cast.lin, at=NOW)
    assert told("events.moved")["tang"] == "主题党日：走进社区服务站地点改为会议室"


def test_a_past_event_is_put_right_without_telling_anybody(cast: Cast) -> None:
    event = make(cast, starts_on=date(2026, 2, 13), ends_on=date(2026, 2, 13))
    move_event(event=event, starts_on=date(2026, 2, 12), base_version=1, by=cast.lin, at=NOW)
    assert told("events.moved") == {}


def test_cancelled_with_a_reason_and_taken_up_again(cast: Cast) -> None:
    event = make(cast)
    with pytest.raises(EventError, match="请写明取消原因"):
        cancel_event(event=event, reason=" ", base_version=1, by=cast.lin, at=NOW)
    gone = cancel_event(event=event, reason="与区里的会议冲突", base_version=1, by=cast.lin, at=NOW)
    assert (gone.state, gone.sequence) == (EventState.CANCELLED, 1)
    assert told("events.cancelled")["song"] == "主题党日：走进社区服务站已取消"
    with pytest.raises(EventError, match="恢复后才能修改"):
        move_event(event=event, starts_on=MARCH_13, base_version=2, by=cast.lin, at=NOW)
    back = reinstate_event(event=event, base_version=2, by=cast.lin, at=NOW)
    assert (back.state, back.cancelled_reason, back.sequence) == (EventState.PLANNED, "", 2)
    with pytest.raises(EventError, match="没有取消"):
        reinstate_event(event=event, base_version=3, by=cast.lin, at=NOW)


def test_a_cancelled_event_whose_line_has_another_one_stays_cancelled(cast: Cast) -> None:
    keeps = Keeps(LINE, date(2026, 3, 1))  # type: ignore[arg-type]
    first = create_event(branch=cast.branch, facts=FACTS, keeps=keeps, by=cast.lin, at=NOW)
    cancel_event(event=first, reason="下雨", base_version=1, by=cast.lin, at=NOW)
    create_event(branch=cast.branch, facts=FACTS, keeps=keeps, by=cast.lin, at=NOW)
    with pytest.raises(EventError, match="已经另排了活动"):
        reinstate_event(event=first, base_version=2, by=cast.lin, at=NOW)
    first.refresh_from_db()
    assert first.state == EventState.CANCELLED


def test_of_a_talk_only_those_two_hear_and_the_trail_does_not_say_about_what(cast: Cast) -> None:
    talk = make(
        cast, subject="与唐果谈工作调整", kind="heart_to_heart_talk", audience="chosen", is_restricted=True,
        invitees=[person(cast, "tang")],
    )  # fmt: skip
    cancel_event(event=talk, reason="改用电话", base_version=1, by=cast.lin, at=NOW)
    assert set(told("events.cancelled")) == {"tang"}
    names = AuditEntry.objects.about("calendar_events.calendarevent", talk.pk).values_list("target_name", flat=True)
    assert set(names) == {"谈心谈话"}


def test_who_is_asked(cast: Cast) -> None:
    Member.objects.create(branch=cast.branch, name="杜鹃", status="activist")
    Member.objects.create(branch=cast.branch, name="去者", status="full", is_active=False)
    group = {"audience": "group", "group": cast.group}
    asked = {
        "party_members": event_of(cast),
        "committee": event_of(cast, audience="committee"),
        "group": event_of(cast, **group),
        "applicants": event_of(cast, audience="applicants"),
        "chosen": talk_with(cast, "tang"),
        "staff": event_of(cast, audience="staff"),
    }
    names = {key: sorted(row.name for row in people_asked(event)) for key, event in asked.items()}
    everybody = ["乔木", "唐果", "宋知秋", "林向阳"]
    assert names == {
        "party_members": everybody,
        "committee": ["乔木", "林向阳"],
        "group": everybody,
        "applicants": ["杜鹃"],
        "chosen": ["唐果"],
        "staff": sorted([*everybody, "杜鹃"]),
    }


def answer(cast: Cast, event: CalendarEvent, who: str, given: str, by: str = "", reason: str = "") -> EventAnswer:
    return answer_event(
        event=event, member=person(cast, who), answer=given, reason=reason, by=cast.people[by or who], at=NOW
    )


def test_people_answer_for_themselves_and_the_committee_for_others(cast: Cast) -> None:
    event = make(cast)
    with pytest.raises(EventError, match="请写明请假事由"):
        answer(cast, event, "tang", "leave")
    answer(cast, event, "tang", "leave", reason="外出培训")
    answer(cast, event, "tang", "coming")
    answer(cast, event, "song", "leave", by="qiao", reason="病假")
    with pytest.raises(NotAllowed):
        answer(cast, event, "song", "coming", by="tang")
    with pytest.raises(EventError, match="顾小满不在这次活动的参加人员里"):
        answer(cast, event, "gu", "coming", by="lin")
    with pytest.raises(EventError, match="请选择参加或请假"):
        answer(cast, event, "tang", "maybe")
    people = [person(cast, who) for who in ("lin", "song")]
    assert answer_for_all(event=event, members=people, answer="coming", by=cast.lin, at=NOW) == 2
    rows = {row.member.name: (row.answer, row.reason) for row in EventAnswer.objects.select_related("member")}
    assert rows == dict.fromkeys(("唐果", "宋知秋", "林向阳"), ("coming", ""))
    withdraw_answers(event=event, members=[person(cast, "tang")], by=cast.qiao, at=NOW)
    assert EventAnswer.objects.count() == 2
    details = AuditEntry.objects.filter(action="event.answer").values_list("detail", flat=True)
    assert all(set(detail) == {"answer", "own"} for detail in details)


def test_an_answer_knows_which_time_it_was_given_for(cast: Cast) -> None:
    event = make(cast)
    before = answer(cast, event, "tang", "coming")
    move_event(event=event, starts_on=date(2026, 3, 20), base_version=1, by=cast.lin, at=NOW)
    after = answer(cast, event, "song", "coming")
    assert (before.sequence, after.sequence) == (0, 1)


def test_when_it_is_over_only_the_committee_still_writes_the_list(cast: Cast) -> None:
    event = make(cast, starts_on=TODAY - timedelta(days=1), ends_on=TODAY - timedelta(days=1))
    with pytest.raises(EventError, match="活动已经结束"):
        answer(cast, event, "tang", "coming")
    answer(cast, event, "tang", "coming", by="lin")
    cancel_event(event=event, reason="未开成", base_version=1, by=cast.lin, at=NOW)
    with pytest.raises(EventError, match="活动已取消"):
        answer(cast, event, "tang", "coming", by="lin")


def test_an_event_is_repeated_by_a_pattern_and_slides_over_holidays(cast: Cast) -> None:
    event, calendar = make(cast, starts_on=date(2026, 3, 6), ends_on=date(2026, 3, 6)), work_calendar_for(cast.district)
    pattern = parse_pattern("每月第一周星期五")
    assert pattern is not None
    found = days_to_repeat(event, pattern, date(2026, 6, 30), calendar)
    # the first Friday of May is 1 May, Labour Day until the 5th
    assert [(row.day, row.why) for row in found] == [
        (date(2026, 4, 3), ""),
        (date(2026, 5, 6), "5月1日（周五）是劳动节假期，顺延到5月6日（周三）。"),
        (date(2026, 6, 5), ""),
    ]
    made = repeat_event(event=event, days=[row.day for row in found], by=cast.lin, at=NOW)
    assert [row.starts_on for row in made] == [row.day for row in found]
    assert {row.series for row in CalendarEvent.objects.all()} == {made[0].series}
    event.refresh_from_db()
    assert repeat_event(event=event, days=[row.day for row in found], by=cast.lin, at=NOW) == []
    with pytest.raises(EventError, match="没有要重复的日期"):
        days_to_repeat(event, pattern, date(2026, 3, 31), calendar)
    weekly = parse_pattern("每周星期五")
    assert weekly is not None
    assert days_to_repeat(event, weekly, date(2026, 3, 20), calendar)[0].day == date(2026, 3, 13)
    with pytest.raises(EventError, match="最多重复60次"):
        days_to_repeat(event, weekly, date(2027, 9, 1), calendar)
