"""“我的组织生活”: what the records say about one person, on the page of that person."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from calendar_events.models import RecordPerson
from calendar_events.models.records import ActivityRecord
from calendar_events.selectors.own_record import OwnRecord, own_record
from members.models import Member
from tests.calendar_events.test_records import HELD, opened
from tests.cast import NOW, TODAY, Cast


def finished(cast: Cast, held_on: date, **mark: Any) -> ActivityRecord:
    """A record in which Tang was due; `mark` is what it says about him."""
    record = opened(cast, starts_on=held_on)
    tang = Member.objects.get(user=cast.tang)
    RecordPerson.objects.update_or_create(record=record, member=tang, defaults={"name": tang.name, **mark})
    ActivityRecord.objects.filter(pk=record.pk).update(state="finished", finished_at=NOW, finished_by=cast.lin)
    return record


def of_tang(cast: Cast) -> OwnRecord:
    found = own_record(Member.objects.get(user=cast.tang), TODAY)["own_record"]
    assert isinstance(found, OwnRecord)
    return found


def test_one_reads_when_one_was_there_excused_and_made_up(cast: Cast) -> None:
    finished(cast, date(2026, 1, 9), presence="present")
    finished(
        cast, date(2026, 1, 16), presence="absent", absence="ill", made_up_on=date(2026, 1, 30), made_up_how="自学"
    )
    finished(cast, HELD, presence="absent", absence="leave")
    own = of_tang(cast)
    assert (own.year, own.due, own.present, own.made_up, own.older) == (2026, 3, 1, 1, 0)
    assert [row.record.held_on for row in own.rows] == [HELD, date(2026, 1, 16), date(2026, 1, 9)]


def test_drafts_past_years_and_what_one_was_excused_from_do_not_count(cast: Cast) -> None:
    draft = opened(cast, starts_on=HELD)
    assert draft.people.filter(member__user=cast.tang).exists()
    finished(cast, date(2025, 12, 30), presence="present")
    finished(cast, date(2026, 1, 9), excused="长期病休", approver="青榆区教育工委")
    finished(cast, date(2026, 1, 16), is_observer=True, presence="present")
    assert of_tang(cast) == OwnRecord(2026, 0, 0, 0, (), cast.branch.pk)


def test_it_stands_on_ones_own_page_at_the_cost_of_one_query(cast: Cast, django_assert_num_queries: Any) -> None:
    for day in range(1, 4):
        finished(cast, date(2026, 1, day), presence="present")
    with django_assert_num_queries(1):
        own_record(cast.tang.member, TODAY)
    client = Client()
    client.force_login(cast.tang, backend="django.contrib.auth.backends.ModelBackend")
    assert "我的组织生活" in client.get(reverse("members:me")).content.decode()
