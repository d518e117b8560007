"""An earlier plan (or a reading of one) as the start of the next: changes proposed one by one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from branches.models import Branch
from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.domain.draft import PlanDraft
from plans.domain.from_reading import DraftFacts, draft_from_reading, period_of
from plans.domain.period import current_period
from plans.domain.rolling import items_without_month, propose, roll
from plans.forms.beginning import PeriodForm, period_from_key
from plans.models import Plan, PlanUpload
from plans.selectors.beginning import has_plan
from plans.services.drafting import copy_of, create_plan
from plans.services.editing import PlanTextError
from plans.services.uploads import bind_to_plan, reading_of
from regulations.domain.observances import observance_book

#: Characters of what stands in the place of a year, a session, an anniversary.
REPLACEMENT_LENGTH = 40


@require_http_methods(["GET", "POST"])
def roll_plan(request: PortalRequest, pk: str) -> HttpResponse:
    """The next plan from an earlier one of the branch."""
    plan = get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch__district"), pk=pk)
    check_can_write_for(request.user, plan.branch)
    return _roll(request, plan.branch, copy_of(plan), str(plan), lambda new: None)


@require_http_methods(["GET", "POST"])
def roll_reading(request: PortalRequest, pk: str) -> HttpResponse:
    """The next plan from an uploaded file; `?from=` is the period the person confirmed for the file."""
    rows = PlanUpload.objects.visible_to(request.user).select_related("branch__district")
    upload = get_visible_or_404(rows, pk=pk)
    reading = reading_of(upload)
    old = period_from_key(request.GET.get("from", "")) or period_of(reading.period)
    if old is None:
        messages.warning(request, "请先确认这份文件是哪一年的计划。")
        return redirect("plans:reading", upload.pk)
    draft = draft_from_reading(
        reading, DraftFacts(old, reading.title or f"{upload.branch.name}{old.label}工作计划", reading.signature)
    )
    return _roll(request, upload.branch, draft, str(upload), lambda plan: bind_to_plan(upload=upload, plan=plan))


def _roll(
    request: PortalRequest, branch: Branch, draft: PlanDraft, name: str, done: Callable[[Plan], None]
) -> HttpResponse:
    current = current_period(draft.period.cycle, timezone.localdate())
    proposed = draft.period.next() if has_plan(branch, current) or current == draft.period else current
    while has_plan(branch, proposed):
        proposed = proposed.next()
    asked = request.POST if request.method == "POST" else request.GET
    form = PeriodForm(
        {key: asked[key] for key in ("cycle", "year", "part") if key in asked}
        if "cycle" in asked
        else PeriodForm.initial_of(proposed)
    )
    new = form.period if form.is_valid() else proposed
    book = observance_book()
    proposals = propose(draft, new, book)
    posted = request.method == "POST" and "create" in request.POST
    typed = {p.key: request.POST.get(f"new-{p.key}", p.new).strip() for p in proposals}
    accepted = {key: typed[key] for key in request.POST.getlist("accept") if key in typed}
    wrong = {key for key, words in accepted.items() if len(words) > REPLACEMENT_LENGTH or "\x00" in words}
    if wrong:
        form.add_error(None, f"改成的文字每处最多{REPLACEMENT_LENGTH}字，请看标出的行。")
    status = 200
    if posted and form.is_valid():
        try:
            plan = create_plan(
                branch=branch,
                draft=roll(draft, new, accepted, book),
                source="rolled",
                by=request.user,
                at=timezone.now(),
            )
        except PlanTextError as error:
            form.add_error(None, str(error))
        else:
            done(plan)
            messages.success(request, f"已建立{new.label}的草稿，改动了{len(accepted)}处。没有勾选的地方保持原文。")
            return redirect("plans:edit", plan.pk)
    if form.errors:
        status = 422
    rows = [(p, p.key in accepted if posted else p.certain, typed[p.key], p.key in wrong) for p in proposals]
    context = {
        "branch": branch,
        "form": form,
        "name": name,
        "old": draft.period,
        "new": new,
        "rows": rows,
        "most": REPLACEMENT_LENGTH,
        "lost": items_without_month(draft, new),
    }
    return render(request, "plans/beginning/roll.html", context, status=status)
