"""The first page of each role, health, and the pages for what went wrong."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from branches.requests import PortalRequest
from branchplan import desks
from branchplan.frame import desk_of
from notices.selectors.health import pulse


@require_GET
def home(request: PortalRequest) -> HttpResponse:
    """The desk of the acting role; members go straight to their month."""
    desk = desk_of(request.acting_role)
    if request.acting_role is None or desk == "member":
        return redirect("calendar_events:month")
    context = desks.BUILDERS[desk](request.user, request.acting_role, timezone.localdate())
    return render(request, f"branchplan/desk_{desk}.html", context)


@login_not_required
@require_GET
def healthz(request: PortalRequest) -> HttpResponse:
    """The process answers. It says what it knows of the messages, and is well without a database or a worker."""
    try:
        return JsonResponse({"status": "ok", "messages": pulse(timezone.now()).word})
    except DatabaseError:
        return JsonResponse({"status": "ok", "messages": "unknown"})


@login_not_required
@require_GET
def readyz(request: PortalRequest) -> HttpResponse:
    """The process can serve pages: the database answers. With `?messages` it also fails when messages do not get through, for monitoring:
    pages work without a worker, so a proxy must not shut the portal because of it."""
    try:
        state = pulse(timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "database out of reach"}, status=503)
    body = {"status": "ok", "messages": state.word, "queue": state.number}
    return JsonResponse(body, status=503 if "messages" in request.GET and not state.is_well else 200)


def bad_request(request: PortalRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: PortalRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception or "")}, status=403)


def not_found(request: PortalRequest, exception: Any = None) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: PortalRequest) -> HttpResponse:
    """Without the frame: whatever broke may break the frame too."""
    return render(None, "errors/500.html", status=500)


def csrf_failure(request: PortalRequest, reason: str = "") -> HttpResponse:
    text = "页面停留时间过长或浏览器未保存登录信息。请返回上一页，刷新后再试；已填写的内容可先复制保存。"
    return render(request, "errors/403.html", {"reason": text}, status=403)
