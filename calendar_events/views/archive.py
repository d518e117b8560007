"""台账: what a branch has of a year, what is missing, and everything as one file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.models import Branch
from branches.permissions import check_can_lead
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.forms.progress import YearForm
from calendar_events.selectors.archive import archive_page
from calendar_events.services.archive import start_archive


@require_GET
def archive(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Folders with their documents and what is missing."""
    place = _branch(request, branch)
    today = timezone.localdate()
    form = YearForm(request.GET or {"year": today.year})
    year = form.cleaned_data["year"] if form.is_valid() else today.year
    context = {"branch": place, "form": form, "archive": archive_page(place, year, today, request.user)}
    return render(request, "calendar_events/archive.html", context, status=200 if form.is_valid() else 422)


@require_POST
def archive_start(request: PortalRequest, branch: UUID) -> HttpResponse:
    """Begin to make the file; the page of the job shows how far it is."""
    place = _branch(request, branch)
    form = YearForm(request.POST)
    if not form.is_valid():
        today = timezone.localdate()
        context = {"branch": place, "form": form, "archive": archive_page(place, today.year, today, request.user)}
        return render(request, "calendar_events/archive.html", context, status=422)
    job = start_archive(branch=place, year=form.cleaned_data["year"], by=request.user, at=timezone.now())
    return redirect("notices:job", pk=job.pk)


def _branch(request: PortalRequest, pk: UUID) -> Branch:
    rows = Branch.objects.visible_to(request.user).select_related("district")
    branch = get_visible_or_404(rows, pk=pk)
    check_can_lead(request.user, branch)
    return branch
