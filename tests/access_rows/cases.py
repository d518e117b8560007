"""Addresses of the development cases and of the requests to the superior."""

from __future__ import annotations

from typing import Any

from members.models import ConsentRequest, StepRecord
from members.services.case_steps import remove_step
from members.services.cases import close_case
from members.services.consents import begin_request, submit_request
from tests.members.case_steps import LATER as CASE_TIME
from tests.members.case_steps import case_up_to
from workflow.domain.transitions import Action
from workflow.models import ReviewComment
from workflow.services.perform import perform
from workflow.services.remarks import Anchor, Words, add_remark


def _nothing(stage: Any) -> dict[str, Any]:
    return {}


def _case(stage: Any) -> dict[str, Any]:
    """A case of 青榆一小 with its first twelve steps."""
    return {"pk": case_up_to(stage.cast, 12, at=CASE_TIME).pk}


def _case_step(step: int) -> Any:
    return lambda stage: {**_case(stage), "step": str(step)}


def _case_record(stage: Any) -> dict[str, Any]:
    case = case_up_to(stage.cast, 2, at=CASE_TIME)
    return {"pk": case.pk, "record": case.steps.get(step=2).pk}


def _case_decided(stage: Any) -> dict[str, Any]:
    """As if the superior had decided step 4 through the portal."""
    case = case_up_to(stage.cast, 4, at=CASE_TIME)
    case.steps.filter(step=4).update(is_from_paper=False)
    return {"pk": case.pk, "record": case.steps.get(step=4).pk}


def _case_removal(stage: Any) -> dict[str, Any]:
    given = _case_record(stage)
    record = StepRecord.objects.get(pk=given["record"])
    return {"pk": given["pk"], "removal": remove_step(record=record, base_version=1, by=stage.cast.lin, at=CASE_TIME)}


def _case_ended(stage: Any) -> dict[str, Any]:
    case = case_up_to(stage.cast, 2, at=CASE_TIME)
    day = CASE_TIME.date()
    return {"pk": close_case(case=case, because="stopped", closed_on=day, by=stage.cast.lin, at=CASE_TIME).pk}


def _consent(state: str) -> Any:
    """A request for the pre-review of that case."""

    def make(stage: Any) -> dict[str, Any]:
        cast = stage.cast
        case = case_up_to(cast, 12, at=CASE_TIME)
        request = begin_request(case=case, step=13, by=cast.lin, at=CASE_TIME)
        if state != "draft":
            request = submit_request(request=request, comment="", by=cast.lin, at=CASE_TIME)
        if state == "in_review":
            request = perform(request, Action.CLAIM, by=cast.he, at=CASE_TIME)
        return {"pk": request.pk}

    return make


def _consent_remark(stage: Any) -> dict[str, Any]:
    given = _consent("in_review")(stage)
    request = ConsentRequest.objects.select_related("branch__district", "claimed_by").get(pk=given["pk"])
    facts = {"anchor": Anchor(), "words": Words("缺政审材料")}
    return {**given, "remark": add_remark(document=request, **facts, by=stage.cast.he, at=CASE_TIME).pk}


def _consent_returned(stage: Any) -> dict[str, Any]:
    given = _consent_remark(stage)
    request = ConsentRequest.objects.select_related("branch__district", "claimed_by").get(pk=given["pk"])
    perform(request, Action.RETURN, by=stage.cast.he, at=CASE_TIME)
    return {"pk": given["pk"], "issue": given["remark"]}


def _consent_settled(stage: Any) -> dict[str, Any]:
    given = _consent_returned(stage)
    cast = stage.cast
    facts = {"reply": "已附", "replied_by": cast.lin, "replied_at": CASE_TIME}
    ReviewComment.objects.filter(pk=given["issue"]).update(**facts)
    request = ConsentRequest.objects.select_related("branch__district", "claimed_by").get(pk=given["pk"])
    request = submit_request(request=request, comment="", by=cast.lin, at=CASE_TIME)
    perform(request, Action.CLAIM, by=cast.he, at=CASE_TIME)
    return {"pk": given["pk"], "remark": given["issue"]}


ROWS: list[tuple[str, str, Any, dict[str, Any], str]] = [
    ("members:development", "get", _nothing, {}, "403 403 403 302 302 302 302 403"),
    ("members:development_board", "get", lambda s: {"branch": s.cast.branch.pk}, {}, "404 403 403 200 200 404 200 403"),
    (
        "members:development_quota",
        "post",
        lambda s: {"branch": s.cast.branch.pk},
        {"year": "x"},
        "404 403 403 422 422 404 422 403",
    ),
    ("members:case_open", "get", lambda s: {"branch": s.cast.branch.pk}, {}, "404 403 403 200 403 404 403 403"),
    ("members:case_open", "post", lambda s: {"branch": s.cast.branch.pk}, {}, "404 403 403 422 403 404 403 403"),
    ("members:development_district", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("members:development_overdue", "get", _nothing, {}, "403 403 403 403 200 200 200 403"),
    ("members:case", "get", _case, {}, "404 404 404 200 200 404 200 404"),
    ("members:case_close", "post", _case, {}, "404 404 404 422 403 404 403 404"),
    ("members:case_reopen", "post", _case_ended, {}, "404 404 404 302 403 404 403 404"),
    ("members:case_quota_year", "post", _case, {"quota_year": "2026"}, "404 404 404 302 403 404 403 404"),
    ("members:case_backwards", "get", _case, {}, "404 404 404 200 200 404 200 404"),
    ("members:case_what_if", "get", _case, {}, "404 404 404 200 200 404 200 404"),
    ("members:case_step", "get", _case_step(14), {}, "404 404 404 200 403 404 403 404"),
    ("members:case_step", "post", _case_step(14), {}, "404 404 404 422 403 404 403 404"),
    ("members:case_step_again", "get", _case_step(23), {}, "404 404 404 200 403 404 403 404"),
    ("members:case_step_again", "get", _case_step(15), {}, "404 404 404 404 404 404 404 404"),
    ("members:case_step_remove", "post", _case_record, {}, "404 404 404 302 403 404 403 404"),
    ("members:case_step_remove", "post", _case_decided, {"base_version": "1"}, "404 404 404 403 302 404 403 404"),
    ("members:case_step_restore", "post", _case_removal, {}, "404 404 404 302 403 404 403 404"),
    ("members:case_papers", "get", _case, {}, "404 404 404 200 200 404 200 404"),
    ("members:case_paper_pdf", "get", lambda s: {**_case(s), "slug": "notice"}, {}, "404 404 404 200 200 404 200 404"),
    ("members:case_paper_docx", "get", lambda s: {**_case(s), "slug": "notice"}, {}, "404 404 404 200 200 404 200 404"),
    ("members:consent_begin", "post", _case_step(13), {}, "404 404 404 302 403 404 403 404"),
    ("members:consent", "get", _consent("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("members:consent", "get", _consent("submitted"), {}, "404 404 404 200 403 404 404 404"),
    ("members:consent_edit", "get", _consent("draft"), {}, "404 404 404 200 404 404 404 404"),
    ("members:consent_edit", "post", _consent("draft"), {}, "404 404 404 422 404 404 404 404"),
    ("members:consent_submit", "post", _consent("draft"), {}, "404 404 404 302 404 404 404 404"),
    ("members:consent_withdraw", "post", _consent("submitted"), {}, "404 404 404 302 403 404 404 404"),
    ("members:consent_answer", "post", _consent_returned, {"reply": "已附"}, "404 404 404 302 403 404 404 404"),
    ("members:consent_pdf", "get", _consent("submitted"), {}, "404 404 404 200 200 404 404 404"),
    ("members:consent_docx", "get", _consent("submitted"), {}, "404 404 404 200 200 404 404 404"),
    ("members:consent_queue", "get", _nothing, {}, "403 403 403 403 200 200 403 403"),
    ("members:consent_review", "get", _consent("submitted"), {}, "404 404 404 403 200 404 404 404"),
    ("members:consent_claim", "post", _consent("submitted"), {}, "404 404 404 403 302 404 404 404"),
    ("members:consent_release", "post", _consent("in_review"), {}, "404 404 404 403 302 404 404 404"),
    (
        "members:consent_remark_add",
        "post",
        _consent("in_review"),
        {"body": "补日期"},
        "404 404 404 403 302 404 404 404",
    ),
    ("members:consent_remark_remove", "post", _consent_remark, {}, "404 404 404 403 302 404 404 404"),
    ("members:consent_settle", "post", _consent_settled, {"settled": "1"}, "404 404 404 403 302 404 404 404"),
    ("members:consent_return", "post", _consent("in_review"), {}, "404 404 404 403 409 404 404 404"),
    ("members:consent_decide", "post", _consent("in_review"), {}, "404 404 404 403 422 404 404 404"),
]
