"""Forms of an event."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from calendar_events.forms.names import people_to_choose
from calendar_events.models import AnswerGiven, Audience, CalendarEvent, EventOwner
from calendar_events.models.events import NAMES_LENGTH, PLACE_LENGTH, REASON_LENGTH, SUBJECT_LENGTH
from calendar_events.services.event_facts import EventFacts, people_named
from members.models import Member, PartyGroup
from members.selectors.people import groups_in_use
from plans.domain.proposing import parse_pattern
from plans.forms.fields import clock_field
from plans.models.plan import KIND_CHOICES
from regulations.domain.activities import ActivityKind
from regulations.domain.quoting import quoted

AGENDA_LENGTH, NOTE_LENGTH = 3000, 2000
PATTERN_HELP = "如“每月第一周星期五”“每月15日”“每周三”“每季度最后一个月第二周周三”。"


class EventForm(forms.Form):
    """Everything an event says. `branch` gives the people and groups to choose from."""

    subject = forms.CharField(label="主题", max_length=SUBJECT_LENGTH, error_messages={"required": "请填写主题。"})
    kind = forms.ChoiceField(label="类别", choices=KIND_CHOICES, initial=ActivityKind.THEME_DAY)
    owner = forms.ChoiceField(label="组织方", choices=EventOwner.choices, initial=EventOwner.BRANCH)
    starts_on = DayField("日期", error_messages={"required": "请选择日期。", "invalid": "日期写作2026-03-13。"})
    ends_on = DayField("至（多天时填）", required=False, error_messages={"invalid": "日期写作2026-03-13。"})
    starts_at = clock_field("开始时间")
    ends_at = clock_field("结束时间")
    place = forms.CharField(label="地点", max_length=PLACE_LENGTH, required=False)
    audience = forms.ChoiceField(label="参加人员", choices=Audience.choices, initial=Audience.PARTY_MEMBERS)
    group = forms.ModelChoiceField(
        PartyGroup.objects.none(), label="党小组", required=False, empty_label="（选“党小组”时选择）"
    )
    invitees = forms.ModelMultipleChoiceField(
        Member.objects.none(), label="指定人员", required=False, widget=forms.CheckboxSelectMultiple
    )
    is_restricted = forms.BooleanField(
        label="只对参加人和支委可见", required=False, help_text="谈心谈话等用；须在“参加人员”里选“指定人员”。"
    )
    host_member = forms.ModelChoiceField(Member.objects.none(), label="主持人", required=False, empty_label="—")
    host_text = forms.CharField(label="主持人（名册以外）", max_length=NAMES_LENGTH, required=False)
    recorder_member = forms.ModelChoiceField(Member.objects.none(), label="记录人", required=False, empty_label="—")
    recorder_text = forms.CharField(label="记录人（名册以外）", max_length=NAMES_LENGTH, required=False)
    agenda = forms.CharField(
        label="议程",
        max_length=AGENDA_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一项。",
    )
    also = forms.MultipleChoiceField(
        label="同时计入", choices=KIND_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="备注", max_length=NOTE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, branch: Branch, event: CalendarEvent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_to_choose(branch.pk, people_named(event) if event else [])
        for name in ("host_member", "recorder_member", "invitees"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["group"].queryset = groups_in_use(branch)  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "subject",
            Div("kind", "owner", css_class="row"),
            Div("starts_on", "starts_at", "ends_at", "ends_on", css_class="row"),
            "place",
            Div("audience", "group", css_class="row"),
            Div("invitees", "is_restricted", css_class="names-form", css_id="invitees"),
            Div("host_member", "host_text", css_class="row"),
            Div("recorder_member", "recorder_text", css_class="row"),
            "agenda",
            Div("also", css_class="names-form"),
            "note",
            "base_version",
        )

    def clean(self) -> dict[str, Any]:
        """What contradicts itself, said beside the field."""
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "结束日期不能早于开始日期。")
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if ends and not begins and "starts_at" not in self.errors:
            self.add_error("starts_at", "填了结束时间，也请填开始时间。")
        if begins and ends and ends <= begins and (not last or last == first):
            self.add_error("ends_at", "结束时间应晚于开始时间。")
        audience = data.get("audience")
        if audience == Audience.GROUP and not data.get("group"):
            self.add_error("group", "请选择党小组。")
        if audience == Audience.CHOSEN and not data.get("invitees"):
            self.add_error("invitees", "请选择参加的人。")
        if data.get("is_restricted") and audience != Audience.CHOSEN:
            self.add_error("is_restricted", "只有“指定人员”参加的活动可以设为只对参加人可见。")
        return data

    def facts(self) -> EventFacts:
        """Of a valid form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "base_version"}
        data["ends_on"] = data["ends_on"] or data["starts_on"]
        return EventFacts(**data | {"invitees": list(data["invitees"])})

    @staticmethod
    def initial_of(event: CalendarEvent) -> dict[str, Any]:
        """What stands in the row, as the form shows it."""
        names = [name for name in EventForm.base_fields if name not in {"invitees", "base_version", "ends_on"}]
        shown = {name: getattr(event, name) for name in names}
        shown["ends_on"] = event.ends_on if event.ends_on != event.starts_on else None
        shown["invitees"] = [row.member_id for row in event.invitees.all()]
        shown["base_version"] = event.version
        return shown


class MoveForm(forms.Form):
    """Another day, another hour."""

    starts_on = DayField("改到", error_messages={"required": "请选择日期。", "invalid": "日期写作2026-03-13。"})
    starts_at = clock_field("开始时间")
    ends_at = clock_field("结束时间")
    base_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        """The hours in order."""
        data = super().clean() or {}
        if data.get("ends_at") and not data.get("starts_at"):
            self.add_error("starts_at", "填了结束时间，也请填开始时间。")
        return data


class CancelForm(forms.Form):
    """Why it does not take place."""

    reason = forms.CharField(
        label="取消原因",
        max_length=REASON_LENGTH,
        help_text="参加人员会看到。",
        error_messages={"required": "请写明取消原因，参加人员会看到。"},
    )
    base_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    helper = plain_helper()


class RepeatForm(forms.Form):
    """How often, and until when."""

    pattern = forms.CharField(
        label="重复方式", max_length=40, help_text=PATTERN_HELP, error_messages={"required": "请填写重复方式。"}
    )
    until = DayField("截止日期", error_messages={"required": "请选择截止日期。", "invalid": "日期写作2026-12-31。"})
    helper = plain_helper()

    def clean_pattern(self) -> str:
        """As a plan writes it."""
        words: str = self.cleaned_data["pattern"]
        if parse_pattern(words) is None:
            raise forms.ValidationError(f"没有看懂{quoted(words)}。请写明每月（每周、每季度）的哪一天，{PATTERN_HELP}")
        return words


class AnswerForm(forms.Form):
    """One's own answer."""

    answer = forms.ChoiceField(
        label="答复",
        choices=AnswerGiven.choices,
        error_messages={"required": "请选择参加或请假。", "invalid_choice": "请选择参加或请假。"},
    )
    reason = forms.CharField(label="请假事由", max_length=REASON_LENGTH, required=False)

    def clean(self) -> dict[str, Any]:
        """Leave needs a reason."""
        data = super().clean() or {}
        if data.get("answer") == AnswerGiven.LEAVE and not data.get("reason"):
            self.add_error("reason", "请写明请假事由。")
        return data


class AnswersForm(AnswerForm):
    """One answer for several people, entered by the committee; "none" takes back what was said."""

    answer = forms.ChoiceField(
        label="登记为",
        choices=[*AnswerGiven.choices, ("none", "未答复")],
        error_messages={"required": "请选择。", "invalid_choice": "请选择。"},
    )
    members = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        error_messages={"required": "请勾选人员。", "invalid_choice": "名单有变化，请重新勾选。"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = people  # type: ignore[attr-defined]


def day_asked(text: str, default: date) -> date:
    """A day out of an address; the default where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return default
