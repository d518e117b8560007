"""The rule book: the list, one rule, and a district's own values for it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import District
from branches.permissions import check_can_administer, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from regulations.domain.parameters import OverrideRefused
from regulations.forms.rules import EndOverrideForm, OverrideForm, RuleFilterForm
from regulations.selectors.rule_pages import (
    RulePage,
    edition_change,
    readable_districts,
    rule_list,
    rule_page,
)
from regulations.services.overrides import end_override, set_override
from regulations.views.asked import asked_district


def _page(district: District, code: str, on: date) -> RulePage:
    page = rule_page(district, code, on)
    if page is None:
        raise Http404("规则库中没有这一条。")
    return page


@require_GET
def rules(request: PortalRequest) -> HttpResponse:
    """Everything in force, filtered."""
    district, today = asked_district(request), timezone.localdate()
    everything = rule_list(district, today, past=request.GET.get("past") == "on")
    form = RuleFilterForm(request.GET, documents=everything.documents)
    shown = everything
    if form.is_valid():
        shown = everything.narrowed(**{name: value for name, value in form.cleaned_data.items() if name != "past"})
    context = {
        "district": district,
        "districts": readable_districts(request.user),
        "form": form,
        "shown": shown,
        "today": today,
        "can_administer": not refusal(check_can_administer, request.user, district),
        "change": edition_change(district, today),
    }
    return render(request, "regulations/rule_list.html", context, status=200 if form.is_valid() else 422)


@require_GET
def rule(request: PortalRequest, code: str) -> HttpResponse:
    """One rule: source, versions, national value beside the district's, history."""
    district = asked_district(request)
    page = _page(district, code, timezone.localdate())
    return _show_rule(request, district, page)


def _show_rule(
    request: PortalRequest, district: District, page: RulePage, form: EndOverrideForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "district": district,
        "page": page,
        "today": today,
        "end_form": form or EndOverrideForm(today=today),
        "refusal": refusal(check_can_administer, request.user, district),
    }
    return render(request, "regulations/rule.html", context, status=status)


@require_http_methods(["GET", "POST"])
def override(request: PortalRequest, district: str, code: str) -> HttpResponse:
    """Set the district's own values."""
    place = get_visible_or_404(readable_districts(request.user), pk=district)
    check_can_administer(request.user, place)
    now = timezone.now()
    today = timezone.localdate(now)
    page = _page(place, code, today)
    form = OverrideForm(request.POST if request.method == "POST" else None, rule=page.rule, today=today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_override(
                district=place,
                code=code,
                parameters=form.values,
                valid_from=data["valid_from"],
                reason=data["reason"],
                by=request.user,
                at=now,
            )
        except OverrideRefused as error:
            form.add_refusal(error)
        else:
            messages.success(request, f"已设定{code}的本地取值。")
            return redirect(f"{reverse('regulations:rule', args=[code])}?district={place.pk}")
    context = {"district": place, "page": page, "form": form}
    return render(request, "regulations/rule_override.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def override_end(request: PortalRequest, district: str, code: str) -> HttpResponse:
    """Back to the value above."""
    place = get_visible_or_404(readable_districts(request.user), pk=district)
    check_can_administer(request.user, place)
    now = timezone.now()
    page = _page(place, code, timezone.localdate(now))
    form = EndOverrideForm(request.POST, today=timezone.localdate(now))
    if not form.is_valid():
        return _show_rule(request, place, page, form, 422)
    data = form.cleaned_data
    try:
        end_override(
            district=place,
            code=code,
            first_day=data["valid_from"],
            reason=data["reason"],
            by=request.user,
            at=now,
        )
    except OverrideRefused as error:
        form.add_refusal(error)
        return _show_rule(request, place, page, form, 422)
    messages.success(request, f"{code}将恢复上级的取值。")
    return redirect(f"{reverse('regulations:rule', args=[code])}?district={place.pk}")
