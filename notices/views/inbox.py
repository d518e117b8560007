"""The inbox, and what a person wants to be told by which way."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.polling import polled
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from notices.models import Notice
from notices.selectors.inbox import inbox_of, unread_count, wishes_of
from notices.services.inbox import acknowledge, choose, mark_all_read, mark_read, snooze

PAGE_SIZE = 20
SNOOZE_DAYS = (1, 3, 7)


@require_GET
def inbox(request: PortalRequest) -> HttpResponse:
    page = Paginator(inbox_of(request.user, timezone.now()), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/inbox.html", {"page": page, "snooze_days": SNOOZE_DAYS})


@polled
@require_GET
def unread(request: PortalRequest) -> HttpResponse:
    """The number beside 消息, asked for once a minute."""
    return render(request, "notices/_unread.html", {"unread_count": unread_count(request.user)})


@require_POST
def open_notice(request: PortalRequest, pk: str) -> HttpResponse:
    """Mark as read and go to the page it is about."""
    notice = get_visible_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_read(notice=notice, by=request.user, at=timezone.now())
    return redirect(notice.path or "notices:inbox")


@require_POST
def acknowledge_notice(request: PortalRequest, pk: str) -> HttpResponse:
    notice = get_visible_or_404(Notice.objects.visible_to(request.user), pk=pk)
    acknowledge(notice=notice, by=request.user, at=timezone.now())
    messages.success(request, "已记下由您处理，不再逐级提醒。")
    return redirect("notices:inbox")


@require_POST
def snooze_notice(request: PortalRequest, pk: str) -> HttpResponse:
    notice = get_visible_or_404(Notice.objects.visible_to(request.user), pk=pk)
    days = next((days for days in SNOOZE_DAYS if str(days) == request.POST.get("days")), SNOOZE_DAYS[0])
    until = snooze(notice=notice, days=days, by=request.user, at=timezone.now())
    messages.success(request, f"{until:%m月%d日}早上再提醒您。")
    return redirect("notices:inbox")


@require_POST
def read_all(request: PortalRequest) -> HttpResponse:
    mark_all_read(by=request.user, at=timezone.now())
    return redirect("notices:inbox")


@require_http_methods(["GET", "POST"])
def preferences(request: PortalRequest) -> HttpResponse:
    """Which causes by which way. The inbox gets everything."""
    if request.method == "POST":
        wanted = {(cause, channel) for cause, _, channel in (w.partition("/") for w in request.POST.getlist("wanted"))}
        choose(wanted=wanted, by=request.user, at=timezone.now())
        messages.success(request, "已保存。")
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"wishes": wishes_of(request.user)})
