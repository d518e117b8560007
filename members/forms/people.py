"""Forms of the roster."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from members.models import PARTY_STATUSES, LeftBecause, Member, MemberStatus
from members.selectors.people import RosterQuery, groups_in_use
from members.services.people import FACTS

PHONE = re.compile(r"^[0-9+() -]{5,20}$")
STATUS_CHOICES = [("", "全部身份"), ("party", "党员（正式和预备）"), *MemberStatus.choices]
FLAG_CHOICES = [("", "不限"), ("retired", "离退休"), ("difficulty", "生活困难"), ("moving", "流动党员")]
SORT_CHOICES = [("name", "姓名"), ("group", "党小组"), ("joined", "入党日期"), ("status", "身份")]


class RosterFilterForm(forms.Form):
    """Search, filters and order of a roster; wrong values are left aside."""

    q = forms.CharField(label="姓名、拼音或首字母", required=False, max_length=30)
    group = forms.ChoiceField(label="党小组", required=False)
    status = forms.ChoiceField(label="身份", required=False, choices=STATUS_CHOICES)
    flag = forms.ChoiceField(label="情况", required=False, choices=FLAG_CHOICES)
    sort = forms.ChoiceField(label="排序", required=False, choices=SORT_CHOICES)
    left = forms.BooleanField(label="已离开名册的人", required=False)

    def __init__(self, *args: Any, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(str(group.pk), group.name) for group in groups_in_use(branch)]
        self.fields["group"].choices = [("", "全部"), *groups, ("none", "未编组")]  # type: ignore[attr-defined]

    def asked(self) -> RosterQuery:
        """What of it can be read."""
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        return RosterQuery(**data)


class MemberForm(forms.ModelForm):
    """What is known about a person; nothing is demanded but name and standing."""

    birth_date = DayField("出生日期", required=False)
    joined_on = DayField("入党日期", required=False, help_text="支部党员大会通过接收为预备党员之日。")
    became_full_on = DayField("转正日期", required=False, help_text="党龄从这一天算起。")
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    helper = plain_helper()

    class Meta:
        model = Member
        fields = FACTS
        help_texts = {
            "post": "在学校的岗位，如语文教师、年级组长。",
            "is_moving": "外出6个月以上且地点固定的，应当转移组织关系。",
        }

    def __init__(self, *args: Any, branch: Branch, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["group"].queryset = groups_in_use(branch)  # type: ignore[attr-defined]
        self.fields["group"].empty_label = "未编组"  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Chinese names carry no blanks; names of other peoples and languages may."""
        name = re.sub(r"\s+", " ", self.cleaned_data["name"]).strip()
        return name.replace(" ", "") if re.fullmatch(r"[\u3400-\u9fff\U00020000-\U0003ffff ]+", name) else name

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and not PHONE.match(phone):
            raise forms.ValidationError("请填写电话号码，只含数字和 + - ( )。")
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        born, joined, full = (data.get(name) for name in ("birth_date", "joined_on", "became_full_on"))
        status = data.get("status")
        for name, label in (("birth_date", "出生日期"), ("joined_on", "入党日期"), ("became_full_on", "转正日期")):
            if data.get(name) and data[name] > self.today:
                self.add_error(name, f"{label}不能晚于今天。")
        if born and joined and joined <= born:
            self.add_error("joined_on", "入党日期应晚于出生日期。")
        if joined and full and full < joined:
            self.add_error("became_full_on", "转正日期不能早于入党日期。")
        if status and status not in PARTY_STATUSES and joined:
            self.add_error("joined_on", f"{MemberStatus(status).label}还没有入党，入党日期请留空。")
        if status and status != MemberStatus.FULL and full:
            self.add_error("became_full_on", f"{MemberStatus(status).label}还没有转正，转正日期请留空。")
        return data

    def facts(self) -> dict[str, Any]:
        """Of a valid form: by the names of `members.services.people.FACTS`."""
        return {name: self.cleaned_data[name] for name in FACTS}


class LeaveForm(forms.Form):
    """Why and when somebody leaves the roster. A transfer has a page of its own."""

    because = forms.ChoiceField(
        label="原因",
        choices=[("", "请选择"), *(c for c in LeftBecause.choices if c[0] != LeftBecause.TRANSFERRED)],
        help_text="组织关系转出请在“组织关系”里开具介绍信，对方接收后自动移出名册。",
    )
    left_on = DayField("日期")

    helper = plain_helper()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_left_on(self) -> date:
        day: date = self.cleaned_data["left_on"]
        if day > self.today:
            raise forms.ValidationError("日期不能晚于今天。")
        return day


class MistakeForm(forms.Form):
    """What a person says is wrong in their own record."""

    text = forms.CharField(
        label="哪一项有误，应当是什么",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明哪一项有误。"},
    )

    helper = plain_helper()
