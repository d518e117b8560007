"""学校组: named groups of schools for choosing."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.forms.rounds import GroupForm
from plans.models import SchoolGroup
from plans.selectors.rounds.office import district_to_plan_for
from plans.services.rounds.groups import delete_group, write_group
from plans.services.rounds.writing import RoundRefused


def _group(request: PortalRequest, pk: str) -> SchoolGroup:
    return get_visible_or_404(SchoolGroup.objects.visible_to(request.user).select_related("district"), pk=pk)


@require_GET
def school_groups(request: PortalRequest) -> HttpResponse:
    """All groups with their sizes."""
    held = request.acting_role
    district = district_to_plan_for(request.user, preferred=held.district_id if held else None)
    rows = SchoolGroup.objects.visible_to(request.user).select_related("district")
    groups = list(rows.annotate(schools=Count("branches")).order_by("district__path", "name")[:200])
    return render(request, "plans/rounds/groups.html", {"groups": groups, "district": district})


@require_http_methods(["GET", "POST"])
def school_group_add(request: PortalRequest) -> HttpResponse:
    """A new one."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
def school_group_edit(request: PortalRequest, pk: str) -> HttpResponse:
    """Name and schools of an old one."""
    return _form(request, _group(request, pk))


@require_POST
def school_group_delete(request: PortalRequest, pk: str) -> HttpResponse:
    """Rounds that were opened with it keep their schools."""
    try:
        delete_group(group=_group(request, pk), by=request.user, at=timezone.now())
    except RoundRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "学校组已删除。")
    return redirect("plans:school_groups")


def _form(request: PortalRequest, group: SchoolGroup | None) -> HttpResponse:
    held = request.acting_role
    preferred = held.district_id if held else None
    district = group.district if group else district_to_plan_for(request.user, preferred=preferred)
    initial, version = {}, group.version if group else 0
    if group:
        names = group.branches.order_by("district__path", "short_name").values_list("short_name", flat=True)
        initial = {"name": group.name, "schools": "\n".join(names)}
    form = GroupForm(request.POST if request.method == "POST" else None, district=district, initial=initial)
    if form.is_valid():
        said = request.POST.get("base_version", "")
        try:
            write_group(
                district=district,
                group=group,
                name=form.cleaned_data["name"],
                branches=form.branches,
                base_version=int(said) if said.isdecimal() else 0,
                by=request.user,
                at=timezone.now(),
            )
        except RoundRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已保存，共{len(form.branches)}所学校。")
            return redirect("plans:school_groups")
    context = {"form": form, "group": group, "version": version, "district": district}
    return render(request, "plans/rounds/group.html", context, status=422 if form.errors else 200)
