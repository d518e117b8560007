"""Forms of the review."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from plans.models import ReviewPhrase
from workflow.forms import CommentForm
from workflow.models import Severity


class RemarkForm(forms.Form):
    """A remark at a section or at some of its words. An issue must be answered; a note need not."""

    anchor = forms.UUIDField(required=False, widget=forms.HiddenInput)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    found = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    quote = forms.CharField(
        label="针对的原文",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "可先在左边选中文字"}),
    )
    body = forms.CharField(
        label="问题",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明是什么问题。"},
    )
    severity = forms.ChoiceField(label="轻重", required=False, choices=Severity.choices, initial=Severity.MUST)
    clause = forms.CharField(
        label="依据",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "clauses", "placeholder": "选一条或直接写"}),
    )
    suggestion = forms.CharField(
        label="修改建议", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    wording = forms.CharField(
        label="建议文字",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="替换上面的原文；学校点一下就能采用。",
    )
    is_issue = forms.BooleanField(label="须逐条答复", required=False, initial=True)

    helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("wording") and not data.get("quote"):
            self.add_error("wording", "先选中要替换的原文，再写建议文字。")
        return data


class ReturnForm(CommentForm):
    """A return with its last day."""

    answer_by = DayField(
        "整改期限",
        help_text="到期前几天起提醒学校。",
        error_messages={"required": "请写明整改期限。"},
    )

    field_order = ["answer_by", "comment"]

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_answer_by(self) -> date:
        day: date = self.cleaned_data["answer_by"]
        if day < self.today:
            raise forms.ValidationError("整改期限不能早于今天。")
        return day


class PhraseForm(forms.ModelForm):
    """Words for remarks; `shared` makes them the district's."""

    shared = forms.BooleanField(label="给本区所有审核员用", required=False)

    helper = plain_helper()

    class Meta:
        model = ReviewPhrase
        fields = ["title", "body", "suggestion", "clause", "severity", "position"]
        widgets = {"body": forms.Textarea(attrs={"rows": 3}), "suggestion": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["shared"]
