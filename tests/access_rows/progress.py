"""Who may see what became of the approved plan of 青榆一小, and who may say why something will not be done."""

from __future__ import annotations

from typing import Any

from calendar_events.services.offers import drop_promise
from plans.models import Plan
from tests.cast import NOW


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _plan(stage: Any) -> dict[str, Any]:
    return {"pk": stage.plan("approved").pk}


def _promise(stage: Any) -> dict[str, Any]:
    plan: Plan = stage.plan("approved")
    item = plan.items.present()[0]
    return {"pk": plan.pk, "origin": item.origin, "month": f"{item.first_month:%Y-%m}"}


def _dropped(stage: Any) -> dict[str, Any]:
    given = _promise(stage)
    item = stage.plan("approved").items.present()[0]
    facts = {"origin": item.origin, "month": item.first_month, "reason": "并入2月支委会"}
    drop_promise(plan=stage.plan("approved"), **facts, by=stage.cast.lin, at=NOW)
    return given


def _branch(stage: Any) -> dict[str, Any]:
    return {"branch": stage.cast.branch.pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:progress_list", "get", _nothing, {}, "200 200 200 200 200 200 200 200"),
    ("calendar_events:progress", "get", _plan, {}, "404 200 200 200 200 404 404 404"),
    ("calendar_events:promise_drop", "get", _promise, {}, "404 403 403 200 403 404 404 404"),
    ("calendar_events:promise_drop", "post", _promise, {}, "404 403 403 422 403 404 404 404"),
    ("calendar_events:promise_take_up", "post", _dropped, {}, "404 403 403 302 403 404 404 404"),
    ("calendar_events:summarise", "post", _plan, {}, "404 403 403 302 403 404 404 404"),
    ("calendar_events:progress_district", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("calendar_events:progress_district_xlsx", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("calendar_events:archive", "get", _branch, {}, "404 403 403 200 403 404 403 403"),
    ("calendar_events:archive_start", "post", _branch, {"year": "2026"}, "404 403 403 302 403 404 403 403"),
    ("calendar_events:archive_start", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
]
