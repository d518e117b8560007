"""Copying: the district's list of sources and both texts side by side, the school's own fragments, the district's templates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.permissions import NotAllowed, check_can_review, check_can_write_for, refusal
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from plans.forms.copying import TemplateForm
from plans.models import Plan
from plans.selectors.copying_pages import latest_report, passages_with, school_page, sources_for, templates_of
from plans.services.copying import TemplateRefused, add_template, remove_template
from regulations.domain.quoting import quoted


def _plan(request: PortalRequest, pk: UUID) -> Plan:
    return get_visible_or_404(Plan.objects.visible_to(request.user).select_related("branch__district"), pk=pk)


@require_GET
def copying(request: PortalRequest, pk: UUID) -> HttpResponse:
    """For reviewers the sources with their shares, for authors of the branch their own share and fragments."""
    plan = _plan(request, pk)
    report = latest_report(plan)
    if not refusal(check_can_review, request.user, plan.branch):
        sources = sources_for(report, request.user, plan) if report else []
        return render(request, "plans/copying/district.html", {"plan": plan, "report": report, "sources": sources})
    check_can_write_for(request.user, plan.branch)
    page = school_page(report, request.user) if report else None
    return render(request, "plans/copying/school.html", {"plan": plan, "page": page})


@require_GET
def copying_source(request: PortalRequest, pk: UUID, source: UUID) -> HttpResponse:
    """Both texts side by side, for reviewers who may see both plans."""
    plan = _plan(request, pk)
    check_can_review(request.user, plan.branch)
    report = latest_report(plan)
    found = (
        [row for row in sources_for(report, request.user, plan) if row.plan and row.plan.pk == source] if report else []
    )
    if not report or not found:
        raise Http404("没有找到，或者不在您可以查看的范围内。")
    context = {"plan": plan, "report": report, "source": found[0], "passages": passages_with(report, source)}
    return render(request, "plans/copying/side_by_side.html", context)


@require_http_methods(["GET", "POST"])
def templates(request: PortalRequest) -> HttpResponse:
    """The district's templates, and the form for another one."""
    if not scope_of(request.user).administered_paths:
        raise NotAllowed("只有教育工委的管理员可以管理计划模板。")
    form = TemplateForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            add_template(**form.cleaned_data, by=request.user, at=timezone.now())
        except TemplateRefused as refused:
            form.add_error("title" if "同名" in str(refused) else "text", str(refused))
        else:
            messages.success(request, "已添加。以后提交的计划中，与它相同的文字不算雷同。")
            return redirect("plans:templates")
    context = {"form": form, "templates": templates_of(request.user)}
    return render(request, "plans/copying/templates.html", context, status=422 if form.is_bound else 200)


@require_POST
def template_remove(request: PortalRequest, template: UUID) -> HttpResponse:
    """Takes effect for what is handed in from now on."""
    if not scope_of(request.user).administered_paths:
        raise NotAllowed("只有教育工委的管理员可以管理计划模板。")
    row = get_visible_or_404(templates_of(request.user), pk=template)
    remove_template(template=row, by=request.user, at=timezone.now())
    messages.success(request, f"已停用{quoted(row.title)}。已有的查重结果不变。")
    return redirect("plans:templates")
