"""Forms of development cases: opening, ending, quota, the day wished for, days tried."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from members.domain.development.steps import development_steps
from members.models import ClosedBecause, Member, MemberStatus
from members.selectors.case_people import people_without_case

SHOW_CHOICES = [("", "办理中"), ("overdue", "只看超期"), ("all", "全部（含已终止）")]
TRIED = (*range(1, 6), *range(7, 21), 22, 23, 24)


class BoardFilterForm(forms.Form):
    """Search and filter of the board; wrong values are left aside."""

    q = forms.CharField(label="姓名、拼音或首字母", required=False, max_length=30)
    show = forms.ChoiceField(label="范围", required=False, choices=SHOW_CHOICES)

    def asked(self) -> dict[str, str]:
        """What of it can be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("q", "show")}


class DistrictFilterForm(forms.Form):
    """Search, filter and year of the district's table."""

    q = forms.CharField(label="学校", required=False, max_length=30)
    only = forms.ChoiceField(
        label="范围",
        required=False,
        choices=[("", "全部党组织"), ("cases", "有在办档案的"), ("overdue", "有超期的")],
    )
    year = forms.IntegerField(label="计划年度", required=False, min_value=1990, max_value=2100)

    def asked(self, today: date) -> tuple[str, str, int]:
        self.is_valid()
        data = self.cleaned_data
        return data.get("q") or "", data.get("only") or "", data.get("year") or today.year


class OpenCaseForm(forms.Form):
    """Somebody of the roster, and the day of the application."""

    member = forms.ModelChoiceField(
        label="姓名", queryset=Member.objects.none(), empty_label="请选择", error_messages={"required": "请选择是谁。"}
    )
    applied_on = DayField("递交入党申请书的日期", required=False, help_text="不知道的先空着，以后补上。")
    is_from_paper = forms.BooleanField(
        label="补录（纸质档案）", required=False, help_text="以前办理的档案，不合规定的地方照实登记，一直标明。"
    )

    helper = plain_helper()

    def __init__(self, *args: Any, branch: Branch, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["member"]
        field.queryset = people_without_case(branch)
        field.label_from_instance = lambda row: f"{row.name}（{MemberStatus(row.status).label}）"

    def clean_applied_on(self) -> date | None:
        day: date | None = self.cleaned_data["applied_on"]
        if day and day > self.today:
            raise forms.ValidationError("不能晚于今天。")
        return day


class CloseCaseForm(forms.Form):
    """Why and when a case ends."""

    because = forms.ChoiceField(label="原因", choices=[("", "请选择"), *ClosedBecause.choices])
    closed_on = DayField("日期")

    helper = plain_helper()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_closed_on(self) -> date:
        day: date = self.cleaned_data["closed_on"]
        if day > self.today:
            raise forms.ValidationError("日期不能晚于今天。")
        return day


class QuotaForm(forms.Form):
    """发展党员计划数 of a year."""

    year = forms.IntegerField(label="年度", min_value=1990, max_value=2100)
    number = forms.IntegerField(
        label="计划数", min_value=0, max_value=999, required=False, help_text="空着表示没有下达。"
    )

    helper = plain_helper()


class QuotaYearForm(forms.Form):
    """In which year's plan the person stands."""

    quota_year = forms.IntegerField(label="列入年度计划", min_value=1990, max_value=2100, required=False)

    helper = plain_helper()


class BackwardsForm(forms.Form):
    """The day wished for."""

    meeting = DayField("希望召开接收大会的日期", error_messages={"required": "请选择日期。"})

    helper = plain_helper()


class WhatIfForm(forms.Form):
    """A day for each step that is to be tried; nothing of it is saved."""

    helper = plain_helper()

    def __init__(self, *args: Any, steps: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table = development_steps()
        for number in steps:
            self.fields[f"d{number}"] = DayField(f"{number}. {table[number].name}", required=False)
            if number == 8:
                self.fields["consent_on"] = DayField("其中：上级党委同意", required=False)
                self.fields["notice_start"] = DayField("其中：公示开始", required=False)
                self.fields["notice_end"] = DayField("其中：公示结束", required=False)

    def days(self) -> dict[int, date]:
        """The steps that a day was given for."""
        return {
            int(name[1:]): day
            for name, day in self.cleaned_data.items()
            if day and name.startswith("d") and name[1:].isdecimal()
        }

    def notice(self) -> dict[str, date]:
        """What was given of consent and notice."""
        names = ("consent_on", "notice_start", "notice_end")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
