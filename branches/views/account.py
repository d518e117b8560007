"""Coming in, going out, one's own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from branches.forms.account import LoginForm, OwnPasswordForm
from branches.requests import PortalRequest
from branches.scope import scope_of
from branches.services.accounts import change_password
from branches.services.personal_keys import keys_in_use


@method_decorator(login_not_required, name="dispatch")
class PortalLoginView(LoginView):
    template_name = "branches/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class PortalLogoutView(LogoutView):
    """POST only, as Django has it."""


@require_http_methods(["GET", "POST"])
def change_own_password(request: PortalRequest) -> HttpResponse:
    in_use = keys_in_use(request.user)
    form = OwnPasswordForm(request.user, request.POST if request.method == "POST" else None, keys=in_use)
    if request.method == "POST" and form.is_valid():
        password, with_keys = form.cleaned_data["new_password"], form.cleaned_data.get("with_keys", False)
        ended = change_password(user=request.user, password=password, at=timezone.now(), with_keys=with_keys)
        update_session_auth_hash(request, request.user)
        messages.success(request, f"密码已修改，{ended}已停用。" if ended else "密码已修改。")
        return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "branches/change_password.html", {"form": form}, status=status)


@require_POST
def switch_role(request: PortalRequest) -> HttpResponse:
    """Open the desk of another role one holds."""
    chosen = request.POST.get("role", "")
    if chosen not in {str(held.id) for held in scope_of(request.user).held}:
        raise Http404("没有这个角色，或已经不再担任。")
    request.session["acting_role"] = chosen
    return redirect("home")


@login_not_required
@require_POST
def set_type_size(request: PortalRequest) -> HttpResponse:
    """Normal or large type, remembered for a year in this browser."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    size = "large" if request.POST.get("size") == "large" else "normal"
    response.set_cookie("type", size, max_age=365 * 86400, samesite="Lax", httponly=True, secure=request.is_secure())
    return response
