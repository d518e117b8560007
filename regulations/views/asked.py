"""Which district a page is about."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from branches.models import District
from branches.permissions import NotAllowed
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from regulations.permissions import check_can_keep_calendar
from regulations.selectors.rule_pages import district_to_read, readable_districts


def asked_district(request: PortalRequest) -> District:
    """The district that is read: the one asked for, else that of the acting role. 404 where it is not the user's to read."""
    asked = request.GET.get("district", "")
    try:
        wanted = UUID(asked) if asked else None
    except ValueError as error:
        raise Http404("没有找到，或者不在您可以查看的范围内。") from error
    district = district_to_read(request.user, request.acting_role, wanted)
    if district is None and wanted is None:
        raise NotAllowed("您目前没有任职，还看不到所属教育工委的规则。")
    if district is None:
        raise Http404("没有找到，或者不在您可以查看的范围内。")
    return district


def district_to_keep(request: PortalRequest, pk: UUID) -> District:
    """The district, if the user may keep its calendar; 404 or 403 otherwise."""
    place = get_visible_or_404(readable_districts(request.user), pk=pk)
    check_can_keep_calendar(request.user, place)
    return place
