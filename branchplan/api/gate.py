"""Who comes in: a token in the header, one scope an endpoint, so many requests a minute. Never a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from branchplan.api.models import ApiToken
from branchplan.api.services import count_request, token_of

if TYPE_CHECKING:  # the settings name this module, and rest_framework.views reads the settings
    from rest_framework.views import APIView

KEYWORD = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer bp_…`. What is wrong with a token is not told: unknown, revoked and run out are one answer."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, ApiToken] | None:
        keyword, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if keyword.lower() != KEYWORD.lower():
            return None
        token = token_of(secret.strip(), timezone.now())
        if token is None:
            raise AuthenticationFailed("令牌无效、已作废或已过期。")
        return AnonymousUser(), token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD


class MayRead(BasePermission):
    """A token with the scope that the view names; `scope` "" asks for any token."""

    message = "这个令牌没有读取这项内容的权限。"

    def has_permission(self, request: Request, view: APIView) -> bool:
        token = request.auth
        wanted = getattr(view, "scope", "")
        return isinstance(token, ApiToken) and (not wanted or wanted in token.scope_list)


class MinuteThrottle(BaseThrottle):
    """So many requests a minute and token; the answer says when to come again."""

    seconds = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        if isinstance(request.auth, ApiToken):
            self.seconds = count_request(token=request.auth, at=timezone.now())
        return not self.seconds

    def wait(self) -> float | None:
        return self.seconds or None
