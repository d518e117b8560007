"""Collection lists as the committee keeps them: a branch's, one list, what is done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.querysets import get_visible_or_404, key_in
from branches.requests import PortalRequest
from calendar_events.collections_permissions import check_can_keep_collections
from calendar_events.domain.collections import collection_kinds, counts_of
from calendar_events.forms.collections import KINDS, CollectionForm, ExcuseForm, NumbersForm
from calendar_events.models import CollectionList
from calendar_events.selectors.collections import (
    branch_with_collections,
    collections_of,
    counts_for,
    rows_of,
)
from calendar_events.services import collections as services
from calendar_events.views.files import WORKBOOK, file_answer
from documents.workbooks.tables import table_workbook
from members.models import PARTY_STATUSES, Member
from members.selectors.dues import year_from
from regulations.domain.quoting import quoted


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
    dues = list(row.dues.filter(pk__in=[key for key in request.POST.getlist("dues") if key_in(key)]))
    try:
        match request.POST.get("step", ""):
            case "tick":
                count = services.tick_off(
                    collection=row, dues=dues, on=timezone.localdate(now), by=request.user, at=now
                )
                told = f"已为{count}人登记交齐。" if count else "没有勾选还没交齐的人。"
            case "excuse":
                if not (form := ExcuseForm(request.POST)).is_valid():
                    raise services.CollectionRefused(str(form.errors["because"][0]), "because")
                if not dues:
                    raise services.CollectionRefused("请勾选免交的人员。")
                for due in dues:
                    services.excuse(due=due, because=form.cleaned_data["because"], by=request.user, at=now)
                told = f"已登记{len(dues)}人免交。"
            case "close" | "reopen" as asked:
                services.close_collection(collection=row, is_open=asked == "reopen", by=request.user, at=now)
                told = "已重新打开。" if asked == "reopen" else "清单已结束。"
            case _:
                raise services.CollectionRefused("没有这一步。")
    except services.CollectionRefused as refused:
        typed = {"ticked": {due.pk for due in dues}, "because": request.POST.get("because", "")}
        where = "because_error" if refused.field == "because" else "error"
        return _show(request, row, 422, **typed, **{where: str(refused)})
    messages.success(request, told)
    return redirect("calendar_events:collection", row.pk)


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
                form.add_error("text", f"第{line.line}行{quoted(line.name)}：{line.fault}")
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
