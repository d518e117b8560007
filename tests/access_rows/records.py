"""Who may open and do what with the record of an event of 青榆一小 that was held yesterday."""

from __future__ import annotations

from datetime import date
from typing import Any

from calendar_events.models import ActivityRecord
from calendar_events.services.record_finishing import finish_record
from calendar_events.services.record_items import add_item
from calendar_events.services.records import open_record
from tests.calendar_events.events import event_of
from tests.cast import NOW

HELD = date(2026, 2, 27)


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _event(stage: Any) -> dict[str, Any]:
    return {"pk": event_of(stage.cast, starts_on=HELD).pk}


def _record(stage: Any) -> ActivityRecord:
    return open_record(event=event_of(stage.cast, starts_on=HELD), by=stage.cast.lin, at=NOW)


def _draft(stage: Any) -> dict[str, Any]:
    return {"pk": _record(stage).event_id}


def _person(stage: Any) -> dict[str, Any]:
    record = _record(stage)
    return {"pk": record.event_id, "person": record.people.get(name="唐果").pk}


def _item(stage: Any) -> dict[str, Any]:
    record = _record(stage)
    item = add_item(record=record, facts={"title": "学习"}, by=stage.cast.lin, at=NOW)
    return {"pk": record.event_id, "item": item.pk}


def _finished(stage: Any) -> dict[str, Any]:
    record = _record(stage)
    record.people.update(presence="present")
    finish_record(record=record, acknowledged=True, by=stage.cast.lin, at=NOW)
    return {"pk": record.event_id}


def _paper(stage: Any) -> dict[str, Any]:
    return _finished(stage) | {"ending": "docx"}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:records", "get", _branch, {}, "404 200 200 200 200 404 200 403"),
    ("calendar_events:sheet_code", "post", _event, {"shows_code": "1"}, "404 403 403 302 403 404 403 404"),
    ("calendar_events:sign_in_sheet", "get", _event, {}, "404 403 403 200 403 404 403 404"),
    ("calendar_events:record_start", "post", _event, {}, "404 403 403 302 403 404 403 404"),
    ("calendar_events:record", "get", _draft, {}, "404 404 404 200 404 404 404 404"),
    ("calendar_events:record", "get", _finished, {}, "404 200 200 200 200 404 200 404"),
    ("calendar_events:record_edit", "get", _draft, {}, "404 404 404 200 404 404 404 404"),
    ("calendar_events:record_edit", "post", _draft, {}, "404 404 404 422 404 404 404 404"),
    ("calendar_events:record_people", "get", _draft, {}, "404 404 404 302 404 404 404 404"),
    ("calendar_events:record_people", "post", _draft, {}, "404 404 404 302 404 404 404 404"),
    ("calendar_events:record_renew", "post", _draft, {}, "404 404 404 302 404 404 404 404"),
    ("calendar_events:record_made_up", "post", _person, {}, "404 404 404 422 404 404 404 404"),
    ("calendar_events:record_item_add", "get", _draft, {}, "404 404 404 200 404 404 404 404"),
    ("calendar_events:record_item_add", "post", _draft, {}, "404 404 404 422 404 404 404 404"),
    ("calendar_events:record_item", "get", _item, {}, "404 404 404 200 404 404 404 404"),
    ("calendar_events:record_item", "post", _item, {}, "404 404 404 422 404 404 404 404"),
    ("calendar_events:record_item_remove", "post", _item, {}, "404 404 404 302 404 404 404 404"),
    ("calendar_events:record_finish", "post", _draft, {}, "404 404 404 422 404 404 404 404"),
    ("calendar_events:record_correct", "post", _finished, {}, "404 403 403 422 403 404 403 404"),
    ("calendar_events:record_paper", "get", _paper, {}, "404 200 200 200 200 404 200 404"),
    ("calendar_events:event_attach", "get", _event, {}, "404 403 403 200 403 404 403 404"),
    ("calendar_events:event_attach", "post", _event, {}, "404 403 403 422 403 404 403 404"),
]
