"""What a member owes to the lists: all of it, one list, handed in and taken back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from calendar_events.collections_permissions import check_can_hand_in, keeps_collections
from calendar_events.domain.files import FileRefused
from calendar_events.forms.collections import HandInForm
from calendar_events.models import Attachment, CollectionDue, HandIn, Purpose, RegisterEntry
from calendar_events.selectors.collections import due_for, own_dues
from calendar_events.services import collections as services
from calendar_events.services.attachments import attach


@require_http_methods(["GET", "POST"])
def due(request: PortalRequest, pk: UUID) -> HttpResponse:
    """One member on a list: what was handed in; more is handed in here, on the phone too."""
    row = due_for(request.user, pk)
    collection = row.collection
    refused = refusal(check_can_hand_in, request.user, row)
    form = HandInForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        collection=collection,
    )
    if form.is_bound and form.is_valid():
        check_can_hand_in(request.user, row)
        if _take(request, row, form):
            messages.success(request, "已交。")
            return redirect("calendar_events:collection_due", row.pk)
        row = due_for(request.user, pk)
    context = {
        "branch": collection.branch,
        "collection": collection,
        "kind": collection.collection_kind,
        "due": row,
        "handed": sum(paper.amount for paper in row.hand_ins.all()),
        "attachments": collection.attachments.order_by("uploaded_at"),
        "keeps": keeps_collections(request.user, collection.branch),
        "form": form,
        "refused": refused,
        "today": timezone.localdate(),
    }
    return render(request, "calendar_events/collections/due.html", context, status=422 if form.is_bound else 200)


def _take(request: PortalRequest, row: CollectionDue, form: HandInForm) -> bool:
    """Hand in with the files; a file that is refused is named and the rest stays."""
    now, files = timezone.now(), form.cleaned_data["upload"]
    try:
        paper = services.hand_in(due=row, paper=form.paper(), has_file=bool(files), by=request.user, at=now)
    except services.CollectionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return False
    for file in files:
        try:
            attach(to=paper, data=file.read(), filename=file.name, purpose=Purpose.PROOF, by=request.user, at=now)
        except FileRefused as refused:
            form.add_error("upload", f"{file.name}：{refused}")
    if form.errors and not (paper.text or paper.title or paper.attachments.exists()):
        services.take_back(row=paper, by=request.user, at=now)
    return not form.errors


@require_POST
def take_back(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take out what was handed in by mistake."""
    rows = HandIn.objects.visible_to(request.user).select_related("due__member", "due__collection__branch__district")
    row = get_visible_or_404(rows, pk=pk)
    check_can_hand_in(request.user, row.due)
    try:
        services.take_back(row=row, by=request.user, at=timezone.now())
    except services.CollectionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已撤回。")
    return redirect("calendar_events:collection_due", row.due_id)


@require_GET
def mine(request: PortalRequest) -> HttpResponse:
    """What I owe, and what stands under my name in the registers."""
    user = request.user
    own = RegisterEntry.objects.visible_to(user).open().filter(owner_member__user_id=user.pk)
    context = {
        "dues": own_dues(user, scope_of(user).branch_ids),
        "entries": list(own.select_related("owner_member").order_by("register", "first_day")[:50]),
        "file_count": Attachment.objects.filter(hand_in__due__member__user_id=user.pk).count(),
        "today": timezone.localdate(),
    }
    return render(request, "calendar_events/collections/mine.html", context)
