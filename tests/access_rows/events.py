"""Who may open and do what with an event of 青榆一小, and with a talk that only 唐果 and the committee know of."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from tests.calendar_events.events import event_of, talk_with

ANSWER, MOVE = {"answer": "coming"}, {"starts_on": "2026-03-20", "base_version": "1"}
DAY = {"day": "2026-03-20", "base_version": "1"}


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _event(stage: Any) -> dict[str, Any]:
    return {"pk": event_of(stage.cast).pk}


def _talk(stage: Any) -> dict[str, Any]:
    return {"pk": talk_with(stage.cast, "tang", starts_on=timezone.localdate()).pk}


def _cancelled(stage: Any) -> dict[str, Any]:
    return {"pk": event_of(stage.cast, state="cancelled", cancelled_reason="下雨").pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:week", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("calendar_events:day", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("calendar_events:wheel", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("calendar_events:month_pdf", "get", _nothing, {}, "200 200 200 200 404 404 404 404"),
    ("calendar_events:year_pdf", "get", _nothing, {}, "200 200 200 200 404 404 404 404"),
    ("calendar_events:event_to_day", "post", _event, DAY, "404 403 403 302 403 404 403 404"),
    ("calendar_events:event_add", "get", _nothing, {}, "403 403 403 200 403 403 403 403"),
    ("calendar_events:event_add", "post", _nothing, {}, "403 403 403 422 403 403 403 403"),
    ("calendar_events:event", "get", _event, {}, "404 200 200 200 200 404 200 404"),
    ("calendar_events:event", "get", _talk, {}, "404 200 404 200 404 404 404 404"),
    ("calendar_events:event_edit", "get", _event, {}, "404 403 403 200 403 404 403 404"),
    ("calendar_events:event_edit", "get", _talk, {}, "404 403 404 200 404 404 404 404"),
    ("calendar_events:event_edit", "post", _event, {}, "404 403 403 422 403 404 403 404"),
    ("calendar_events:event_move", "get", _event, {}, "404 403 403 200 403 404 403 404"),
    ("calendar_events:event_move", "post", _event, MOVE, "404 403 403 302 403 404 403 404"),
    ("calendar_events:event_cancel", "get", _event, {}, "404 403 403 200 403 404 403 404"),
    ("calendar_events:event_cancel", "post", _event, {}, "404 403 403 422 403 404 403 404"),
    ("calendar_events:event_reinstate", "post", _cancelled, {"base_version": "1"}, "404 403 403 302 403 404 403 404"),
    ("calendar_events:event_repeat", "get", _event, {}, "404 403 403 200 403 404 403 404"),
    ("calendar_events:event_repeat", "post", _event, {}, "404 403 403 422 403 404 403 404"),
    ("calendar_events:event_answer", "post", _talk, ANSWER, "404 302 404 403 404 404 404 404"),
    ("calendar_events:event_answers", "post", _event, {}, "404 403 403 422 403 404 403 404"),
]
