"""The portal's addresses and one page as bare as Django makes it: session, one query, a table of 50 rows and twelve columns, 45 kB."""

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

_COLUMNS = (
    "pk", "district_id", "name", "school_name", "short_name", "school_kind", "organisation_type", "has_committee", "has_groups",
    "is_active", "get_school_kind_display", "get_organisation_type_display",
)  # fmt: skip
_CELLS = "".join(f'<td class="cell-of-a-bare-table" data-label="{name}">{{{{ row.{name} }}}}</td>' for name in _COLUMNS)
_PAGE = engines["django"].from_string(
    "<!doctype html><title>bare</title><p>{{ seen }}</p><table>"
    f"{{% for row in rows %}}<tr>{_CELLS}</tr>{{% endfor %}}</table>"
)


def bare(request: HttpRequest) -> HttpResponse:
    """Reads the session and fifty branches."""
    rows = Branch.objects.order_by("pk")[:50]
    return HttpResponse(_PAGE.render({"rows": rows, "seen": request.session.get("last_seen")}))


urlpatterns = [*portal, path("bare/", bare)]
