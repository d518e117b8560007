"""A year of the district's calendar, and the days that the district enters."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.models import District
from branches.permissions import refusal
from branches.requests import PortalRequest
from regulations.domain.day_lines import day_line
from regulations.forms.calendar import ConfirmYearForm, DayForm, DayLinesForm
from regulations.models.calendar import YEARS
from regulations.permissions import check_can_keep_calendar
from regulations.selectors.calendar import work_calendar_for
from regulations.selectors.calendar_pages import YearPage, year_page
from regulations.selectors.rule_pages import readable_districts
from regulations.services.calendar import DaysRefused, confirm_year, remove_day, reopen_year, set_days
from regulations.views.asked import asked_district, district_to_keep


def year_asked(text: str, default: int) -> int:
    """The year in an address; 404 for one that no calendar has."""
    year = int(text) if text.isdecimal() else default
    if not YEARS[0] <= year < YEARS[1]:
        raise Http404("没有这一年。")
    return year


@require_GET
def calendar(request: PortalRequest) -> HttpResponse:
    """Twelve months with holidays, make-up days, vacations and examinations."""
    district, today = asked_district(request), timezone.localdate()
    year = year_asked(request.GET.get("year", ""), today.year)
    context = {
        "tab": "calendar",
        "district": district,
        "districts": readable_districts(request.user),
        "page": year_page(district, year),
        "today": today,
        "refusal": refusal(check_can_keep_calendar, request.user, district),
    }
    return render(request, "regulations/calendar_year.html", context)


@require_GET
def calendar_days(request: PortalRequest, district: UUID, year: int) -> HttpResponse:
    """What the district entered for a year, with the forms that change it."""
    place = district_to_keep(request, district)
    return _show_days(request, place, year_asked(str(year), year))


def _show_days(
    request: PortalRequest,
    district: District,
    year: int,
    form: DayForm | DayLinesForm | ConfirmYearForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = year_page(district, year)
    context = {
        "district": district,
        "page": page,
        "day_form": form if isinstance(form, DayForm) else DayForm(),
        "list_form": form if isinstance(form, DayLinesForm) else _list_form(page),
        "confirm_form": form if isinstance(form, ConfirmYearForm) else ConfirmYearForm(),
    }
    return render(request, "regulations/calendar_days.html", context, status=status)


def _list_form(page: YearPage) -> DayLinesForm:
    """Empty, or what the law itself names where nothing else is known."""
    offered = page.is_provisional and not page.has_days
    lines = "\n".join(day_line(row) for row in page.statutory) if offered else ""
    return DayLinesForm(year=page.year, calendar=page.calendar, initial={"lines": lines})


@require_POST
def calendar_day_add(request: PortalRequest, district: UUID, year: int) -> HttpResponse:
    """Enter one day."""
    place = district_to_keep(request, district)
    year = year_asked(str(year), year)
    form = DayForm(request.POST)
    if form.is_valid():
        try:
            day = form.special_day()
            set_days(district=place, year=year, days=[day], replace=False, by=request.user, at=timezone.now())
        except DaysRefused as error:
            form.add_refusal(error.messages)
        else:
            messages.success(request, f"已保存{day_line(day)}。")
            return redirect("regulations:calendar_days", place.pk, year)
    return _show_days(request, place, year, form, 422)


@require_POST
def calendar_days_paste(request: PortalRequest, district: UUID, year: int) -> HttpResponse:
    """Enter a list of days: all of it, or nothing while a line is wrong."""
    place = district_to_keep(request, district)
    year = year_asked(str(year), year)
    form = DayLinesForm(request.POST, year=year, calendar=work_calendar_for(place))
    if form.is_valid():
        try:
            replace = form.cleaned_data["replace"]
            set_days(district=place, year=year, days=form.days, replace=replace, by=request.user, at=timezone.now())
        except DaysRefused as error:
            form.add_refusal(error.messages)
        else:
            messages.success(request, f"已保存{len(form.days)}天。")
            return redirect("regulations:calendar_days", place.pk, year)
    return _show_days(request, place, year, form, 422)


@require_POST
def calendar_day_remove(request: PortalRequest, district: UUID, year: int) -> HttpResponse:
    """Take one day back."""
    place = district_to_keep(request, district)
    year = year_asked(str(year), year)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as error:
        raise Http404("没有这一天。") from error
    remove_day(district=place, day=day, by=request.user, at=timezone.now())
    messages.success(request, f"已撤销{day.month}月{day.day}日的本区安排。")
    return redirect("regulations:calendar_days", place.pk, year)


@require_POST
def calendar_confirm(request: PortalRequest, district: UUID, year: int) -> HttpResponse:
    """Say that the year's days are those of the notice."""
    place = district_to_keep(request, district)
    year = year_asked(str(year), year)
    form = ConfirmYearForm(request.POST)
    if form.is_valid():
        try:
            source = form.cleaned_data["source"]
            confirm_year(district=place, year=year, source=source, by=request.user, at=timezone.now())
        except DaysRefused as error:
            form.add_refusal(error.messages)
        else:
            messages.success(request, f"{year}年放假安排已确认，不再暂定。")
            return redirect("regulations:calendar_days", place.pk, year)
    return _show_days(request, place, year, form, 422)


@require_POST
def calendar_reopen(request: PortalRequest, district: UUID, year: int) -> HttpResponse:
    """Back to provisional."""
    place = district_to_keep(request, district)
    year = year_asked(str(year), year)
    reopen_year(district=place, year=year, by=request.user, at=timezone.now())
    messages.success(request, f"{year}年放假安排已恢复为暂定。")
    return redirect("regulations:calendar_days", place.pk, year)
