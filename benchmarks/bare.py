"""The portal's addresses and one page as bare as Django makes it: session, one query, a table of 50 rows, about 45 kB."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from branches.models import Branch
from branchplan.urls import (  # noqa: F401 - the handlers belong to the addresses
    handler400,
    handler403,
    handler404,
    handler500,
)
from branchplan.urls import (
    urlpatterns as portal,
)

_PAGE = engines["django"].from_string(
    "<!doctype html><title>bare</title><p>{{ seen }}</p><table>"
    "{% for row in rows %}<tr><td>{{ row.name }}</td><td>{{ row.school_name }}</td><td>{{ row.school_kind }}</td>"
    "<td>{{ filler }}</td></tr>{% endfor %}</table>"
)
_FILLER = "教" * 250


def bare(request: HttpRequest) -> HttpResponse:
    """Reads the session and fifty branches."""
    rows = Branch.objects.order_by("pk")[:50]
    return HttpResponse(_PAGE.render({"rows": rows, "filler": _FILLER, "seen": request.session.get("last_seen")}))


urlpatterns = [*portal, path("bare/", bare)]
