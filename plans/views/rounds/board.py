"""The board of a round: figures, the list behind each, urging, extensions, print and export."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import District
from branches.permissions import refusal
from branches.polling import polled
from branches.requests import PortalRequest
from notices.services.jobs import start_job
from plans.forms.rounds import BoardForm, ExtendForm
from plans.models import PlanningRound, RoundState, RoundTarget
from plans.rounds_permissions import check_can_run_round, check_can_see_board
from plans.selectors.rounds.board import STATE_CHOICES, Asked, Board, BoardScope, board_of, narrowed, stamp_of
from plans.services.rounds.export import KIND
from plans.services.rounds.pressing import AT_ONCE, TO_URGE, extend, to_urge, urge, urge_in_background
from plans.services.rounds.writing import RoundRefused
from plans.views.rounds.office import own_round, round_of

PAGE_SIZE = 30
PRINTED = 1000


def _scope(request: PortalRequest, pk: str) -> BoardScope:
    planning = round_of(request, pk)
    check_can_see_board(request.user)
    return BoardScope(planning, request.user)


def _asked(scope: BoardScope, form: BoardForm) -> Asked:
    data = form.cleaned_data if form.is_valid() else {}
    asked = {name: data.get(name, "") for name in ("kind", "state", "q")}
    return Asked(area=scope.area(data.get("area", "")) if data.get("area") else None, **asked)


def _asked_for_a_step(scope: BoardScope, form: BoardForm) -> Asked | None:
    """The same before something is done with all that is shown; None where a filter is wrong: passed over it would mean every school."""
    asked = _asked(scope, form)
    return None if form.errors or (form.cleaned_data["area"] and asked.area is None) else asked


def _query(asked: Asked, *, more: bool = False, **other: str) -> str:
    """The address of what is asked for, with something else in place of one part; without what is not asked. `more` will follow."""
    said = {"area": str(asked.area.pk) if asked.area else "", "kind": asked.kind, "state": asked.state, "q": asked.q}
    query = urlencode({name: value for name, value in (said | other).items() if value})
    return f"{query}&" if more and query else query


def _context(request: PortalRequest, scope: BoardScope, form: BoardForm, board: Board) -> dict[str, Any]:
    asked, query = board.asked, _query(board.asked)
    return {
        "planning": scope.planning,
        "board": board,
        "page": board.page,
        "form": form,
        "query": query,
        "without_state": _query(asked, state="", q=""),
        "without_area": _query(asked, area="", state="", q=""),
        "without_kind": _query(asked, kind="", state="", q=""),
        "state_label": STATE_CHOICES.get(asked.state, ""),
        # What stands before an area or kind in an address.
        "before_area": _query(asked, area="", state="", q="", more=True),
        "before_kind": _query(asked, kind="", state="", q="", more=True),
        "may_urge": scope.planning.state == RoundState.OPEN and asked.state in ("", "overdue", "extended", *TO_URGE),
        "may_extend": scope.planning.state == RoundState.OPEN
        and not refusal(check_can_run_round, request.user, scope.planning),
        "to_urge": TO_URGE,
        "today": timezone.localdate(),
    }


def _show(request: PortalRequest, scope: BoardScope, template: str, *, error: str = "") -> HttpResponse:
    form = BoardForm(request.GET, states=STATE_CHOICES)
    number = request.GET.get("page", "1")
    board = board_of(scope, _asked(scope, form), number=number, size=PAGE_SIZE, at=timezone.now())
    context = _context(request, scope, form, board) | {"error": error}
    return render(request, template, context, status=422 if error or form.errors else 200)


@require_GET
def round_board(request: PortalRequest, pk: str) -> HttpResponse:
    """The whole page."""
    return _show(request, _scope(request, pk), "plans/rounds/board.html")


@polled
@require_GET
def round_board_live(request: PortalRequest, pk: str) -> HttpResponse:
    """Asked again by the page every half minute: 204 while nothing has changed since the stamp, else the board anew."""
    scope = _scope(request, pk)
    if request.GET.get("stamp") == stamp_of(scope.planning, timezone.now()):
        return HttpResponse(status=204)
    return _show(request, scope, "plans/rounds/_board.html")


@require_GET
def round_board_print(request: PortalRequest, pk: str) -> HttpResponse:
    """The list alone, for paper; longer ones are exported."""
    scope = _scope(request, pk)
    form = BoardForm(request.GET, states=STATE_CHOICES)
    board = board_of(scope, _asked(scope, form), number="1", size=PRINTED, at=timezone.now())
    return render(request, "plans/rounds/print.html", _context(request, scope, form, board))


@require_POST
def round_urge(request: PortalRequest, pk: str) -> HttpResponse:
    """One school (`target`), or all that the filters of the address show."""
    scope = _scope(request, pk)
    form, now = BoardForm(request.GET, states=STATE_CHOICES), timezone.now()
    today = timezone.localdate(now)
    chosen = request.POST.get("target", "")
    asked = _asked_for_a_step(scope, form)
    if chosen:
        rows = scope.targets().filter(pk__in=_identifiers([chosen]))
    elif asked is None:
        return _show(request, scope, "plans/rounds/board.html", error="筛选条件不对，没有催办。请重新筛选。")
    else:
        rows = narrowed(scope, asked, today)
    held = request.acting_role
    office = District.objects.filter(pk=held.district_id).first() if held and held.district_id else None
    try:
        if asked and not chosen and to_urge(scope.planning, rows, today).count() > AT_ONCE:
            job = urge_in_background(planning=scope.planning, asked=asked, office=office, by=request.user, at=now)
            return redirect("notices:job", pk=job.pk)
        told = urge(planning=scope.planning, targets=rows, office=office, by=request.user, at=now)
    except RoundRefused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, f"已提醒{told}所学校。同一所学校一天只提醒一次。")
    return redirect(f"{reverse('plans:round_board', args=[scope.planning.pk])}?{request.GET.urlencode()}")


@require_http_methods(["GET", "POST"])
def round_extend(request: PortalRequest, pk: str) -> HttpResponse:
    """Another last day for the ticked schools: `target` in the address, and in the form with the day that was shown."""
    planning = own_round(request, pk)
    posted = request.POST if request.method == "POST" else None
    said = posted.getlist("target") if posted is not None else request.GET.getlist("target")
    rows = _chosen(planning, said)
    form = ExtendForm(posted, initial={"due_on": planning.due_on})
    if posted is not None and form.is_valid():
        seen = {row.pk: day for row in rows if (day := _seen(said, row)) is not None}
        try:
            count = extend(planning=planning, seen=seen, **form.cleaned_data, by=request.user, at=timezone.now())
        except RoundRefused as refused:
            form.add_error(None, str(refused))
            rows = _chosen(planning, said)
        else:
            messages.success(request, f"已办理{count}所学校的延期并通知学校。")
            return redirect("plans:round_board", planning.pk)
    context = {"planning": planning, "rows": rows, "form": form}
    return render(request, "plans/rounds/extend.html", context, status=422 if form.errors else 200)


@require_POST
def round_export(request: PortalRequest, pk: str) -> HttpResponse:
    """The list behind the filters as a workbook, by a worker."""
    scope = _scope(request, pk)
    asked = _asked_for_a_step(scope, BoardForm(request.GET, states=STATE_CHOICES))
    if asked is None:
        return _show(request, scope, "plans/rounds/board.html", error="筛选条件不对，没有导出。请重新筛选。")
    arguments = {
        "round": str(scope.planning.pk),
        "area": str(asked.area.pk) if asked.area else "",
        "kind": asked.kind,
        "state": asked.state,
        "q": asked.q,
    }
    arguments["back"] = f"{reverse('plans:round_board', args=[scope.planning.pk])}?{_query(asked)}"
    title = f"{scope.planning.title}进度"
    job = start_job(kind=KIND, title=title, arguments=arguments, by=request.user, at=timezone.now())
    return redirect("notices:job", pk=job.pk)


def _identifiers(said: list[str]) -> list[UUID]:
    found = []
    for text in said:
        try:
            found.append(UUID(text.partition(":")[0]))
        except ValueError:
            continue
    return found


def _chosen(planning: PlanningRound, said: list[str]) -> list[RoundTarget]:
    rows = planning.targets.filter(pk__in=_identifiers(said)[:PRINTED]).select_related("branch")
    return list(rows.order_by("place"))


def _seen(said: list[str], row: RoundTarget) -> date | None:
    """The day the form showed for this school: "<id>:2026-03-05"."""
    text = next((one.partition(":")[2] for one in said if one.startswith(str(row.pk))), "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
