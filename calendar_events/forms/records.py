"""Forms of a record: its facts, and what is done with it as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from calendar_events.domain.record_kinds import RecordField, RecordKind, Shape, record_kind
from calendar_events.forms.names import NameField, people_to_choose
from calendar_events.forms.registers import OWN, plain_value
from calendar_events.forms.rows import rows_helper
from calendar_events.models import ActivityRecord
from calendar_events.models.events import NAMES_LENGTH, PLACE_LENGTH, SUBJECT_LENGTH
from calendar_events.selectors.record_page import fields_of
from members.models import Member
from plans.forms.fields import clock_field
from regulations.domain.activities import LABELS, ActivityKind

#: Kinds of organisational life that one record may count as besides its own.
_ALSO = (
    ActivityKind.GENERAL_MEETING,
    ActivityKind.COMMITTEE_MEETING,
    ActivityKind.GROUP_MEETING,
    ActivityKind.PARTY_LECTURE,
    ActivityKind.THEME_DAY,
    ActivityKind.ORGANIZATIONAL_LIFE,
    ActivityKind.DEMOCRATIC_APPRAISAL,
    ActivityKind.STUDY,
    ActivityKind.VOLUNTEERING,
)
_PLAIN = (
    "subject",
    "held_on",
    "began_at",
    "ended_at",
    "place",
    "host_member",
    "host_text",
    "recorder_member",
    "recorder_text",
    "study_hours",
)
_PEOPLE = ("host", "recorder")
_SIGNED = {"chair_signature", "recorder_signature", "secretary_signature", "secret_ballot"}


class RecordForm(forms.Form):
    """Facts of the record and the further fields of its kind."""

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    subject = forms.CharField(label="主题", max_length=SUBJECT_LENGTH)
    held_on = DayField("日期")
    began_at = clock_field("开始时间")
    ended_at = clock_field("结束时间")
    place = forms.CharField(label="地点", max_length=PLACE_LENGTH, required=False)
    host_member = NameField(Member.objects.none(), label="主持人", required=False, empty_label="（不在名册上）")
    host_text = forms.CharField(label="主持人（不在名册上的）", max_length=NAMES_LENGTH, required=False)
    recorder_member = NameField(Member.objects.none(), label="记录人", required=False, empty_label="（不在名册上）")
    recorder_text = forms.CharField(label="记录人（不在名册上的）", max_length=NAMES_LENGTH, required=False)
    also = forms.MultipleChoiceField(
        label="同时计入",
        required=False,
        choices=[(kind.value, LABELS[kind]) for kind in _ALSO],
        widget=forms.CheckboxSelectMultiple,
        help_text="一次活动里确实开展了的才勾选；计入三种以上会提请核对。",
    )

    def __init__(self, *args: Any, record: ActivityRecord, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        people = people_to_choose(record.branch_id, [record.host_member_id, record.recorder_member_id])
        for name in ("host_member", "recorder_member"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        own = record.kind
        self.fields["also"].choices = [(kind.value, LABELS[kind]) for kind in _ALSO if kind is not own]  # type: ignore[attr-defined]
        self.kinds = [record_kind(kind) for kind in record.kinds]
        for row in self.own:
            self.fields[OWN + row.key] = own_field(row, self.kinds[0])
        if any(kind.study for kind in self.kinds):
            self.fields["study_hours"] = forms.DecimalField(
                label="计入学时",
                required=False,
                min_value=Decimal("0.1"),
                max_value=Decimal(24),
                max_digits=4,
                decimal_places=1,
                help_text="存档时给到会的党员登记一次；空着就不登记。",
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        clock, who = ("held_on", "began_at", "ended_at"), [(f"{name}_member", f"{name}_text") for name in _PEOPLE]
        self.helper = rows_helper(self, "subject", clock, "place", *who, "also")

    @property
    def own(self) -> list[RecordField]:
        """Further fields of all the kinds it counts as, each once."""
        return fields_of(self.kinds)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        began, ended = data.get("began_at"), data.get("ended_at")
        if isinstance(ended, time) and (began is None or ended <= began):
            self.add_error("ended_at", "结束时间应晚于开始时间。")
        for who in _PEOPLE:
            if data.get(f"{who}_member") and data.get(f"{who}_text"):
                data[f"{who}_text"] = ""
        return data

    def facts(self) -> dict[str, Any]:
        """Of a valid form: by the names of `calendar_events.services.records.FACTS`."""
        data = self.cleaned_data
        facts = {name: data[name] for name in _PLAIN if name in self.fields}
        facts["counts_as"] = [self.record.counts_as[0], *data["also"]]
        kept = {key: value for key, value in self.record.values.items() if OWN + key not in self.fields}
        facts["values"] = kept | own_values(self.own, data)
        return facts


def record_initial(record: ActivityRecord) -> dict[str, Any]:
    values = {OWN + key: value for key, value in record.values.items()}
    names = {name: getattr(record, name) for name in _PLAIN}
    return names | values | {"also": record.counts_as[1:], "base_version": record.version}


def own_values(rows: Sequence[RecordField], data: Mapping[str, Any]) -> dict[str, Any]:
    return {row.key: plain for row in rows if (plain := plain_value(data.get(OWN + row.key))) not in (None, "")}


def own_field(row: RecordField, kind: RecordKind) -> forms.Field:
    hint = "只有支部委员看得到。" if row.key in kind.restricted else ""
    if row.key in _SIGNED:
        return forms.BooleanField(label=f"{row.label}（纸质）" if "signature" in row.key else row.label, required=False)
    if row.shape is Shape.DAY:
        return DayField(row.label, required=False)
    if row.shape is Shape.NUMBER:
        return forms.DecimalField(
            label=row.label, required=False, min_value=Decimal(0), max_digits=12, decimal_places=2, help_text=hint
        )
    if row.shape is Shape.NAMES or row.key in {"lecturer", "speaker", "talked_with"}:
        return forms.CharField(label=row.label, required=False, max_length=300, help_text=hint)
    rows = 6 if row.key == "content" else 3
    return forms.CharField(
        label=row.label, required=False, max_length=10_000, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class FinishForm(forms.Form):
    acknowledged = forms.BooleanField(label="以上提示已核对，情况属实", required=False)

    helper = plain_helper()


class CorrectForm(forms.Form):
    reason = forms.CharField(label="更正原因", max_length=200, error_messages={"required": "请写明为什么更正。"})

    helper = plain_helper()


class MakeUpForm(forms.Form):
    """补课 of one person."""

    on = DayField("补课日期")
    how = forms.CharField(
        label="补课方式", max_length=100, error_messages={"required": "请写明怎样补的课，如“自学讲稿，交笔记一篇”。"}
    )

    helper = plain_helper()
