"""唐果 moves from 青榆一小 to the kindergarten on 2 March 2026: what each side sees and keeps of the year, what 唐果 sees, who is asked for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from branches.models import User
from branches.permissions import NotAllowed
from branches.scope import forget_scope
from calendar_events.models import (
    ActivityRecord,
    Attachment,
    CalendarEvent,
    CollectionList,
    EventInvitee,
    HandIn,
    Purpose,
    Talk,
)
from calendar_events.selectors.collections import counts_for, due_on, own_dues, rows_of
from calendar_events.selectors.offers import offer_page
from calendar_events.services.answers import answer_event
from calendar_events.services.attachments import attach
from calendar_events.services.collections import hand_in
from calendar_events.services.event_facts import EventError, EventFacts
from calendar_events.services.events import edit_event
from calendar_events.services.offers import Choice, confirm_offers
from calendar_events.services.record_finishing import finish_record
from calendar_events.services.record_people import PersonLine, save_people
from calendar_events.services.records import open_record
from members.models import StudyRecord
from members.services.transfers import accept_transfer, send_transfer
from notices.selectors.manners import usual_habits
from plans.models import Plan, PlanItem
from tests.calendar_events.events import event_of
from tests.calendar_events.ledgers import PDF, client_of, entry, entry_of
from tests.calendar_events.test_collections import due_of, made, paper
from tests.calendar_events.test_talks import talk
from tests.cast import NOW, TODAY, Cast, plan_at
from workflow.domain.transitions import Status

FEBRUARY, LATER = date(2026, 2, 27), date(2026, 3, 20)
ILL, SAID, WRITTEN, PROMISED = "胃病复查", "家里老人住院", "读后有感的正文", "不收礼品的承诺"


@dataclass
class Year:
    """Of 青榆一小, before and after the move."""

    held: CalendarEvent
    unfinished: ActivityRecord
    coming: CalendarEvent
    there: CalendarEvent
    essays: CollectionList
    talk: Talk
    file: Attachment
    promise: Any


@pytest.fixture
def year(cast: Cast, settings: Any, tmp_path: Path) -> Year:
    """A lecture held with 唐果 on leave, another held whose record is finished only after the move, events to come on both sides, an essay
    handed in of two, a talk, a promise."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    held = event_of(cast, "第一讲", kind="party_lecture", starts_on=FEBRUARY)
    answer_event(event=held, member=entry_of(cast.tang), answer="leave", reason=ILL, by=cast.lin, at=NOW)
    _finish(cast, _with_everybody(cast, held))
    second = event_of(cast, "第二讲", kind="party_lecture", starts_on=date(2026, 2, 28))
    unfinished = _with_everybody(cast, second)
    coming = event_of(cast, "一小党日", starts_on=LATER)
    answer_event(event=coming, member=entry_of(cast.tang), answer="leave", reason=ILL, by=cast.tang, at=NOW)
    there = event_of(cast, "园里党日", branch=cast.kindergarten, starts_on=LATER, by=cast.fang)
    essays = made(cast)
    sent = hand_in(due=due_of(essays, cast.tang), paper=paper(text=WRITTEN), has_file=True, by=cast.tang, at=NOW)
    file = attach(to=sent, data=PDF, filename="心得.pdf", purpose=Purpose.PROOF, by=cast.tang, at=NOW)
    promise = entry(cast, "promises", PROMISED, owner=entry_of(cast.tang), is_public=True)
    year = Year(held, unfinished, coming, there, essays, talk(cast, cast.lin, cast.tang, notes=SAID), file, promise)
    letter = send_transfer(
        member=entry_of(cast.tang), facts={"issued_on": TODAY, "to_branch": cast.kindergarten}, by=cast.lin, at=NOW
    )
    accept_transfer(transfer=letter, accepted_on=TODAY, by=cast.fang, at=NOW)
    forget_scope(cast.tang)
    return year


def _with_everybody(cast: Cast, event: CalendarEvent) -> ActivityRecord:
    """All came but those on leave."""
    record = open_record(event=event, by=cast.lin, at=NOW)
    rows = record.people.filter(presence="")
    lines = [PersonLine(row.pk, "present") for row in rows]
    return save_people(record=record, lines=lines, observers=[], base_version=1, by=cast.lin, at=NOW)


def _finish(cast: Cast, record: ActivityRecord) -> None:
    finish_record(record=record, acknowledged=True, by=cast.lin, at=NOW)


def statuses(user: User, year: Year) -> dict[str, int]:
    pages = {
        "held": reverse("calendar_events:event", args=[year.held.pk]),
        "record": reverse("calendar_events:record", args=[year.held.pk]),
        "paper": reverse("calendar_events:record_paper", args=[year.held.pk, "docx"]),
        "coming": reverse("calendar_events:event", args=[year.coming.pk]),
        "there": reverse("calendar_events:event", args=[year.there.pk]),
        "list": reverse("calendar_events:collection", args=[year.essays.pk]),
        "file": reverse("calendar_events:attachment", args=[year.file.pk]),
        "talk": reverse("calendar_events:talk", args=[year.talk.pk]),
        "promise": reverse("calendar_events:register_entry", args=[year.promise.pk]),
    }
    client = client_of(user)
    found = {}
    for name, url in pages.items():
        response = client.get(url)
        found[name] = response.status_code
        if response.streaming:
            b"".join(response)
    return found


def test_the_old_branch_keeps_its_year_the_new_one_sees_nothing_of_it_and_the_person_their_own(
    cast: Cast, year: Year
) -> None:
    keeps = {
        "held": 200,
        "record": 200,
        "paper": 200,
        "coming": 200,
        "there": 404,
        "list": 200,
        "file": 200,
        "talk": 200,
    }
    assert statuses(cast.lin, year) == keeps | {"promise": 200}
    nothing = dict.fromkeys(keeps, 404) | {"promise": 404, "there": 200}
    assert statuses(cast.fang, year) == nothing
    assert statuses(cast.gu, year) == nothing
    # What 唐果 wrote or said stays open to 唐果; the old branch's meetings do not.
    assert statuses(cast.tang, year) == nothing | {"list": 403, "file": 200, "talk": 200, "promise": 200}
    # A talk of then is put right though one of the two has gone.
    form = client_of(cast.lin).get(reverse("calendar_events:talk_edit", args=[year.talk.pk])).context["form"]
    sent = {name: getattr(value, "pk", value) for name, value in form.initial.items()} | {"topic": "近况和课时"}
    assert client_of(cast.lin).post(reverse("calendar_events:talk_edit", args=[year.talk.pk]), sent).status_code == 302
    year.talk.refresh_from_db()
    assert (year.talk.topic, year.talk.talked_with) == ("近况和课时", entry_of(cast.tang))
    # The old record still names who was there, with the reason for the committee.
    assert "唐果" in client_of(cast.lin).get(reverse("calendar_events:record", args=[year.held.pk])).content.decode()


def test_no_page_of_the_new_branch_says_what_was_said_in_the_old_one(cast: Cast, year: Year) -> None:
    place, member = cast.kindergarten.pk, entry_of(cast.tang)
    pages = [
        reverse("members:person", args=[member.pk]),
        *(reverse(f"calendar_events:{name}", args=[place]) for name in ("records", "collections", "talks", "registers")),
        reverse("calendar_events:register", args=[place, "promises"]),
        *(f"{reverse(f'calendar_events:{name}')}?month=2026-03&day=2026-03-20" for name in ("month", "week", "day")),
        "/", "/calendar/mine/", "/notices/",
    ]  # fmt: skip
    for user in (cast.fang, cast.gu):
        for url in pages:
            text = client_of(user).get(url).content.decode()
            for secret in (ILL, SAID, WRITTEN, PROMISED, "第一讲", "第二讲", "一小党日"):
                if secret == "第一讲" and url == pages[0] and user == cast.fang:
                    continue  # hours of study go with the person, with what they were for
                assert secret not in text, (url, secret)
    for url in (pages[0], *(f"/calendar/{name}/branches/{cast.branch.pk}/" for name in ("records", "talks"))):
        wanted = 404 if url == pages[0] else 200
        assert client_of(cast.lin).get(url).status_code == wanted
        assert client_of(cast.tang).get(url).status_code in {403, 404}


def test_hours_of_a_lecture_before_the_move_are_credited_also_when_its_record_is_finished_later(
    cast: Cast, year: Year
) -> None:
    _finish(cast, year.unfinished)
    rows = StudyRecord.objects.filter(member=entry_of(cast.tang))
    assert list(rows.values_list("branch", "on", "hours")) == [(cast.branch.pk, date(2026, 2, 28), Decimal("1.5"))]
    # 唐果's own page tells both lectures with the branch they were in, and links to none that cannot be opened.
    text = client_of(cast.tang).get(reverse("members:me")).content.decode()
    assert "第一讲" in text
    assert "青榆一小 · " in text
    assert reverse("calendar_events:record", args=[year.held.pk]) not in text


def test_who_has_moved_is_on_the_new_branchs_lists_and_owes_the_old_one_nothing(cast: Cast, year: Year) -> None:
    due = due_of(year.essays, cast.tang)
    assert own_dues(cast.tang, frozenset({cast.kindergarten.pk})) == []
    with pytest.raises(NotAllowed, match="您已转出这个支部，不用再交。"):
        hand_in(due=due, paper=paper(), has_file=False, by=cast.tang, at=NOW)
    assert counts_for([year.essays])[year.essays.pk] == (3, 0)
    assert [(row.due.member.name, row.standing.missing) for row in rows_of(year.essays) if row.is_gone] == [("唐果", 0)]
    told = {fact.body for fact in due_on([cast.branch], date(2026, 6, 30), usual_habits())}
    assert not any("唐果" in body for body in told)
    text = client_of(cast.lin).get(reverse("calendar_events:collection", args=[year.essays.pk])).content.decode()
    assert "已不在本支部，不再要交" in text
    assert HandIn.objects.filter(due=due).count() == 1
    # Who is due at what is to come: 唐果 at the kindergarten, no longer at 青榆一小.
    for event, by, expected in ((year.coming, cast.lin, False), (year.there, cast.fang, True)):
        record = open_record(event=event, by=by, at=NOW.replace(month=4))
        assert record.people.filter(name="唐果").exists() == expected
    with pytest.raises(NotAllowed):
        answer_event(event=year.coming, member=entry_of(cast.tang), answer="coming", by=cast.gu, at=NOW)
    assert (
        client_of(cast.tang).post(f"{year.coming.get_absolute_url()}answer/", {"answer": "coming"}).status_code == 404
    )


def test_saving_again_does_not_lose_who_has_moved_and_a_plans_line_of_theirs_can_still_be_dated(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    tang = entry_of(cast.tang)
    plan = plan_at(cast, Status.APPROVED)
    PlanItem.objects.filter(plan=plan, text__startswith="召开支部党员大会").update(responsible_member=tang)
    held = event_of(cast, "第一讲", starts_on=FEBRUARY, host_member=tang, audience="chosen")
    EventInvitee.objects.create(event=held, member=tang)
    record = open_record(event=held, by=cast.lin, at=NOW)
    promise = entry(cast, "promises", PROMISED, owner=tang)
    letter = send_transfer(member=tang, facts={"issued_on": TODAY, "to_branch": cast.kindergarten}, by=cast.lin, at=NOW)
    accept_transfer(transfer=letter, accepted_on=TODAY, by=cast.fang, at=NOW)
    client = client_of(cast.lin)
    for name, pk in (("event_edit", held.pk), ("record_edit", held.pk), ("register_edit", promise.pk)):
        url = reverse(f"calendar_events:{name}", args=[pk])
        form = client.get(url).context["form"]
        shown = {field.name: field.value() for field in form}
        sent = {key: getattr(value, "pk", value) for key, value in shown.items() if value not in (None, "", False)}
        assert client.post(url, sent | {"subject": "改了题目"}).status_code == 302, (name, form.errors)
    for row in (held, record, promise):
        row.refresh_from_db()
    assert (held.subject, held.host_member, held.invitees.get().member) == ("改了题目", tang, tang)
    assert (record.subject, record.host_member) == ("改了题目", tang)
    assert (promise.subject, promise.owner_member) == ("改了题目", tang)
    # Nobody new from elsewhere is named by that.
    with pytest.raises(EventError, match="本支部名册上的人"):
        edit_event(
            event=held,
            facts=EventFacts("改了题目", FEBRUARY, FEBRUARY, host_member=entry_of(cast.gu)),
            base_version=held.version,
            by=cast.lin,
            at=NOW,
        )
    fresh = Plan.objects.select_related("branch__district").get(pk=plan.pk)
    (offer,) = [row for row in offer_page(fresh, TODAY).offers if row.promised.line.text.startswith("召开支部党员大会")]
    choice = Choice(*offer.promised.key, date(2026, 12, 9))
    assert confirm_offers(plan=fresh, choices=[choice], by=cast.lin, at=NOW).made == 1
    assert CalendarEvent.objects.get(item_origin=choice.origin).host_member is None
