"""The form of a branch's fixed day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from calendar_events.forms.events import PATTERN_HELP, clock_field
from calendar_events.models.events import PLACE_LENGTH
from calendar_events.services.fixed_days import FixedFacts
from members.forms.people import plain_helper
from plans.domain.proposing import parse_pattern
from regulations.domain.activities import ActivityKind


class FixedDayForm(forms.Form):
    """The usual day, hour and place of a kind of activity."""

    kind = forms.ChoiceField(label="活动")
    pattern = forms.CharField(
        label="时间", max_length=40, help_text=PATTERN_HELP, error_messages={"required": "请填写时间。"}
    )
    starts_at = clock_field("开始")
    ends_at = clock_field("结束")
    place = forms.CharField(label="地点", required=False, max_length=PLACE_LENGTH)
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    helper = plain_helper()

    def __init__(self, *args: Any, kinds: Iterable[ActivityKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def clean_pattern(self) -> str:
        """As a plan writes it."""
        words: str = self.cleaned_data["pattern"]
        if parse_pattern(words) is None:
            raise forms.ValidationError(f"没有看懂“{words}”。{PATTERN_HELP}")
        return words

    def clean(self) -> dict[str, Any]:
        """The hours in order."""
        data = super().clean() or {}
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if ends and (not begins or ends <= begins) and "starts_at" not in self.errors:
            self.add_error("ends_at", "结束时间应晚于开始时间。")
        return data

    def facts(self) -> FixedFacts:
        """Of a valid form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "base_version"}
        return FixedFacts(**data)
