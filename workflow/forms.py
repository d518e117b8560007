"""Forms of the common desk, whatever paper lies on it."""

from __future__ import annotations

from django import forms

from branches.forms.fields import plain_helper


class CommentForm(forms.Form):
    """Words that go with a step."""

    comment = forms.CharField(label="附言", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    helper = plain_helper()


class AnswerForm(forms.Form):
    """The author's answer to one issue; `seen` is when the answer that was shown had been given."""

    reply = forms.CharField(
        label="答复",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明怎样修改的；不同意的，说明理由。"},
    )
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    helper = plain_helper()
