"""投诉建议: the page everybody can write on, and the administrators' desk for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch
from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from notices.forms.feedback import AnswerForm, FeedbackForm, page_of
from notices.models import Feedback, FeedbackKind
from notices.permissions import check_can_answer, check_can_read_feedback
from notices.selectors.feedback import letters_to_answer, own_letters, public_figures, recipients_of
from notices.services.feedback import FeedbackError, TooMany, answer_feedback, send_feedback, take_feedback

PAGE_SIZE = 20
OWN_SHOWN = 20


@require_http_methods(["GET", "POST"])
def feedback(request: PortalRequest) -> HttpResponse:
    """Write a letter; one's own below, and how the district deals with them."""
    districts = recipients_of(request.user, timezone.localdate())
    follows = _followed(request)
    if request.method == "GET":
        start: dict[str, Any] = {"page": page_of(request.GET.get("from", ""))}
        if follows:
            start |= {"kind": follows.kind, "page": follows.path, "is_unnamed": follows.is_unnamed}
        return _page(request, FeedbackForm(districts=districts, initial=start), districts, follows)
    form = FeedbackForm(request.POST, districts=districts)
    if not form.is_valid():
        return _page(request, form, districts, follows, 422)
    data = form.cleaned_data
    facts = {name: data[name] for name in ("key", "district", "kind", "text", "is_unnamed")}
    try:
        letter = send_feedback(
            **facts,
            path=data["page"],
            branch=_branch(request),
            follows=follows,
            by=request.user,
            at=timezone.now(),
        )
    except TooMany as error:
        form.add_error("text", str(error))
        return _page(request, form, districts, follows, 429)
    messages.success(request, "已收到，答复后会通知您。")
    return redirect("notices:feedback_letter", letter.pk)


def _followed(request: HttpRequest) -> Feedback | None:
    """The answered letter of one's own that a new one goes on from."""
    asked = request.POST.get("follows") or request.GET.get("follows")
    try:
        pk = UUID(asked) if asked else None
    except ValueError:
        return None
    return Feedback.objects.filter(pk=pk, sender=request.user.pk).first() if pk else None


def _branch(request: PortalRequest) -> Branch | None:
    held = request.acting_role
    return Branch.objects.get(pk=held.branch_id) if held and held.branch_id else None


def _page(
    request: PortalRequest, form: FeedbackForm, districts: list[Any], follows: Feedback | None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "follows": follows,
        "letters": list(own_letters(request.user)[:OWN_SHOWN]),
        "figures": public_figures(districts, timezone.now()),
    }
    return render(request, "notices/feedback.html", context, status=status)


@require_GET
def feedback_desk(request: PortalRequest) -> HttpResponse:
    """What waits for an answer, oldest first, or what was answered."""
    check_can_read_feedback(request.user)
    state = "answered" if request.GET.get("state") == "answered" else "open"
    kind = request.GET.get("kind", "")
    kind = kind if kind in FeedbackKind.values else ""
    text = request.GET.get("q", "").strip()[:40]
    rows = letters_to_answer(request.user, state=state, kind=kind, text=text)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "state": state,
        "kind": kind,
        "text": text,
        "kinds": FeedbackKind.choices,
        "query": query.urlencode(),
    }
    return render(request, "notices/feedback_desk.html", context)


def _letter(request: PortalRequest, pk: str) -> Feedback:
    rows = Feedback.objects.select_related("district", "branch", "sender", "taken_by", "answered_by", "follows")
    return get_visible_or_404(rows.visible_to(request.user), pk=pk)


def _show(request: PortalRequest, letter: Feedback, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "letter": letter,
        "is_own": letter.sender_id == request.user.pk,
        "refusal": refusal(check_can_answer, request.user, letter),
        "form": form or AnswerForm(),
    }
    return render(request, "notices/feedback_letter.html", context, status=status)


@require_GET
def feedback_letter(request: PortalRequest, pk: str) -> HttpResponse:
    return _show(request, _letter(request, pk))


@require_POST
def feedback_take(request: PortalRequest, pk: str) -> HttpResponse:
    letter = _letter(request, pk)
    try:
        take_feedback(letter=letter, by=request.user, at=timezone.now())
    except FeedbackError as error:
        messages.warning(request, str(error))
    return redirect("notices:feedback_letter", letter.pk)


@require_POST
def feedback_answer(request: PortalRequest, pk: str) -> HttpResponse:
    letter = _letter(request, pk)
    check_can_answer(request.user, letter)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, letter, form, 422)
    try:
        answer_feedback(letter=letter, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now())
    except FeedbackError as error:
        form.add_error("answer", str(error))
        return _show(request, _letter(request, pk), form, 409)
    messages.success(request, "已答复，已通知提出的人。")
    return redirect("notices:feedback_desk")
