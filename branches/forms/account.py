"""Forms about one's own account."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.http import HttpRequest

from branches.models import User


class LoginForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "用户名或密码不对。连续输错5次将锁定30分钟。",
        "inactive": "这个账号已停用，请联系教育工委管理员。",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "用户名"
        self.fields["password"].label = "密码"
        self.helper = FormHelper()
        self.helper.add_input(Submit("login", "登录"))


class OwnPasswordForm(forms.Form):
    """One's own new password, the old one asked for. `keys` says what opens something in one's name without it; it can end with the old one."""

    old_password = forms.CharField(
        label="当前密码", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    new_password = forms.CharField(
        label="新密码", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    repeated = forms.CharField(
        label="再输一次新密码", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, user: User, *args: Any, keys: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if keys:
            self.fields["with_keys"] = forms.BooleanField(
                label=f"同时停用我的{keys}",
                required=False,
                help_text="怀疑密码被别人知道时请勾选：不停用的话，已经拿到地址的人仍能看到。停用后手机、电脑上的订阅要重新添加。",
            )
        self.fields["new_password"].help_text = (
            "；".join(text.rstrip("。") for text in password_validators_help_texts()) + "。"
        )
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "保存新密码"))

    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError("当前密码不对。")
        return old

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        new = data.get("new_password")
        if new and data.get("repeated") and new != data["repeated"]:
            self.add_error("repeated", "两次输入的新密码不一样。")
        if new:
            if new == data.get("old_password"):
                self.add_error("new_password", "新密码不能与当前密码相同。")
            try:
                validate_password(new, self.user)
            except forms.ValidationError as error:
                self.add_error("new_password", error)
        return data
