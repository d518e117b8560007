"""The reading result: what the source said, what was read, and each decision in between."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.domain.from_reading import DraftFacts, draft_from_reading, period_of
from plans.domain.reading import Decision, Role
from plans.forms.beginning import DecisionForm, ReadFactsForm, iso, period_key
from plans.models import PlanUpload
from plans.selectors.beginning import next_free_period
from plans.selectors.reading import ReadingPage, reading_page
from plans.services.drafting import create_plan
from plans.services.editing import PlanTextError
from plans.services.uploads import UploadConflict, bind_to_plan, decide


def _upload(request: PortalRequest, pk: str) -> PlanUpload:
    return get_visible_or_404(
        PlanUpload.objects.visible_to(request.user).select_related("branch__district", "plan"), pk=pk
    )


def _facts(page: ReadingPage) -> dict[str, Any]:
    """What the form begins with: what was read, and the next free period where the source names none."""
    reading = page.reading
    period = period_of(reading.period) or next_free_period(page.upload.branch, timezone.localdate())
    return {
        **ReadFactsForm.initial_of(period),
        "title": reading.title or f"{page.upload.branch.name}{period.label}工作计划",
        "signature": reading.signature,
        "signed_on": iso(reading.signed_on),
    }


def _show(
    request: PortalRequest,
    page: ReadingPage,
    *,
    form: ReadFactsForm | None = None,
    wrong: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or its two columns for htmx."""
    context = {
        "upload": page.upload,
        "page": page,
        "form": form or ReadFactsForm(initial=_facts(page)),
        "wrong": wrong,
        "roles": list(Role),
        "levels": range(1, 7),
        "months": range(1, 13),
    }
    template = "plans/beginning/_reading.html" if request.htmx else "plans/beginning/reading.html"
    return render(request, template, context, status=status)


@require_GET
def reading(request: PortalRequest, pk: str) -> HttpResponse:
    """Source and structure side by side; `?edit=` opens the choices of one piece."""
    opened = request.GET.get("edit", "")
    return _show(request, reading_page(_upload(request, pk), int(opened) if opened.isdecimal() else None))


@require_POST
def decide_segment(request: PortalRequest, pk: str) -> HttpResponse:
    """One piece is something else than the reader thought, or the decision is taken back."""
    upload = _upload(request, pk)
    undo = "undo" in request.POST
    form = DecisionForm(request.POST if not undo else {**request.POST.dict(), "role": "body"})
    if not form.is_valid():
        opened = request.POST.get("segment", "")
        return _show(request, reading_page(upload, int(opened) if opened.isdecimal() else None), wrong=form, status=422)
    data = form.cleaned_data
    decision = None if undo else Decision(Role(data["role"]), data["level"] or 0, tuple(data["months"]))
    try:
        upload = decide(
            upload=upload,
            segment=data["segment"],
            decision=decision,
            base_version=data["base_version"],
            by=request.user,
        )
    except UploadConflict as conflict:
        messages.warning(request, str(conflict))
        return _show(request, reading_page(_upload(request, pk), data["segment"]), status=409)
    if request.htmx:
        return _show(request, reading_page(upload))
    return redirect(f"{reverse('plans:reading', args=[upload.pk])}#seg-{data['segment']}")


@require_POST
def create_from_reading(request: PortalRequest, pk: str) -> HttpResponse:
    """A draft for the period that was confirmed."""
    upload = _upload(request, pk)
    page = reading_page(upload)
    form = ReadFactsForm(request.POST)
    if not form.is_valid():
        return _show(request, page, form=form, status=422)
    data = form.cleaned_data
    facts = DraftFacts(form.period, data["title"], data["signature"], data["signed_on"])
    if "roll" in request.POST:
        return redirect(f"{reverse('plans:roll_reading', args=[upload.pk])}?from={period_key(form.period)}")
    try:
        plan = create_plan(
            branch=upload.branch,
            draft=draft_from_reading(page.reading, facts),
            source="reading",
            by=request.user,
            at=timezone.now(),
        )
    except PlanTextError as error:
        form.add_error(None, str(error))
        return _show(request, page, form=form, status=422)
    bind_to_plan(upload=upload, plan=plan)
    messages.success(request, f"已建立草稿：读取的{page.kept}字全部在内。请通读一遍，再检查行事历。")
    return redirect("plans:edit", plan.pk)
