"""What the database refuses of an event, and who may know that it exists."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from calendar_events.models import CalendarEvent, DroppedPromise, EventAnswer, EventInvitee
from tests.calendar_events.events import LINE, event_of, person, talk_with
from tests.cast import NOW, Cast

MARCH = date(2026, 3, 1)
REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("event_has_subject", {"subject": ""}),
    ("event_days_in_order", {"ends_on": date(2026, 3, 12)}),
    ("event_times_in_order", {"ends_at": time(15, 30)}),
    ("event_times_in_order", {"starts_at": None}),
    ("event_cancelled_has_reason", {"state": "cancelled"}),
    ("event_cancelled_has_reason", {"cancelled_reason": "下雨"}),
    ("event_group_fits_audience", {"audience": "group"}),
    ("event_restricted_is_of_chosen", {"is_restricted": True}),
    ("event_promise_whole", {"item_origin": LINE}),
    ("event_promise_whole", {"promised_month": MARCH}),
    ("event_promise_whole", {"item_origin": LINE, "promised_month": date(2026, 3, 2)}),
    ("event_turn_from_one", {"promised_turn": 0}),
]


def _refuses(name: str) -> Any:
    return pytest.raises(IntegrityError, match=f"(?i){name}|UNIQUE constraint failed")


def test_the_database_refuses_nonsense(cast: Cast) -> None:
    for name, facts in REFUSED:
        with _refuses(name), transaction.atomic():
            event_of(cast, **facts)
    assert not CalendarEvent.objects.exists()


def test_over_midnight_and_without_a_time_are_no_nonsense(cast: Cast) -> None:
    event_of(cast, ends_on=date(2026, 3, 14), ends_at=time(9, 0))
    event_of(cast, starts_at=None, ends_at=None)
    event_of(cast, ends_at=None)
    assert CalendarEvent.objects.count() == 3


def test_a_promise_is_kept_by_one_planned_event_and_again_after_it_was_cancelled(cast: Cast) -> None:
    promise = {"item_origin": LINE, "promised_month": MARCH}
    first = event_of(cast, **promise)
    with _refuses("event_promise_once"), transaction.atomic():
        event_of(cast, **promise)
    event_of(cast, **promise, promised_turn=2)
    CalendarEvent.objects.filter(pk=first.pk).update(state="cancelled", cancelled_reason="下雨")
    event_of(cast, **promise)
    event_of(cast, branch=cast.kindergarten, **promise)
    assert CalendarEvent.objects.planned().count() == 3


def test_who_is_asked_answers_once_and_says_why_not(cast: Cast) -> None:
    event, tang = event_of(cast), person(cast, "tang")
    said = {"event": event, "member": tang, "answered_by": cast.tang, "answered_at": NOW}
    for name, answer in (
        ("answer_leave_has_reason", {"answer": "leave"}),
        ("answer_leave_has_reason", {"reason": "病"}),
    ):
        with _refuses(name), transaction.atomic():
            EventAnswer.objects.create(**{**said, "answer": "coming", **answer})
    EventAnswer.objects.create(**said, answer="coming")
    with _refuses("answer_once"), transaction.atomic():
        EventAnswer.objects.create(**said, answer="leave", reason="出差")
    EventInvitee.objects.create(event=event, member=tang)
    with _refuses("invitee_once"), transaction.atomic():
        EventInvitee.objects.create(event=event, member=tang)


def test_a_promise_is_dropped_once_a_month_and_with_a_reason(cast: Cast) -> None:
    facts = {"branch": cast.branch, "item_origin": LINE, "by": cast.lin, "at": NOW}
    DroppedPromise.objects.create(**facts, month=MARCH, reason="与区里的活动合并")
    for name, row in (
        ("dropped_once", {"month": MARCH, "reason": "x"}),
        ("dropped_has_reason", {"month": date(2026, 4, 1), "reason": ""}),
        ("dropped_month_first_day", {"month": date(2026, 4, 2), "reason": "x"}),
    ):
        with _refuses(name), transaction.atomic():
            DroppedPromise.objects.create(**facts, **row)


@pytest.mark.parametrize(
    ("who", "open_one", "talk"),
    [
        ("lin", True, True),
        ("qiao", True, True),
        ("tang", True, True),
        ("song", True, False),
        ("duan", True, False),
        ("he", True, False),
        ("wei", True, False),
        ("gu", False, False),
        ("fang", False, False),
        ("bai", False, False),
        ("yu", False, False),
    ],
)
def test_who_knows_of_an_event_and_of_a_talk(cast: Cast, who: str, open_one: bool, talk: bool) -> None:
    first, second = event_of(cast), talk_with(cast, "tang")
    seen = set(CalendarEvent.objects.visible_to(cast.people[who]).values_list("pk", flat=True))
    assert seen == {row.pk for row, shown in ((first, open_one), (second, talk)) if shown}


def test_who_leads_a_talk_knows_of_it(cast: Cast) -> None:
    event = talk_with(cast, "tang")
    CalendarEvent.objects.filter(pk=event.pk).update(host_member=person(cast, "song"))
    assert list(CalendarEvent.objects.visible_to(cast.song)) == [event]


def test_reasons_of_leave_are_between_the_committee_and_the_person(cast: Cast) -> None:
    event = event_of(cast)
    facts = {"event": event, "answer": "leave", "reason": "住院", "answered_by": cast.lin, "answered_at": NOW}
    EventAnswer.objects.create(**facts, member=person(cast, "tang"))
    seen = {
        who: EventAnswer.objects.visible_to(cast.people[who]).count() for who in ("lin", "tang", "song", "he", "gu")
    }
    assert seen == {"lin": 1, "tang": 1, "song": 0, "he": 0, "gu": 0}


def test_dropped_promises_are_known_in_the_branch_and_above_it(cast: Cast) -> None:
    facts = {"item_origin": LINE, "month": MARCH, "reason": "合并", "by": cast.lin, "at": NOW}
    DroppedPromise.objects.create(branch=cast.branch, **facts)
    seen = {who: DroppedPromise.objects.visible_to(cast.people[who]).count() for who in ("tang", "he", "bai", "gu")}
    assert seen == {"tang": 1, "he": 1, "bai": 0, "gu": 0}


def test_days_kinds_and_order(cast: Cast) -> None:
    talk = event_of(cast, "党课", kind="party_lecture", starts_on=date(2026, 3, 31), ends_on=date(2026, 4, 2))
    both = event_of(cast, "党日", also=["party_lecture"], starts_on=date(2026, 3, 5), starts_at=None, ends_at=None)
    early = event_of(cast, "早", starts_on=date(2026, 3, 5), starts_at=time(8, 0), ends_at=None)
    rows = CalendarEvent.objects
    assert list(rows.between(date(2026, 4, 2), date(2026, 4, 30))) == [talk]
    assert list(rows.between(date(2026, 3, 6), date(2026, 3, 30))) == []
    assert list(rows.counting_as("party_lecture").in_order()) == [both, talk]
    assert list(rows.in_order()) == [both, early, talk]
    assert [kind.label for kind in both.kinds] == ["主题党日", "党课"]
