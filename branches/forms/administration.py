"""Forms about organisations, log-ins and the audit trail."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch, District, Role, User
from branches.models.people import DISTRICT_ROLES, EMAIL_LENGTH


def _offer(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """The rows that a choice field offers this user."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
    field.queryset = rows


class BranchForm(forms.ModelForm):
    """A branch below one of the administrator's districts."""

    helper = plain_helper()

    class Meta:
        model = Branch
        fields = [
            "district",
            "name",
            "school_name",
            "short_name",
            "school_kind",
            "organisation_type",
            "has_committee",
            "has_groups",
            "brand",
            "is_active",
        ]

    def __init__(self, *args: Any, administrator: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "district", District.objects.visible_to(administrator).order_by("path"))
        if self.instance.pk:
            # The district decides who sees what: moving a school is a matter of its own.
            self.fields["district"].disabled = True


class RoleForm(forms.Form):
    """A role in a branch or a district from a day on."""

    role = forms.ChoiceField(label="角色", choices=Role.choices)
    branch = forms.ModelChoiceField(
        Branch.objects.none(), label="党支部", required=False, help_text="支部的角色选党支部。"
    )
    district = forms.ModelChoiceField(
        District.objects.none(), label="教育工委", required=False, help_text="审核员、管理员、审计员选教育工委。"
    )
    starts_on = DayField("任职起")

    helper = plain_helper()

    def __init__(self, *args: Any, administrator: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "branch", Branch.objects.visible_to(administrator).filter(is_active=True).order_by("name"))
        _offer(self, "district", District.objects.visible_to(administrator).order_by("path"))
        self.fields["starts_on"].initial = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") in DISTRICT_ROLES and not data.get("district"):
            self.add_error("district", "请选择在哪一级教育工委担任。")
        elif data.get("role") and data["role"] not in DISTRICT_ROLES and not data.get("branch"):
            self.add_error("branch", "请选择在哪个党支部担任。")
        return data

    @property
    def organisation(self) -> Branch | District:
        """Of a valid form."""
        data = self.cleaned_data
        return data["district"] if data["role"] in DISTRICT_ROLES else data["branch"]


class AccountForm(RoleForm):
    """A new log-in with its first role."""

    username = forms.CharField(
        label="用户名",
        max_length=30,
        help_text="字母、数字、下划线，如姓名拼音加学校缩写。",
        validators=[RegexValidator(r"^[A-Za-z0-9_.-]{3,30}$", "用户名为3—30个字母、数字或 _ . -。")],
    )
    display_name = forms.CharField(label="姓名", max_length=30)
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        max_length=EMAIL_LENGTH,
        help_text="用来收通知；可以不填，消息在站内同样能看到。",
    )

    field_order = ["username", "display_name", "email", "role", "branch", "district", "starts_on"]

    def clean_username(self) -> str:
        name = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError("这个用户名已经有人用了，请换一个。")
        return name


class AuditFilterForm(forms.Form):
    """Filters of the audit trail."""

    since = DayField("从", required=False)
    until = DayField("到", required=False)
    person = forms.CharField(label="操作人", required=False, max_length=30)
    target = forms.CharField(label="对象", required=False, max_length=60)
    action = forms.CharField(label="操作", required=False, max_length=40)

    helper = plain_helper()
