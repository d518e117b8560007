"""The form of a district's template."""

from __future__ import annotations

from django import forms

from branches.forms.fields import plain_helper
from plans.forms.fields import OwnDistrictForm
from plans.models.copying import TEMPLATE_LENGTH, TEMPLATE_TITLE_LENGTH


class TemplateForm(OwnDistrictForm):
    """Text that the branches of a district may use word for word."""

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
