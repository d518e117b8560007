"""Forms of the letters of introduction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from members.domain.transfers import Validity
from members.models import PARTY_STATUSES, Member, MemberStatus
from members.models.people import NAME_LENGTH
from members.models.transfers import LETTER_NUMBER_LENGTH
from members.selectors.transfers import branches_nearby


class LetterForm(forms.Form):
    """What letters in both directions have in common."""

    counterpart = forms.CharField(label="对方党组织", max_length=120, required=False)
    can_approve = forms.BooleanField(label="对方所属基层党委有审批预备党员的权限", required=False)
    reason = forms.CharField(label="接转原因", max_length=60, required=False)
    moved_on = DayField("工作或居住地变动日期", required=False)
    dues_paid_to = DayField("党费交至", required=False, help_text="填当月任意一天。")
    letter_number = forms.CharField(label="介绍信编号", max_length=LETTER_NUMBER_LENGTH, required=False)
    issued_on = DayField("开具日期")
    valid_days = forms.IntegerField(label="有效期（天）", required=False)

    helper = plain_helper()

    def __init__(self, *args: Any, limits: Validity, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        days = self.fields["valid_days"]
        days.help_text = f"留空按{limits.usual}天，最长{limits.longest}天。"
        days.widget.attrs.update(min=1, max=limits.longest)

    def clean_issued_on(self) -> date:
        day: date = self.cleaned_data["issued_on"]
        if day > self.today:
            raise forms.ValidationError("开具日期不能晚于今天。")
        return day


class SendForm(LetterForm):
    """A letter for somebody who goes: to a branch of the district, or to an organisation named in words."""

    member = forms.ModelChoiceField(Member.objects.none(), label="党员", empty_label="请选择")
    to_branch = forms.ModelChoiceField(
        Branch.objects.none(), label="转往本区党支部", required=False, empty_label="（转往区外）"
    )
    addressee = forms.CharField(label="介绍信抬头", max_length=120, required=False)

    field_order = [
        "member",
        "to_branch",
        "counterpart",
        "addressee",
        "can_approve",
        "reason",
        "moved_on",
        "dues_paid_to",
        "letter_number",
        "issued_on",
        "valid_days",
    ]

    def __init__(self, *args: Any, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Member.objects.filter(branch=branch, is_active=True, status__in=PARTY_STATUSES)
        self.fields["member"].queryset = rows.order_by("name_pinyin", "pk")  # type: ignore[attr-defined]
        self.fields["to_branch"].queryset = branches_nearby(branch)  # type: ignore[attr-defined]
        self.fields["counterpart"].help_text = "转往区外时填写，如“××区××学校党支部”。"
        self.fields["addressee"].help_text = "介绍信写给谁，一般为对方有接转权限的党委组织部门；留空用对方党组织名称。"
        self.fields["letter_number"].help_text = "留空由系统按年编号。"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("to_branch") and not data.get("counterpart") and "counterpart" not in self.errors:
            self.add_error("counterpart", "请选择本区党支部，或者填写对方党组织名称。")
        return data


class IncomingForm(LetterForm):
    """A letter that somebody brought from outside the portal."""

    name = forms.CharField(label="姓名", max_length=NAME_LENGTH)
    standing = forms.ChoiceField(
        label="身份", choices=[("", "请选择"), *(c for c in MemberStatus.choices if c[0] in PARTY_STATUSES)]
    )

    field_order = [
        "name",
        "standing",
        "counterpart",
        "can_approve",
        "letter_number",
        "issued_on",
        "valid_days",
        "reason",
        "moved_on",
        "dues_paid_to",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counterpart"].required = True
        self.fields["counterpart"].label = "原党组织"


class AcceptForm(forms.Form):
    """The day on which the person was taken in."""

    accepted_on = DayField("接收日期")

    helper = plain_helper()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_accepted_on(self) -> date:
        day: date = self.cleaned_data["accepted_on"]
        if day > self.today:
            raise forms.ValidationError("接收日期不能晚于今天。")
        return day


class ReturnForm(forms.Form):
    """Why a letter is void."""

    returned_on = DayField("退回日期")
    reason = forms.CharField(label="原因", max_length=200, error_messages={"required": "请写明退回或收回的原因。"})

    helper = plain_helper()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_returned_on(self) -> date:
        day: date = self.cleaned_data["returned_on"]
        if day > self.today:
            raise forms.ValidationError("退回日期不能晚于今天。")
        return day
