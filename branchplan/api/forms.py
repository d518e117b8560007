"""Form of the page for tokens."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from branches.forms.fields import DayField
from branches.models import District, User
from branches.querysets import below
from branches.scope import scope_of
from branchplan.api.models import ApiScope


class TokenForm(forms.Form):
    """What for, what may be read, where, until when."""

    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True

    name = forms.CharField(
        label="用途",
        max_length=60,
        help_text="哪个系统、谁负责，如“区教育数据中台（信息中心）”。",
        error_messages={"required": "请写明用途。", "max_length": "最多60字。"},
    )
    district = forms.ModelChoiceField(
        label="范围",
        queryset=District.objects.none(),
        empty_label=None,
        help_text="只能读到它下面的党组织。",
        error_messages={"required": "请选择范围。", "invalid_choice": "请选择范围。"},
    )
    scopes = forms.MultipleChoiceField(
        label="可以读取",
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一项。", "invalid_choice": "请重新选择。"},
    )
    expires_on = DayField(
        "有效期至",
        help_text="最长一年。",
        error_messages={"required": "请填写日期。", "invalid": "日期写作2026-03-05。"},
    )

    def __init__(self, *args: Any, administrator: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.queryset = District.objects.filter(below(scope_of(administrator).administered_paths)).order_by("path")
