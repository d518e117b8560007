"""Forms of a branch's routine and of a district's requirements."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch, SchoolKind
from plans.domain.proposing import parse_pattern
from plans.domain.proposing.required import CUSTOMARY
from plans.forms.fields import EXAMPLES, OwnDistrictForm, WordsField, clock_field
from plans.models.plan import KIND_CHOICES
from plans.models.routine import ASKED_LENGTH, PLACE_LENGTH, SOURCE_LENGTH
from plans.selectors.proposing import RoutineFacts
from plans.services.routine import RoutineDay, RoutineDraft, RoutineRow
from regulations.domain.activities import ActivityKind
from regulations.domain.observed_days import ObservedDay
from regulations.domain.quoting import quoted

BLANK_LINES = 3
MOST_LINES = 20


class RoutineForm(forms.Form):
    """The observances that the branch wants proposed, and the version of the whole routine."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    observances = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, routine: RoutineFacts, days: list[ObservedDay], **kwargs: Any) -> None:
        self.days = days
        wanted = [day.key for day in days if routine.observances.get(day.key, day.customary)]
        kwargs["initial"] = {"base_version": routine.version, "observances": wanted}
        super().__init__(*args, **kwargs)
        field = self.fields["observances"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - said for the type checker
        field.choices = [(day.key, f"{day.name}（{day.rule}）") for day in days]

    def draft(self, days: list[tuple[str, RoutineDay]], lines: list[RoutineRow]) -> RoutineDraft:
        """Of valid forms."""
        wanted = set(self.cleaned_data["observances"])
        differing = {day.key: day.key in wanted for day in self.days if day.customary != (day.key in wanted)}
        return RoutineDraft(dict(days), lines, differing)


class RoutineDayForm(forms.Form):
    """The usual day, hour and place of one kind of activity."""

    kind = forms.ChoiceField(choices=KIND_CHOICES, widget=forms.HiddenInput)
    words = WordsField(label="哪一天")
    starts_at = clock_field("开始")
    ends_at = clock_field("结束")
    place = forms.CharField(label="地点", required=False, max_length=PLACE_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].widget.attrs["placeholder"] = self.custom

    @property
    def activity(self) -> ActivityKind:
        return ActivityKind(self.initial.get("kind", ActivityKind.OTHER))

    @property
    def custom(self) -> str:
        """What counts where nothing is entered; "" for a kind that no rule asks for."""
        return CUSTOMARY[self.activity].words if self.activity in CUSTOMARY else ""

    @property
    def is_required(self) -> bool:
        return self.activity in CUSTOMARY

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        words, begins, ends = data.get("words"), data.get("starts_at"), data.get("ends_at")
        pattern = parse_pattern(words or "")
        if pattern and self.is_required and not pattern.every.months:
            self.add_error("words", "这一项请按月、季度、半年或年写。")
        if not words and "words" not in self.errors and (begins or ends or data.get("place")):
            self.add_error("words", f"请写明是哪一天，例如{quoted(self.custom or EXAMPLES[1])}。")
        if ends and (not begins or ends <= begins) and "starts_at" not in self.errors:
            self.add_error("ends_at", "结束时间应晚于开始时间。")
        return data

    @property
    def day(self) -> tuple[str, RoutineDay] | None:
        """Of a valid form; None where nothing is entered."""
        data = self.cleaned_data
        if not data.get("words"):
            return None
        return data["kind"], RoutineDay(data["words"], data["starts_at"], data["ends_at"], data["place"])


RoutineDayFormSet = forms.formset_factory(RoutineDayForm, extra=0)


def days_to_enter(branch: Branch, routine: RoutineFacts) -> list[dict[str, Any]]:
    """One row a kind, those that rules ask for first."""
    others = (kind for kind in ActivityKind if kind not in CUSTOMARY and kind not in _WITHOUT_DAY)
    rows = []
    for kind in (*(kind for kind in CUSTOMARY if _concerns(kind, branch)), *others):
        row = routine.days.get(kind)
        names = ("words", "starts_at", "ends_at", "place")
        rows.append({"kind": kind.value, **({name: getattr(row, name) for name in names} if row else {})})
    return rows


#: Held on no day of their own.
_WITHOUT_DAY = frozenset({ActivityKind.PLAN_AND_SUMMARY, ActivityKind.OTHER})


class RoutineLineForm(forms.Form):
    """One line of the branch's own; an empty one is left out."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="内容", max_length=ASKED_LENGTH, required=False)
    kind = forms.ChoiceField(label="类别", choices=KIND_CHOICES, required=False, initial=ActivityKind.OTHER.value)
    words = WordsField(label="什么时候")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("text") and not data.get("words") and "words" not in self.errors:
            self.add_error("words", "请写明什么时候。")
        if data.get("words") and not data.get("text"):
            self.add_error("text", "请填写内容；不要这一项就把“什么时候”也清空。")
        return data

    @property
    def row(self) -> RoutineRow | None:
        data = self.cleaned_data
        if not data.get("text"):
            return None
        return RoutineRow(data["text"], data["kind"] or ActivityKind.OTHER.value, data["words"], data["id"])


RoutineLineFormSet = forms.formset_factory(RoutineLineForm, extra=BLANK_LINES, max_num=MOST_LINES)


class RequirementForm(OwnDistrictForm):
    """What a district asks of every schedule."""

    text = forms.CharField(
        label="内容",
        max_length=ASKED_LENGTH,
        help_text="照着写进行事历的一句话，例如“报送半年工作总结”。",
        error_messages={"required": "请填写内容。"},
    )
    kind = forms.ChoiceField(label="类别", choices=KIND_CHOICES, initial=ActivityKind.OTHER.value)
    words = WordsField(
        label="什么时候", help_text="有规律的写在这里，例如“每季度最后一个月20日前”；只有一次的空着，填下面的截止日期。"
    )
    first_on = DayField("从哪天起", required=False)
    due_on = DayField("截止日期", required=False)
    school_kinds = forms.MultipleChoiceField(
        label="学校类别",
        choices=SchoolKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选就是所有学校。",
    )
    source = forms.CharField(
        label="依据", max_length=SOURCE_LENGTH, error_messages={"required": "请写明依据，例如文件的名称和文号。"}
    )

    helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, due = data.get("first_on"), data.get("due_on")
        if not data.get("words") and "words" not in self.errors and not due:
            self.add_error("words", "请写一个规律，或者填下面的截止日期。")
        if first and due and due < first:
            self.add_error("due_on", "截止日期早于开始日期。")
        return data


def _concerns(kind: ActivityKind, branch: Branch) -> bool:
    if kind is ActivityKind.COMMITTEE_MEETING:
        return branch.has_committee
    return branch.has_groups if kind is ActivityKind.GROUP_MEETING else True
