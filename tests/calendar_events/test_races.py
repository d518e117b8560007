"""Two people at one record, file, list or offer at the same moment: one wins, the other is told, nothing is lost and nothing done twice."""

from __future__ import annotations

import uuid
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from branches.models import AuditEntry
from calendar_events.models import ActivityRecord, Attachment, CalendarEvent, HandIn, Purpose
from calendar_events.selectors.offers import offer_page
from calendar_events.services.attachments import attach
from calendar_events.services.collections import close_collection, hand_in
from calendar_events.services.event_facts import EventError
from calendar_events.services.events import EventConflict, cancel_event, move_event
from calendar_events.services.offers import Choice, confirm_offers
from calendar_events.services.record_finishing import finish_record
from calendar_events.services.record_items import ItemConflict, add_item, save_item
from calendar_events.services.records import RecordConflict, RecordRefused, open_record, save_facts
from plans.models import Plan
from tests.calendar_events.events import event_of
from tests.calendar_events.ledgers import PDF
from tests.calendar_events.test_collections import due_of, made, paper
from tests.calendar_events.test_records import HELD, come
from tests.cast import NOW, TODAY, Cast, assemble_cast, plan_at
from tests.races import at_once, fresh, races, refused
from workflow.domain.transitions import Status

pytestmark = races
ROUNDS = 4
TOLD = (EventConflict, EventError, ItemConflict, RecordConflict, RecordRefused)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"


def test_a_record_is_opened_once_and_two_writers_meet_only_at_one_part(cast: Cast) -> None:
    for turn in range(ROUNDS):
        event = event_of(cast, f"第{turn}次主题党日", starts_on=HELD)
        opened = at_once(*(partial(open_record, event=event, by=fresh(who), at=NOW) for who in (cast.lin, cast.qiao)))
        record = ActivityRecord.objects.get(event=event)
        assert opened == [record, record]
        item = add_item(record=record, facts={"title": "学习"}, by=cast.lin, at=NOW)
        # Facts by one, a topic by the other: both stand.
        outcomes = at_once(
            partial(save_facts, record=record, facts={"place": "礼堂"}, base_version=1, by=fresh(cast.lin), at=NOW),
            partial(
                save_item,
                item=item,
                facts={"title": "学习", "points": "甲说"},
                base_version=1,
                by=fresh(cast.qiao),
                at=NOW,
            ),
            told=TOLD,
        )
        record.refresh_from_db()
        item.refresh_from_db()
        assert (refused(outcomes), record.place, item.points) == ([], "礼堂", "甲说")
        # The same part by both: the second is told, what the first wrote stands.
        outcomes = at_once(
            *(
                partial(save_facts, record=record, facts={"place": place}, base_version=2, by=fresh(who), at=NOW)
                for who, place in ((cast.lin, "操场"), (cast.qiao, "图书馆"))
            ),
            told=TOLD,
        )
        (loser,) = refused(outcomes)
        (winner,) = [outcome for outcome in outcomes if isinstance(outcome, ActivityRecord)]
        record.refresh_from_db()
        assert isinstance(loser, RecordConflict)
        assert (record.place, record.version, loser.current.place) == (winner.place, 3, winner.place)


def test_a_record_is_finished_or_its_event_is_moved_never_both(cast: Cast) -> None:
    for turn in range(ROUNDS):
        event = event_of(cast, f"第{turn}次主题党日", starts_on=HELD)
        record = open_record(event=event, by=cast.lin, at=NOW)
        come(record)
        change = partial(cancel_event, reason="没有开") if turn % 2 else partial(move_event, starts_on=TODAY)
        finishing, other = at_once(
            partial(finish_record, record=record, acknowledged=True, by=fresh(cast.lin), at=NOW),
            partial(change, event=event, base_version=1, by=fresh(cast.qiao), at=NOW),
            told=TOLD,
        )
        event.refresh_from_db()
        record.refresh_from_db()
        untouched = (event.starts_on, event.state, event.version) == (HELD, "planned", 1)
        assert untouched == isinstance(other, EventError)
        if turn % 2:  # a cancelled event has no record that counts
            assert record.is_finished == untouched == (not isinstance(finishing, RecordRefused))
        else:  # moved first, then finished over the day it was held on; never the other way round
            assert (record.is_finished, record.held_on) == (True, HELD)


def test_one_file_sent_twice_is_kept_once_and_no_stray_copy_stays(cast: Cast, tmp_path: Path) -> None:
    for turn in range(ROUNDS):
        event = event_of(cast, f"第{turn}次主题党日", starts_on=HELD)
        rows = at_once(
            *(
                partial(attach, to=event, data=PDF, filename="签到.pdf", purpose=Purpose.SIGN_IN, by=fresh(who), at=NOW)
                for who in (cast.lin, cast.qiao)
            )
        )
        kept = Attachment.objects.get(event=event)
        assert rows == [kept, kept]
        assert Path(kept.file.path).read_bytes() == PDF
    files = [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()]
    assert len(files) == AuditEntry.objects.filter(action="attachment.add").count() == ROUNDS


def test_one_form_hands_in_once_and_nothing_slips_in_behind_the_end(cast: Cast) -> None:
    for turn in range(ROUNDS):
        row = made(cast, title=f"第{turn}份心得")
        due, sent = due_of(row, cast.tang), paper()
        given = at_once(*[partial(hand_in, due=due, paper=sent, has_file=False, by=cast.tang, at=NOW)] * 2)
        assert given == [HandIn.objects.get(due=due)] * 2
        outcomes = at_once(
            partial(hand_in, due=due, paper=paper(), has_file=False, by=fresh(cast.tang), at=NOW),
            partial(close_collection, collection=row, is_open=False, by=fresh(cast.lin), at=NOW),
        )
        late = HandIn.objects.filter(due=due).count() == 2
        assert late == (not refused(outcomes))
        order = AuditEntry.objects.about("calendar_events.collectionlist", row.pk).order_by("-number").first()
        assert order is not None
        assert order.action == "collection.close"  # handed in before it, or refused
    assert AuditEntry.objects.filter(action="collection.hand_in").count() == HandIn.objects.count()
    assert uuid.UUID(str(sent.id)) in set(HandIn.objects.values_list("pk", flat=True))


def test_offers_confirmed_twice_at_once_make_each_event_once(cast: Cast) -> None:
    plan = Plan.objects.select_related("branch__district").get(pk=plan_at(cast, Status.APPROVED).pk)
    offers = offer_page(plan, TODAY).offers
    choices = [Choice(*offer.promised.key, offer.proposal.day or date(2026, 3, 6)) for offer in offers]
    outcomes = at_once(
        *(
            lambda who=who: confirm_offers(plan=plan, choices=choices, by=fresh(who), at=NOW)
            for who in (cast.lin, cast.qiao, cast.lin)
        ),
        told=TOLD,
    )
    assert refused(outcomes) == []
    assert sorted((done.made, done.already) for done in outcomes) == [(0, 4), (0, 4), (4, 0)]  # type: ignore[attr-defined]
    assert CalendarEvent.objects.count() == AuditEntry.objects.filter(action="event.add").count() == 4
