"""Who may open and do what at the district's desk: queue, reading page, return, comparison. The plan is one of 青榆一小."""

from __future__ import annotations

from datetime import date
from typing import Any

from branches.services.accounts import give_role
from plans.services.batch import draw_batch
from plans.services.phrases import save_phrase
from tests.cast import NOW
from workflow.models import ReviewComment
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


def _phrase(stage: Any) -> dict[str, Any]:
    """One of he's own."""
    values = {"title": "缺日期", "body": "没有写明日期", "severity": "must"}
    return {"pk": save_phrase(phrase=None, district=None, values=values, by=stage.cast.he, at=NOW).pk}


def _batch(stage: Any) -> dict[str, Any]:
    """A clean plan drawn by he."""
    type(plan := stage.plan("submitted")).objects.filter(pk=plan.pk).update(is_clean=True)
    return {"pk": draw_batch(by=stage.cast.he, at=NOW).pk}


def _section(stage: Any) -> dict[str, Any]:
    plan = stage.plan("submitted")
    return {"pk": plan.pk, "section": plan.sections.get(heading="带好青年教师").pk}


def _wording(stage: Any) -> dict[str, Any]:
    plan = stage.plan("returned")
    return {"pk": plan.pk, "issue": ReviewComment.objects.of(plan).get().pk}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("plans:claim_many", "post", _nothing, {}, "403 403 403 403 302 302 403 403"),
    ("plans:assign_many", "post", _nothing, {}, "403 403 403 403 403 403 403 403"),
    ("plans:unassign", "post", _given, {}, "403 403 403 403 302 404 403 403"),
    ("plans:assignments", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("plans:assignments", "post", _nothing, {}, "403 403 403 403 403 403 403 403"),
    ("plans:assignment_end", "post", _rule, {}, "404 404 404 404 403 404 403 404"),
    ("plans:review_settings", "get", _district, {}, "404 404 404 404 403 404 200 403"),
    ("plans:review_settings", "post", _district, {}, "404 404 404 404 403 404 422 403"),
    ("plans:phrases", "get", _nothing, {}, "403 403 403 403 200 200 403 403"),
    ("plans:phrases", "post", _nothing, {}, "403 403 403 403 422 422 403 403"),
    ("plans:phrase", "get", _phrase, {}, "403 403 403 403 200 404 403 403"),
    ("plans:phrase", "post", _phrase, {}, "403 403 403 403 422 404 403 403"),
    ("plans:phrase_remove", "post", _phrase, {}, "403 403 403 403 302 404 403 403"),
    ("plans:batch", "get", _nothing, {}, "403 403 403 403 200 200 403 403"),
    ("plans:batch_sample", "post", _nothing, {}, "403 403 403 403 200 200 403 403"),
    ("plans:batch_draw", "post", _nothing, {}, "403 403 403 403 422 422 403 403"),
    ("plans:batch_read", "post", _batch, {}, "403 403 403 403 404 404 403 403"),
    ("plans:batch_approve", "post", _batch, {}, "403 403 403 403 302 404 403 403"),
    ("plans:batch_drop", "post", _batch, {}, "403 403 403 403 302 404 403 403"),
    ("plans:same_section", "get", _section, {}, "404 404 404 403 200 404 404 404"),
    ("plans:pass", "post", _of("in_review"), {}, "404 404 404 403 302 404 404 404"),
    ("plans:wording", "post", _wording, {}, "404 404 404 409 403 404 404 404"),
    (
        "plans:opinion",
        "get",
        _of("returned", number="1", kind="opinion", ending="docx"),
        {},
        "404 404 404 200 200 404 404 404",
    ),
    ("plans:compare_paper", "get", _of("approved", ending="docx"), {}, "404 403 403 200 200 404 404 404"),
]
