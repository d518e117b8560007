"""Who sees the district at a glance."""

from __future__ import annotations

from typing import Any


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("overview:district", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("overview:behind", "get", lambda stage: {"key": "term_over"}, {}, "403 403 403 403 200 200 200 403"),
    ("overview:behind", "get", lambda stage: {"key": "nonsense"}, {}, "403 403 403 403 404 404 404 403"),
    ("overview:export", "post", lambda stage: {"key": "case_overdue"}, {}, "403 403 403 403 302 302 302 403"),
]
