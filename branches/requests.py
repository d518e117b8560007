"""What the middleware has made of a request by the time a view sees it; for annotations only."""

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
