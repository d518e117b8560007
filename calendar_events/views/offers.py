"""A plan's lines get their dates; what a revision changes is decided."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.forms.offers import OfferForm, ReasonForm, RevisionForm
from calendar_events.selectors.offers import Offer, OfferPage, offer_page
from calendar_events.selectors.revisions import revision_page
from calendar_events.services import offers as services
from calendar_events.services.event_facts import EventError
from calendar_events.services.events import EventConflict
from calendar_events.services.revising import apply_revision
from plans.domain.paper_kinds import PaperKind
from plans.models import Plan
from regulations.domain.quoting import quoted


def _plan(request: PortalRequest, pk: UUID) -> Plan:
    """A plan in force, for those who write for its branch."""
    rows = Plan.objects.visible_to(request.user).select_related("branch__district")
    plan = get_visible_or_404(rows, pk=pk)
    check_can_write_for(request.user, plan.branch)
    if plan.status != "approved" or plan.paper != PaperKind.PLAN:
        raise Http404("计划审定以后才能排日期。")
    return plan


@require_GET
def offers(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Every promise by month with a day to confirm."""
    return _show(request, _plan(request, pk))


def _show(request: PortalRequest, plan: Plan, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with what was typed where it was sent."""
    page = offer_page(plan, timezone.localdate())
    sent = request.POST if request.method == "POST" else None
    forms = {offer.key: OfferForm(offer, sent) for offer in page.open}
    context = {"plan": plan, "page": page, "forms": forms, "today": timezone.localdate(), **more}
    template = "calendar_events/offers/_offers.html" if request.htmx else "calendar_events/offers/page.html"
    return render(request, template, context, status=status)


@require_POST
def confirm(request: PortalRequest, pk: UUID) -> HttpResponse:
    """`only` names one promise; without it all that are ticked become events."""
    plan = _plan(request, pk)
    page, only = offer_page(plan, timezone.localdate()), request.POST.get("only", "")
    forms = [OfferForm(offer, request.POST) for offer in page.open]
    wanted = [form for form in forms if form.is_bound and (form.prefix == only if only else form["take"].value())]
    if any(not form.is_valid() for form in wanted):
        wrong = [form.prefix for form in wanted if form.errors]
        return _show(request, plan, error="有的条目填写不对，请看标出的行。", wrong=wrong, status=422)
    if not wanted:
        said = "这一条已经排好了，没有重复添加。" if only else "请勾选要确认的条目。"
        return _show(request, plan, error=said, status=422 if not only else 200)
    try:
        done = services.confirm_offers(
            plan=plan, choices=[form.choice() for form in wanted], by=request.user, at=timezone.now()
        )
    except EventError as error:
        return _show(request, plan, error=str(error), status=422)
    said = f"已列入行事历{done.made}项" + (f"，{done.already}条之前已经排好" if done.already else "") + "。"
    if request.htmx or only:
        # What was typed into the other rows stays.
        return _show(request, plan, done=said)
    messages.success(request, said)
    return redirect("calendar_events:offers", plan.pk)


def _offer(page: OfferPage, key: str) -> Offer:
    offer = page.offer(key)
    if offer is None:
        raise Http404("计划里没有这一条。")
    return offer


@require_POST
def again(request: PortalRequest, pk: UUID, key: str) -> HttpResponse:
    """One event more for the same promise."""
    plan = _plan(request, pk)
    offer = _offer(offer_page(plan, timezone.localdate()), key)
    form = OfferForm(offer, request.POST)
    if not form.is_bound or not form.is_valid():
        error = f"{quoted(offer.promised.line.text)}：{''.join(form.messages) or '请选择日期。'}"
        return _show(request, plan, error=error, status=422)
    try:
        services.schedule_again(plan=plan, choice=form.choice(), by=request.user, at=timezone.now())
    except EventError as error:
        return _show(request, plan, error=str(error), status=422)
    return _done(request, plan, "已再安排一次。")


@require_POST
def drop(request: PortalRequest, pk: UUID, key: str) -> HttpResponse:
    """Not to be kept, with the reason."""
    plan = _plan(request, pk)
    offer = _offer(offer_page(plan, timezone.localdate()), key)
    form = ReasonForm({"reason": request.POST.get(f"{key}-reason", "")})
    origin, month = offer.promised.key
    try:
        if not form.is_valid():
            raise EventError(str(form.errors["reason"][0]))
        services.drop_promise(
            plan=plan,
            origin=origin,
            month=month,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except EventError as error:
        return _show(request, plan, error=f"{quoted(offer.promised.line.text)}：{error}", wrong=[key], status=422)
    return _done(request, plan, "已标记为不再安排。")


@require_POST
def restore(request: PortalRequest, pk: UUID, key: str) -> HttpResponse:
    """To be kept after all."""
    plan = _plan(request, pk)
    origin, month = _offer(offer_page(plan, timezone.localdate()), key).promised.key
    try:
        services.restore_promise(plan=plan, origin=origin, month=month, by=request.user, at=timezone.now())
    except EventError as error:
        return _show(request, plan, error=str(error), status=409)
    return _done(request, plan, "已恢复，可以重新排日期。")


def _done(request: PortalRequest, plan: Plan, said: str) -> HttpResponse:
    if request.htmx:
        return _show(request, plan, done=said)
    messages.success(request, said)
    return redirect("calendar_events:offers", plan.pk)


@require_http_methods(["GET", "POST"])
def revision(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What the revision does to events that exist, and what is to become of them."""
    plan = _plan(request, pk)
    if request.method == "GET":
        return _revision(request, plan, timezone.localdate())
    page = revision_page(plan, timezone.localdate())
    forms = [RevisionForm(row, request.POST) for row in page.asked]
    decided = [form for form in forms if form.is_decided]
    if any(not form.is_valid() for form in decided):
        return _revision(request, plan, timezone.localdate(), status=422)
    if not decided:
        return _revision(request, plan, timezone.localdate(), error="请至少为一项活动选择处理办法。", status=422)
    try:
        count = apply_revision(
            plan=plan, decisions=[form.decided() for form in decided], by=request.user, at=timezone.now()
        )
    except (EventError, EventConflict) as error:
        return _revision(request, plan, timezone.localdate(), error=str(error), stale=True, status=409)
    messages.success(request, f"已处理{count}项活动。")
    return redirect("calendar_events:revision", plan.pk)


def _revision(
    request: PortalRequest, plan: Plan, today: date, *, stale: bool = False, status: int = 200, **more: Any
) -> HttpResponse:
    """With what was chosen where it was sent; after a conflict the versions are those of now."""
    page = revision_page(plan, today)
    sent = request.POST.copy() if request.method == "POST" else None
    if sent is not None and stale:
        sent.update({f"{row.event.pk.hex}-base_version": str(row.event.version) for row in page.asked})
    forms = [RevisionForm(row, sent) for row in page.asked]
    for form in forms:
        if form.is_bound and not form.is_decided:
            form.errors.clear()
    context = {"plan": plan, "page": page, "forms": forms, **more}
    return render(request, "calendar_events/offers/revision.html", context, status=status)
