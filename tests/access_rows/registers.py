"""Who may open and do what in the registers of 青榆一小, and with the files that hang on them."""

from __future__ import annotations

from typing import Any

from calendar_events.models import Purpose
from calendar_events.services.attachments import attach
from tests.calendar_events.ledgers import PDF, entry, entry_of
from tests.cast import NOW


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _list(key: str, **more: str) -> Any:
    return lambda stage: {"branch": stage.cast.branch.pk, "register": key} | more


def _entry(key: str, **more: Any) -> Any:
    return lambda stage: {"pk": entry(stage.cast, key, **more).pk}


def _pair(stage: Any) -> dict[str, Any]:
    """tang's own."""
    return {"pk": entry(stage.cast, "pairs", owner=entry_of(stage.cast.tang)).pk}


def _wish(stage: Any) -> dict[str, Any]:
    return {"pk": entry(stage.cast, "wishes", is_public=True).pk}


def _file(stage: Any) -> dict[str, Any]:
    row = entry(stage.cast, "rectification")
    return {"pk": attach(to=row, data=PDF, filename="a.pdf", purpose=Purpose.PROOF, by=stage.cast.lin, at=NOW).pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:registers", "get", _branch, {}, "404 200 200 200 200 404 200 403"),
    ("calendar_events:registers_district", "get", lambda s: {}, {}, "403 403 403 403 200 200 200 403"),
    ("calendar_events:register", "get", _list("rectification"), {}, "404 200 200 200 200 404 200 403"),
    ("calendar_events:register", "get", _list("reserve"), {}, "404 403 403 200 403 404 403 403"),
    ("calendar_events:register", "get", _list("pairs"), {}, "404 200 200 200 403 404 403 403"),
    ("calendar_events:register_add", "get", _list("pairs"), {}, "404 403 403 200 403 404 403 403"),
    ("calendar_events:register_add", "post", _list("promises"), {}, "404 422 422 422 403 404 403 403"),
    ("calendar_events:register_start", "post", _list("standards"), {}, "404 403 403 302 403 404 403 403"),
    (
        "calendar_events:register_export",
        "get",
        _list("rectification", ending="xlsx"),
        {},
        "404 403 403 200 200 404 200 403",
    ),
    ("calendar_events:register_entry", "get", _entry("rectification"), {}, "404 404 404 200 200 404 200 404"),
    ("calendar_events:register_entry", "get", _entry("accountability"), {}, "404 404 404 200 404 404 404 404"),
    ("calendar_events:register_entry", "get", _pair, {}, "404 200 404 200 404 404 404 404"),
    ("calendar_events:register_edit", "get", _pair, {}, "404 403 404 200 404 404 404 404"),
    ("calendar_events:register_edit", "post", _entry("rectification"), {}, "404 404 404 422 403 404 403 404"),
    ("calendar_events:register_look", "post", _pair, {}, "404 422 404 422 404 404 404 404"),
    ("calendar_events:register_move", "post", _pair, {}, "404 403 404 422 404 404 404 404"),
    ("calendar_events:register_claim", "post", _wish, {}, "404 302 302 302 404 404 404 404"),
    ("calendar_events:register_remove", "post", _pair, {}, "404 403 404 422 404 404 404 404"),
    ("calendar_events:register_attach", "get", _pair, {}, "404 200 404 200 404 404 404 404"),
    ("calendar_events:register_attach", "post", _pair, {}, "404 422 404 422 404 404 404 404"),
    ("calendar_events:attachment", "get", _file, {}, "404 404 404 200 200 404 200 404"),
    ("calendar_events:attachment_remove", "post", _file, {}, "404 404 404 302 403 404 403 404"),
]
