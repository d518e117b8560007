"""This month, next month, the whole year; made for a phone."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from branches.requests import PortalRequest
from calendar_events.selectors.months import calendar_of, months_of_year


@require_GET
def month(request: PortalRequest) -> HttpResponse:
    """`?month=2026-03`, today's month without it; the month after it stands below."""
    first_day = _asked(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    following, before = _shift(first_day, 1), _shift(first_day, -1)
    calendar = calendar_of(request.user, [first_day, following])
    context = {
        "calendar": calendar,
        "shown": first_day,
        "following": following,
        "before": before,
        "today": timezone.localdate(),
    }
    return render(request, "calendar_events/month.html", context)


@require_GET
def year(request: PortalRequest) -> HttpResponse:
    """All months of the plans in force."""
    today = timezone.localdate()
    calendar = calendar_of(request.user, months_of_year(request.user, today))
    return render(
        request, "calendar_events/year.html", {"calendar": calendar, "today": today, "this_month": today.replace(day=1)}
    )


def _asked(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise Http404("没有这个月份。") from error
    if not 1990 <= found.year <= 2100:
        raise Http404("没有这个月份。")
    return found


def _shift(month: date, by: int) -> date:
    index = month.year * 12 + month.month - 1 + by
    return date(index // 12, index % 12 + 1, 1)
