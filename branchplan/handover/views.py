"""Handovers: the list, one with its pack and signatures, the new secretary's first days, the paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch, Role, User
from branches.models.people import LEADING_ROLES
from branches.permissions import NotAllowed, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest, posted
from branches.scope import scope_of
from branches.selectors import holders_in_branch
from branchplan.handover import services
from branchplan.handover.documents import file_name, handover_document
from branchplan.handover.forms import THINGS, BeginForm, PrepareForm, SignForm, TakeForm
from branchplan.handover.models import Handover
from branchplan.handover.permissions import (
    check_can_begin,
    check_can_cancel,
    check_can_hand_over,
    check_can_prepare,
    check_can_take_over,
    check_can_tick,
    signs_in_stead,
)
from branchplan.handover.selectors.pages import first_days_of, handovers_for, pack_shown, with_people
from documents.rendering import render_docx, render_pdf

PAGE_SIZE = 30
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def handovers(request: PortalRequest) -> HttpResponse:
    """Those one has to do with, and where to begin one."""
    scope = scope_of(request.user)
    own = Branch.objects.filter(pk__in=scope.branches_as(LEADING_ROLES)).order_by("short_name")
    if not (own or scope.administered_paths or Handover.objects.visible_to(request.user).exists()):
        raise NotAllowed("书记交接由支部书记、副书记和教育工委的管理员办理。")
    show = "done" if request.GET.get("show") == "done" else "open"
    page = Paginator(handovers_for(request.user, show=show), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "own": own, "query": f"show={show}"}
    return render(request, "handover/list.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: PortalRequest, branch: str) -> HttpResponse:
    """Who goes is whoever is secretary today."""
    rows = Branch.objects.visible_to(request.user).select_related("district")
    place = get_visible_or_404(rows, pk=branch)
    check_can_begin(request.user, place)
    now = timezone.now()
    outgoing = holders_in_branch(place, {Role.SECRETARY}, timezone.localdate(now)).first()
    form = BeginForm(request.POST if request.method == "POST" else None, branch=place, outgoing=outgoing)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.begin_handover(branch=place, outgoing=outgoing, by=request.user, at=now, **form.cleaned_data)
        except services.HandoverError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "交接已经开始，相关的人收到了消息。")
            return redirect("handover:detail", row.pk)
    context = {"branch": place, "outgoing": outgoing, "form": form}
    return render(request, "handover/begin.html", context, status=422 if request.method == "POST" else 200)


def _handover(request: PortalRequest, pk: str) -> Handover:
    return get_visible_or_404(with_people(Handover.objects.visible_to(request.user)), pk=pk)


def _is_inside(user: User, row: Handover) -> bool:
    """Lines lead to pages of the branch only for its own leaders: neither the administrator nor whose office is over may open them."""
    return scope_of(user).holds_in(row.branch, LEADING_ROLES)


def _show(request: PortalRequest, row: Handover, status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    start = {"things": row.things or THINGS, "words": row.words, "version": row.version}
    context = {
        "handover": row,
        "pack": pack_shown(row, timezone.localdate()),
        "is_inside": _is_inside(user, row),
        "prepare_form": PrepareForm(initial=start),
        "sign_form": SignForm(),
        "take_form": TakeForm(),
        "can_prepare": row.is_open and not row.handed_over_at and not refusal(check_can_prepare, user, row),
        "hand_over_refusal": refusal(check_can_hand_over, user, row),
        "take_over_refusal": refusal(check_can_take_over, user, row),
        "in_stead": signs_in_stead(user, row),
        "can_cancel": row.is_open and not refusal(check_can_cancel, user, row),
        **forms,
    }
    return render(request, "handover/detail.html", context, status=status)


@require_GET
def detail(request: PortalRequest, pk: str) -> HttpResponse:
    return _show(request, _handover(request, pk))


@require_POST
def prepare(request: PortalRequest, pk: str) -> HttpResponse:
    row = _handover(request, pk)
    check_can_prepare(request.user, row)
    form = PrepareForm(request.POST)
    if not form.is_valid():
        return _show(request, row, 422, prepare_form=form)
    try:
        services.prepare(handover=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.HandoverConflict as error:
        form.add_error(None, str(error))
        row = _handover(request, pk)
        again = PrepareForm({**request.POST.dict(), "version": row.version})
        again.is_valid()
        again.add_error(None, str(error))
        return _show(request, row, 409, prepare_form=again, stands_now=row)
    messages.success(request, "已保存。")
    return redirect("handover:detail", row.pk)


@require_POST
def hand_over(request: PortalRequest, pk: str) -> HttpResponse:
    row = _handover(request, pk)
    check_can_hand_over(request.user, row)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _show(request, row, 422, sign_form=form)
    try:
        services.hand_over(handover=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.HandoverError as error:
        form.add_error("in_stead" if signs_in_stead(request.user, row) else None, str(error))
        return _show(request, _handover(request, pk), 422, sign_form=form)
    messages.success(request, "已签字移交，清单从此固定。")
    return redirect("handover:detail", row.pk)


@require_POST
def take_over(request: PortalRequest, pk: str) -> HttpResponse:
    row = _handover(request, pk)
    check_can_take_over(request.user, row)
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _show(request, row, 422, take_form=form)
    try:
        services.take_over(handover=row, by=request.user, at=timezone.now(), **form.cleaned_data)
    except services.HandoverError as error:
        form.add_error(None, str(error))
        return _show(request, _handover(request, pk), 422, take_form=form)
    messages.success(request, "已签字接收。下面是您上任后三十天的清单。")
    return redirect("handover:first_days", row.pk)


@require_POST
def cancel(request: PortalRequest, pk: str) -> HttpResponse:
    row = _handover(request, pk)
    try:
        services.cancel_handover(handover=row, by=request.user, at=timezone.now())
    except services.HandoverError as error:
        messages.warning(request, str(error))
        return redirect("handover:detail", row.pk)
    messages.success(request, "已撤销这次交接。")
    return redirect("home")


@require_GET
def first_days(request: PortalRequest, pk: str) -> HttpResponse:
    """The new secretary's list; others who see the handover read it."""
    row = _handover(request, pk)
    days = first_days_of(row, timezone.localdate())
    if days is None:
        raise Http404("新任书记还没有确定。")
    context = {
        "handover": row,
        "days": days,
        "is_inside": _is_inside(request.user, row),
        "refusal": refusal(check_can_tick, request.user, row),
    }
    return render(request, "handover/first_days.html", context)


@require_POST
def tick(request: PortalRequest, pk: str) -> HttpResponse:
    """Tick a line off, or take the tick back."""
    row = _handover(request, pk)
    check_can_tick(request.user, row)
    now = timezone.now()
    key = posted(request, "key")
    if request.POST.get("undo"):
        services.untick(handover=row, key=key, by=request.user, at=now)
    else:
        days = first_days_of(row, timezone.localdate(now))
        task = next((task for task in days.open if task.key == key), None) if days else None
        if task is None:
            messages.info(request, "这一项已经勾选，或者已经不在清单里。")
        else:
            services.tick(handover=row, task=task, by=request.user, at=now)
    return redirect("handover:first_days", row.pk)


@require_GET
def pdf(request: PortalRequest, pk: str) -> HttpResponse:
    return _paper(request, pk, "pdf")


@require_GET
def docx(request: PortalRequest, pk: str) -> HttpResponse:
    return _paper(request, pk, "docx")


def _paper(request: PortalRequest, pk: str, ending: str) -> HttpResponse:
    row = _handover(request, pk)
    document = handover_document(row, pack_shown(row, timezone.localdate()))
    content = render_pdf(document) if ending == "pdf" else render_docx(document)
    name = content_disposition_header(as_attachment=True, filename=file_name(row, ending)) or "attachment"
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": name}
    return HttpResponse(content, content_type="application/pdf" if ending == "pdf" else WORD, headers=headers)
