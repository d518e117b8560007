"""Forms of the pages on which a plan's lines get their dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from branches.forms.fields import DayField
from calendar_events.domain.revising import Fate
from calendar_events.models.events import PLACE_LENGTH, REASON_LENGTH
from calendar_events.selectors.offers import Offer
from calendar_events.selectors.revisions import RevisionRow
from calendar_events.services.offers import Choice
from calendar_events.services.revising import ADOPT, CANCEL, KEEP, MOVE, Decided
from plans.forms.fields import clock_field

_DAY_ERRORS = {"required": "请选择日期。", "invalid": "日期写作2026-03-13。"}


class OfferForm(forms.Form):
    """One promise: day, hour, place; `take` is ticked where it is to be confirmed with the others."""

    take = forms.BooleanField(required=False)
    day = DayField("日期", error_messages=_DAY_ERRORS)
    last_day = DayField("至", required=False, error_messages=_DAY_ERRORS)
    starts_at = clock_field("开始")
    ends_at = clock_field("结束")
    place = forms.CharField(label="地点", required=False, max_length=PLACE_LENGTH)
    per_group = forms.BooleanField(required=False)

    def __init__(self, offer: Offer, data: Mapping[str, Any] | None = None) -> None:
        proposal = offer.proposal
        initial = {
            "take": True,
            "day": proposal.day,
            "last_day": proposal.last_day if proposal.last_day != proposal.day else None,
            "starts_at": proposal.starts_at,
            "ends_at": proposal.ends_at,
            "place": proposal.place,
        }
        # A row that was confirmed by somebody else meanwhile is not in what was sent: it begins with its proposal.
        sent = data if data is not None and f"{offer.key}-day" in data else None
        super().__init__(sent, prefix=offer.key, initial=initial)
        self.offer = offer
        self.fields["day"].widget.attrs["aria-label"] = f"日期：{offer.promised.line.text}"
        for name, words in (
            ("last_day", "结束日期"),
            ("starts_at", "开始时间"),
            ("ends_at", "结束时间"),
            ("place", "地点"),
        ):
            self.fields[name].widget.attrs["aria-label"] = f"{words}：{offer.promised.line.text}"
        self.fields["place"].widget.attrs["placeholder"] = "地点"

    def clean(self) -> dict[str, Any]:
        """Days and hours in order."""
        data = super().clean() or {}
        day, last = data.get("day"), data.get("last_day")
        if day and last and last < day:
            self.add_error("last_day", "结束日期不能早于开始日期。")
        begins, ends = data.get("starts_at"), data.get("ends_at")
        if ends and not begins and "starts_at" not in self.errors:
            self.add_error("starts_at", "请填开始时间。")
        elif begins and ends and ends <= begins and (not last or last == day):
            self.add_error("ends_at", "结束时间应晚于开始时间。")
        return data

    @property
    def messages(self) -> list[str]:
        return [str(word) for words in self.errors.values() for word in words]

    def choice(self) -> Choice:
        """Of a valid form."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "take"}
        origin, month = self.offer.promised.key
        return Choice(origin, month, **data)


class ReasonForm(forms.Form):
    """Why a line is given up."""

    reason = forms.CharField(max_length=REASON_LENGTH, error_messages={"required": "请写明不再安排的原因。"})


DECISION_LABELS = {KEEP: "保留原安排", ADOPT: "改用新的文字", MOVE: "改到", CANCEL: "取消活动"}
_CHOICES = {Fate.REWORDED: (ADOPT, KEEP), Fate.MOVED: (MOVE, KEEP, CANCEL), Fate.GONE: (CANCEL, KEEP)}


class RevisionForm(forms.Form):
    """What becomes of one event."""

    decision = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "请选择一项。"})
    day = DayField("改到", required=False, error_messages=_DAY_ERRORS)
    reason = forms.CharField(label="取消原因", required=False, max_length=REASON_LENGTH, initial="计划修订，不再安排")
    base_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, row: RevisionRow, data: Mapping[str, Any] | None = None) -> None:
        initial = {"day": row.proposal.day if row.proposal else None, "base_version": row.event.version}
        prefix = row.event.pk.hex
        sent = data if data is not None and f"{prefix}-base_version" in data else None
        super().__init__(sent, prefix=prefix, initial=initial)
        self.row = row
        self.fields["decision"].choices = [(name, DECISION_LABELS[name]) for name in _CHOICES[row.fate]]  # type: ignore[attr-defined]

    @property
    def is_decided(self) -> bool:
        """Something was chosen: what is left open stays open."""
        return bool(self.is_bound and self.data.get(self.add_prefix("decision")))

    def clean(self) -> dict[str, Any]:
        """The day and the reason where they are needed."""
        data = super().clean() or {}
        if data.get("decision") == MOVE and not data.get("day"):
            self.add_error("day", "请选择改到哪一天。")
        if data.get("decision") == CANCEL and not data.get("reason"):
            self.add_error("reason", "请写明取消原因，参加人员会看到。")
        return data

    def decided(self) -> Decided:
        """Of a valid form."""
        data = self.cleaned_data
        return Decided(self.row.event.pk, data["base_version"], data["decision"], data["day"], data["reason"])
