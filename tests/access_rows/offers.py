"""Who may turn the lines of the approved plan of 青榆一小 into events."""

from __future__ import annotations

from typing import Any

from calendar_events.selectors.offers import offer_page
from calendar_events.services.offers import drop_promise
from tests.cast import NOW, TODAY


def _plan(stage: Any) -> dict[str, Any]:
    return {"pk": stage.plan("approved").pk}


def _line(stage: Any) -> dict[str, Any]:
    plan = stage.plan("approved")
    return {"pk": plan.pk, "key": offer_page(plan, TODAY).offers[0].key}


def _dropped(stage: Any) -> dict[str, Any]:
    plan = stage.plan("approved")
    offer = offer_page(plan, TODAY).offers[0]
    origin, month = offer.promised.key
    if offer.dropped is None:
        drop_promise(plan=plan, origin=origin, month=month, reason="合并", by=stage.cast.lin, at=NOW)
    return {"pk": plan.pk, "key": offer.key}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("calendar_events:offers", "get", _plan, {}, "404 403 403 200 403 404 404 404"),
    ("calendar_events:offers", "get", lambda s: {"pk": s.plan("draft").pk}, {}, "404 404 404 404 404 404 404 404"),
    ("calendar_events:offers_confirm", "post", _plan, {}, "404 403 403 422 403 404 404 404"),
    ("calendar_events:offer_again", "post", _line, {}, "404 403 403 422 403 404 404 404"),
    ("calendar_events:offer_drop", "post", _line, {}, "404 403 403 422 403 404 404 404"),
    ("calendar_events:offer_restore", "post", _dropped, {}, "404 403 403 302 403 404 404 404"),
    ("calendar_events:revision", "get", _plan, {}, "404 403 403 200 403 404 404 404"),
    ("calendar_events:revision", "post", _plan, {}, "404 403 403 422 403 404 404 404"),
]
