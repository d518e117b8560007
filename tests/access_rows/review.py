"""Who may open and do what at the district's desk: queue, reading page, return, comparison. The plan is one of 青榆一小."""

from __future__ import annotations

from typing import Any


def _of(state: str, **more: Any) -> Any:
    return lambda stage: {"pk": stage.plan(state).pk, **more}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("plans:compare_paper", "get", _of("approved", ending="docx"), {}, "404 403 403 200 200 404 404 404"),
]
