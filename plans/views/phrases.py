"""A reviewer's phrases and those of the district."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from branches.models import District
from branches.permissions import refusal
from branches.querysets import below, get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from plans.forms.review import PhraseForm
from plans.models import ReviewPhrase
from plans.selectors.phrases import phrases_for
from plans.services.phrases import PhraseRefused, check_can_keep_phrase, remove_phrase, save_phrase
from plans.views.queue import check_can_see_queue


@require_http_methods(["GET", "POST"])
def phrases(request: PortalRequest) -> HttpResponse:
    """All phrases one may use, and a new one."""
    check_can_see_queue(request)
    return _page(request, None)


@require_http_methods(["GET", "POST"])
def phrase(request: PortalRequest, pk: UUID) -> HttpResponse:
    """New words for one."""
    check_can_see_queue(request)
    rows = ReviewPhrase.objects.visible_to(request.user).select_related("district")
    row = get_visible_or_404(rows, pk=pk)
    check_can_keep_phrase(request.user, row)
    return _page(request, row)


def _page(request: PortalRequest, row: ReviewPhrase | None) -> HttpResponse:
    led = scope_of(request.user).review_led_paths
    form = PhraseForm(
        request.POST if request.method == "POST" else None, instance=row, may_share=bool(led) and row is None
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        shared = values.pop("shared", False)
        district = District.objects.filter(below(led)).order_by("path").first() if shared else None
        try:
            save_phrase(phrase=row, district=district, values=values, by=request.user, at=timezone.now())
        except PhraseRefused as refused:
            form.add_error("title", str(refused))
        else:
            messages.success(request, "已保存。")
            return redirect("plans:phrases")
    shown = phrases_for(request.user)
    own = {item.pk for item in shown if not refusal(check_can_keep_phrase, request.user, item)}
    context = {"form": form, "row": row, "phrases": shown, "own": own}
    return render(request, "plans/review/phrases.html", context, status=422 if form.is_bound else 200)


@require_POST
def phrase_remove(request: PortalRequest, pk: UUID) -> HttpResponse:
    check_can_see_queue(request)
    rows = ReviewPhrase.objects.visible_to(request.user).select_related("district")
    remove_phrase(phrase=get_visible_or_404(rows, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, "已删除。")
    return redirect("plans:phrases")
