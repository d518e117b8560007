"""The usual days of a branch."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from branches.models import Branch
from branches.permissions import check_can_write_for
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.forms.fixed_days import FixedDayForm
from calendar_events.models import FixedDay
from calendar_events.services.events import EventError
from calendar_events.services.fixed_days import remove_fixed_day, set_fixed_day
from regulations.domain.activities import ActivityKind

#: The kinds that are held on days of their own.
_KINDS = [kind for kind in ActivityKind if kind not in {ActivityKind.PLAN_AND_SUMMARY, ActivityKind.OTHER}]


@require_http_methods(["GET", "POST"])
def fixed_days(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The usual days of a branch, and one to set; `?kind=` opens that of one kind."""
    place = _branch(request, branch)
    rows = {row.kind: row for row in FixedDay.objects.filter(branch=place).order_by("kind")}
    if request.method == "GET":
        row = rows.get(request.GET.get("kind", ""))
        initial = (
            {name: getattr(row, name) for name in ("kind", "pattern", "starts_at", "ends_at", "place")} if row else {}
        )
        form = FixedDayForm(kinds=_KINDS, initial=initial | {"base_version": row.version if row else 0})
        return _fixed(request, place, rows, form)
    form = FixedDayForm(request.POST, kinds=_KINDS)
    if not form.is_valid():
        return _fixed(request, place, rows, form, 422)
    try:
        row = set_fixed_day(
            branch=place,
            facts=form.facts(),
            base_version=form.cleaned_data["base_version"] or 0,
            by=request.user,
            at=timezone.now(),
        )
    except EventError as error:
        current = FixedDay.objects.filter(branch=place, kind=form.cleaned_data["kind"]).first()
        form.data = {**request.POST.dict(), "base_version": str(current.version if current else 0)}
        form.add_error(None, str(error))
        return _fixed(request, place, rows, form, 409)
    messages.success(request, f"{row.get_kind_display()}：{row.pattern}。新提出的日期按这个时间。")
    return redirect("calendar_events:fixed_days", place.pk)


def _fixed(
    request: PortalRequest, branch: Branch, rows: dict[str, FixedDay], form: FixedDayForm, status: int = 200
) -> HttpResponse:
    context = {"branch": branch, "rows": list(rows.values()), "form": form}
    return render(request, "calendar_events/offers/fixed_days.html", context, status=status)


@require_POST
def fixed_day_remove(request: PortalRequest, branch: UUID, pk: UUID) -> HttpResponse:
    """Custom proposes again."""
    place = _branch(request, branch)
    row = get_visible_or_404(FixedDay.objects.filter(branch=place).select_related("branch"), pk=pk)
    remove_fixed_day(fixed=row, by=request.user, at=timezone.now())
    messages.success(request, "已删除，日期改按惯例提出。")
    return redirect("calendar_events:fixed_days", place.pk)


def _branch(request: PortalRequest, pk: UUID) -> Branch:
    place = get_visible_or_404(Branch.objects.visible_to(request.user).select_related("district"), pk=pk)
    check_can_write_for(request.user, place)
    return place
