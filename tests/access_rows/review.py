"""Who may open and do what at the district's desk: queue, reading page, return, comparison. The plan is one of 青榆一小."""

from __future__ import annotations

from datetime import date
from typing import Any

from branches.services.accounts import give_role
from tests.cast import NOW
from workflow.services.assign import assign_area, assign_paper


def _of(state: str, **more: Any) -> Any:
    return lambda stage: {"pk": stage.plan(state).pk, **more}


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _lead(stage: Any) -> Any:
    """shen leads the reviewers of 青榆区."""
    cast = stage.cast
    facts = {"role": "review_lead", "organisation": cast.district, "starts_on": date(2025, 9, 1)}
    give_role(user=cast.shen, by=None, at=NOW, **facts)
    return cast.shen


def _given(stage: Any) -> dict[str, Any]:
    """A plan that was given to he."""
    plan = stage.plan("submitted")
    assign_paper(document=plan, reviewer=stage.cast.he, by=_lead(stage), at=NOW)
    return {"pk": plan.pk}


def _rule(stage: Any) -> dict[str, Any]:
    cast = stage.cast
    facts = {"district": cast.district, "school_kind": "", "branch": None, "reviewer": cast.he}
    return {"pk": assign_area(by=_lead(stage), at=NOW, **facts).pk}


def _district(stage: Any) -> dict[str, Any]:
    return {"district": stage.cast.district.pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("plans:claim_many", "post", _nothing, {}, "403 403 403 403 302 302 403 403"),
    ("plans:assign_many", "post", _nothing, {}, "403 403 403 403 403 403 403 403"),
    ("plans:unassign", "post", _given, {}, "403 403 403 403 302 404 403 403"),
    ("plans:assignments", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("plans:assignments", "post", _nothing, {}, "403 403 403 403 403 403 403 403"),
    ("plans:assignment_end", "post", _rule, {}, "404 404 404 404 403 404 403 404"),
    ("plans:review_settings", "get", _district, {}, "404 404 404 404 403 404 200 403"),
    ("plans:review_settings", "post", _district, {}, "404 404 404 404 403 404 422 403"),
    ("plans:compare_paper", "get", _of("approved", ending="docx"), {}, "404 403 403 200 200 404 404 404"),
]
