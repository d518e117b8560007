"""Forms of 投诉建议."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from branches.forms.fields import plain_helper
from branches.models import District
from notices.domain.feedback import TEXT_LENGTH
from notices.models import FeedbackKind


def page_of(address: str) -> str:
    """The page a letter was written from: a path of this portal without its query, which may hold names; "" for anything else."""
    path = address.partition("?")[0].partition("#")[0]
    return path[:200] if path.startswith("/") and not path.startswith("//") and "\\" not in path else ""


class FeedbackForm(forms.Form):
    """A letter. `key` makes a second press of the button harmless."""

    helper = plain_helper()

    kind = forms.ChoiceField(
        label="类别",
        choices=FeedbackKind.choices,
        widget=forms.RadioSelect,
        initial=FeedbackKind.SUGGESTION,
        error_messages={"required": "请选择类别。", "invalid_choice": "请选择类别。"},
    )
    text = forms.CharField(
        label="内容",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="写清楚什么事、希望怎样办。重复要数据、要求打卡、排名的，选“增加负担”。",
        error_messages={"required": "请写明内容。", "max_length": f"最多{TEXT_LENGTH}字，请分开提或压缩。"},
    )
    district = forms.ModelChoiceField(
        label="送给",
        queryset=District.objects.none(),
        empty_label=None,
        help_text="反映本级的问题可以送上一级。",
        error_messages={"required": "请选择送给谁。", "invalid_choice": "请选择送给谁。"},
    )
    is_unnamed = forms.BooleanField(
        label="不署名：办理的人看不到我的姓名、支部和所在页面，答复仍会发给我", required=False
    )
    key = forms.UUIDField(widget=forms.HiddenInput)
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)

    def __init__(self, *args: Any, districts: list[District], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.queryset = District.objects.filter(pk__in=[row.pk for row in districts])
        field.choices = [(str(row.pk), f"{row.name}管理员") for row in districts]
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("district", districts[0].pk if districts else None)

    def clean_page(self) -> str:
        return page_of(self.cleaned_data["page"])


class AnswerForm(forms.Form):
    """The district's answer; the sender is told."""

    helper = plain_helper()

    answer = forms.CharField(
        label="答复",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="写明怎样处理、什么时候办到。答复后不能修改。",
        error_messages={"required": "请写明答复。", "max_length": f"最多{TEXT_LENGTH}字。"},
    )
