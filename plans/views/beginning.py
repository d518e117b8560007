"""Where a plan begins: a file, pasted text, customary headings, or an earlier plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.models import Branch
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.selectors import branch_to_write_for
from documents.domain.source import SourceRefused
from documents.intake import read_pasted, read_source
from plans.domain.customary import blank_draft
from plans.forms.beginning import BlankForm, UploadForm
from plans.models import PlanUpload
from plans.selectors.beginning import earlier_plans, next_free_period
from plans.services.drafting import create_plan
from plans.services.editing import PlanTextError
from plans.services.uploads import delete_upload, store_upload


def branch_of(request: PortalRequest) -> Branch:
    """The branch the new plan is for: the acting role's, else the first one the user writes for; 403 for everybody else."""
    held = request.acting_role
    chosen = held.branch_id if held else None
    return branch_to_write_for(request.user, preferred=chosen)


def _begin(request: PortalRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    branch = branch_of(request)
    uploads = (
        PlanUpload.objects.visible_to(request.user)
        .filter(branch=branch, plan__isnull=True)
        .order_by("-uploaded_at")[:5]
    )
    context = {"branch": branch, "form": form, "uploads": uploads, "earlier": earlier_plans(branch)}
    return render(request, "plans/beginning/begin.html", context, status=status)


@require_GET
def begin(request: PortalRequest) -> HttpResponse:
    """Three ways to begin."""
    return _begin(request, UploadForm())


@require_POST
def upload(request: PortalRequest) -> HttpResponse:
    """Read the file or text and show what was read."""
    branch = branch_of(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _begin(request, form, 422)
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    data, name = (file.read(), file.name) if file else (text.encode(), "")
    try:
        source = read_source(data, name) if file else read_pasted(text)
    except SourceRefused as refused:
        form.add_error("file" if file else "text", str(refused))
        return _begin(request, form, 422)
    stored = store_upload(branch=branch, source=source, data=data, filename=name, by=request.user, at=timezone.now())
    return redirect("plans:reading", stored.pk)


@require_POST
def remove_upload(request: PortalRequest, pk: str) -> HttpResponse:
    """Throw an upload away."""
    rows = PlanUpload.objects.visible_to(request.user).select_related("branch__district")
    delete_upload(upload=get_visible_or_404(rows, pk=pk), by=request.user, at=timezone.now())
    messages.success(request, "已删除上传的文件和读取结果。")
    return redirect("plans:begin")


@require_http_methods(["GET", "POST"])
def begin_blank(request: PortalRequest) -> HttpResponse:
    """Customary headings for the school kind."""
    branch = branch_of(request)
    initial = BlankForm.initial_of(next_free_period(branch, timezone.localdate()))
    form = BlankForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"branch": branch, "form": form}
    if request.method == "POST" and form.is_valid():
        draft = blank_draft(form.period, organisation=branch.name, school_kind=branch.school_kind)
        try:
            plan = create_plan(branch=branch, draft=draft, source="blank", by=request.user, at=timezone.now())
        except PlanTextError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已建立草稿。每个小标题下有填写提示，不需要的段落可以删除。")
            if request.POST.get("then") == "proposal":
                return redirect("plans:proposal", plan.pk)
            return redirect("plans:edit", plan.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/beginning/blank.html", context, status=status)
