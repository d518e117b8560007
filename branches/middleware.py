"""Session limits, the way to the log-in, addresses refused, the forced first password change, and the role a person acts in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from branches.polling import is_sign_of_a_person
from branches.scope import scope_of
from branches.selectors import acting_role

GetResponse = Callable[[HttpRequest], HttpResponse]
REFRESH_SECONDS = 60  # writing the session at every click would be a database write at every click
OPEN_WHILE_PASSWORD_IS_DUE = {"branches:change_password", "branches:logout", "branches:set_type_size"}


class SessionLimitsMiddleware:
    """Ends a session in which nobody did anything for too long, and every session eight hours after the log-in all the same.

    Each request finds out whether the session is over; only what a person did keeps it alive, not what open pages ask by themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (word := _why_over(request.session)):
            logout(request)
            messages.info(request, word)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        if not request.user.is_authenticated:
            return
        now, session = _now(), request.session
        if "logged_in_at" not in session:
            session["logged_in_at"] = now
        if is_sign_of_a_person(request, view) and now - session.get("last_seen", 0) >= REFRESH_SECONDS:
            session["last_seen"] = now


def _why_over(session: SessionBase) -> str:
    """The sentence the person is told, or ""."""
    now = _now()
    if now - session.get("logged_in_at", now) >= settings.SESSION_COOKIE_AGE:
        return f"登录已满{settings.SESSION_COOKIE_AGE // 3600}小时，为保护资料已自动退出，请重新登录。"
    if now - session.get("last_seen", now) > settings.SESSION_IDLE_SECONDS:
        return "您离开的时间较长，为保护资料已自动退出，请重新登录。"
    return ""


def _now() -> int:
    return int(timezone.now().timestamp())


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Django's, and what htmx asks without a log-in sends the whole page to it: the log-in is no part of a page."""

    def handle_no_permission(  # type: ignore[override]  # the stubs allow only its own class of redirects
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseRedirectBase:
        if not (htmx := HtmxDetails(request)):
            return super().handle_no_permission(request, view_func)
        page = htmx.current_url_abs_path or reverse(settings.LOGIN_REDIRECT_URL)
        return HttpResponseClientRedirect(redirect_to_login(page, self.get_login_url(view_func)).url)


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
