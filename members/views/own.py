"""A person's own page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from branches.requests import PortalRequest
from members.models import Member


@require_GET
def me(request: PortalRequest) -> HttpResponse:
    """My branch, my group, my account."""
    member = Member.objects.filter(user=request.user).select_related("branch", "group").first()
    return render(request, "members/me.html", {"member": member})
