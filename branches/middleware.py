"""Session limits, addresses refused, the forced first password change, and the role a person acts in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone

from branches.scope import scope_of
from branches.selectors import acting_role

GetResponse = Callable[[HttpRequest], HttpResponse]
REFRESH_SECONDS = 60  # writing the session at every click would be a database write at every click
OPEN_WHILE_PASSWORD_IS_DUE = {"branches:change_password", "branches:logout", "branches:set_type_size"}


class SessionLimitsMiddleware:
    """Ends a session that was idle too long. SESSION_COOKIE_AGE ends every session after eight hours all the same."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            last_seen = request.session.get("last_seen", now)
            if now - last_seen > settings.SESSION_IDLE_SECONDS:
                logout(request)
                messages.info(request, "您离开的时间较长，为保护资料已自动退出，请重新登录。")
            elif now - last_seen >= REFRESH_SECONDS or "last_seen" not in request.session:
                request.session["last_seen"] = now
        return self.get_response(request)


class NullCharacterMiddleware:
    """No word that anybody looks for holds U+0000, and PostgreSQL takes none: such an address is refused before it gets there.

    The interface for other systems is left alone: it looks at each of its questions and answers in JSON.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.API_PATH):
            return self.get_response(request)
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
            raise BadRequest("U+0000 in the address")
        return self.get_response(request)


class PasswordChangeMiddleware:
    """Nothing but the password page is open while a first password is still in use."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        due = request.user.is_authenticated and request.user.must_change_password
        if due and resolve(request.path_info).view_name not in OPEN_WHILE_PASSWORD_IS_DUE:
            return redirect(reverse("branches:change_password"))
        return self.get_response(request)


class ActingRoleMiddleware:
    """Sets `request.acting_role` (a `Held` or None): which desk and which navigation are shown."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting_role = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            request.acting_role = acting_role(scope_of(request.user), request.session.get("acting_role"))  # type: ignore[attr-defined]
        return self.get_response(request)
