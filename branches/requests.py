"""What the middleware has made of a request by the time a view sees it, and values of an address or a button that no form reads."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from branches.models import User
from branches.scope import Held


class PortalRequest(HttpRequest):
    """A request of somebody who is logged in: LoginRequiredMiddleware lets nobody else in."""

    user: User
    acting_role: Held | None
    htmx: HtmxDetails


def posted(request: HttpRequest, name: str) -> str:
    """A short value that a button sends; nothing for one with a sign that PostgreSQL cannot hold, which no page of ours sends."""
    value = request.POST.get(name, "")
    return "" if "\0" in value else value
