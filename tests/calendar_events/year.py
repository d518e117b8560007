"""A year of 青榆一小 for tests: its approved plan of 2026 with what was held of it by May Day.

Four people are due at each gathering. January's committee meeting was held on 20 January with all, March's theme day on 3 April (late) with
three, of whom nobody made up; the lessons of March and April were not held, December is to come. A visit on 9 April was in no plan.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from calendar_events.models import ActivityRecord, CalendarEvent
from calendar_events.services.record_finishing import finish_record
from calendar_events.services.record_items import add_item
from calendar_events.services.record_people import PersonLine, save_people
from calendar_events.services.records import open_record
from plans.models import Plan
from tests.calendar_events.events import event_of
from tests.cast import NOW, Cast, plan_at
from workflow.domain.transitions import Status

ON_MAY_DAY = NOW.replace(month=5, day=1)


def held(event: CalendarEvent, cast: Cast, *, absent: int = 0, resolution: str = "") -> ActivityRecord:
    """The event's record, finished: the last ones of the list were on leave."""
    record = open_record(event=event, by=cast.lin, at=ON_MAY_DAY)
    rows = list(record.people.filter(is_observer=False).order_by("position", "name"))
    last = len(rows) - absent
    lines = [
        PersonLine(row.pk, "present") if place < last else PersonLine(row.pk, "absent", "leave")
        for place, row in enumerate(rows)
    ]
    save_people(
        record=record, lines=lines, observers=[], base_version=record.people_version, by=cast.lin, at=ON_MAY_DAY
    )
    if resolution:
        add_item(record=record, facts={"title": "全年工作", "resolution": resolution}, by=cast.lin, at=ON_MAY_DAY)
    finished, _ = finish_record(
        record=ActivityRecord.objects.get(pk=record.pk), acknowledged=True, by=cast.lin, at=ON_MAY_DAY
    )
    return finished


def promised(plan: Plan, text: str) -> dict[str, Any]:
    """What an event that keeps this line carries."""
    item = plan.items.present().get(text__startswith=text)
    return {"item_origin": item.origin, "promised_month": item.first_month}


def year_of(cast: Cast) -> Plan:
    plan = plan_at(cast, Status.APPROVED)
    meeting = event_of(
        cast,
        "支委会：讨论全年工作",
        kind="committee_meeting",
        starts_on=date(2026, 1, 20),
        **promised(plan, "召开支委会"),
    )
    theme_day = event_of(cast, starts_on=date(2026, 4, 3), **promised(plan, "主题党日"))
    visit = event_of(cast, "看望退休教师", kind="care", starts_on=date(2026, 4, 9))
    held(meeting, cast, resolution="同意全年工作安排")
    held(theme_day, cast, absent=1)
    held(visit, cast)
    return plan
