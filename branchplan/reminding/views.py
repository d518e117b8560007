"""The door to the 催办名单."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from branches.requests import PortalRequest
from branchplan.reminding.call_list import KIND, check_can_call
from notices.models import Job
from notices.services.jobs import start_job


@require_http_methods(["GET", "POST"])
def call_list(request: PortalRequest) -> HttpResponse:
    """Start the work, and the lists of the last 24 hours."""
    check_can_call(request.user)
    if request.method == "POST":
        now = timezone.now()
        day = timezone.localdate(now)
        title = f"催办名单（{day.month}月{day.day}日）"
        job = start_job(kind=KIND, title=title, arguments={"day": day.isoformat()}, by=request.user, at=now)
        return redirect("notices:job", pk=job.pk)
    jobs = Job.objects.visible_to(request.user).filter(kind=KIND).order_by("-created_at")
    return render(request, "branchplan/call_list.html", {"jobs": jobs})
