"""An event: its page, making and editing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from branches.models import Branch
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.selectors import branch_to_write_for
from calendar_events.forms.events import AnswerForm, EventForm, day_asked
from calendar_events.models import CalendarEvent
from calendar_events.permissions import check_can_change_event
from calendar_events.selectors.event_page import event_page
from calendar_events.selectors.event_papers import event_papers
from calendar_events.services import events as services
from calendar_events.services.differences import differences
from calendar_events.services.event_facts import EventError


def visible_event(request: PortalRequest, pk: UUID) -> CalendarEvent:
    """404 for whoever must not know of it."""
    rows = CalendarEvent.objects.visible_to(request.user).with_people().select_related("branch__district", "changed_by")
    return get_visible_or_404(rows.distinct(), pk=pk)


def event_to_change(request: PortalRequest, pk: UUID) -> CalendarEvent:
    """403 for those who may only read it."""
    found = visible_event(request, pk)
    check_can_change_event(request.user, found)
    return found


@require_GET
def event(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What, when, where, who; one's own answer; for the committee everybody's."""
    return show_event(request, visible_event(request, pk))


def show_event(request: PortalRequest, found: CalendarEvent, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, or with htmx the part below its head."""
    today = timezone.localdate()
    page = event_page(found, request.user, today)
    papers = event_papers(found, request.user)
    context = {"page": page, "event": found, "today": today, "answer_form": AnswerForm(), **papers, **more}
    template = "calendar_events/events/_event.html" if request.htmx else "calendar_events/events/event.html"
    return render(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest) -> HttpResponse:
    """A new event; `?day=` proposes the day, `?copy=` another event to begin with."""
    branch = branch_to_write_for(request.user, preferred=getattr(request.acting_role, "branch_id", None))
    if request.method == "GET":
        form = EventForm(branch=branch, initial=_beginning(request, branch))
        return render(request, "calendar_events/events/form.html", {"branch": branch, "form": form})
    form = EventForm(request.POST, branch=branch)
    if form.is_valid():
        try:
            made = services.create_event(branch=branch, facts=form.facts(), by=request.user, at=timezone.now())
        except EventError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已列入行事历。")
            return redirect(made)
    return render(request, "calendar_events/events/form.html", {"branch": branch, "form": form}, status=422)


def _beginning(request: PortalRequest, branch: Branch) -> dict[str, Any]:
    day = day_asked(request.GET.get("day", ""), timezone.localdate())
    try:
        model = UUID(request.GET.get("copy", ""))
    except ValueError:
        return {"starts_on": day}
    found = event_to_change(request, model)
    if found.branch_id != branch.pk:
        return {"starts_on": day}
    return EventForm.initial_of(found) | {"base_version": None, "starts_on": None, "ends_on": None}


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Over the version it was read in; 409 with both beside each other when somebody else was faster."""
    found = event_to_change(request, pk)
    context: dict[str, Any] = {"branch": found.branch, "event": found}
    if request.method == "GET":
        form = EventForm(branch=found.branch, event=found, initial=EventForm.initial_of(found))
        return render(request, "calendar_events/events/form.html", {**context, "form": form})
    form, status = EventForm(request.POST, branch=found.branch, event=found), 422
    if form.is_valid():
        try:
            services.edit_event(
                event=found,
                facts=form.facts(),
                base_version=form.cleaned_data["base_version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except EventError as error:
            form.add_error(None, str(error))
        except services.EventConflict as conflict:
            status = 409
            context |= {"conflict": str(conflict), "differences": differences(conflict.current, form.facts())}
            typed = request.POST.copy()
            typed["base_version"] = str(conflict.current.version)
            form = EventForm(typed, branch=found.branch, event=found)
        else:
            messages.success(request, "已保存。")
            return redirect(found)
    return render(request, "calendar_events/events/form.html", {**context, "form": form}, status=status)
