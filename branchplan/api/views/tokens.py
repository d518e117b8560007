"""The administrators' page: tokens with what they read and when they were last used; the description of the interface."""

from __future__ import annotations

from csp.decorators import csp_update
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from branches.permissions import NotAllowed
from branches.querysets import get_visible_or_404
from branches.requests import PortalRequest
from branches.scope import scope_of
from branchplan.api import schema  # noqa: F401 - says how the description names tokens
from branchplan.api.forms import TokenForm
from branchplan.api.gate import TokenAuthentication
from branchplan.api.models import ApiToken
from branchplan.api.services import TokenError, make_token, revoke_token

PAGE_SIZE = 30


def check_can_keep_tokens(request: PortalRequest) -> None:
    if not scope_of(request.user).administered_paths:
        raise NotAllowed("只有教育工委的管理员可以管理数据接口。")


@require_http_methods(["GET", "POST"])
def tokens(request: PortalRequest) -> HttpResponse:
    """The list and the form; a new token's secret is shown once, on the answer to the form."""
    check_can_keep_tokens(request)
    now = timezone.now()
    form = TokenForm(request.POST if request.method == "POST" else None, administrator=request.user)
    secret, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _, secret = make_token(by=request.user, at=now, **form.cleaned_data)
            except TokenError as error:
                form.add_error("expires_on", str(error))
            else:
                status, form = 200, TokenForm(administrator=request.user)
    rows = ApiToken.objects.visible_to(request.user).select_related("district", "created_by")
    page = Paginator(rows.order_by("-created_at", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "secret": secret, "today": timezone.localdate(now)}
    response = render(request, "api/tokens.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke(request: PortalRequest, pk: str) -> HttpResponse:
    check_can_keep_tokens(request)
    rows = ApiToken.objects.visible_to(request.user).select_related("district")
    if revoke_token(token=get_visible_or_404(rows, pk=pk), by=request.user, at=timezone.now()):
        messages.success(request, "已作废，从现在起不能再用。")
    else:
        messages.info(request, "这个令牌以前已经作废。")
    return redirect("api:tokens")


@require_GET
@csp_update({"img-src": ["'self'", "data:"]})  # arrows of the reader's style sheet; nothing leaves the network
def docs(request: HttpRequest) -> HttpResponse:
    """The description to read and try, with the files of the sidecar package."""
    check_can_keep_tokens(request)  # type: ignore[arg-type]
    return render(request, "api/docs.html")


class MayReadSchema(BasePermission):
    """A token, or an administrator in a session."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if isinstance(request.auth, ApiToken):
            return True
        return request.user.is_authenticated and bool(scope_of(request.user).administered_paths)


class Schema(SpectacularJSONAPIView):
    """OpenAPI 3.0."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [MayReadSchema]
