"""Forms of the review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from branches.models import SchoolKind
from plans.forms.beginning import plain_helper
from workflow.domain.transitions import Status


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


class QueueForm(forms.Form):
    """Filters of the queue; all optional, wrong values are told beside the field."""

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "待办"), ("all", "全部"), *((s.value, s.label) for s in Status if s is not Status.DRAFT)],
    )
    kind = forms.ChoiceField(label="学校类别", required=False, choices=[("", "全部"), *SchoolKind.choices])
    year = forms.IntegerField(label="年份", required=False, min_value=1990, max_value=2100)
    name = forms.CharField(
        label="学校", required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )
    mine = forms.BooleanField(label="只看我认领的", required=False)

    helper = plain_helper()

    def narrow(self, rows: QuerySet[Any], user: Any) -> QuerySet[Any]:
        """The rows that fit the filters; invalid filters narrow nothing."""
        data = self.cleaned_data if self.is_valid() else {}
        if not data.get("status"):
            rows = rows.filter(status__in=[Status.SUBMITTED, Status.IN_REVIEW])
        elif data["status"] != "all":
            rows = rows.filter(status=data["status"])
        if data.get("kind"):
            rows = rows.filter(branch__school_kind=data["kind"])
        if data.get("year"):
            rows = rows.filter(year=data["year"])
        if data.get("name"):
            rows = rows.filter(
                Q(branch__school_name__icontains=data["name"]) | Q(branch__short_name__icontains=data["name"])
            )
        return rows.filter(claimed_by=user) if data.get("mine") else rows
