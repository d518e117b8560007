"""The district's page of gaps: which activities the submitted plans leave out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from branches.permissions import NotAllowed
from branches.requests import PortalRequest
from branches.scope import scope_of
from plans.domain.period import Cycle, current_period
from plans.forms.checks import GapsForm
from plans.selectors.gaps import gaps_page

PAGE_SIZE = 50


@require_GET
def gaps(request: PortalRequest) -> HttpResponse:
    """Branches × kinds for a period, this calendar year's at first."""
    if not scope_of(request.user).reviewed_paths:
        raise NotAllowed("只有教育工委的审核员可以查看各校的缺口。")
    default = current_period(Cycle.CALENDAR_YEAR, timezone.localdate())
    form = GapsForm(request.GET or {"cycle": default.cycle, "year": default.year, "part": default.part})
    data = form.cleaned_data if form.is_valid() else {}
    page = gaps_page(
        request.user,
        form.period(default),
        school_kind=data.get("kind", ""),
        only_gaps=data.get("gaps", False),
        number=request.GET.get("page", "1"),
        size=PAGE_SIZE,
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "gaps": page, "page": page.page, "query": query.urlencode()}
    return render(request, "plans/review/gaps.html", context, status=200 if form.is_valid() else 422)
