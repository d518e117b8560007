"""Who may open and do what in the handover of 青榆一小 from 林向阳 to 乔木."""

from __future__ import annotations

from datetime import date
from typing import Any

from branchplan.handover.services import begin_handover
from tests.cast import NOW


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


def _handover(stage: Any) -> dict[str, Any]:
    cast = stage.cast
    row = begin_handover(
        branch=cast.branch,
        outgoing=cast.lin,
        last_day=date(2026, 2, 28),
        incoming=cast.qiao,
        first_day=date(2026, 3, 1),
        by=cast.lin,
        at=NOW,
    )
    return {"pk": row.pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("handover:list", "get", _nothing, {}, "403 403 403 200 403 403 200 403"),
    ("handover:begin", "get", _branch, {}, "404 403 403 200 403 404 200 403"),
    ("handover:begin", "post", _branch, {}, "404 403 403 302 403 404 302 403"),
    ("handover:detail", "get", _handover, {}, "404 404 404 200 404 404 200 404"),
    ("handover:prepare", "post", _handover, {}, "404 404 404 422 404 404 422 404"),
    ("handover:hand_over", "post", _handover, {}, "404 404 404 302 404 404 422 404"),
    ("handover:take_over", "post", _handover, {}, "404 404 404 403 404 404 403 404"),
    ("handover:cancel", "post", _handover, {}, "404 404 404 302 404 404 302 404"),
    ("handover:first_days", "get", _handover, {}, "404 404 404 200 404 404 200 404"),
    ("handover:tick", "post", _handover, {"key": "roster"}, "404 404 404 403 404 404 403 404"),
    ("handover:pdf", "get", _handover, {}, "404 404 404 200 404 404 200 404"),
    ("handover:docx", "get", _handover, {}, "404 404 404 200 404 404 200 404"),
]
