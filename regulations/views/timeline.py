"""Congresses, plenums and campaigns as the district knows them, and the observed days it lists."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import District, SchoolKind
from branches.permissions import refusal
from branches.requests import PortalRequest
from regulations.domain.timeline_entries import (
    EntryKind,
    TimelineFact,
    TimelineRefused,
    campaign_key,
    congress_key,
    plenum_key,
)
from regulations.forms.calendar import TimelineForm, timeline_initial
from regulations.permissions import check_can_keep_calendar
from regulations.selectors.calendar import observed_days_for
from regulations.selectors.calendar_pages import timeline_page, timeline_rows
from regulations.selectors.rule_pages import readable_districts
from regulations.services.timeline import (
    UnknownObservance,
    list_observance,
    remove_timeline_entry,
    save_timeline_entry,
)
from regulations.views.asked import asked_district, district_to_keep
from regulations.views.calendar import year_asked

KEY_LENGTH = 12


@require_GET
def calendar_timeline(request: PortalRequest) -> HttpResponse:
    """Everything, newest first, with its source and whether it is confirmed."""
    district = asked_district(request)
    context = {
        "tab": "timeline",
        "district": district,
        "districts": readable_districts(request.user),
        "page": timeline_page(district),
        "kinds": list(EntryKind),
        "refusal": refusal(check_can_keep_calendar, request.user, district),
    }
    return render(request, "regulations/timeline.html", context)


@require_http_methods(["GET", "POST"])
def calendar_timeline_add(request: PortalRequest, district: UUID, kind: str) -> HttpResponse:
    """Something the portal's data do not have yet."""
    place = district_to_keep(request, district)
    if kind not in set(EntryKind):
        raise Http404("没有这个类别。")
    form = TimelineForm(request.POST if request.method == "POST" else None, kind=EntryKind(kind))
    if request.method == "POST" and form.is_valid():
        fact = form.fact(_new_key(form))
        if fact.key in timeline_rows(place):
            form.add_refusal({"": f"{fact.title}已经在列，请在列表中修改。"})
        elif _save(request, place, form, fact):
            return _back(place)
    return _show_form(request, place, form, f"添加{EntryKind(kind).label}")


@require_http_methods(["GET", "POST"])
def calendar_timeline_edit(request: PortalRequest, district: UUID, key: str) -> HttpResponse:
    """Confirm something announced, or correct what is known of it; `?confirm=1` ticks the box beforehand."""
    place = district_to_keep(request, district)
    row = timeline_rows(place).get(key)
    if row is None:
        raise Http404("没有这一项。")
    source = row.entry.source if row.entry else ""
    initial = timeline_initial(row.fact, source, confirm="confirm" in request.GET)
    posted = request.POST if request.method == "POST" else None
    form = TimelineForm(posted, kind=row.fact.kind, known=row.fact, initial=initial)
    if posted is not None and form.is_valid() and _save(request, place, form, form.fact(key)):
        return _back(place)
    return _show_form(request, place, form, row.fact.title)


@require_POST
def calendar_timeline_remove(request: PortalRequest, district: UUID, key: str) -> HttpResponse:
    """Back to what is known above the district."""
    place = district_to_keep(request, district)
    remove_timeline_entry(district=place, key=key, by=request.user, at=timezone.now())
    messages.success(request, "已撤销本区的录入。")
    return _back(place)


def _new_key(form: TimelineForm) -> str:
    data = form.cleaned_data
    if form.kind is EntryKind.CONGRESS:
        return congress_key(data["congress"])
    if form.kind is EntryKind.PLENUM:
        return plenum_key(data["congress"], data["plenum"])
    return campaign_key(uuid4().hex[:KEY_LENGTH])


def _save(request: PortalRequest, district: District, form: TimelineForm, fact: TimelineFact) -> bool:
    try:
        source = form.cleaned_data["source"]
        save_timeline_entry(district=district, fact=fact, source=source, by=request.user, at=timezone.now())
    except TimelineRefused as error:
        form.add_refusal(error.messages)
        return False
    messages.success(request, f"已保存{fact.title}。")
    return True


def _show_form(request: PortalRequest, district: District, form: TimelineForm, title: str) -> HttpResponse:
    context = {"district": district, "form": form, "title": title}
    return render(request, "regulations/timeline_form.html", context, status=422 if form.is_bound else 200)


def _back(district: District) -> HttpResponse:
    return redirect(f"{reverse('regulations:calendar_timeline')}?district={district.pk}")


@require_GET
def calendar_observances(request: PortalRequest) -> HttpResponse:
    """The observed days of a year with dates, numbers and sources."""
    district, today = asked_district(request), timezone.localdate()
    year = year_asked(request.GET.get("year", ""), today.year)
    kind = request.GET.get("kind", "")
    if kind not in {"", *SchoolKind.values}:
        raise Http404("没有这个学校类别。")
    denied = refusal(check_can_keep_calendar, request.user, district)
    context = {
        "tab": "observances",
        "district": district,
        "districts": readable_districts(request.user),
        "year": year,
        "kind": kind,
        "kinds": SchoolKind.choices,
        "kind_names": dict(SchoolKind.choices),
        "days": observed_days_for(district, year, school_kind=kind, everything=not denied),
        "refusal": denied,
    }
    return render(request, "regulations/observance_list.html", context)


@require_POST
def calendar_observance_list(request: PortalRequest, district: UUID, key: str) -> HttpResponse:
    """List an observed day, or leave it out."""
    place = district_to_keep(request, district)
    listed = request.POST.get("listed") == "1"
    try:
        list_observance(district=place, key=key, listed=listed, by=request.user, at=timezone.now())
    except UnknownObservance as error:
        raise Http404("没有这个纪念日。") from error
    messages.success(request, "已列入。" if listed else "已改为不列入。")
    year = year_asked(request.POST.get("year", ""), timezone.localdate().year)
    return redirect(f"{reverse('regulations:calendar_observances')}?district={place.pk}&year={year}#{key}")
