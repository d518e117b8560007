"""Files: added to what they belong to, shown to those who may see that, taken away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from calendar_events.attachments_permissions import Owner, check_can_attach
from calendar_events.domain.files import FileRefused
from calendar_events.forms.attachments import FilesForm
from calendar_events.models import Attachment, CalendarEvent, CollectionList, HandIn, RegisterEntry
from calendar_events.services.attachments import attach, remove_attachment


@require_http_methods(["GET", "POST"])
def add_to_event(request: PortalRequest, pk: UUID) -> HttpResponse:
    """通知, 签到表, 照片, 课件, 会议材料."""
    rows = CalendarEvent.objects.visible_to(request.user).with_people()
    return _add(request, get_visible_or_404(rows, pk=pk))


@require_http_methods(["GET", "POST"])
def add_to_entry(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What proves an entry of a register."""
    rows = RegisterEntry.objects.visible_to(request.user).select_related("branch__district", "owner_member")
    return _add(request, get_visible_or_404(rows, pk=pk))


@require_http_methods(["GET", "POST"])
def add_to_collection(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The template that everybody fills in."""
    rows = CollectionList.objects.visible_to(request.user).select_related("branch__district")
    return _add(request, get_visible_or_404(rows, pk=pk))


def _add(request: PortalRequest, owner: Owner) -> HttpResponse:
    check_can_attach(request.user, owner)
    form = FilesForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        with_purpose=isinstance(owner, CalendarEvent),
    )
    if form.is_bound and form.is_valid():
        kept = 0
        for file in form.cleaned_data["upload"]:
            try:
                attach(
                    to=owner, data=file.read(), filename=file.name, purpose=form.purpose_of, by=request.user,
                    at=timezone.now(),
                )  # fmt: skip
                kept += 1
            except FileRefused as refused:
                form.add_error("upload", f"{file.name}：{refused}")
        if kept:
            messages.success(request, f"已上传{kept}个文件。")
        if not form.errors:
            return redirect(page_of(owner))
    context = {"form": form, "owner": owner, "back": page_of(owner)}
    return render(request, "calendar_events/attachments/add.html", context, status=422 if form.is_bound else 200)


def page_of(owner: Owner) -> str:
    """Where the files of something stand."""
    if isinstance(owner, CalendarEvent):
        return owner.get_absolute_url()
    if isinstance(owner, RegisterEntry):
        return reverse("calendar_events:register_entry", args=[owner.pk])
    if isinstance(owner, HandIn):
        return reverse("calendar_events:collection_due", args=[owner.due_id])
    return reverse("calendar_events:collection", args=[owner.pk])


def _visible(request: PortalRequest, pk: UUID) -> Attachment:
    rows = Attachment.objects.visible_to(request.user).select_related(
        "event__branch__district",
        "event__recorder_member",
        "entry__branch__district",
        "entry__owner_member",
        "collection__branch__district",
        "hand_in__due__member",
        "hand_in__due__collection__branch__district",
        "branch",
    )
    return get_visible_or_404(rows, pk=pk)


@require_GET
def download(request: PortalRequest, pk: UUID) -> HttpResponseBase:
    """The file itself. Only pictures are shown in the page; a browser guesses nothing and runs nothing of it."""
    row = _visible(request, pk)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        raise Http404("文件不在服务器上，请联系运维人员。") from error
    response = FileResponse(file, content_type=row.file_kind.content_type)
    disposition = content_disposition_header(as_attachment=not row.file_kind.inline, filename=row.filename)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Take it away."""
    row = _visible(request, pk)
    remove_attachment(attachment=row, by=request.user, at=timezone.now())
    messages.success(request, "已删除这个附件，审计记录里仍可查到。")
    return redirect(page_of(row.owner))
