"""The audit trail, for auditors."""

from __future__ import annotations

from datetime import datetime, time

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from branches.forms.administration import AuditFilterForm
from branches.models import AuditEntry
from branches.permissions import check_can_audit
from branches.requests import PortalRequest

PAGE_SIZE = 50


@require_GET
def audit(request: PortalRequest) -> HttpResponse:
    """Newest first; every filter is part of the address."""
    check_can_audit(request.user)
    form = AuditFilterForm(request.GET)
    rows = AuditEntry.objects.visible_to(request.user).select_related("branch", "district").order_by("-at", "-number")
    if form.is_valid():
        data = form.cleaned_data
        if data["since"]:
            rows = rows.filter(at__gte=timezone.make_aware(datetime.combine(data["since"], time.min)))
        if data["until"]:
            rows = rows.filter(at__lte=timezone.make_aware(datetime.combine(data["until"], time.max)))
        if data["person"]:
            rows = rows.filter(actor_name__icontains=data["person"])
        if data["target"]:
            rows = rows.filter(target_name__icontains=data["target"])
        if data["action"]:
            rows = rows.filter(action__startswith=data["action"])
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode()}
    return render(request, "branches/audit.html", context, status=200 if form.is_valid() else 422)
