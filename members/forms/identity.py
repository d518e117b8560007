"""Forms of identity numbers. None of them is ever filled in again with a number: what was typed wrong is typed again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from members.models import KeepNumbers

REASON_LENGTH = 100


def reason_field(**more: Any) -> forms.CharField:
    return forms.CharField(
        label="理由",
        max_length=REASON_LENGTH,
        min_length=2,
        help_text="记入审计记录，例如“核对党内统计信息”。",
        error_messages={"required": "请写明理由。"},
        **more,
    )


def number_field() -> forms.CharField:
    """Not remembered by the browser and not shown again."""
    return forms.CharField(
        label="身份证号",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text", "spellcheck": "false"}),
        error_messages={"required": "请填写18位公民身份号码。"},
    )


class ReasonForm(forms.Form):
    """Why a number is shown or deleted."""

    reason = reason_field()

    helper = plain_helper()


class NumberForm(forms.Form):
    """A number to be kept."""

    number = number_field()

    helper = plain_helper()


class FindForm(forms.Form):
    """A number whose holder is looked for, and why."""

    number = number_field()
    reason = reason_field()

    helper = plain_helper()


class PeopleSettingForm(forms.Form):
    """Whether a district keeps identity numbers."""

    keep_numbers = forms.ChoiceField(label="身份证号", choices=KeepNumbers.choices, widget=forms.RadioSelect)
    valid_from = DayField("起始日期")
    reason = forms.CharField(label="依据或理由", max_length=200, error_messages={"required": "请写明依据或理由。"})

    helper = plain_helper()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].initial = today
