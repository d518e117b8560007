"""The inbox."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from notices.models import Notice
from notices.services.inbox import mark_all_read, mark_read

PAGE_SIZE = 20


@require_GET
def inbox(request: PortalRequest) -> HttpResponse:
    notices = Notice.objects.visible_to(request.user).order_by("-posted_at", "pk")
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page": page})


@require_POST
def open_notice(request: PortalRequest, pk: str) -> HttpResponse:
    """Mark as read and go to the page it is about."""
    notice = get_visible_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_read(notice=notice, by=request.user, at=timezone.now())
    return redirect(notice.path or "notices:inbox")


@require_POST
def read_all(request: PortalRequest) -> HttpResponse:
    mark_all_read(by=request.user, at=timezone.now())
    return redirect("notices:inbox")
