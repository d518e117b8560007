"""学时: a branch's table, entry for several members at once, one member's entries, my hours, the district's counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import District
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from members.domain.hours import quota_of
from members.forms.hours import HoursForm
from members.models import Member, StudyKind, StudyRecord
from members.permissions import check_can_keep_dues, check_can_see_dues_of_district
from members.selectors.dues import branch_with_dues, member_with_dues, year_from
from members.selectors.dues_overview import district_branches
from members.selectors.hours import branch_hours, hours_rows, records_of, students
from members.services.hours import HoursRefused, record_hours, remove_hours
from regulations.selectors.rules import rule_book_for

PAGE_SIZE = 30


@require_GET
def hours(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Everybody's hours of a year against the quota."""
    place = branch_with_dues(request.user, branch)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    page = Paginator(students(place), PAGE_SIZE).get_page(request.GET.get("page"))
    day = min(today, date(year, 12, 31))
    book = rule_book_for(place.district, day)
    quotas = [quota_of(book, day, in_committee=leads) for leads in (False, True)]
    context = {
        "branch": place,
        "tab": "hours",
        "page": page,
        "query": urlencode({"year": year}),
        "rows": hours_rows(list(page), [place], year, today),
        "quotas": quotas,
        "year": year,
        "today": today,
        "alert_day": quotas[0].alert_day(year),
        "alert_percent": quotas[0].alert_percent,
    }
    return render(request, "members/hours/branch.html", context)


@require_http_methods(["GET", "POST"])
def record(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The same hours for several members."""
    place = branch_with_dues(request.user, branch)
    now = timezone.now()
    today = timezone.localdate(now)
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        branch=place,
        counting=_counting(place.district, today),
        initial={"on": today, "kind": StudyKind.BRANCH_STUDY},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            rows = record_hours(
                branch=place,
                members=list(data["members"]),
                on=data["on"],
                hours=data["hours"],
                kind=StudyKind(data["kind"]),
                note=data["note"],
                by=request.user,
                at=now,
            )
        except HoursRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, f"已为{len(rows)}名党员登记学时。")
            return redirect(f"{reverse('members:hours', args=[place.pk])}?year={data['on'].year}")
    context = {"branch": place, "tab": "hours", "form": form}
    return render(request, "members/hours/record.html", context, status=422 if form.is_bound else 200)


def _counting(district: District, today: date) -> str:
    """How hours are counted here (ED-05)."""
    rule = rule_book_for(district, today).find("ED-05", today)
    if rule is None:
        return ""
    whole, half = (Decimal(str(rule.parameters[name])) for name in ("hours_a_day", "hours_half_a_day"))
    return f"集中培训全天按{whole:f}学时、半天按{half:f}学时；支部学习1小时按{rule.parameters['hours_an_hour']:g}学时。"


@require_GET
def member(request: PortalRequest, member: UUID) -> HttpResponse:
    """One member's entries of a year."""
    person = member_with_dues(request.user, member)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    page = Paginator(records_of(person, year), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "branch": person.branch,
        "tab": "hours",
        "member": person,
        "page": page,
        "query": urlencode({"year": year}),
        "row": hours_rows([person], [person.branch], year, today)[0],
        "year": year,
        "today": today,
    }
    return render(request, "members/hours/member.html", context)


@require_POST
def remove(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take a wrong entry out."""
    rows = StudyRecord.objects.visible_to(request.user).select_related("member", "branch__district")
    row = get_visible_or_404(rows, pk=pk)
    check_can_keep_dues(request.user, row.branch)
    remove_hours(row=row, by=request.user, at=timezone.now())
    messages.success(request, "已删除这条学时记录，审计记录里仍可查到。")
    return redirect(f"{reverse('members:hours_member', args=[row.member_id])}?year={row.on.year}")


@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """My hours."""
    person = Member.objects.filter(user=request.user).select_related("branch__district").first()
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    counts = person is not None and person.is_party_member
    records = records_of(person, year) if person else StudyRecord.objects.none()
    page = Paginator(records, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "member": person,
        "page": page,
        "query": urlencode({"year": year}),
        "row": hours_rows([person], [person.branch], year, today)[0] if person and counts else None,
        "year": year,
        "today": today,
    }
    return render(request, "members/hours/mine.html", context)


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    """Counts by branch."""
    check_can_see_dues_of_district(request.user)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    page = Paginator(district_branches(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    counts = branch_hours(list(page), year, today)
    context = {
        "page": page,
        "query": urlencode({"year": year}),
        "rows": [(branch, counts[branch.pk]) for branch in page],
        "year": year,
        "today": today,
        "view": "hours",
    }
    return render(request, "members/hours/district.html", context)
