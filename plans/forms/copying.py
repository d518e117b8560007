"""The form of a district's template."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.models import District, User
from branches.querysets import below
from branches.scope import scope_of
from plans.forms.beginning import plain_helper
from plans.models.copying import TEMPLATE_LENGTH, TEMPLATE_TITLE_LENGTH


class TemplateForm(forms.Form):
    """Text that the branches of a district may use word for word."""

    district = forms.ModelChoiceField(
        label="教育工委", queryset=District.objects.none(), error_messages={"required": "请选择教育工委。"}
    )
    title = forms.CharField(
        label="名称", max_length=TEMPLATE_TITLE_LENGTH, error_messages={"required": "请写一个便于辨认的名称。"}
    )
    text = forms.CharField(
        label="模板文字",
        max_length=TEMPLATE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="把下发的模板或通知里要求照写的文字整段粘贴进来。",
        error_messages={"required": "请粘贴模板的文字。"},
    )

    helper = plain_helper()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = District.objects.filter(below(scope_of(user).administered_paths)).order_by("path")
        field = self.fields["district"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = rows
        if len(found := list(rows[:2])) == 1:
            field.initial = found[0]
