"""The calendar: month as a grid, week and day as lists, year, teaching weeks. Readable without scripts, and on a phone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.models import SchoolKind
from branches.requests import PortalRequest
from branches.scope import scope_of
from calendar_events.domain.fulfilment import end_of_month
from calendar_events.models import EventOwner
from calendar_events.selectors.collections import owed_by
from calendar_events.selectors.lens import Lens, lens_for
from calendar_events.selectors.months import calendar_of, months_of_year
from calendar_events.selectors.views import month_page, school_year_asked, week_page, wheel_page
from calendar_events.services.event_facts import EventError
from calendar_events.services.events import EventConflict, move_event
from calendar_events.views.events import event_to_change
from plans.domain.proposing.sliding import obstacle
from plans.models.plan import KIND_CHOICES
from regulations.domain.quoting import quoted
from regulations.selectors.calendar import work_calendar_for

PAGE_SIZE = 50


@require_GET
def month(request: PortalRequest) -> HttpResponse:
    """`?month=2026-03`, today's month without it; filters `kind`, `owner`, for a branch `group`, for a district `branch` or
    `school`, `school_kind` and `schools` (a 学校组)."""
    first_day = month_asked(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    return show_month(request, first_day)


def show_month(request: PortalRequest, first_day: date, *, status: int = 200, **more: Any) -> HttpResponse:
    """The grid, or with htmx the grid alone."""
    today = timezone.localdate()
    lens = lens_for(request.user, request.acting_role, request.GET)
    following, before = _shift(first_day, 1), _shift(first_day, -1)
    events = None
    if lens.district is None and not lens.filters:  # the grid and the two months below it show the same ones
        events = lens.events(first_day - timedelta(days=6), end_of_month(following))
    context = {
        "page": month_page(lens, first_day, today, events),
        "shown": first_day,
        "following": following,
        "before": before,
        **_frame(lens, "month", today, f"{first_day:%Y-%m}"),
        **more,
    }
    if lens.district is None:
        context["calendar"] = calendar_of(request.user, [first_day, following], events=events)
        context["owed"] = owed_by(request.user, scope_of(request.user).branch_ids)
    template = "calendar_events/_grid.html" if request.htmx else "calendar_events/month.html"
    return render(request, template, context, status=status)


#: By view, the name under which its time stands in the address.
_NAMES = {"month": "month", "week": "day", "day": "day", "wheel": "year", "year": "year"}


def _frame(lens: Lens, tab: str, today: date, shown: str = "") -> dict[str, Any]:
    """What every view of the calendar needs around it; `shown` is the month, day or year as it stands in the address."""
    here = {"name": _NAMES[tab], "value": shown}
    choices = {"kinds": KIND_CHOICES, "owners": EventOwner.choices, "school_kinds": SchoolKind.choices}
    return {"lens": lens, "tab": tab, "today": today, "here": here, **choices}


@require_GET
def week(request: PortalRequest) -> HttpResponse:
    """`?day=2026-03-11` shows the week of that day."""
    today = timezone.localdate()
    day = day_or_404(request.GET.get("day", "")) or today
    monday = day - timedelta(days=day.weekday())
    lens = lens_for(request.user, request.acting_role, request.GET)
    context = {
        "page": week_page(lens, monday, today),
        "monday": monday,
        "before": monday - timedelta(days=7),
        "following": monday + timedelta(days=7),
        **_frame(lens, "week", today, monday.isoformat()),
    }
    return render(request, "calendar_events/week.html", context)


@require_GET
def day(request: PortalRequest) -> HttpResponse:
    """Everything on one day, fifty a page: what does not fit into the cell of a district's month."""
    today = timezone.localdate()
    shown = day_or_404(request.GET.get("day", "")) or today
    lens = lens_for(request.user, request.acting_role, request.GET)
    rows = lens.rows().between(shown, shown).order_by("starts_at", "branch__short_name", "pk")
    events = Paginator(rows.select_related("branch", "group"), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "shown": shown,
        "page": events,
        "query": query.urlencode(),
        **_frame(lens, "day", today, shown.isoformat()),
    }
    return render(request, "calendar_events/day.html", context)


@require_GET
def year(request: PortalRequest) -> HttpResponse:
    """All months of the plans in force, with events and lines that have no date yet."""
    today = timezone.localdate()
    lens = lens_for(request.user, request.acting_role, request.GET)
    if lens.district is not None:
        return redirect(f"{reverse('calendar_events:wheel')}?{lens.query[1:]}")
    calendar = calendar_of(request.user, months_of_year(request.user, today))
    context = {"calendar": calendar, "this_month": today.replace(day=1), **_frame(lens, "year", today)}
    return render(request, "calendar_events/year.html", context)


@require_GET
def wheel(request: PortalRequest) -> HttpResponse:
    """The school year by teaching weeks; for a district of one branch at a time."""
    today = timezone.localdate()
    lens = lens_for(request.user, request.acting_role, request.GET)
    school_year = school_year_asked(request.GET.get("year", ""), today)
    page = wheel_page(lens, school_year, today)
    frame = _frame(lens, "wheel", today, str(school_year))
    context = {"page": page, "before": school_year - 1, "following": school_year + 1, **frame}
    return render(request, "calendar_events/wheel.html", context)


@require_POST
def move_to_day(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Dragged, or moved by the arrow keys, to another day of the grid that `?month=` shows. A day that is not worked is told."""
    found = event_to_change(request, pk)
    shown = month_asked(request.GET.get("month", "")) or found.starts_on.replace(day=1)
    target, base = day_or_404(request.POST.get("day", "")), request.POST.get("base_version", "")
    if target is None:
        return show_month(request, shown, error="请选择要移到哪一天。", status=422)
    try:
        moved = move_event(
            event=found,
            starts_on=target,
            base_version=int(base) if base.isdecimal() else 0,
            by=request.user,
            at=timezone.now(),
        )
    except (EventError, EventConflict) as error:
        return show_month(request, shown, error=str(error), status=409)
    against = obstacle(target, work_calendar_for(found.branch.district))
    said = f"{quoted(moved.subject)}已改到{target.month}月{target.day}日。" + (
        f"当天{against}，请再核对。" if against else ""
    )
    if request.htmx:
        return show_month(request, shown, done=said, moved=moved.pk)
    messages.success(request, said)
    return redirect(f"{reverse('calendar_events:month')}?month={shown:%Y-%m}")


def month_asked(text: str) -> date | None:
    """The first day of the month in an address; 404 for what is no month."""
    return day_or_404(f"{text}-01", "没有这个月份。") if text else None


def day_or_404(text: str, words: str = "没有这一天。") -> date | None:
    """A day in an address, None for none; 404 for what is no day."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise Http404(words) from error
    if not 1990 <= found.year <= 2100:
        raise Http404(words)
    return found


def _shift(month: date, by: int) -> date:
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)
