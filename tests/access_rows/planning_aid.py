"""Who takes lines of the planning aid and brings schedules as files for 青榆一小, and what its district asks of schedules."""

from __future__ import annotations

import io
from typing import Any

from plans.domain.draft import ItemDraft
from plans.models import BatchSource, ItemBatch
from plans.services.routine import add_requirement
from plans.services.schedule_files import upload_schedule
from plans.workbooks.schedule_writing import write_schedule
from tests.cast import NOW


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _approved(stage: Any) -> dict[str, Any]:
    return {"pk": stage.plan("approved").pk}


def _plan(stage: Any) -> dict[str, Any]:
    return {"pk": stage.plan("draft").pk}


def _batch(stage: Any) -> dict[str, Any]:
    plan = stage.plan("draft")
    facts = {"source": BatchSource.PROPOSAL, "added": 0, "changed": 0, "written_by": stage.cast.lin, "written_at": NOW}
    return {"pk": plan.pk, "batch": ItemBatch.objects.create(plan=plan, **facts).pk}


def _file(stage: Any) -> dict[str, Any]:
    plan = stage.plan("draft")
    month = plan.period.months[4]
    target = io.BytesIO()
    write_schedule(target, plan.period, [(ItemDraft(month, month, "上党课", "party_lecture"), "")])
    facts = {"data": target.getvalue(), "filename": "行事历.xlsx", "by": stage.cast.lin, "at": NOW}
    return {"pk": plan.pk, "schedule_import": upload_schedule(plan=plan, **facts).pk}


def _requirement(stage: Any) -> dict[str, Any]:
    facts = {
        "district": stage.cast.district,
        "text": "报送总结",
        "kind": "other",
        "source": "通知",
        "words": "每月15日",
    }
    return {"requirement": add_requirement(**facts, by=stage.cast.wei, at=NOW).pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("plans:proposal", "get", _plan, {}, "404 404 404 200 404 404 404 404"),
    ("plans:proposal_take", "post", _plan, {}, "404 404 404 409 404 404 404 404"),
    ("plans:batch_undo", "post", _batch, {}, "404 404 404 302 404 404 404 404"),
    ("plans:routine", "get", _nothing, {}, "403 403 403 200 403 403 403 403"),
    ("plans:routine", "post", _nothing, {}, "403 403 403 422 403 403 403 403"),
    ("plans:requirements", "get", _nothing, {}, "403 403 403 403 403 403 200 403"),
    ("plans:requirements", "post", _nothing, {}, "403 403 403 403 403 403 422 403"),
    ("plans:requirement_end", "post", _requirement, {}, "403 403 403 403 403 403 302 403"),
    ("plans:schedule_file", "get", _plan, {}, "404 404 404 200 404 404 404 404"),
    ("plans:schedule_file", "post", _plan, {}, "404 404 404 422 404 404 404 404"),
    ("plans:schedule_template", "get", _plan, {}, "404 404 404 200 404 404 404 404"),
    ("plans:schedule_workbook", "get", _plan, {}, "404 404 404 200 404 404 404 404"),
    ("plans:schedule_workbook", "get", _approved, {}, "404 200 200 200 200 404 404 404"),
    ("plans:schedule_import", "get", _file, {}, "404 404 404 200 404 404 404 404"),
    ("plans:schedule_confirm", "post", _file, {}, "404 404 404 409 404 404 404 404"),
    ("plans:schedule_compare", "post", _file, {}, "404 404 404 302 404 404 404 404"),
    ("plans:schedule_discard", "post", _file, {}, "404 404 404 302 404 404 404 404"),
]
