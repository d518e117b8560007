"""Long work: how far it is, and what came out of it. Only its owner sees it."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from branches.polling import polled
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from notices.models import Job, JobState
from notices.services.jobs import cancel_job


@polled
@require_GET
def job(request: PortalRequest, pk: str) -> HttpResponse:
    """The page, or for htmx the bar alone: it asks again every two seconds while the work goes on."""
    row = get_visible_or_404(Job.objects.visible_to(request.user), pk=pk)
    template = "notices/_job.html" if request.htmx else "notices/job.html"
    return render(request, template, {"job": row})


@require_POST
def job_cancel(request: PortalRequest, pk: str) -> HttpResponse:
    row = get_visible_or_404(Job.objects.visible_to(request.user), pk=pk)
    cancel_job(job=row, by=request.user, at=timezone.now())
    return redirect("notices:job", pk=row.pk)


@require_GET
def job_result(request: PortalRequest, pk: str) -> HttpResponseBase:
    row = get_visible_or_404(Job.objects.visible_to(request.user).filter(state=JobState.DONE).exclude(result=""), pk=pk)
    path = Path(settings.JOBS_DIR) / row.result
    if (row.expires_at and row.expires_at <= timezone.now()) or not path.exists():
        raise Http404("结果只保留24小时，请重新生成。")
    return FileResponse(path.open("rb"), as_attachment=True, filename=row.filename)
