"""The reviewer's remarks: at a section, a schedule line or the whole plan; changed, taken back, settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.domain.paper import PaperLine, PaperSection
from plans.forms.review import RemarkForm
from plans.models import Plan
from plans.selectors.review import review_page
from plans.views.review import plan_for_review, review_address, show_review
from workflow.domain.anchoring import quoted, quoted_words
from workflow.models import ReviewComment, Severity
from workflow.services import remarks
from workflow.services.perform import InvalidTransition


@require_POST
def add_remark(request: PortalRequest, pk: str) -> HttpResponse:
    """A remark or issue at a section, or on the whole plan."""
    plan = plan_for_review(request, pk)
    form = RemarkForm(request.POST)
    opened = request.POST.get("anchor") or "whole"
    if not form.is_valid():
        return show_review(request, plan, form=form, opened=opened, status=422)
    data = form.cleaned_data
    return _write(
        request,
        plan,
        form,
        opened,
        lambda: remarks.add_remark(
            document=plan,
            anchor=_anchor(plan, request, data),
            words=_words(data),
            finding_key=data["found"],
            by=request.user,
            at=timezone.now(),
        ),
    )


def _anchor(plan: Plan, request: PortalRequest, data: dict[str, Any]) -> remarks.Anchor:
    """The section or schedule line and the place of the words in it; what the browser counted is believed only where they stand there."""
    paper = review_page(plan, request.user, "none").paper
    wanted = str(data["anchor"] or "")
    places: list[PaperSection | PaperLine] = [*paper.sections, *paper.lines]
    found = next((place for place in places if place.id == wanted), None)
    if found is None:
        return remarks.Anchor(quote=data["quote"])
    label, text = found.label, found.text
    quote = None
    if data["start"] is not None and data["end"] is not None:
        quote = quoted(text, data["start"], data["end"])
    if quote is None or quote.words != data["quote"]:
        quote = quoted_words(text, data["quote"])
    if quote is None:
        return remarks.Anchor(UUID(wanted), label, data["quote"])
    return remarks.anchored(UUID(wanted), label, quote)


def _words(data: dict[str, Any]) -> remarks.Words:
    return remarks.Words(
        body=data["body"],
        suggestion=data["suggestion"],
        is_issue=data["is_issue"],
        severity=data["severity"] or Severity.MUST,
        clause=data["clause"],
        wording=data["wording"],
    )


@require_POST
def change_remark(request: PortalRequest, pk: str, remark: str) -> HttpResponse:
    """New words for a remark the school has not seen."""
    plan = plan_for_review(request, pk)
    row = _remark(request, plan, remark)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return show_review(request, plan, form=form, edited=str(row.pk), status=422)
    data = form.cleaned_data
    return _write(
        request,
        plan,
        form,
        str(row.anchor or "whole"),
        lambda: remarks.change_remark(
            remark=row,
            document=plan,
            words=_words(data),
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_POST
def remove_remark(request: PortalRequest, pk: str, remark: str) -> HttpResponse:
    """Take back a remark the school has not seen."""
    plan = plan_for_review(request, pk)
    row = _remark(request, plan, remark)
    return _write(
        request,
        plan,
        None,
        str(row.anchor or "whole"),
        lambda: remarks.remove_remark(remark=row, document=plan, by=request.user, at=timezone.now()),
    )


@require_POST
def settle(request: PortalRequest, pk: str, remark: str) -> HttpResponse:
    """An answered issue is settled, or not after all."""
    plan = plan_for_review(request, pk)
    row = _remark(request, plan, remark)
    settled = request.POST.get("settled") == "1"
    return _write(
        request,
        plan,
        None,
        str(row.anchor or "whole"),
        lambda: remarks.settle_issue(issue=row, document=plan, settled=settled, by=request.user, at=timezone.now()),
    )


def _remark(request: PortalRequest, plan: Plan, pk: str) -> ReviewComment:
    return get_visible_or_404(ReviewComment.objects.visible_to(request.user, plan), pk=pk)


def _write(
    request: PortalRequest, plan: Plan, form: RemarkForm | None, opened: str, change: Callable[[], object]
) -> HttpResponse:
    """Carry it out and go back to the section; what was typed stays when somebody else was faster."""
    try:
        change()
    except InvalidTransition as refused:
        return show_review(request, plan, form=form, opened=opened, error=str(refused), status=409)
    return redirect(f"{review_address(request, plan.pk)}#part-{opened}")
