"""The form of one topic of a record."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import DayField
from calendar_events.domain.record_kinds import record_kind
from calendar_events.forms.records import own_field, own_values
from calendar_events.forms.registers import OWN
from calendar_events.forms.rows import rows_helper
from calendar_events.models import ActivityRecord, AgendaItem
from calendar_events.models.records import DECISIONS, SHORT, TOPIC_LENGTH
from calendar_events.selectors.record_page import item_fields
from regulations.domain.activities import ActivityKind


class ItemForm(forms.Form):
    """One topic."""

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label="议题", max_length=TOPIC_LENGTH)
    points = forms.CharField(
        label="发言要点", required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    decision = forms.ChoiceField(label="表决事项", required=False, choices=DECISIONS)
    yes = forms.IntegerField(label="同意", required=False, min_value=0, max_value=9999)
    no = forms.IntegerField(label="不同意", required=False, min_value=0, max_value=9999)
    abstained = forms.IntegerField(label="弃权", required=False, min_value=0, max_value=9999)
    written_yes = forms.IntegerField(
        label="书面同意", required=False, min_value=0, max_value=9999, help_text="只用于接收预备党员和转正。"
    )
    written_no = forms.IntegerField(label="书面不同意", required=False, min_value=0, max_value=9999)
    resolution = forms.CharField(
        label="决议", required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    prepared_on = DayField("支委会讨论日期", required=False)
    responsible = forms.CharField(label="责任人", required=False, max_length=SHORT)
    due_on = DayField("完成时限", required=False)

    def __init__(self, *args: Any, record: ActivityRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = item_fields(record)
        if record.deciding_kind is not ActivityKind.GENERAL_MEETING:
            del self.fields["prepared_on"], self.fields["written_yes"], self.fields["written_no"]
        for row in self.own:
            label = "、".join(decision.label for decision in row.decisions)
            field = own_field(row, record_kind(record.deciding_kind))
            field.help_text = f"{label}时填写。" if label else ""
            self.fields[OWN + row.key] = field
        votes, written = ("yes", "no", "abstained"), ("written_yes", "written_no")
        last = ("responsible", "due_on", "prepared_on")
        self.helper = rows_helper(self, "title", "points", "decision", votes, written, "resolution", last)

    def facts(self) -> dict[str, Any]:
        """Of a valid form: by the names of `calendar_events.services.record_items.ITEM_FACTS`."""
        data = {name: value for name, value in self.cleaned_data.items() if not name.startswith(OWN)}
        data.pop("base_version", None)
        return data | {"values": own_values(self.own, self.cleaned_data)}


def item_initial(item: AgendaItem) -> dict[str, Any]:
    names = [name for name in ItemForm.base_fields if name != "base_version"]
    values = {OWN + key: value for key, value in item.values.items()}
    return {name: getattr(item, name) for name in names} | values | {"base_version": item.version}
