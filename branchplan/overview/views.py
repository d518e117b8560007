"""The district at a glance, the list behind each figure, and the list as a workbook."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.areas import area_among, area_choices, areas_around
from branches.models import SchoolKind
from branches.permissions import NotAllowed
from branches.requests import PortalRequest
from branchplan.overview.export import KIND
from branchplan.overview.selectors import (
    Asked,
    office_paths,
    overview,
    page_behind,
    rows_behind,
    title_of,
)
from notices.services.jobs import start_job
from plans.forms.fields import LongSelect

PAGE_SIZE = 50
UNKNOWN = "没有这个数字。"


def _asked(request: PortalRequest) -> tuple[Asked, dict[str, Any]]:
    """The filters of the address; what is none of ours is passed over."""
    if not office_paths(request.user):
        raise NotAllowed("只有教育工委的审核员和管理员可以查看全区概况。")
    wanted = request.GET.get("area", "")
    areas = areas_around(office_paths(request.user), wanted)
    area = area_among(areas, wanted)
    kind = request.GET.get("kind", "")
    kind = kind if kind in SchoolKind.values else ""
    query = request.GET.copy()
    query.pop("page", None)
    names = LongSelect(choices=[("", "全部"), *area_choices(areas)])
    select = names.render("area", str(area.pk) if area else "", {"id": "area"})
    context = {
        "area_select": select,
        "area": area,
        "kind": kind,
        "kinds": SchoolKind.choices,
        "query": query.urlencode(),
    }
    return Asked(area, kind), context


@require_GET
def district(request: PortalRequest) -> HttpResponse:
    asked, context = _asked(request)
    return render(request, "overview/district.html", {**context, "overview": overview(request.user, asked)})


@require_GET
def behind(request: PortalRequest, key: str) -> HttpResponse:
    """Who is counted in a figure, as things stand now."""
    asked, context = _asked(request)
    page = page_behind(
        request.user,
        key,
        asked,
        today=timezone.localdate(),
        number=request.GET.get("page"),
        size=PAGE_SIZE,
    )
    if page is None:
        raise Http404(UNKNOWN)
    return render(request, "overview/behind.html", {**context, "key": key, "title": title_of(key), "page": page})


@require_POST
def export(request: PortalRequest, key: str) -> HttpResponse:
    """The whole list with the filters of the page, by a worker."""
    asked, context = _asked(request)
    if rows_behind(request.user, key, asked, timezone.localdate()) is None:
        raise Http404(UNKNOWN)
    back = f"{reverse('overview:behind', args=[key])}?{context['query']}"
    arguments = {"key": key, "area": str(asked.area.pk) if asked.area else "", "kind": asked.kind, "back": back}
    job = start_job(kind=KIND, title=title_of(key), arguments=arguments, by=request.user, at=timezone.now())
    return redirect("notices:job", pk=job.pk)
