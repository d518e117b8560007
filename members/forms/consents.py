"""Forms of the requests to the superior."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from members.domain.development.case import Approver, Review
from members.models import ConsentRequest
from members.services.consents import FACTS, Decision
from workflow.domain.transitions import Status


class RequestForm(forms.ModelForm):
    """The paper itself."""

    signed_on = DayField("成文日期", required=False)
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    helper = plain_helper()

    class Meta:
        model = ConsentRequest
        fields = ["title", "recipient", "body", "signed_on"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}
        help_texts = {"body": "一段一行。“____”是档案里没有登记的内容，请补上或改写。"}
        error_messages = {"body": {"required": "请写明请示的内容。"}, "title": {"required": "请写标题。"}}

    def facts(self) -> dict[str, Any]:
        """Of a valid form, line ends as they are stored."""
        data = {name: self.cleaned_data[name] for name in FACTS}
        data["body"] = data["body"].replace("\r\n", "\n").strip()
        return data


class ConsentRemarkForm(forms.Form):
    """A numbered issue or a note."""

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


class DecisionForm(forms.Form):
    """What the superior decided. What is asked for depends on the step."""

    on = DayField("批复日期", error_messages={"required": "请填写批复日期。"})
    outcome = forms.ChoiceField(
        label="预审结论", choices=[("", "请选择"), *((kind.value, kind.value) for kind in Review)]
    )
    approver = forms.ChoiceField(
        label="审批机关",
        choices=[("", "请选择"), *((kind.value, kind.value) for kind in Approver)],
        help_text="预备党员由党委审批；党总支、党支部、党组、临时党组织不能审批（细则第二十二条）。",
    )
    number = forms.CharField(label="批复文号", max_length=60, required=False)
    comment = forms.CharField(label="附言", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    helper = plain_helper()

    def __init__(self, *args: Any, step: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].label = {4: "备案日期", 8: "同意日期", 13: "预审批复日期"}.get(step, "审批日期")
        if step != 13:
            del self.fields["outcome"]
        if step not in (17, 24):
            del self.fields["approver"]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("批复日期不能晚于今天。")
        return day

    def decision(self) -> Decision:
        """Of a valid form."""
        data = self.cleaned_data
        return Decision(data["on"], data.get("outcome") or "", data.get("approver") or "", data.get("number") or "")


class ConsentQueueForm(forms.Form):
    """Filters of the queue; wrong values are told beside the field."""

    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "待办"), ("all", "全部"), *((s.value, s.label) for s in Status if s is not Status.DRAFT)],
    )
    step = forms.ChoiceField(
        label="事项",
        required=False,
        choices=[
            ("", "全部"),
            ("4", "积极分子备案"),
            ("8", "列为发展对象"),
            ("13", "预审"),
            ("17", "接收审批"),
            ("24", "转正审批"),
        ],
    )
    q = forms.CharField(label="学校或姓名", required=False, max_length=30)
    mine = forms.BooleanField(label="只看我认领的", required=False)

    helper = plain_helper()
