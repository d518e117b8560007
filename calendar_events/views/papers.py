"""The calendar on paper: the month on A4, the year on one sheet of A3."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from branches.requests import PortalRequest
from calendar_events.documents.posters import month_poster, year_poster
from calendar_events.selectors.lens import Lens, lens_for
from calendar_events.selectors.months import MonthView, calendar_of, months_of_year
from calendar_events.selectors.views import month_page, months_of, school_year_asked, wheel_page
from calendar_events.views.months import month_asked
from documents.domain.posters import Poster
from documents.rendering.posters import render_poster
from regulations.domain.terms import school_year_label, school_year_of


def _lens(request: PortalRequest) -> Lens:
    """What hangs on a wall is read by everybody: talks between two are left out, whoever prints it."""
    lens = replace(lens_for(request.user, request.acting_role, request.GET), for_everybody=True)
    if lens.is_wide or not lens.branches:
        raise Http404("请先选择一个学校，再打印它的行事历。")
    return lens


@require_GET
def month_pdf(request: PortalRequest) -> HttpResponse:
    """`?month=2026-03` and the filters of the page it was asked from."""
    lens, today = _lens(request), timezone.localdate()
    month = month_asked(request.GET.get("month", "")) or today.replace(day=1)
    undated: list[str] = []
    if lens.district is None and not lens.filters:
        (view,) = calendar_of(request.user, [month], for_everybody=True).months
        undated = [line.item.text for line in view.lines]
    return _sheet(
        month_poster(month_page(lens, month, today), month, undated, today), f"{lens.title}{month:%Y年%m月}行事历"
    )


@require_GET
def year_pdf(request: PortalRequest) -> HttpResponse:
    """`?year=2026` is a school year; without it the months of the plans in force."""
    lens, today = _lens(request), timezone.localdate()
    months, title = _months(request, lens, today)
    views = _views(request, lens, months)
    page = wheel_page(lens, school_year_of(months[0]), today, first=months[0], last=months[-1])
    return _sheet(year_poster(title, page, views, today), f"{lens.title}{title}")


def _months(request: PortalRequest, lens: Lens, today: date) -> tuple[list[date], str]:
    if text := request.GET.get("year", ""):
        year = school_year_asked(text, today)
        return months_of(year), f"{school_year_label(year)}行事历"
    months = months_of_year(request.user, today) if lens.district is None else months_of(school_year_of(today))
    first, last = months[0], months[-1]
    return months, f"{first.year}年行事历" if first.year == last.year else f"{first.year}—{last.year}年行事历"


def _views(request: PortalRequest, lens: Lens, months: list[date]) -> list[MonthView]:
    """With the undated lines of one's own branch; of another branch, or filtered, the events alone."""
    if lens.district is None and not lens.filters:
        return list(calendar_of(request.user, months, for_everybody=True).months)
    events = lens.months(months)
    return [MonthView(month, (), (), tuple(events[month])) for month in months]


def _sheet(poster: Poster, name: str) -> HttpResponse:
    response = HttpResponse(render_poster(poster), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf") or "inline"
    return response
