"""The panel of the checks: findings, mends, dismissals. With htmx the panel alone is answered, else a page of its own."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.requests import PortalRequest, posted
from plans.forms.checks import DismissForm, UndoForm
from plans.models import Plan
from plans.selectors.checks import check_page, frozen_report
from plans.selectors.versions import paper_of_plan
from plans.services import checks
from plans.services.checks import CheckRefused, Mended, Words
from plans.services.editing import EditConflict, PlanTextError
from plans.views.outline import plan_to_edit
from plans.views.submission import plan_of_school

TABS = {"outline": "plans:edit", "schedule": "plans:schedule", "page": "plans:checks"}


@require_GET
def plan_checks(request: PortalRequest, pk: str) -> HttpResponse:
    """What the checks say of the plan now; of a plan that is not open for change, what they said when it was submitted."""
    plan = plan_of_school(request, pk)
    if plan.is_editable:
        return _show(request, plan)
    context = {"plan": plan, "frozen": frozen_report(plan, paper_of_plan(plan))}
    return render(request, "plans/checks/frozen.html", context)


def _tab(request: PortalRequest) -> str:
    """Beside which editor the panel stands."""
    asked = request.POST.get("tab") or request.GET.get("tab", "")
    return asked if asked in TABS else "page"


def _show(
    request: PortalRequest,
    plan: Plan,
    *,
    mended: Mended | None = None,
    said: str = "",
    error: str = "",
    form: DismissForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "plan": plan,
        "checks": check_page(plan, request.user, timezone.localdate()),
        "tab": _tab(request),
        "mended": mended,
        "said": said,
        "error": error,
        "dismissing": form,
    }
    template = "plans/checks/_panel.html" if request.htmx else "plans/checks/page.html"
    response = render(request, template, context, status=status)
    if mended and request.htmx:
        response["HX-Trigger-After-Swap"] = json.dumps(
            {"plan-mended": {"anchor": mended.anchor, "message": mended.message}}
        )
    return response


def _done(
    request: PortalRequest, plan: Plan, said: str, *, mended: Mended | None = None, anchor: str = ""
) -> HttpResponse:
    if request.htmx:
        return _show(request, plan, mended=mended, said="" if mended else said)
    messages.success(request, said)
    return redirect(f"{reverse(TABS[_tab(request)], args=[plan.pk])}{anchor}")


@require_POST
def mend(request: PortalRequest, pk: str) -> HttpResponse:
    """Carry out a mend of the panel, or make a missing line a draft in its month."""
    plan = plan_to_edit(request, pk)
    try:
        mended = checks.mend(
            plan=plan,
            key=posted(request, "key"),
            choice=posted(request, "choice"),
            by=request.user,
            at=timezone.now(),
        )
    except (CheckRefused, PlanTextError) as refused:
        return _show(request, plan, error=str(refused), status=422)
    except EditConflict as conflict:
        return _show(request, plan, error=str(conflict), status=409)
    return _done(request, _again(request, pk), mended.message, mended=mended, anchor=_anchor(request, mended))


@require_POST
def unmend(request: PortalRequest, pk: str) -> HttpResponse:
    """Take a mend back."""
    plan = plan_to_edit(request, pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, error="不知道要撤销什么。", status=422)
    data = form.cleaned_data
    try:
        if data["items"]:
            keys = [UUID(key) for key in data["items"].split()]
            checks.take_back_lines(plan=plan, items=keys, by=request.user, at=timezone.now())
            undone = Mended("已撤销，添加的条目已删除。", "")
        else:
            words = Words(data["part"], data["field"], data["start"] or 0, data["text"])
            put = checks.put_words(plan=plan, words=words, new=data["was"], by=request.user, at=timezone.now())
            undone = Mended("已撤销，恢复了原来的文字。", put.anchor)
    except (CheckRefused, PlanTextError, ValueError) as refused:
        return _show(request, plan, error=str(refused), status=422)
    except EditConflict as conflict:
        return _show(request, plan, error=str(conflict), status=409)
    return _done(request, _again(request, pk), undone.message, mended=undone, anchor=_anchor(request, undone))


@require_POST
def dismiss(request: PortalRequest, pk: str) -> HttpResponse:
    """“不适用，因为……”"""
    plan = plan_to_edit(request, pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _show(request, plan, form=form, status=422)
    try:
        checks.dismiss(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
    except CheckRefused as refused:
        return _show(request, plan, error=str(refused), status=422)
    return _done(request, plan, "已记下理由，审核员会看到。")


@require_POST
def undismiss(request: PortalRequest, pk: str) -> HttpResponse:
    """The finding counts again."""
    plan = plan_to_edit(request, pk)
    checks.undismiss(plan=plan, key=posted(request, "key"), by=request.user, at=timezone.now())
    return _done(request, plan, "已恢复为待处理。")


def _again(request: PortalRequest, pk: str) -> Plan:
    """The plan as it stands after a change: title and signature may be new."""
    return plan_to_edit(request, pk)


def _anchor(request: PortalRequest, mended: Mended) -> str:
    return f"#{mended.anchor}" if mended.anchor and _tab(request) != "page" else ""
