"""支部委员会: terms, posts, the next election."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from members.domain.committee import usual_years
from members.forms.committee import PostEndForm, PostForm, TermChangeForm, TermForm
from members.models import CommitteePost, CommitteeTerm
from members.permissions import check_can_keep_roster, check_can_see_roster
from members.selectors.committee import committee_page, size_of
from members.selectors.people import branch_with_roster
from members.services import committee as services
from members.services.people import RosterError
from regulations.selectors.rules import rule_book_for


@require_GET
def committee(request: PortalRequest, branch: UUID) -> HttpResponse:
    """The current term, its posts, what is due, and the terms before it."""
    return _show(request, branch_with_roster(request.user, branch))


def _show(
    request: PortalRequest, branch: Branch, status: int = 200, *, wrong_post: object = None, **more: Any
) -> HttpResponse:
    today = timezone.localdate()
    page = committee_page(branch, today)
    context = {
        "branch": branch,
        "tab": "committee",
        "committee": page,
        "findings": [row for row in size_of(branch, today).findings if row.rule in {"ZB-06", "ZB-07"}],
        "post_form": PostForm(
            branch=branch, initial={"starts_on": page.current.term.elected_on if page.current else today}
        ),
        "keep_refusal": refusal(check_can_keep_roster, request.user, branch),
        "today": today,
        "wrong_post": wrong_post,
        **more,
    }
    return render(request, "members/committee/page.html", context, status=status)


def _term(request: PortalRequest, pk: UUID) -> CommitteeTerm:
    rows = CommitteeTerm.objects.visible_to(request.user).select_related("branch__district")
    term = get_visible_or_404(rows, pk=pk)
    check_can_see_roster(request.user, term.branch)
    check_can_keep_roster(request.user, term.branch)
    return term


@require_http_methods(["GET", "POST"])
def record_term(request: PortalRequest, branch: UUID) -> HttpResponse:
    """An election."""
    place = branch_with_roster(request.user, branch)
    check_can_keep_roster(request.user, place)
    today = timezone.localdate()
    years = usual_years(rule_book_for(place.district, today), today)
    form = TermForm(request.POST or None, today=today, years=years)
    context = {"branch": place, "tab": "committee", "form": form}
    if request.method == "GET":
        return render(request, "members/committee/term.html", context)
    if form.is_valid():
        try:
            services.record_term(branch=place, facts=form.cleaned_data, by=request.user, at=timezone.now())
        except RosterError as error:
            form.add_error("elected_on", str(error))
        else:
            messages.success(request, "已登记本届选举，请接着登记支部委员。")
            return redirect("members:committee", place.pk)
    return render(request, "members/committee/term.html", context, status=422)


@require_http_methods(["GET", "POST"])
def change_term(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Corrections and an approved postponement."""
    term = _term(request, pk)
    today = timezone.localdate()
    years = usual_years(rule_book_for(term.branch.district, today), today)
    names = ("elected_on", "number", "years", "approval", "note", "postponed_to")
    initial = {name: getattr(term, name) for name in names} | {"base_version": term.version}
    form = TermChangeForm(request.POST or None, today=today, years=years, initial=initial)
    context = {"branch": term.branch, "tab": "committee", "form": form, "term": term}
    if request.method == "GET":
        return render(request, "members/committee/term.html", context)
    if form.is_valid():
        facts = {name: form.cleaned_data[name] for name in names}
        base = form.cleaned_data["base_version"]
        try:
            services.change_term(term=term, facts=facts, base_version=base, by=request.user, at=timezone.now())
        except RosterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已保存。")
            return redirect("members:committee", term.branch.pk)
    return render(request, "members/committee/term.html", context, status=422)


@require_POST
def take_post(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Somebody takes a post in the term."""
    term = _term(request, pk)
    form = PostForm(request.POST, branch=term.branch)
    if not form.is_valid():
        return _show(request, term.branch, 422, post_form=form)
    try:
        row = services.take_post(term=term, by=request.user, at=timezone.now(), **form.cleaned_data)
    except RosterError as error:
        form.add_error(None, str(error))
        return _show(request, term.branch, 422, post_form=form)
    messages.success(request, f"已登记{row.member.name}任{row.get_post_display()}。")
    return redirect("members:committee", term.branch.pk)


@require_POST
def leave_post(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Somebody's last day in a post."""
    row = get_visible_or_404(
        CommitteePost.objects.filter(term__in=CommitteeTerm.objects.visible_to(request.user)).select_related(
            "term__branch__district", "member"
        ),
        pk=pk,
    )
    check_can_keep_roster(request.user, row.term.branch)
    form = PostEndForm(request.POST)
    if form.is_valid():
        try:
            services.leave_post(post=row, ends_on=form.cleaned_data["ends_on"], by=request.user, at=timezone.now())
        except RosterError as refused:
            form.add_error("ends_on", str(refused))
        else:
            messages.success(request, f"已登记{row.member.name}卸任{row.get_post_display()}。")
            return redirect("members:committee", row.term.branch.pk)
    return _show(request, row.term.branch, 422, wrong_post=row.pk, end_form=form)
