"""Collection lists: a branch's, one list, one member on it; what I owe."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from calendar_events.collections_permissions import check_can_hand_in, check_can_keep_collections, keeps_collections
from calendar_events.domain.collections import collection_kinds, counts_of
from calendar_events.domain.files import FileRefused
from calendar_events.forms.collections import KINDS, CollectionForm, HandInForm, NumbersForm
from calendar_events.models import Attachment, CollectionDue, CollectionList, HandIn, Purpose, RegisterEntry
from calendar_events.selectors.collections import (
    branch_with_collections,
    collections_of,
    counts_for,
    due_for,
    own_dues,
    rows_of,
)
from calendar_events.services import collections as services
from calendar_events.services.attachments import attach
from calendar_events.views.files import WORKBOOK, file_answer
from documents.workbooks.tables import table_workbook
from members.models import PARTY_STATUSES, Member
from members.selectors.dues import year_from


@require_GET
def branch(request: PortalRequest, branch: UUID) -> HttpResponse:
    """All lists of a branch in a year."""
    place = branch_with_collections(request.user, branch)
    today = timezone.localdate()
    year = year_from(request.GET.get("year"), today)
    lists = list(collections_of(place, year))
    counts = counts_for(lists)
    context = {
        "branch": place,
        "tab": "collections",
        "rows": [(row, *counts[row.pk], row.is_overdue(today)) for row in lists],
        "kinds": KINDS,
        "year": year,
        "today": today,
    }
    return render(request, "calendar_events/collections/branch.html", context)


@require_http_methods(["GET", "POST"])
def add(request: PortalRequest, branch: UUID, kind: str) -> HttpResponse:
    """A new list of a kind."""
    place = branch_with_collections(request.user, branch)
    found = collection_kinds().get(kind)
    if found is None:
        raise Http404("没有这种清单。")
    now = timezone.now()
    today = timezone.localdate(now)
    party = Member.objects.filter(branch=place, is_active=True, status__in=PARTY_STATUSES).values_list("pk", flat=True)
    initial = {
        "title": f"{today.year}年{found.title}",
        "first_day": today,
        "needed": found.needed,
        "unit": found.unit,
        "note": found.note,
        "members": list(party),
    }
    form = CollectionForm(request.POST if request.method == "POST" else None, branch=place, initial=initial)
    if form.is_bound and form.is_valid():
        members = list(form.cleaned_data["members"])
        try:
            row = services.open_collection(
                branch=place, kind=kind, facts=form.facts(), members=members, by=request.user, at=now
            )
        except services.CollectionRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "已建立清单。")
            return redirect("calendar_events:collection", row.pk)
    context = {"branch": place, "tab": "collections", "form": form, "kind": found}
    return render(request, "calendar_events/collections/form.html", context, status=422 if form.is_bound else 200)


def _kept(request: PortalRequest, pk: UUID) -> CollectionList:
    rows = CollectionList.objects.visible_to(request.user).select_related("branch__district")
    row = get_visible_or_404(rows, pk=pk)
    check_can_keep_collections(request.user, row.branch)
    return row


@require_GET
def detail(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Everybody on the list, by name."""
    return _show(request, _kept(request, pk))


def _show(request: PortalRequest, row: CollectionList, status: int = 200, **more: Any) -> HttpResponse:
    today = timezone.localdate()
    rows = rows_of(row)
    context = {
        "branch": row.branch,
        "tab": "collections",
        "collection": row,
        "kind": row.collection_kind,
        "rows": rows,
        "counts": counts_of(found.standing for found in rows),
        "short": [found for found in rows if not found.standing.is_met],
        "attachments": row.attachments.order_by("uploaded_at"),
        "attach_refusal": "" if row.is_open else "已结束",
        "numbers_form": NumbersForm(initial={"on": today}),
        "is_overdue": row.is_overdue(today),
        "today": today,
        **more,
    }
    return render(request, "calendar_events/collections/list.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Other facts, other people."""
    row = _kept(request, pk)
    initial = {name: getattr(row, name) for name in services.FACTS} | {
        "base_version": row.version,
        "members": list(row.dues.values_list("member_id", flat=True)),
    }
    form = CollectionForm(request.POST if request.method == "POST" else None, branch=row.branch, initial=initial)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.edit_collection(
                collection=row,
                facts=form.facts(),
                members=list(form.cleaned_data["members"]),
                base_version=form.cleaned_data["base_version"] or 0,
                by=request.user,
                at=timezone.now(),
            )
        except services.CollectionConflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        except services.CollectionRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, "已保存。")
            return redirect("calendar_events:collection", row.pk)
    context = {"branch": row.branch, "tab": "collections", "form": form, "kind": row.collection_kind, "collection": row}
    return render(request, "calendar_events/collections/form.html", context, status=status)


@require_POST
def step(request: PortalRequest, pk: UUID) -> HttpResponse:
    """What the committee does with a list: tick off, excuse, close, open again."""
    row = _kept(request, pk)
    now = timezone.now()
    dues = list(row.dues.filter(pk__in=[key for key in request.POST.getlist("dues") if _is_uuid(key)]))
    try:
        match request.POST.get("step", ""):
            case "tick":
                count = services.tick_off(
                    collection=row, dues=dues, on=timezone.localdate(now), by=request.user, at=now
                )
                told = f"已为{count}人登记交齐。" if count else "没有勾选还没交齐的人。"
            case "excuse":
                because = request.POST.get("because", "")
                if not because.strip() or not dues:
                    raise services.CollectionRefused("请勾选人员，并写明免交原因。")
                for due in dues:
                    services.excuse(due=due, because=because, by=request.user, at=now)
                told = f"已登记{len(dues)}人免交。"
            case "close" | "reopen" as asked:
                services.close_collection(collection=row, is_open=asked == "reopen", by=request.user, at=now)
                told = "已重新打开。" if asked == "reopen" else "清单已结束。"
            case _:
                raise services.CollectionRefused("没有这一步。")
    except services.CollectionRefused as refused:
        return _show(request, row, 422, error=str(refused))
    messages.success(request, told)
    return redirect("calendar_events:collection", row.pk)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_POST
def numbers(request: PortalRequest, pk: UUID) -> HttpResponse:
    """Numbers from a pasted list; with a fault nothing is written and each wrong line is named."""
    row = _kept(request, pk)
    form = NumbersForm(request.POST)
    if form.is_valid():
        try:
            lines = services.import_numbers(collection=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except services.CollectionRefused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            wrong = [line for line in lines if line.fault]
            if not wrong:
                messages.success(request, f"已登记{len(lines)}人的数字。")
                return redirect("calendar_events:collection", row.pk)
            for line in wrong:
                form.add_error("text", f"第{line.line}行“{line.name}”：{line.fault}")
    return _show(request, row, 422, numbers_form=form)


@require_GET
def export(request: PortalRequest, pk: UUID) -> HttpResponse:
    """The list as .xlsx: needed, handed in, missing."""
    row = _kept(request, pk)
    columns = [("姓名", 14), (f"应交（{row.unit}）", 12), ("已交", 10), ("还差", 10), ("免交原因", 24)]
    cells = [
        [
            found.due.member.name,
            found.standing.needed,
            found.standing.handed,
            found.standing.missing,
            "已不在本支部" if found.is_gone else found.due.excused_because,
        ]
        for found in rows_of(row)
    ]
    content = table_workbook(row.title, columns, cells)
    return file_answer(content, WORKBOOK, f"{row.title}.xlsx")


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
