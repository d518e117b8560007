"""Who may ask the schools of 青榆区 for papers, see the board, and begin what 青榆一小 is asked for."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from plans.models import Plan
from plans.services.rounds.drafts import begin_paper
from plans.services.rounds.enclosures import attach_file
from plans.services.rounds.groups import write_group
from plans.services.rounds.opening import close_round
from tests.cast import NOW
from tests.plans.rounds.stage import opened, target_of, written


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _draft(stage: Any) -> dict[str, Any]:
    return {"pk": written(stage.cast).pk}


def _open(stage: Any) -> dict[str, Any]:
    """Asked of 青榆一小 only: the kindergarten is not to know."""
    return {"pk": opened(stage.cast, school_kinds=["primary"], points=("主题党日",)).pk}


def _closed(stage: Any) -> dict[str, Any]:
    planning = opened(stage.cast, school_kinds=["primary"])
    close_round(planning=planning, by=stage.cast.wei, at=NOW)
    return {"pk": planning.pk}


def _file(stage: Any) -> dict[str, Any]:
    planning = opened(stage.cast, school_kinds=["primary"])
    row = attach_file(planning=planning, name="a.txt", data=b"x", by=stage.cast.wei, at=NOW)
    return {"pk": planning.pk, "attachment": row.pk}


def _target(stage: Any) -> dict[str, Any]:
    planning = opened(stage.cast, school_kinds=["primary"], points=("主题党日",))
    return {"pk": target_of(planning, stage.cast.branch).pk}


def _plan(stage: Any) -> Plan:
    planning = opened(stage.cast, school_kinds=["primary"], points=("主题党日",))
    target = target_of(planning, stage.cast.branch)
    return begin_paper(target=target, from_former=False, by=stage.cast.lin, at=NOW)


def _begun(stage: Any) -> dict[str, Any]:
    return {"pk": _plan(stage).pk}


def _point(stage: Any) -> dict[str, Any]:
    plan = _plan(stage)
    return {"pk": plan.pk, "point": plan.round.key_points.get().pk}


def _group(stage: Any) -> dict[str, Any]:
    cast = stage.cast
    group = write_group(
        district=cast.district, group=None, name="示范校", branches=[cast.branch], base_version=0, by=cast.wei, at=NOW
    )
    return {"pk": group.pk}


WRONG_SET = {"form-TOTAL_FORMS": "x"}

ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("plans:rounds", "get", _nothing, {}, "403 403 403 200 200 200 200 403"),
    ("plans:round_add", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("plans:round_add", "post", _nothing, {}, "403 403 403 403 422 422 422 403"),
    ("plans:round", "get", _draft, {}, "404 404 404 404 200 404 200 404"),
    ("plans:round", "get", _open, {}, "404 404 404 302 200 404 200 404"),
    ("plans:round_edit", "get", _draft, {}, "404 404 404 404 200 404 200 404"),
    ("plans:round_edit", "post", _open, {}, "404 404 404 403 422 404 422 404"),
    ("plans:round_edit", "get", _closed, {}, "404 404 404 403 302 404 302 404"),
    ("plans:round_template", "get", _draft, {}, "404 404 404 404 200 404 200 404"),
    ("plans:round_template", "post", _draft, WRONG_SET, "404 404 404 404 422 404 422 404"),
    ("plans:round_attach", "post", _open, {}, "404 404 404 403 422 404 422 404"),
    ("plans:round_file", "get", _file, {}, "404 404 404 200 200 404 200 404"),
    ("plans:round_detach", "post", _file, {}, "404 404 404 403 302 404 302 404"),
    ("plans:round_open", "post", _draft, {}, "404 404 404 404 422 404 422 404"),
    ("plans:round_ask_rest", "post", _open, {}, "404 404 404 403 302 404 302 404"),
    ("plans:round_close", "post", _open, {}, "404 404 404 403 302 404 302 404"),
    ("plans:round_reopen", "post", _closed, {}, "404 404 404 403 302 404 302 404"),
    ("plans:round_delete", "post", _draft, {}, "404 404 404 404 302 404 302 404"),
    ("plans:round_delete", "post", _open, {}, "404 404 404 403 422 404 422 404"),
    ("plans:round_board", "get", _open, {}, "404 404 404 403 200 404 200 404"),
    ("plans:round_board_live", "get", _open, {}, "404 404 404 403 200 404 200 404"),
    ("plans:round_board_print", "get", _open, {}, "404 404 404 403 200 404 200 404"),
    ("plans:round_urge", "post", _open, {}, "404 404 404 403 302 404 302 404"),
    ("plans:round_extend", "get", _open, {}, "404 404 404 403 200 404 200 404"),
    ("plans:round_extend", "post", _open, {}, "404 404 404 403 422 404 422 404"),
    ("plans:round_export", "post", _open, {}, "404 404 404 403 302 404 302 404"),
    ("plans:round_asked", "get", _target, {}, "404 404 404 200 200 404 200 404"),
    ("plans:round_begin", "post", _target, {}, "404 404 404 302 403 404 403 404"),
    ("plans:key_points", "get", _begun, {}, "404 404 404 200 404 404 404 404"),
    ("plans:key_point_answer", "post", _point, {"place": "item.0"}, "404 404 404 422 404 404 404 404"),
    ("plans:school_groups", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("plans:school_group_add", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("plans:school_group_add", "post", _nothing, {}, "403 403 403 403 422 422 422 403"),
    ("plans:school_group_edit", "get", _group, {}, "404 404 404 404 200 404 200 404"),
    ("plans:school_group_edit", "post", _group, {}, "404 404 404 404 422 404 422 404"),
    ("plans:school_group_delete", "post", _group, {}, "404 404 404 404 302 404 302 404"),
    ("plans:school_group_delete", "post", lambda stage: {"pk": uuid4()}, {}, "404 404 404 404 404 404 404 404"),
]
