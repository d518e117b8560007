"""Who may open and do what with a collection list of 青榆一小 that 唐果 is on."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from calendar_events.models import CollectionDue, CollectionList
from calendar_events.services.collections import Paper, hand_in, open_collection
from tests.calendar_events.ledgers import entry_of
from tests.cast import NOW, TODAY

FACTS = {"title": "心得体会", "first_day": TODAY, "due_on": date(2026, 12, 30), "needed": 2, "unit": "篇", "note": ""}


def _made(stage: Any, kind: str = "essays") -> CollectionList:
    cast = stage.cast
    people = [entry_of(cast.tang)]
    return open_collection(branch=cast.branch, kind=kind, facts=FACTS, members=people, by=cast.lin, at=NOW)


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _kind(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk, "kind": "essays"}


def _list(stage: Any) -> dict[str, Any]:
    return {"pk": _made(stage).pk}


def _numbers(stage: Any) -> dict[str, Any]:
    return {"pk": _made(stage, "app_points").pk}


def _due(stage: Any) -> dict[str, Any]:
    return {"pk": CollectionDue.objects.get(collection=_made(stage)).pk}


def _paper(stage: Any) -> dict[str, Any]:
    due = CollectionDue.objects.select_related("collection__branch", "member").get(collection=_made(stage))
    row = hand_in(due=due, paper=Paper(uuid.uuid4(), text="读后感"), has_file=False, by=stage.cast.tang, at=NOW)
    return {"pk": row.pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:mine", "get", lambda s: {}, {}, "200 200 200 200 200 200 200 200"),
    ("calendar_events:collections", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("calendar_events:collection_add", "get", _kind, {}, "404 403 403 200 403 404 403 403"),
    ("calendar_events:collection_add", "post", _kind, {}, "404 403 403 422 403 404 403 403"),
    ("calendar_events:collection", "get", _list, {}, "404 403 404 200 404 404 404 404"),
    ("calendar_events:collection_edit", "get", _list, {}, "404 403 404 200 404 404 404 404"),
    ("calendar_events:collection_edit", "post", _list, {}, "404 403 404 422 404 404 404 404"),
    ("calendar_events:collection_step", "post", _list, {}, "404 403 404 422 404 404 404 404"),
    ("calendar_events:collection_numbers", "post", _numbers, {}, "404 403 404 422 404 404 404 404"),
    ("calendar_events:collection_export", "get", _list, {}, "404 403 404 200 404 404 404 404"),
    ("calendar_events:collection_attach", "get", _list, {}, "404 403 404 200 404 404 404 404"),
    ("calendar_events:collection_attach", "post", _list, {}, "404 403 404 422 404 404 404 404"),
    ("calendar_events:collection_due", "get", _due, {}, "404 200 404 200 404 404 404 404"),
    ("calendar_events:collection_due", "post", _due, {}, "404 422 404 422 404 404 404 404"),
    ("calendar_events:collection_take_back", "post", _paper, {}, "404 302 404 302 404 404 404 404"),
]
