"""Who may open and do what in the ledger of points of 青榆一小."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from members.models import Member, PointsEntry
from members.services.points import enter_points, set_scheme
from tests.cast import NOW, TODAY

ITEM = "参加志愿服务"


def _branch(stage: Any) -> dict[str, Any]:
    cast = stage.cast
    set_scheme(branch=cast.branch, is_enabled=True, items=[(ITEM, Decimal(2))], by=cast.lin, at=NOW)
    return {"branch": cast.branch.pk}


def _line(stage: Any) -> dict[str, Any]:
    place, cast = _branch(stage), stage.cast
    people = [Member.objects.get(user=cast.qiao)]
    enter_points(branch=cast.branch, members=people, item=ITEM, on=TODAY, note="", key=uuid4(), by=cast.lin, at=NOW)
    return {"pk": PointsEntry.objects.get(branch=place["branch"]).pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("members:points", "get", _branch, {}, "404 403 403 200 200 404 200 403"),
    ("members:points_scheme", "post", _branch, {"items": "读书分享 1"}, "404 403 403 302 403 404 403 403"),
    ("members:points_enter", "post", _branch, {}, "404 403 403 422 403 404 403 403"),
    ("members:points_take_back", "post", _line, {}, "404 404 404 302 404 404 404 404"),
]
