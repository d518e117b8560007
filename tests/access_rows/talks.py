"""Who may open and do what with a talk of 青榆一小 between 唐果 and 乔木."""

from __future__ import annotations

from typing import Any

from calendar_events.services.talks import enter_talk
from tests.calendar_events.ledgers import entry_of
from tests.cast import NOW, TODAY


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _talk(stage: Any, kind: str = "heart") -> dict[str, Any]:
    cast = stage.cast
    facts = {
        "kind": kind, "speaker": entry_of(cast.tang), "talked_with": entry_of(cast.qiao), "held_on": TODAY, "place": "", "topic": "",
    }  # fmt: skip
    return {"pk": enter_talk(branch=cast.branch, facts=facts, notes="近况", by=cast.tang, at=NOW).pk}


def _closed(stage: Any) -> dict[str, Any]:
    return _talk(stage, "integrity")


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:my_talks", "get", lambda s: {}, {}, "200 200 200 200 200 200 200 200"),
    ("calendar_events:talks", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("calendar_events:talk_add", "get", _branch, {}, "404 200 200 200 403 404 403 403"),
    ("calendar_events:talk_add", "post", _branch, {}, "404 422 422 422 403 404 403 403"),
    ("calendar_events:talk", "get", _talk, {}, "404 200 404 200 404 404 404 404"),
    ("calendar_events:talk", "get", _closed, {}, "404 200 404 200 404 404 404 404"),
    ("calendar_events:talk_edit", "get", _talk, {}, "404 200 404 403 404 404 404 404"),
    ("calendar_events:talk_edit", "post", _talk, {}, "404 422 404 403 404 404 404 404"),
]
