"""Forms of the collection lists."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from calendar_events.domain.collections import MOST, How, collection_kinds
from calendar_events.forms.attachments import ACCEPT, FilesField
from calendar_events.forms.rows import rows_helper
from calendar_events.models import CollectionList
from calendar_events.services.collections import FACTS, Paper
from members.forms.hours import NamesField
from members.models import Member

KINDS = [(kind.key, kind.title) for kind in collection_kinds().values()]


class CollectionForm(forms.Form):
    """What is asked, of whom, by when."""

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="名称", max_length=60)
    first_day = DayField("从")
    due_on = DayField("截止日期")
    needed = forms.IntegerField(label="每人应交", min_value=1, max_value=MOST)
    unit = forms.CharField(label="单位", max_length=6)
    note = forms.CharField(label="要求", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    members = NamesField(
        Member.objects.none(),
        label="要交的人",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一人。"},
    )

    def __init__(self, *args: Any, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Member.objects.filter(branch=branch, is_active=True).order_by("name_pinyin", "pk")
        self.fields["members"].queryset = people  # type: ignore[attr-defined]
        self.helper = rows_helper(self, "title", ("first_day", "due_on"), ("needed", "unit"))

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class HandInForm(forms.Form):
    """A text or files."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    amount = forms.IntegerField(label="数量", min_value=1, max_value=MOST, initial=1)
    title = forms.CharField(label="题目", required=False, max_length=80)
    text = forms.CharField(label="正文", required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 10}))
    upload = FilesField(label="或者上传文件、照片", required=False)

    helper = plain_helper()

    def __init__(self, *args: Any, collection: CollectionList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
        self.fields["amount"].label = f"数量（{collection.unit}）"
        self.fields["upload"].widget.attrs["accept"] = ACCEPT
        if collection.collection_kind.how is How.SIGNED:
            del self.fields["text"], self.fields["title"], self.fields["amount"]

    def paper(self) -> Paper:
        data = self.cleaned_data
        return Paper(data["token"], data.get("amount", 1), data.get("title", ""), data.get("text", ""))


class ExcuseForm(forms.Form):
    """Why those who are ticked need not hand in."""

    because = forms.CharField(max_length=100, error_messages={"required": "请写明免交原因。"})


class NumbersForm(forms.Form):
    """Pasted names with numbers."""

    on = DayField("统计日期")
    text = forms.CharField(
        label="姓名和数字",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        help_text="从表格里复制两列粘贴过来，每行一人，如“唐果 8650”。再次导入会替换上一次的数字。",
    )

    helper = plain_helper()
