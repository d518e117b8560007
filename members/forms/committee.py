"""Forms of the committee."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from members.models import Member, MemberStatus, Post


class TermForm(forms.Form):
    """An election."""

    elected_on = DayField("选举日期", help_text="召开党员大会选举之日。")
    number = forms.IntegerField(label="第几届", required=False, min_value=1, max_value=99)
    years = forms.IntegerField(label="任期（年）", required=False, min_value=1, max_value=5)
    approval = forms.CharField(label="上级批复文号", required=False, max_length=60)
    note = forms.CharField(label="备注", required=False, max_length=200)

    helper = plain_helper()

    def __init__(self, *args: Any, today: date, years: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["years"].help_text = f"留空按{years}年（支部工作条例）。"

    def clean_elected_on(self) -> date:
        day: date = self.cleaned_data["elected_on"]
        if day > self.today:
            raise forms.ValidationError("选举日期不能晚于今天。")
        return day


class TermChangeForm(TermForm):
    """Corrections, and an end that was put off."""

    postponed_to = DayField("经批准延期至", required=False, help_text="须填写批复文号。")
    base_version = forms.IntegerField(widget=forms.HiddenInput)


class PostForm(forms.Form):
    """A full member of the branch takes a post."""

    member = forms.ModelChoiceField(Member.objects.none(), label="姓名", empty_label="请选择")
    post = forms.ChoiceField(label="职务", choices=[("", "请选择"), *Post.choices])
    starts_on = DayField("任职起")

    helper = plain_helper()

    def __init__(self, *args: Any, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Member.objects.filter(branch=branch, is_active=True, status=MemberStatus.FULL)
        self.fields["member"].queryset = rows.order_by("name_pinyin", "pk")  # type: ignore[attr-defined]


class PostEndForm(forms.Form):
    """The last day in a post."""

    ends_on = DayField("卸任日期")

    helper = plain_helper()
