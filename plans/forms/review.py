"""Forms of the review."""

from __future__ import annotations

from django import forms

from plans.forms.beginning import plain_helper


class RemarkForm(forms.Form):
    """A remark at a section. An issue must be answered; a note need not."""

    anchor = forms.UUIDField(required=False, widget=forms.HiddenInput)
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
    suggestion = forms.CharField(
        label="修改建议", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_issue = forms.BooleanField(label="须逐条答复", required=False, initial=True)

    helper = plain_helper()


class CommentForm(forms.Form):
    """Words that go with a step."""

    comment = forms.CharField(label="附言", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    helper = plain_helper()


class AnswerForm(forms.Form):
    """The school's answer to one issue."""

    reply = forms.CharField(
        label="答复",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明怎样修改的；不同意的，说明理由。"},
    )

    helper = plain_helper()
