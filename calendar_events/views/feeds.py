"""订阅日历: the page where addresses are made and revoked, and the address itself, which asks for no log-in."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.domain.feed import CONTENT_TYPE, feed, stamp
from calendar_events.feeds_permissions import check_can_subscribe
from calendar_events.forms.feeds import FeedForm
from calendar_events.models import CalendarFeed, FeedAlarm
from calendar_events.selectors.feeds import FeedContents, branches_to_give_out, feed_contents, feed_of, feeds_kept_by
from calendar_events.selectors.lens import lens_for
from calendar_events.services import feeds as services
from calendar_events.services.feeds import FeedError

R = TypeVar("R", bound=HttpResponseBase)


@require_http_methods(["GET", "POST"])
def page(request: PortalRequest) -> HttpResponse:
    """Addresses in use and the form for another; a new one is shown once, on the answer to the form."""
    check_can_subscribe(request.user)
    form = FeedForm(request.POST or None, branches=branches_to_give_out(request.user))
    if request.method == "GET":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made, secret = services.create_feed(by=request.user, at=timezone.now(), **form.facts)
    except FeedError as error:
        form.add_error(None, str(error))
        return _page(request, form, status=422)
    return _page(request, None, made=made, address=_address(secret))


@require_POST
def renew(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The old address opens nothing any more; the new one is shown once."""
    try:
        made, secret = services.renew_feed(feed=_kept(request, pk), by=request.user, at=timezone.now())
    except FeedError as error:
        return _page(request, None, error=str(error), status=409)
    return _page(request, None, made=made, address=_address(secret))


@require_POST
def revoke(request: PortalRequest, pk: UUID) -> HttpResponse:
    """At once and for good."""
    if services.revoke_feed(feed=_kept(request, pk), by=request.user, at=timezone.now()):
        messages.success(request, "已停用，用它订阅的日历不再更新。")
    else:
        messages.info(request, "这个地址以前已经停用。")
    return redirect("calendar_events:feeds")


@require_POST
def alarm(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Another time of reminding, at the same address."""
    found, wanted = _kept(request, pk), request.POST.get("alarm", "")
    if wanted not in FeedAlarm.values:
        return _page(request, None, error="请选择提醒时间。", status=422)
    before = request.POST.get("before", "")
    try:
        changed = services.change_alarm(
            feed=found, alarm=FeedAlarm(wanted), before=before, by=request.user, at=timezone.now()
        )
    except FeedError as error:
        return _page(request, None, error=str(error), status=409)
    if changed:
        messages.success(request, "已改，日历下次刷新时生效，地址不变。")
    return redirect("calendar_events:feeds")


@login_not_required
@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The feed. Unknown, revoked and no longer allowed are one answer; what a client has already is not sent again."""
    now = timezone.now()
    found = feed_of(secret)
    if found is None:
        return _plain("没有这个日历，或者地址已经停用。", 404)
    if wait := services.count_request(feed=found, at=now):
        response = _plain("刷新太频繁，请稍后再试。", 429)
        response["Retry-After"] = str(wait)
        return response
    contents = feed_contents(found, timezone.localdate(now))
    if contents is None:
        return _plain("没有这个日历，或者地址已经停用。", 404)
    etag = f'"{stamp(contents.name, contents.events, host=contents.host)}"'
    known: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    answer: HttpResponseBase = known or _written(contents)
    answer["ETag"] = etag
    return _closed(answer)


def _written(contents: FeedContents) -> HttpResponse:
    response = HttpResponse(feed(contents.name, contents.events, host=contents.host), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return response


def _plain(text: str, status: int) -> HttpResponse:
    return _closed(HttpResponse(text, status=status, content_type="text/plain; charset=utf-8"))


def _closed(response: R) -> R:
    """For the client that asked alone, and asked about again each time: an address may be revoked."""
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _kept(request: PortalRequest, pk: UUID) -> CalendarFeed:
    rows = CalendarFeed.objects.visible_to(request.user).select_related("owner", "branch")
    return get_visible_or_404(rows, pk=pk)


def _page(request: PortalRequest, form: FeedForm | None, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "form": form or FeedForm(branches=branches_to_give_out(request.user)),
        "feeds": feeds_kept_by(request.user),
        "alarms": FeedAlarm.choices,
        "most": services.MOST,
        "lens": lens_for(request.user, request.acting_role, {}),
        "tab": "feeds",
        "today": timezone.localdate(),
        **more,
    }
    response = render(request, "calendar_events/feeds.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _address(secret: str) -> dict[str, str]:
    """The address to copy, and the same for programs that open their calendar by themselves."""
    url = settings.PORTAL_URL.rstrip("/") + reverse("calendar_events:feed", args=[secret])
    return {"url": url, "opens": "webcal" + url[url.index(":") :]}
