"""Reminders about events, on days worked out by hand. The event is on Friday 13 March 2026, 15:30."""

from __future__ import annotations

from datetime import date
from typing import Any

from branchplan.reminding.gather import rounds
from calendar_events.models import CalendarEvent
from members.models import Member
from notices.domain.due import DueFact
from notices.models import NoticeSettings
from tests.calendar_events.events import event_of, talk_with
from tests.cast import Cast


def due(day: int, month: int = 3) -> list[DueFact]:
    facts = [fact for _, _, found in rounds(date(2026, month, day)) for fact in found]
    return [fact for fact in facts if fact.kind.startswith("events.")]


def titles(day: int, month: int = 3) -> list[str]:
    return [fact.title for fact in due(day, month)]


def test_an_event_is_told_the_day_before_and_on_its_morning(cast: Cast) -> None:
    event = event_of(cast)
    assert (titles(11), titles(12), titles(13), titles(14)) == (
        [],
        ["明天：主题党日：走进社区服务站"],
        ["今天：主题党日：走进社区服务站"],
        [],
    )
    (before,), (today,) = due(12), due(13)
    assert (before.due_on, before.urgent, today.urgent) == (date(2026, 3, 12), False, True)
    assert before.body == "时间：3月13日（周五）15:30—17:00；地点：社区服务站。"
    assert "member" in before.audience.roles
    CalendarEvent.objects.filter(pk=event.pk).update(sequence=1)
    assert due(12)[0].key != before.key
    CalendarEvent.objects.filter(pk=event.pk).update(state="cancelled", cancelled_reason="下雨")
    assert (titles(12), titles(16)) == ([], [])


def test_a_missing_record_is_asked_for_on_the_third_day(cast: Cast) -> None:
    event_of(cast)
    (fact,) = due(16)
    assert (titles(15), fact.kind, fact.due_on) == ([], "events.record", date(2026, 3, 16))
    assert set(fact.audience.roles) == {"secretary", "organisation"}
    # two months later nobody is asked any more
    assert (len(titles(12, 5)), titles(13, 5)) == (1, [])


def test_the_districts_own_days_count(cast: Cast) -> None:
    event_of(cast)
    NoticeSettings.objects.create(district=cast.district, event_days=2, record_days=0)
    assert (titles(11), titles(16)) == (["2天后：主题党日：走进社区服务站"], [])
    NoticeSettings.objects.update(event_days=0)
    assert (titles(12), len(titles(13))) == ([], 1)


def test_only_those_it_is_for_hear_of_it(cast: Cast) -> None:
    talk_with(cast, "tang")
    assert [fact.audience.person for fact in due(12)] == [cast.tang.pk]
    CalendarEvent.objects.all().delete()
    event_of(cast, audience="committee")
    assert "member" not in due(12)[0].audience.roles
    CalendarEvent.objects.all().delete()
    Member.objects.filter(user=cast.song).update(group=None)
    event_of(cast, audience="group", group=cast.group)
    assert {fact.audience.person for fact in due(12)} == {cast.lin.pk, cast.qiao.pk, cast.tang.pk}


def test_queries_do_not_grow_with_events(cast: Cast, django_assert_num_queries: Any) -> None:
    event_of(cast, audience="group", group=cast.group)
    counts = []
    for _ in range(2):
        with django_assert_num_queries(1000, exact=False) as found:
            due(12)
        counts.append(len(found))
        for _ in range(3):
            event_of(cast, audience="group", group=cast.group)
    assert counts[0] == counts[1]
