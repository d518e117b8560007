"""What is done with an event: moved, cancelled, taken up again, repeated, answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from branches.permissions import NotAllowed
from branches.requests import PortalRequest
from calendar_events.forms.events import AnswerForm, AnswersForm, CancelForm, MoveForm, RepeatForm
from calendar_events.models import CalendarEvent
from calendar_events.selectors.audience import own_entry, people_asked
from calendar_events.services import answers
from calendar_events.services import events as services
from calendar_events.services.event_facts import EventError
from calendar_events.services.events import EventConflict
from calendar_events.services.repeating import days_to_repeat, repeat_event
from calendar_events.views.events import event_to_change, show_event, visible_event
from plans.domain.proposing import parse_pattern
from regulations.selectors.calendar import work_calendar_for


def _step(
    request: PortalRequest, found: CalendarEvent, form: Any, title: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"event": found, "form": form, "title": title, **more}
    return render(request, "calendar_events/events/step.html", context, status=status)


@require_http_methods(["GET", "POST"])
def move(request: PortalRequest, pk: UUID) -> HttpResponse:
    """To another day or hour."""
    found = event_to_change(request, pk)
    if request.method == "GET":
        initial = {name: getattr(found, name) for name in ("starts_on", "starts_at", "ends_at")}
        return _step(request, found, MoveForm(initial=initial | {"base_version": found.version}), "改期")
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _step(request, found, form, "改期", 422)
    data = form.cleaned_data
    return _change(
        request,
        found,
        form,
        "改期",
        lambda: services.move_event(
            event=found,
            starts_on=data["starts_on"],
            hours=(data["starts_at"], data["ends_at"]),
            base_version=data["base_version"],
            by=request.user,
            at=timezone.now(),
        ),
        "已改期，参加人员会收到消息。",
    )


@require_http_methods(["GET", "POST"])
def cancel(request: PortalRequest, pk: UUID) -> HttpResponse:
    """With a reason that those concerned see."""
    found = event_to_change(request, pk)
    if request.method == "GET":
        return _step(request, found, CancelForm(initial={"base_version": found.version}), "取消活动")
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _step(request, found, form, "取消活动", 422)
    data = form.cleaned_data
    return _change(
        request,
        found,
        form,
        "取消活动",
        lambda: services.cancel_event(event=found, by=request.user, at=timezone.now(), **data),
        "已取消，参加人员会收到消息。",
    )


def _change(
    request: PortalRequest, found: CalendarEvent, form: Any, title: str, change: Callable[[], object], said: str
) -> HttpResponse:
    """Carry out a change; what it refuses stands above the form, which keeps what was typed."""
    try:
        change()
    except EventError as error:
        form.add_error(None, str(error))
        return _step(request, found, form, title, 422)
    except EventConflict as conflict:
        form.data = {**request.POST.dict(), "base_version": str(conflict.current.version)}
        form.add_error(None, f"{conflict}您填写的还在下面，核对后可以再次提交。")
        return _step(request, conflict.current, form, title, 409)
    messages.success(request, said)
    return redirect(found)


@require_POST
def reinstate(request: PortalRequest, pk: UUID) -> HttpResponse:
    """A cancelled event takes place after all."""
    found = event_to_change(request, pk)
    base = request.POST.get("base_version", "")
    try:
        services.reinstate_event(
            event=found, base_version=int(base) if base.isdecimal() else 0, by=request.user, at=timezone.now()
        )
    except (EventError, EventConflict) as error:
        return show_event(request, visible_event(request, pk), error=str(error), status=409)
    messages.success(request, "已恢复，参加人员会收到消息。")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def repeat(request: PortalRequest, pk: UUID) -> HttpResponse:
    """First the days are shown with why they moved, then they are confirmed."""
    found = event_to_change(request, pk)
    if request.method == "GET":
        return _step(request, found, RepeatForm(), "重复安排")
    form = RepeatForm(request.POST)
    if not form.is_valid():
        return _step(request, found, form, "重复安排", 422)
    pattern = parse_pattern(form.cleaned_data["pattern"])
    try:
        days = days_to_repeat(
            found, pattern, form.cleaned_data["until"], work_calendar_for(found.branch.district)
        ) if pattern else []  # fmt: skip
        if "confirm" not in request.POST:
            return _step(request, found, form, "重复安排", days=days)
        made = repeat_event(event=found, days=[row.day for row in days], by=request.user, at=timezone.now())
    except EventError as error:
        form.add_error(None, str(error))
        return _step(request, found, form, "重复安排", 422)
    messages.success(request, f"已另外安排{len(made)}次。" if made else "这些日期都已经安排过，没有重复添加。")
    return redirect(found)


@require_POST
def answer(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One's own 参加 or 请假."""
    found = visible_event(request, pk)
    member = own_entry(request.user, found)
    if member is None:
        raise NotAllowed("您不在这次活动的参加人员里，不需要答复。")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return show_event(request, found, answer_form=form, status=422)
    try:
        answers.answer_event(event=found, member=member, by=request.user, at=timezone.now(), **form.cleaned_data)
    except EventError as error:
        return show_event(request, found, answer_form=form, error=str(error), status=409)
    if request.htmx:
        return show_event(request, found)
    messages.success(request, "已答复。")
    return redirect(found)


@require_POST
def answers_for(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The committee keeps the list: one answer for those who were ticked."""
    found = event_to_change(request, pk)
    form = AnswersForm(request.POST, people=people_asked(found))
    if not form.is_valid():
        return show_event(request, found, list_form=form, ticked=request.POST.getlist("members"), status=422)
    data, now = form.cleaned_data, timezone.now()
    try:
        if data["answer"] == "none":
            answers.withdraw_answers(event=found, members=data["members"], by=request.user, at=now)
        else:
            answers.answer_for_all(event=found, by=request.user, at=now, **data)
    except EventError as error:
        return show_event(request, found, list_form=form, error=str(error), status=409)
    if request.htmx:
        return show_event(request, found)
    messages.success(request, "名单已更新。")
    return redirect(found)
