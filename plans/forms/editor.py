"""Forms of the two editors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from plans.domain.draft import HEADING_LENGTH, SIGNATURE_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from plans.models import Plan, PlanItem, PlanSection
from plans.models.plan import KIND_CHOICES
from plans.selectors.people import People
from plans.services.items import ItemFacts
from regulations.domain.activities import activity_kind_of


class FactsForm(forms.Form):
    """Title, signature and date of a plan."""

    title = forms.CharField(label="标题", max_length=TITLE_LENGTH)
    signature = forms.CharField(label="署名", max_length=SIGNATURE_LENGTH, required=False)
    signed_on = DayField("成文日期", required=False)

    helper = plain_helper()


class SectionForm(forms.Form):
    """The words of one section and the version they were written on."""

    heading = forms.CharField(
        max_length=HEADING_LENGTH,
        required=False,
        error_messages={"max_length": f"标题最多{HEADING_LENGTH}字，请把后面的内容放进正文。"},
    )
    body = forms.CharField(max_length=50_000, required=False, strip=False)
    base_version = forms.IntegerField(min_value=1)


class ItemForm(forms.Form):
    """One line of the schedule."""

    text = forms.CharField(
        label="内容",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请填写内容。"},
    )
    first_month = forms.ChoiceField(label="月份")
    last_month = forms.ChoiceField(label="至", required=False)
    planned_on = DayField(
        "拟定日期",
        required=False,
        help_text="没有定就空着。",
        error_messages={"invalid": "请写成 2026-03-05 这样的日期。"},
    )
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "按内容判断"), *KIND_CHOICES])
    responsible = forms.ChoiceField(label="责任人", required=False)
    responsible_text = forms.CharField(label="责任人（其他）", max_length=60, required=False)
    measure = forms.ChoiceField(label="对应措施", required=False)
    is_theme = forms.BooleanField(label="这是本月主题", required=False)
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    helper = plain_helper()

    def __init__(self, *args: Any, plan: Plan, people: People, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        months = [(month.isoformat(), f"{month.year}年{month.month}月") for month in plan.period.months]
        self.fields["first_month"].choices = months  # type: ignore[attr-defined]
        self.fields["last_month"].choices = [("", "同一个月"), *months]  # type: ignore[attr-defined]
        self.fields["responsible"].choices = [("", "—"), *people.choices]  # type: ignore[attr-defined]
        self.fields["measure"].choices = [("", "—"), *measures]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(item: PlanItem) -> dict[str, Any]:
        responsible = (
            f"m:{item.responsible_member_id}"
            if item.responsible_member_id
            else (f"g:{item.responsible_group_id}" if item.responsible_group_id else "")
        )
        return {
            "text": item.text,
            "first_month": item.first_month.isoformat(),
            "last_month": item.last_month.isoformat() if item.last_month != item.first_month else "",
            "planned_on": item.planned_on,
            "kind": item.kind,
            "responsible": responsible,
            "responsible_text": item.responsible_text,
            "measure": str(item.measure_id or ""),
            "is_theme": item.is_theme,
            "base_version": item.version,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, month = data.get("planned_on"), data.get("first_month")
        if day and month and day.replace(day=1).isoformat() != month:
            self.add_error("planned_on", f"这一天不在{int(month[5:7])}月内。")
        return data

    def facts(self, sections: dict[str, PlanSection]) -> ItemFacts:
        """Of a valid form. The kind is guessed from the text where none was chosen."""
        data = self.cleaned_data
        first = date.fromisoformat(data["first_month"])
        member, group = self.people.chosen(data["responsible"])
        return ItemFacts(
            text=data["text"],
            first_month=first,
            last_month=date.fromisoformat(data["last_month"]) if data["last_month"] else first,
            kind=data["kind"] or activity_kind_of(data["text"]).value,
            is_theme=data["is_theme"],
            responsible_member=member,
            responsible_group=group,
            responsible_text=data["responsible_text"],
            measure=sections.get(data["measure"]),
            planned_on=data["planned_on"],
        )
