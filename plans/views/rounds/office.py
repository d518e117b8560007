"""The office writes a round, opens it, changes it, ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import quote

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.domain.rounds.fields import FIELDS
from plans.forms.rounds import FileForm, PartForm, PartFormSet, RoundForm
from plans.models import PlanningRound, RoundAttachment, RoundState
from plans.rounds_permissions import check_can_run_round, check_can_see_asked
from plans.rounds_querysets import office_paths
from plans.selectors.rounds.asked import all_asked_of
from plans.selectors.rounds.office import district_to_plan_for, round_page, rounds_page
from plans.services.rounds.enclosures import attach_file, remove_file, write_parts
from plans.services.rounds.opening import AT_ONCE, ask_the_rest, close_round, open_round, reopen_round
from plans.services.rounds.writing import RoundChanged, RoundRefused, change_round, create_round, delete_round

PAGE_SIZE = 30
EMPTY_PARTS = 2
Parts = formset_factory(PartForm, formset=PartFormSet, extra=EMPTY_PARTS)


def round_of(request: PortalRequest, pk: object) -> PlanningRound:
    """404 for whoever may not know of it."""
    rows = PlanningRound.objects.visible_to(request.user).select_related("district", "opened_by", "closed_by")
    return get_visible_or_404(rows, pk=pk)


def own_round(request: PortalRequest, pk: object) -> PlanningRound:
    """… and 403 for whoever may not change it."""
    planning = round_of(request, pk)
    check_can_run_round(request.user, planning)
    return planning


@require_GET
def rounds(request: PortalRequest) -> HttpResponse:
    """The rounds of the office, or what the own branch was asked."""
    today = timezone.localdate()
    if not office_paths(request.user):
        check_can_see_asked(request.user)
        return render(request, "plans/rounds/asked_list.html", {"rows": all_asked_of(request.user, today)})
    rows, page = rounds_page(request.user, number=request.GET.get("page", "1"), size=PAGE_SIZE, today=today)
    return render(request, "plans/rounds/list.html", {"rows": rows, "page": page, "today": today})


@require_http_methods(["GET", "POST"])
def round_add(request: PortalRequest) -> HttpResponse:
    """A round that nobody hears of until it is opened."""
    held, now = request.acting_role, timezone.now()
    district = district_to_plan_for(request.user, preferred=held.district_id if held else None)
    initial = RoundForm.initial_for(district, timezone.localdate(now))
    form = RoundForm(request.POST if request.method == "POST" else None, district=district, initial=initial)
    if form.is_valid():
        try:
            planning = create_round(district=district, facts=form.facts, by=request.user, at=now)
        except RoundRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已保存，还没有发布。请核对布置给哪些学校，需要时加上模板和附件。")
            return redirect("plans:round", planning.pk)
    context = {"form": form, "district": district}
    return render(request, "plans/rounds/form.html", context, status=422 if form.errors else 200)


@require_GET
def round_detail(request: PortalRequest, pk: str) -> HttpResponse:
    """What is asked and of whom; for a school its own page of it."""
    planning = round_of(request, pk)
    if not office_paths(request.user):
        return redirect("plans:rounds")
    return _show(request, planning)


def _show(
    request: PortalRequest, planning: PlanningRound, form: FileForm | None = None, error: str = ""
) -> HttpResponse:
    context = {
        "planning": planning,
        "page": round_page(planning, request.user, timezone.localdate()),
        "refusal": refusal(check_can_run_round, request.user, planning),
        "form": form or FileForm(),
        "error": error,
    }
    return render(request, "plans/rounds/round.html", context, status=422 if error or (form and form.errors) else 200)


@require_http_methods(["GET", "POST"])
def round_edit(request: PortalRequest, pk: str) -> HttpResponse:
    """Change it; of an opened one only what schools can follow."""
    planning = own_round(request, pk)
    if planning.state == RoundState.CLOSED:
        messages.info(request, "这项布置已经结束，不能再修改。")
        return redirect("plans:round", planning.pk)
    posted = request.POST if request.method == "POST" else None
    form = RoundForm(posted, district=planning.district, planning=planning, initial=RoundForm.initial_from(planning))
    status, version = 200, planning.version
    if posted is not None and form.is_valid():
        base = _version(request)
        try:
            words = change_round(
                planning=planning, facts=form.facts, base_version=base, by=request.user, at=timezone.now()
            )
        except RoundRefused as refused:
            form.add_error(None, str(refused))
            status = 409 if isinstance(refused, RoundChanged) else 422
        else:
            told = f"已通知学校：{'；'.join(words)}。" if words else "已保存。"
            messages.success(request, told)
            return redirect("plans:round", planning.pk)
    elif posted is not None:
        status, version = 422, _version(request)
    context = {"form": form, "district": planning.district, "planning": planning, "version": version}
    return render(request, "plans/rounds/form.html", context, status=status)


@require_http_methods(["GET", "POST"])
def round_template(request: PortalRequest, pk: str) -> HttpResponse:
    """The sections that every draft begins with."""
    planning = own_round(request, pk)
    if planning.state != RoundState.DRAFT:
        messages.info(request, "已经发布，学校可能已按模板起草，模板不能再改。")
        return redirect("plans:round", planning.pk)
    posted = request.POST if request.method == "POST" else None
    initial = [
        {"place": row.position}
        | {name: getattr(row, name) for name in ("level", "heading", "body", "hint", "is_locked")}
        for row in planning.parts.order_by("position")
    ]
    forms = cast("PartFormSet", Parts(posted, initial=initial))
    error, status, version = "", 200, planning.version
    if posted is not None:
        status, version = 422, _version(request)
        if forms.is_valid():
            try:
                write_parts(
                    planning=planning, parts=forms.parts, base_version=version, by=request.user, at=timezone.now()
                )
            except RoundRefused as refused:
                error, status = str(refused), 409 if isinstance(refused, RoundChanged) else 422
                version = planning.version
            else:
                messages.success(request, "模板已保存。")
                return redirect("plans:round_template" if "more" in request.POST else "plans:round", planning.pk)
    context = {"planning": planning, "forms": forms, "fields": FIELDS, "error": error, "version": version}
    return render(request, "plans/rounds/template.html", context, status=status)


@require_POST
def round_attach(request: PortalRequest, pk: str) -> HttpResponse:
    """A file goes with it."""
    planning = own_round(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            attach_file(planning=planning, name=file.name, data=file.read(), by=request.user, at=timezone.now())
        except RoundRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, "附件已上传。")
            return redirect("plans:round", planning.pk)
    return _show(request, planning, form)


@require_POST
def round_detach(request: PortalRequest, pk: str, attachment: str) -> HttpResponse:
    """A file is taken away."""
    planning = own_round(request, pk)
    row = get_visible_or_404(planning.attachments.all(), pk=attachment)
    return _do(
        request, planning, lambda: remove_file(attachment=row, by=request.user, at=timezone.now()), "附件已去掉。"
    )


@require_GET
def round_file(request: PortalRequest, pk: str, attachment: str) -> HttpResponse:
    """Download, for everybody who may know of the round."""
    row: RoundAttachment = get_visible_or_404(round_of(request, pk).attachments.all(), pk=attachment)
    with row.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    return response


@require_POST
def round_open(request: PortalRequest, pk: str) -> HttpResponse:
    """Ask the schools."""
    planning = own_round(request, pk)
    base = _version(request)

    def change() -> str:
        schools = open_round(planning=planning, base_version=base, by=request.user, at=timezone.now())
        return f"已发布，{'正在逐批通知' if schools > AT_ONCE else '通知了'}{schools}所学校。"

    answer = _do(request, planning, change, to="plans:round_board")
    planning.refresh_from_db()
    return _to_job(request, planning) if planning.to_ask else answer


@require_POST
def round_ask_rest(request: PortalRequest, pk: str) -> HttpResponse:
    """How far an opening for very many schools has come; one that was stopped goes on."""
    planning = own_round(request, pk)
    if not planning.to_ask:
        messages.info(request, "所有学校都已通知。")
        return redirect("plans:round_board", planning.pk)
    return _to_job(request, planning)


def _to_job(request: PortalRequest, planning: PlanningRound) -> HttpResponse:
    job = ask_the_rest(planning=planning, by=request.user, at=timezone.now())
    return redirect("notices:job", pk=job.pk)


@require_POST
def round_close(request: PortalRequest, pk: str) -> HttpResponse:
    """No more reminders."""
    planning = own_round(request, pk)
    return _do(
        request, planning, lambda: close_round(planning=planning, by=request.user, at=timezone.now()),
        "已结束，不再提醒；迟交的仍会计入。",
    )  # fmt: skip


@require_POST
def round_reopen(request: PortalRequest, pk: str) -> HttpResponse:
    """Take a closing back."""
    planning = own_round(request, pk)
    return _do(
        request, planning, lambda: reopen_round(planning=planning, by=request.user, at=timezone.now()), "已重新开放。"
    )


@require_POST
def round_delete(request: PortalRequest, pk: str) -> HttpResponse:
    """Throw away what was never opened."""
    planning = own_round(request, pk)
    try:
        delete_round(planning=planning, by=request.user, at=timezone.now())
    except RoundRefused as refused:
        return _show(request, planning, error=str(refused))
    messages.success(request, "已删除。")
    return redirect("plans:rounds")


def _do(
    request: PortalRequest, planning: PlanningRound, change: Callable[[], Any], done: str = "", to: str = "plans:round"
) -> HttpResponse:
    """One service; its refusal on the page of the round as it stands now."""
    try:
        words = change()
    except RoundRefused as refused:
        return _show(request, round_of(request, planning.pk), error=str(refused))
    messages.success(request, done or str(words))
    return redirect(to, planning.pk)


def _version(request: PortalRequest) -> int:
    """The version of the round that the page showed; 0, which none has, for nonsense."""
    text = request.POST.get("base_version", "")
    return int(text) if text.isdecimal() else 0
