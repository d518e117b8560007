"""Addresses of what happens in the year, with enough in each to be looked at: events, records, lists, talks, registers, rounds, handover."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from branchplan.handover.services import begin_handover, hand_over
from calendar_events.domain.registers import registers
from calendar_events.models import CalendarEvent
from calendar_events.services.collections import hand_in
from calendar_events.services.record_items import add_item
from calendar_events.services.records import open_record
from plans.domain.draft import PlanDraft
from plans.domain.period import Cycle, Period
from plans.models import Plan
from plans.services.drafting import create_plan
from tests.calendar_events.events import event_of
from tests.calendar_events.ledgers import entry, entry_of
from tests.calendar_events.test_collections import due_of, made, paper
from tests.calendar_events.test_records import come
from tests.calendar_events.test_talks import talk
from tests.cast import NOW, Cast
from tests.plans.rounds.stage import opened, target_of, written
from tests.plans.test_schedule_files import bring, table


def pages_of_the_year(cast: Cast) -> dict[str, list[str]]:
    """By person. 青榆一小 has an approved plan of 2026 when this is asked."""
    approved = Plan.objects.select_related("branch__district").get(branch=cast.branch, status="approved")
    held = event_of(cast, "支部党员大会", kind="general_meeting", starts_on=date(2026, 2, 27), agenda="讨论年度计划")
    draft = event_of(cast, starts_on=date(2026, 2, 26))
    _record(cast, held)
    open_record(event=draft, by=cast.lin, at=NOW)
    empty = create_plan(
        branch=cast.branch,
        draft=PlanDraft(Period(Cycle.CALENDAR_YEAR, 2028), "青榆一小2028年工作计划"),
        source="blank",
        by=cast.lin,
        at=NOW,
    )
    found = bring(empty, cast, table(["5月", "上党课", None], ["13月", "不行的一行", None]))
    essays = made(cast)
    hand_in(due=due_of(essays, cast.tang), paper=paper(), has_file=False, by=cast.tang, at=NOW)
    heart = talk(cast, cast.lin, cast.tang)
    promise = entry(cast, "promises", "廉洁从教", owner=entry_of(cast.tang), is_public=True)
    # As schools hear of it, when no paper of theirs answers it yet.
    asked = opened(cast, title="2027年下半年工作计划", period=Period(Cycle.HALF_YEAR, 2027, 2))
    target = target_of(asked, cast.branch)
    coming = written(cast, title="2029年工作计划", period=Period(Cycle.CALENDAR_YEAR, 2029))
    handover = begin_handover(
        branch=cast.branch,
        outgoing=cast.lin,
        last_day=date(2026, 2, 28),
        incoming=cast.qiao,
        first_day=date(2026, 3, 1),
        by=cast.lin,
        at=NOW,
    )
    hand_over(handover=handover, in_stead="", by=cast.lin, at=NOW)
    place = [cast.branch.pk]
    calendar = [
        _("month") + "?month=2026-03",
        _("week") + "?day=2026-02-25",
        _("day") + "?day=2026-02-27",
        _("wheel") + "?year=2025",
    ]
    return {
        "lin": [
            *calendar, *(_(name, held.pk) for name in ("event", "record")), _("event_edit", draft.pk), _("record", draft.pk), _("record_edit", draft.pk),
            _("event_add"), *(_(name, *place) for name in ("records", "collections", "talks", "registers", "archive")), _("collection", essays.pk),
            _("collection_edit", essays.pk), _("collection_add", *place, "essays"), _("talk", heart.pk), _("talk_add", *place), *(_("register", *place, key) for key in sorted(registers())[:3]),
            _("register", *place, "promises"), _("register_add", *place, "promises"), _("register_entry", promise.pk), _("progress_list"), _("progress", approved.pk),
            _("offers", approved.pk), f"/plans/{empty.pk}/proposal/", f"/plans/{empty.pk}/schedule/file/", f"/plans/{empty.pk}/schedule/file/{found.pk}/", "/plans/routine/",
            f"/plans/rounds/asked/{target.pk}/", _("feeds"), "/handovers/", f"/handovers/{handover.pk}/", f"/handovers/{handover.pk}/first-days/",
        ],
        "he": [*calendar, "/plans/rounds/", f"/plans/rounds/{asked.pk}/board/", "/plans/batch/", "/plans/assignments/", "/plans/phrases/", "/plans/gaps/", _("progress_district"), _("registers_district")],
        "wei": [
            "/overview/", "/overview/term_over/", "/api/", "/api/tokens/", "/plans/rounds/", "/plans/rounds/new/", f"/plans/rounds/{coming.pk}/", f"/plans/rounds/{coming.pk}/edit/",
            f"/plans/rounds/{asked.pk}/", f"/plans/rounds/{asked.pk}/board/", f"/plans/rounds/{asked.pk}/board/print/", "/plans/rounds/groups/new/", "/plans/requirements/", "/plans/templates/",
            f"/plans/review-settings/{cast.district.pk}/", "/rules/calendar/terms/", f"/handovers/branches/{cast.branch.pk}/begin/",
        ],
        "tang": [*calendar, _("event", held.pk), _("mine"), _("collection_due", due_of(essays, cast.tang).pk), _("my_talks"), _("talk", heart.pk), _("feeds")],
    }  # fmt: skip


def _(name: str, *args: Any) -> str:
    return reverse(f"calendar_events:{name}", args=args)


def _record(cast: Cast, event: CalendarEvent) -> None:
    """All came, one decision by vote."""
    record = open_record(event=event, by=cast.lin, at=NOW)
    come(record)
    votes = {"decision": "resolution", "resolution": "同意", "yes": 4, "no": 0, "abstained": 0}
    add_item(record=record, facts={"title": "年度计划", **votes}, by=cast.lin, at=NOW)
