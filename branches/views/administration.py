"""Organisations and log-ins, for the administrators of a district and what lies below it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.forms.administration import AccountForm, BranchForm, RoleForm
from branches.models import Branch, RoleAssignment, User
from branches.permissions import NotAllowed, check_can_administer, check_can_manage_account, refusal
from branches.querysets import below, get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from branches.selectors import organisation_of
from branches.services.accounts import (
    AccountError,
    create_account,
    end_role,
    ended_yesterday,
    give_role,
    reset_password,
    set_account_activity,
)
from branches.services.organisation import change_branch, create_branch

PAGE_SIZE = 30


def _check_administrator(request: PortalRequest) -> frozenset[str]:
    """The subtrees the user administers; 403 for everybody else."""
    paths = scope_of(request.user).administered_paths
    if not paths:
        raise NotAllowed("只有教育工委的管理员可以管理组织和账号。")
    return paths


@require_GET
def branch_list(request: PortalRequest) -> HttpResponse:
    paths = _check_administrator(request)
    rows = (
        Branch.objects.filter(below(paths, "district__"))
        .select_related("district")
        .order_by("district__path", "short_name")
    )
    name = request.GET.get("q", "").strip()
    if name:
        rows = rows.filter(Q(name__icontains=name) | Q(school_name__icontains=name) | Q(short_name__icontains=name))
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "branches/branch_list.html", {"page": page, "q": name, "query": f"q={name}" if name else ""})


@require_http_methods(["GET", "POST"])
def branch_add(request: PortalRequest) -> HttpResponse:
    _check_administrator(request)
    form = BranchForm(request.POST if request.method == "POST" else None, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        branch = create_branch(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"已添加{branch.name}。")
        return redirect("branches:branch_list")
    return render(request, "branches/branch_form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def branch_change(request: PortalRequest, pk: str) -> HttpResponse:
    branch = get_visible_or_404(Branch.objects.visible_to(request.user).select_related("district"), pk=pk)
    check_can_administer(request.user, branch.district)
    form = BranchForm(request.POST if request.method == "POST" else None, instance=branch, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "district"}
        change_branch(
            branch=Branch.objects.select_related("district").get(pk=branch.pk),
            by=request.user,
            at=timezone.now(),
            **facts,
        )
        messages.success(request, "已保存。")
        return redirect("branches:branch_list")
    return render(
        request,
        "branches/branch_form.html",
        {"form": form, "branch": branch},
        status=422 if request.method == "POST" else 200,
    )


@require_GET
def account_list(request: PortalRequest) -> HttpResponse:
    _check_administrator(request)
    current = (
        RoleAssignment.objects.current(timezone.localdate()).select_related("branch", "district").order_by("starts_on")
    )
    rows = (
        User.objects.visible_to(request.user)
        .prefetch_related(Prefetch("assignments", current, to_attr="current_roles"))
        .order_by("name_pinyin", "pk")
    )
    name = request.GET.get("q", "").strip()
    if name:
        rows = rows.filter(
            Q(display_name__icontains=name)
            | Q(username__icontains=name)
            | Q(pk__in=RoleAssignment.objects.filter(branch__name__icontains=name).values("user"))
        )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request, "branches/account_list.html", {"page": page, "q": name, "query": f"q={name}" if name else ""}
    )


@require_http_methods(["GET", "POST"])
def account_add(request: PortalRequest) -> HttpResponse:
    _check_administrator(request)
    today = timezone.localdate()
    form = AccountForm(
        request.POST if request.method == "POST" else None,
        administrator=request.user,
        today=today,
        initial={"branch": request.GET.get("branch")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user, password = create_account(
            username=data["username"],
            display_name=data["display_name"],
            email=data["email"],
            role=data["role"],
            organisation=form.organisation,
            starts_on=data["starts_on"],
            by=request.user,
            at=timezone.now(),
        )
        return render(request, "branches/first_password.html", {"account": user, "password": password})
    return render(
        request, "branches/account_form.html", {"form": form}, status=422 if request.method == "POST" else 200
    )


def _account(request: PortalRequest, pk: str) -> User:
    return get_visible_or_404(User.objects.visible_to(request.user), pk=pk)


def _show(request: PortalRequest, account: User, form: RoleForm | None = None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context: dict[str, Any] = {
        "account": account,
        "form": form or RoleForm(administrator=request.user, today=today),
        "roles": account.assignments.select_related("branch", "district").order_by("-ends_on", "starts_on"),
        "today": today,
        "refusal": refusal(check_can_manage_account, request.user, account),
    }
    return render(request, "branches/account.html", context, status=status)


@require_GET
def account(request: PortalRequest, pk: str) -> HttpResponse:
    """One log-in with its roles."""
    _check_administrator(request)
    return _show(request, _account(request, pk))


@require_POST
def role_give(request: PortalRequest, pk: str) -> HttpResponse:
    _check_administrator(request)
    person = _account(request, pk)
    form = RoleForm(request.POST, administrator=request.user, today=timezone.localdate())
    if not form.is_valid():
        return _show(request, person, form, 422)
    data = form.cleaned_data
    try:
        give_role(
            user=person,
            role=data["role"],
            organisation=form.organisation,
            starts_on=data["starts_on"],
            by=request.user,
            at=timezone.now(),
        )
    except AccountError as error:
        form.add_error("role", str(error))
        return _show(request, person, form, 422)
    messages.success(request, "已添加角色。")
    return redirect("branches:account", person.pk)


@require_POST
def role_end(request: PortalRequest, pk: str, role: str) -> HttpResponse:
    """The role stops counting today."""
    _check_administrator(request)
    person = _account(request, pk)
    rows = person.assignments.select_related("branch__district", "district", "user")
    assignment = get_visible_or_404(rows, pk=role)
    now = timezone.now()
    end_role(assignment=assignment, last_day=ended_yesterday(timezone.localdate(now)), by=request.user, at=now)
    messages.success(request, "角色已结束。")
    if User.objects.visible_to(request.user).filter(pk=person.pk).exists():
        return redirect("branches:account", person.pk)
    return redirect("branches:account_list")


@require_POST
def account_reset(request: PortalRequest, pk: str) -> HttpResponse:
    """A new first password, shown once."""
    _check_administrator(request)
    person = _account(request, pk)
    now = timezone.now()
    organisation = organisation_of(person, timezone.localdate(now))
    password, ended = reset_password(user=person, organisation=organisation, by=request.user, at=now)
    context = {"account": person, "password": password, "ended": ended}
    return render(request, "branches/first_password.html", context)


@require_POST
def account_activity(request: PortalRequest, pk: str) -> HttpResponse:
    """Close or open the log-in."""
    _check_administrator(request)
    person = _account(request, pk)
    active, now = request.POST.get("active") == "1", timezone.now()
    organisation = organisation_of(person, timezone.localdate(now))
    set_account_activity(user=person, is_active=active, organisation=organisation, by=request.user, at=now)
    messages.success(request, "账号已启用。" if active else "账号已停用，对方的登录随即失效。")
    return redirect("branches:account", person.pk)
