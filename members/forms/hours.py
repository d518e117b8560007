"""Forms about study hours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from members.models import Member, StudyKind
from members.models.hours import HOURS_NOTE_LENGTH, MOST_A_DAY
from members.selectors.hours import students


class NamesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class HoursForm(forms.Form):
    """The same hours for several members."""

    on = DayField("日期")
    kind = forms.ChoiceField(label="类别", choices=StudyKind.choices)
    hours = forms.DecimalField(
        label="学时",
        max_digits=4,
        decimal_places=1,
        min_value=Decimal("0.1"),
        max_value=MOST_A_DAY,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    note = forms.CharField(label="学习内容", required=False, max_length=HOURS_NOTE_LENGTH)
    members = NamesField(
        Member.objects.none(),
        label="参加的党员",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一名党员。"},
    )

    helper = plain_helper()

    def __init__(self, *args: Any, branch: Branch, counting: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = students(branch)  # type: ignore[attr-defined]
        self.fields["hours"].help_text = counting
