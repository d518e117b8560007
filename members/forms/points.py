"""Forms of the ledger of points."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from members.models import Member, PointsScheme

_LINE = re.compile(r"^(?P<name>.{1,40}?)[\s:：,，]+(?P<points>[+-]?\d{1,3}(?:\.\d)?)$")


class SchemeForm(forms.Form):
    """On or off, and a line for each item: 参加志愿服务 2"""

    is_enabled = forms.BooleanField(label="启用积分登记", required=False)
    items = forms.CharField(
        label="计分项目",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="每行一项：项目名称、空格、分值，如“参加志愿服务 2”“无故缺席 -1”。",
    )
    helper = plain_helper()

    def clean_items(self) -> list[tuple[str, Decimal]]:
        """Each line's name and points; wrong lines are named."""
        rows, wrong = [], []
        for number, line in enumerate(self.cleaned_data["items"].splitlines(), 1):
            if not line.strip():
                continue
            found = _LINE.match(line.strip())
            if found is None or not Decimal(found["points"]):
                wrong.append(f"第{number}行写作“项目名称 分值”，分值不为0、最多一位小数。")
            else:
                rows.append((found["name"].strip(), Decimal(found["points"])))
        if wrong:
            raise forms.ValidationError(wrong)
        return rows

    @staticmethod
    def text_of(scheme: PointsScheme) -> str:
        return "\n".join(f"{row['name']} {row['points']}" for row in scheme.items)


class EntryForm(forms.Form):
    """The same item for several people. `key` makes a second press of the button harmless."""

    item = forms.ChoiceField(label="计分项目", error_messages={"required": "请选择计分项目。"})
    on = DayField("日期", error_messages={"required": "请填写日期。", "invalid": "日期写作2026-03-05。"})
    members = forms.MultipleChoiceField(
        label="党员",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选党员。", "invalid_choice": "名册有变化，请重新勾选。"},
    )
    note = forms.CharField(label="说明", required=False, max_length=200)
    key = forms.UUIDField(widget=forms.HiddenInput)
    helper = plain_helper()

    def __init__(self, *args: Any, scheme: PointsScheme, people: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        items = [(row["name"], f"{row['name']}（{row['points']}分）") for row in scheme.items]
        self.fields["item"].choices = [("", "请选择"), *items]  # type: ignore[attr-defined]
        self.fields["members"].choices = [(str(person.pk), person.name) for person in people]  # type: ignore[attr-defined]
        self.people = {str(person.pk): person for person in people}

    def renew(self) -> None:
        """Nothing was entered: the next press is another form."""
        data: Any = self.data
        data = data.copy()
        data["key"] = str(uuid.uuid4())
        self.data = data

    def chosen(self) -> list[Member]:
        return [self.people[key] for key in self.cleaned_data["members"]]
