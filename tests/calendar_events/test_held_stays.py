"""What was held is touched by nobody: not by a revision of its plan, not by moving, editing or cancelling, not while its record is corrected.

The plan of the cast: 支委会 in January, 主题党日 in March, 结对听课 in March or April, 支部党员大会 in December. Today is 2 March 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from branches.permissions import NotAllowed
from calendar_events.models import ActivityRecord, CalendarEvent
from calendar_events.selectors.offers import offer_page
from calendar_events.selectors.revisions import revision_page
from calendar_events.services.event_facts import EventError, EventFacts
from calendar_events.services.events import cancel_event, edit_event, move_event, reinstate_event
from calendar_events.services.offers import Choice, confirm_offers, drop_promise, schedule_again
from calendar_events.services.record_finishing import correct_record, finish_record
from calendar_events.services.records import RecordRefused, open_record
from calendar_events.services.revising import Decided, apply_revision
from plans.models import Plan
from plans.services.drafting import amend_plan
from plans.services.items import ItemFacts, edit_item, remove_item
from plans.services.review import approve_plan, submit_plan
from tests.calendar_events.events import event_of
from tests.calendar_events.test_offers import DAY, MEETING, PAIRS, TALK, approved, choice_for, confirm, fresh, offer_for
from tests.calendar_events.test_records import come
from tests.cast import NOW, TODAY, Cast
from tests.plans.test_review import as_
from workflow.domain.transitions import Action
from workflow.services.perform import perform

LOCKED = "这次活动已有存档的记录，不能再改；记录有误请更正记录。"


def event(text: str) -> CalendarEvent:
    return CalendarEvent.objects.select_related("branch__district").get(subject=text)


def held(cast: Cast, of: CalendarEvent) -> ActivityRecord:
    record = open_record(event=of, by=cast.lin, at=NOW)
    come(record)
    finished, _ = finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    return finished


def year_half_done(cast: Cast) -> Plan:
    """January's meeting and March's theme day (this morning) were held, the lessons are planned, December's meeting was cancelled."""
    plan = approved(cast)
    confirm(plan, cast, TALK, day=date(2026, 1, 20))
    confirm(plan, cast, DAY, day=TODAY)
    confirm(plan, cast, PAIRS, MEETING)
    held(cast, event(TALK))
    held(cast, event(DAY))
    cancel_event(event=event(MEETING), reason="与期末考试冲突", base_version=1, by=cast.lin, at=NOW)
    return plan


def turned_upside_down(cast: Cast, plan: Plan) -> Plan:
    """A revision in force in which January's line is gone, the theme day is another in May, the lessons are gone and the meeting is in November."""
    draft = amend_plan(plan=plan, by=cast.lin, at=NOW)
    rows = {row.text: row for row in draft.items.present()}
    may, november = date(2026, 5, 1), date(2026, 11, 1)
    for text, facts in (
        (DAY, ItemFacts("主题党日：走进敬老院", may, may, "theme_day")),
        (MEETING, ItemFacts(MEETING, november, november, "general_meeting")),
    ):
        edit_item(item=rows[text], facts=facts, base_version=rows[text].version, by=cast.lin, at=NOW)
    for text in (TALK, PAIRS):
        remove_item(item=rows[text], by=cast.lin, at=NOW)
    claimed = perform(submit_plan(plan=draft, comment="", by=cast.lin, at=NOW), Action.CLAIM, by=cast.he, at=NOW)
    return fresh(approve_plan(plan=claimed, comment="", by=cast.he, at=NOW))


def as_stored(*texts: str) -> list[dict[str, Any]]:
    return list(CalendarEvent.objects.filter(subject__in=texts).order_by("subject").values())


def test_a_revision_asks_about_what_is_to_come_and_leaves_what_was_held_or_cancelled(cast: Cast) -> None:
    plan = year_half_done(cast)
    before = as_stored(TALK, DAY, MEETING)
    revision = turned_upside_down(cast, plan)
    page = revision_page(revision, TODAY)
    assert {row.event.subject: row.fate.value for row in page.rows} == {
        TALK: "untouched",
        DAY: "untouched",
        PAIRS: "gone",
    }
    for text in (TALK, DAY, MEETING):  # nobody is asked about them, so nothing can be decided about them
        wrong = Decided(event(text).pk, event(text).version, "cancel", reason="计划修订")
        with pytest.raises(EventError, match="有的活动刚刚有了变化，请刷新后再决定。"):
            apply_revision(plan=revision, decisions=[wrong], by=cast.lin, at=NOW)
    decision = Decided(event(PAIRS).pk, 1, "cancel", reason="计划修订")
    with pytest.raises(NotAllowed):
        apply_revision(plan=revision, decisions=[decision], by=cast.fang, at=NOW)
    with pytest.raises(EventError, match="请写明取消原因"):
        apply_revision(plan=revision, decisions=[Decided(event(PAIRS).pk, 1, "cancel")], by=cast.lin, at=NOW)
    assert apply_revision(plan=revision, decisions=[decision], by=cast.lin, at=NOW) == 1
    assert as_stored(TALK, DAY, MEETING) == before
    # November's meeting is offered anew; the theme day was held before it was moved to May and is offered there.
    assert [(row.promised.line.text, row.promised.month.month) for row in offer_page(revision, TODAY).open] == [
        ("主题党日：走进敬老院", 5),
        (MEETING, 11),
    ]
    # The cancelled meeting may still be taken up again; then it is asked about as any other.
    reinstate_event(event=event(MEETING), base_version=2, by=cast.lin, at=NOW)
    (asked,) = revision_page(revision, TODAY).asked
    assert (asked.event.subject, asked.fate.value) == (MEETING, "moved")
    with pytest.raises(EventError, match="请选择改到哪一天"):
        apply_revision(
            plan=revision, decisions=[Decided(asked.event.pk, asked.event.version, "move")], by=cast.lin, at=NOW
        )
    with pytest.raises(EventError, match="这一版计划已经被新的一版替代，请看最新一版。"):
        apply_revision(plan=fresh(plan), decisions=[decision], by=cast.lin, at=NOW)


def test_an_event_that_was_held_refuses_every_change_and_stays_so_while_its_record_is_corrected(cast: Cast) -> None:
    theme_day = event_of(cast, starts_on=TODAY)
    record = held(cast, theme_day)
    facts = EventFacts("别的", TODAY, TODAY, "theme_day")
    changes: list[Callable[[], object]] = [
        lambda: move_event(event=theme_day, starts_on=date(2026, 3, 20), base_version=1, by=cast.lin, at=NOW),
        lambda: edit_event(event=theme_day, facts=facts, base_version=1, by=cast.lin, at=NOW),
        lambda: cancel_event(event=theme_day, reason="没有开", base_version=1, by=cast.lin, at=NOW),
    ]
    before = CalendarEvent.objects.filter(pk=theme_day.pk).values().get()
    coming = event_of(cast, "下一次")
    month = as_(cast.lin).get("/calendar/?month=2026-03").content.decode()
    movable = {row.pk: f'data-event="{row.pk}" data-version="1" data-movable' in month for row in (theme_day, coming)}
    assert movable == {theme_day.pk: False, coming.pk: True}
    for change in changes:
        with pytest.raises(EventError) as told:
            change()
        assert str(told.value) == LOCKED
    correct_record(record=record, reason="人数写错", by=cast.lin, at=NOW)
    for change in changes:
        with pytest.raises(EventError) as told:
            change()
        assert str(told.value) == LOCKED
    assert CalendarEvent.objects.filter(pk=theme_day.pk).values().get() == before


def test_a_cancelled_event_has_no_finished_record(cast: Cast) -> None:
    theme_day = event_of(cast, starts_on=TODAY)
    record = open_record(event=theme_day, by=cast.lin, at=NOW)
    come(record)
    cancel_event(event=theme_day, reason="停电", base_version=1, by=cast.lin, at=NOW)
    with pytest.raises(RecordRefused, match="这项活动已经取消；实际开展了的，请先在活动页恢复，再存档。"):
        finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    reinstate_event(event=theme_day, base_version=2, by=cast.lin, at=NOW)
    finished, _ = finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)
    assert finished.is_finished


def test_offers_refuse_with_a_reason(cast: Cast) -> None:
    plan = year_half_done(cast)
    origin, month = offer_for(plan, DAY).promised.key
    with pytest.raises(EventError, match="这一条已经排成活动，请先取消活动。"):
        drop_promise(plan=plan, origin=origin, month=month, reason="不办了", by=cast.lin, at=NOW)
    choice = choice_for(offer_for(plan, MEETING))
    revision = turned_upside_down(cast, plan)
    for late in (
        lambda: confirm_offers(plan=plan, choices=[choice], by=cast.lin, at=NOW),
        lambda: schedule_again(plan=plan, choice=choice, by=cast.lin, at=NOW),
        lambda: drop_promise(plan=plan, origin=origin, month=month, reason="不办了", by=cast.lin, at=NOW),
    ):
        with pytest.raises(EventError, match="只有审定并且在用的计划可以排日期；请看最新一版。"):
            late()
    with pytest.raises(EventError, match="计划里没有这一条，请刷新后再确认。"):
        confirm_offers(plan=revision, choices=[choice], by=cast.lin, at=NOW)  # December is November by now
    with pytest.raises(NotAllowed):
        confirm_offers(plan=revision, choices=[Choice(origin, date(2026, 5, 1), TODAY)], by=cast.tang, at=NOW)
    for change in ({"reason": " "}, {"reason": "字" * 201}):
        with pytest.raises(EventError, match="原因"):
            drop_promise(plan=revision, origin=origin, month=date(2026, 5, 1), by=cast.lin, at=NOW, **change)
