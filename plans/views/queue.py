"""The queue and how its work is shared: claiming, giving papers to reviewers, standing rules, the district's habits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import District
from branches.permissions import NotAllowed, refusal
from branches.querysets import below, get_visible_or_404, key_in
from branches.requests import PortalRequest
from branches.scope import scope_of
from plans.forms.queue import AssignmentForm, QueueForm, ReviewerForm, ReviewSettingsForm
from plans.models import Plan
from plans.selectors.queue import queue, queue_page, sorted_queue
from plans.services.desk import claim_plans
from workflow.domain.transitions import UNCLAIMED
from workflow.models import ReviewAssignment
from workflow.selectors import review_settings_for
from workflow.services.assign import AssignmentRefused, assign_area, assign_papers, end_assignment, unassign_paper
from workflow.services.perform import InvalidTransition
from workflow.services.settings import check_can_set_review, save_review_settings

#: So many papers are claimed or given away in one go.
AT_ONCE = 50
SHOWN_REFUSALS = 5


def check_can_see_queue(request: PortalRequest) -> None:
    if not scope_of(request.user).reviewed_paths:
        raise NotAllowed("只有教育工委的审核员可以查看待审计划。")


@require_GET
def plan_queue(request: PortalRequest) -> HttpResponse:
    """What waits for the district, and everything else that was handed in."""
    return _queue(request)


def _queue(request: PortalRequest, *, given: ReviewerForm | None = None) -> HttpResponse:
    check_can_see_queue(request)
    user, today = request.user, timezone.localdate()
    asked = _asked(request)
    form = QueueForm(asked)
    rows = form.narrow(queue(user), user)
    form.offer(user, today)
    filters = asked.copy()
    filters.pop("sort", None)
    leads = bool(scope_of(user).review_led_paths)
    context = {
        "form": form,
        "shown": (shown := queue_page(rows, asked.get("sort", ""), asked.get("page"))),
        "page": shown.page,
        "query": _without_page(asked),
        "filters": _without_page(filters),
        "sort": asked.get("sort", "") or "-risk",
        "leads": leads,
        "reviewer_form": (given or ReviewerForm(user=user, today=today)) if leads else None,
    }
    is_right = form.is_valid() and not (given and given.errors)
    return render(request, "plans/review/queue.html", context, status=200 if is_right else 422)


def _asked(request: PortalRequest) -> QueryDict:
    """The filters: from the address, or from the form that was sent from the queue."""
    return request.GET if request.method == "GET" else QueryDict(request.POST.get("query", ""))


def _without_page(asked: QueryDict) -> str:
    rest = asked.copy()
    rest.pop("page", None)
    return rest.urlencode()


def _chosen(request: PortalRequest) -> list[Plan]:
    """The plans that the form names: one, those ticked, or all unclaimed ones that the filters leave, the riskiest first."""
    rows = queue(request.user)
    if request.POST.get("all"):
        asked = _asked(request)
        form = QueueForm(asked)
        if not form.is_valid():  # a filter that narrows nothing would mean every paper
            return []
        rows = form.narrow(rows, request.user).filter(status__in=sorted(UNCLAIMED))
        return list(sorted_queue(rows, asked.get("sort", ""))[:AT_ONCE])
    wanted = [request.POST["one"]] if request.POST.get("one") else request.POST.getlist("plan")
    found = {str(plan.pk): plan for plan in rows.filter(pk__in=[pk for pk in wanted[:AT_ONCE] if key_in(pk)])}
    return [found[pk] for pk in wanted if pk in found]


def _back(request: PortalRequest) -> HttpResponse:
    query = _without_page(_asked(request))
    return redirect(f"{reverse('plans:queue')}?{query}" if query else "plans:queue")


def _tell(request: PortalRequest, done: int, words: str, refused: list[str]) -> None:
    if done:
        messages.success(request, words)
    for why in refused[:SHOWN_REFUSALS]:
        messages.warning(request, why)
    if len(refused) > SHOWN_REFUSALS:
        messages.warning(request, f"另有{len(refused) - SHOWN_REFUSALS}份没有办。")
    if not done and not refused:
        messages.warning(request, "没有选中可以办理的计划。")


@require_POST
def claim_many(request: PortalRequest) -> HttpResponse:
    """Claim one and begin to read it, or several, or all that the filters leave."""
    check_can_see_queue(request)
    claimed, refused = claim_plans(plans=_chosen(request), by=request.user, at=timezone.now())
    if request.POST.get("one") and claimed:
        messages.success(request, "已认领。审核期间学校不能修改。")
        query = _without_page(_asked(request))
        return redirect(f"{reverse('plans:review', args=[claimed[0].pk])}{'?' if query else ''}{query}")
    _tell(request, len(claimed), f"已认领{len(claimed)}份。", refused)
    return _back(request)


@require_POST
def assign_many(request: PortalRequest) -> HttpResponse:
    """Give the chosen papers to a reviewer."""
    check_can_see_queue(request)
    if not scope_of(request.user).review_led_paths:
        raise NotAllowed("只有审核组长可以分派审核任务。")
    form = ReviewerForm(request.POST, user=request.user, today=timezone.localdate())
    if not form.is_valid():
        return _queue(request, given=form)
    reviewer = form.cleaned_data["reviewer"]
    done, refused = assign_papers(
        documents=_chosen(request),
        reviewer=reviewer,
        by=request.user,
        at=timezone.now(),
        path=f"{reverse('plans:queue')}?who=me",
    )
    _tell(request, done, f"已分给{reviewer.display_name}{done}份。", refused)
    return _back(request)


@require_POST
def unassign(request: PortalRequest, pk: str) -> HttpResponse:
    """Take a paper back into the common queue."""
    check_can_see_queue(request)
    plan = get_visible_or_404(queue(request.user), pk=pk)
    try:
        unassign_paper(document=plan, by=request.user, at=timezone.now())
    except InvalidTransition as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"已收回：{plan.branch.short_name}。")
    return _back(request)


@require_http_methods(["GET", "POST"])
def assignments(request: PortalRequest) -> HttpResponse:
    """Who reviews what as a standing rule; whoever leads adds to it. The district's habits below."""
    scope = scope_of(request.user)
    if not (scope.reviewed_paths or scope.administered_paths):
        raise NotAllowed("只有教育工委的审核员和管理员可以查看审核分工。")
    user, today = request.user, timezone.localdate()
    form, status = None, 200
    if scope.review_led_paths:
        form = AssignmentForm(request.POST if request.method == "POST" else None, user=user, today=today)
        if request.method == "POST":
            if form.is_valid():
                try:
                    row = assign_area(**form.cleaned_data, by=user, at=timezone.now())
                except AssignmentRefused as refused:
                    form.add_error(None, str(refused))
                else:
                    messages.success(request, f"已分工：{row.where}由{row.reviewer.display_name}审核。")
                    return redirect("plans:assignments")
            status = 422
    elif request.method == "POST":
        raise NotAllowed("只有审核组长可以分派审核任务。")
    rows = ReviewAssignment.objects.visible_to(user).standing().select_related("district", "branch", "reviewer")
    districts = list(District.objects.filter(below(scope.review_led_paths | scope.administered_paths)).order_by("path"))
    context = {
        "form": form,
        "rows": rows.order_by("district__path", "school_kind", "branch__short_name"),
        "districts": [(district, review_settings_for(district)) for district in districts[:1]],
        "others": districts[1:],
    }
    return render(request, "plans/review/assignments.html", context, status=status)


@require_POST
def assignment_end(request: PortalRequest, pk: str) -> HttpResponse:
    """Nothing more is given by this rule."""
    rows = ReviewAssignment.objects.visible_to(request.user).select_related("district", "branch", "reviewer")
    row = get_visible_or_404(rows, pk=pk)
    end_assignment(assignment=row, by=request.user, at=timezone.now())
    messages.success(request, f"已结束分工：{row.where}。已经分出的计划不变。")
    return redirect("plans:assignments")


@require_http_methods(["GET", "POST"])
def review_settings(request: PortalRequest, district: str) -> HttpResponse:
    """How long schools have to mend, how many of the clean plans are read."""
    place = get_visible_or_404(District.objects.visible_to(request.user), pk=district)
    why = refusal(check_can_set_review, request.user, place)
    if why:
        raise NotAllowed(why)
    row = review_settings_for(place)
    form = ReviewSettingsForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        save_review_settings(district=place, values=form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "已保存，对本级及下级有效。")
        return redirect("plans:assignments")
    context = {"form": form, "district": place}
    return render(request, "plans/review/settings.html", context, status=422 if form.is_bound else 200)
