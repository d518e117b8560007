"""谈心谈话: the year's matrix, my own talks, one talk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from branches.models import Branch
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.forms.talks import TalkForm
from calendar_events.selectors.talks import own_talks, talk_for, talk_matrix, talks_of
from calendar_events.services import talks as services
from calendar_events.talks_permissions import (
    check_can_change_talk,
    check_can_enter_talk,
    check_can_see_matrix,
    reads_notes,
)
from members.models import Member
from members.selectors.dues import year_from

SHOWN = 100


@require_GET
def branch(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Who has talked with whom this year, and who has not."""
    place = get_visible_or_404(Branch.objects.visible_to(request.user).select_related("district"), pk=branch)
    check_can_see_matrix(request.user, place)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    context = {
        "branch": place,
        "tab": "talks",
        "matrix": talk_matrix(place, year, today),
        "talks": talks_of(request.user, place, year)[:SHOWN],
        "year": year,
        "today": today,
    }
    return render(request, "calendar_events/talks/matrix.html", context)


@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """Talks that I had a part in."""
    return render(request, "calendar_events/talks/mine.html", {"talks": own_talks(request.user)[:SHOWN]})


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One talk; what was said only for those who may read it."""
    talk = talk_for(request.user, pk)
    context = {
        "talk": talk,
        "branch": talk.branch,
        "reads": reads_notes(request.user, talk),
        "change_refusal": refusal(check_can_change_talk, request.user, talk),
    }
    try:
        context["notes"] = services.notes_of(talk, request.user)
    except services.TalkRefused as refused:
        context["broken"] = str(refused)
    return render(request, "calendar_events/talks/talk.html", context)


@sensitive_post_parameters("notes")
@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, branch: UUID) -> HttpResponse:
    """A talk that took place; `?with=` proposes the other."""
    place = get_visible_or_404(Branch.objects.visible_to(request.user).select_related("district"), pk=branch)
    check_can_enter_talk(request.user, place)
    own = Member.objects.filter(branch=place, user=request.user).first()
    initial = {"held_on": timezone.localdate(), "speaker": own, "talked_with": request.GET.get("with")}
    form = TalkForm(request.POST if request.method == "POST" else None, branch=place, initial=initial)
    if form.is_bound and form.is_valid():
        notes = form.cleaned_data["notes"]
        try:
            talk = services.enter_talk(
                branch=place, facts=form.facts(), notes=notes, by=request.user, at=timezone.now()
            )
        except services.TalkRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            kept = not notes.strip() or talk.sealed
            messages.success(request, "已登记。" if kept else "已登记；您不是谈话的当事人，谈话内容没有保存。")
            return redirect("calendar_events:talk", talk.pk)
    return _form(request, place, form, 422 if form.is_bound else 200)


@sensitive_post_parameters("notes")
@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Change it over the version it was read from."""
    talk = talk_for(request.user, pk)
    check_can_change_talk(request.user, talk)
    reads = reads_notes(request.user, talk)
    initial: dict[str, Any] = {name: getattr(talk, name) for name in services.FACTS} | {"base_version": talk.version}
    if reads and request.method == "GET":
        initial["notes"] = services.notes_of(talk, request.user)
    form = TalkForm(
        request.POST if request.method == "POST" else None, branch=talk.branch, with_notes=reads, initial=initial
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.change_talk(
                talk=talk,
                facts=form.facts(),
                notes=form.cleaned_data.get("notes"),
                base_version=form.cleaned_data["base_version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except services.TalkConflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        except services.TalkRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "已保存。")
            return redirect("calendar_events:talk", pk)
    return _form(request, talk.branch, form, status, talk=talk)


def _form(request: PortalRequest, place: Branch, form: TalkForm, status: int, **more: Any) -> HttpResponse:
    context = {"branch": place, "tab": "talks", "form": form, **more}
    response = render(request, "calendar_events/talks/form.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
