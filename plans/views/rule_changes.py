"""A newer edition of the rule book: what it changes, which plans it touches, and its confirmation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.models import District
from branches.permissions import check_can_administer
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from plans.services.rule_changes import preview_edition
from regulations.selectors.rule_pages import edition_change
from regulations.services.editions import EditionRefused, adopt_edition


def _district(request: PortalRequest, pk: str) -> District:
    district = get_visible_or_404(District.objects.visible_to(request.user), pk=pk)
    check_can_administer(request.user, district)
    return district


@require_GET
def rule_changes(request: PortalRequest, district: str) -> HttpResponse:
    """What becomes of the rules and, once worked out, of the plans."""
    place = _district(request, district)
    context = {"district": place, "change": edition_change(place, timezone.localdate())}
    return render(request, "plans/rule_changes.html", context)


@require_POST
def rule_changes_preview(request: PortalRequest, district: str) -> HttpResponse:
    """Ask which plans would change."""
    place = _district(request, district)
    now = timezone.now()
    change = edition_change(place, timezone.localdate(now))
    if change.newest is None:
        messages.info(request, "规则库已是最新。")
    elif preview_edition(district=place, edition=change.newest, by=request.user, at=now).rows is None:
        messages.info(request, "计划较多，正在后台逐份比对，一两分钟后刷新本页即可看到。")
    return redirect("plans:rule_changes", place.pk)


@require_POST
def rule_changes_adopt(request: PortalRequest, district: str) -> HttpResponse:
    """The district goes by the newest edition from today on; only after the plans were looked at."""
    place = _district(request, district)
    now = timezone.now()
    change = edition_change(place, timezone.localdate(now))
    if change.newest is None or str(change.newest.pk) != request.POST.get("edition"):
        messages.error(request, "规则库的版本已有变化，请重新查看。")
    elif change.preview is None or change.preview.rows is None:
        messages.error(request, "请先查看受影响的计划，再确认启用。")
    else:
        try:
            adopt_edition(district=place, edition=change.newest, by=request.user, at=now)
        except EditionRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{place.name}今天起按{change.newest}检查。")
    return redirect("plans:rule_changes", place.pk)
