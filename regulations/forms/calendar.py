"""Forms about a district's calendar: days off and make-up days, the school year, the timeline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from django import forms

from branches.forms.fields import DayField, plain_helper
from regulations.domain.day_lines import NAME_LENGTH, parse_day_lines
from regulations.domain.quoting import quoted
from regulations.domain.rules import Evidence
from regulations.domain.terms import TermKind, TermRow, TermsRefused
from regulations.domain.timeline_entries import EntryKind, TimelineFact
from regulations.domain.work_calendar import SpecialDay, Stretch, WorkCalendar
from regulations.models.calendar import SOURCE_LENGTH

OFF, WORKED = "off", "worked"
MOST_ROWS = 24
FIRST_CONGRESS, LAST_CONGRESS = 15, 60
#: How a person may know; what the portal works out itself or calls customary is not for them to choose.
SOURCES = (Evidence.VERIFIED, Evidence.SECONDARY, Evidence.UNVERIFIED)


def _add_messages(form: forms.Form, messages: Mapping[str, str]) -> None:
    """Each sentence beside its field, the others above the form."""
    for name, message in messages.items():
        form.add_error(name if name in form.fields else None, message)


class DayForm(forms.Form):
    """One day off or one worked weekend."""

    day = DayField("日期")
    kind = forms.ChoiceField(label="安排", choices=[(OFF, "放假"), (WORKED, "调休上班")])
    name = forms.CharField(label="节日或事由", max_length=NAME_LENGTH)

    prefix = "day"
    helper = plain_helper()

    def special_day(self) -> SpecialDay:
        data = self.cleaned_data
        return SpecialDay(data["day"], data["kind"] == OFF, data["name"])

    def add_refusal(self, messages: Mapping[str, str]) -> None:
        _add_messages(self, messages)


class DayLinesForm(forms.Form):
    """A pasted list of days, one a line."""

    lines = forms.CharField(
        label="日期清单",
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text="每行一天或一段：日期、休或班、节日，如“2027-01-01 休 元旦”“2月5日至2月11日 休 春节”“2027-02-20 班 春节”。",
    )
    replace = forms.BooleanField(label="以这份清单代替本区已录入的全部日期", required=False)

    prefix = "list"
    helper = plain_helper()

    def __init__(self, *args: Any, year: int, calendar: WorkCalendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.calendar = year, calendar
        self.days: tuple[SpecialDay, ...] = ()

    def clean_lines(self) -> str:
        read = parse_day_lines(self.cleaned_data["lines"], self.year, self.calendar)
        if read.faults:
            raise forms.ValidationError(
                [f"第{row.number}行{quoted(row.line, 30)}：{row.message}" for row in read.faults]
            )
        self.days = read.days
        return self.cleaned_data["lines"]

    def add_refusal(self, messages: Mapping[str, str]) -> None:
        _add_messages(self, messages)


class ConfirmYearForm(forms.Form):
    """The notice that the year's days come from."""

    source = forms.CharField(label="依据", max_length=SOURCE_LENGTH, help_text="如国务院办公厅通知的名称和文号。")

    prefix = "confirm"
    helper = plain_helper()

    def add_refusal(self, messages: Mapping[str, str]) -> None:
        _add_messages(self, messages)


class TermRowForm(forms.Form):
    """A stretch of the school year; a row without days is left out."""

    kind = forms.ChoiceField(label="类别", choices=[(row.value, row.label) for row in TermKind])
    name = forms.CharField(label="名称", max_length=NAME_LENGTH, required=False)
    first = DayField("开始日期", required=False)
    last = DayField("结束日期", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors or not (data.get("first") or data.get("last")):
            return data
        for name, label in (("first", "开始日期"), ("last", "结束日期"), ("name", "名称")):
            if not data.get(name):
                self.add_error(name, f"请填写{label}。")
        return data

    @property
    def columns(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "kind", "first", "last")]

    def row(self) -> TermRow | None:
        """None where the row has no days."""
        data = self.cleaned_data
        if not data.get("first"):
            return None
        return TermRow(TermKind(data["kind"]), Stretch(data["name"], data["first"], data["last"]))


class BaseTermFormSet(forms.BaseFormSet):
    """The rows of a school year."""

    def rows(self) -> list[TermRow]:
        """Rows with days, in the order of the form."""
        return [row for form in self.forms if (row := form.row()) is not None]

    def add_refusal(self, error: TermsRefused) -> str:
        """Each sentence beside its row; returns the one about the whole."""
        filled = [form for form in self.forms if form.row() is not None]
        for place, message in error.messages.items():
            if place >= 0:
                filled[place].add_error("first", message)
        return error.messages.get(-1, "")


TermFormSet = cast(
    "type[BaseTermFormSet]",
    forms.formset_factory(TermRowForm, formset=BaseTermFormSet, extra=2, max_num=MOST_ROWS, absolute_max=40),
)


class TermSourceForm(forms.Form):
    """Where the school year comes from."""

    source = forms.CharField(
        label="依据", max_length=SOURCE_LENGTH, required=False, help_text="如教育局校历通知的名称和文号，可不填。"
    )

    helper = plain_helper()


class TimelineForm(forms.Form):
    """A congress, a plenum or a campaign; which fields there are depends on the kind, and numbers and names are fixed once they are known."""

    congress = forms.IntegerField(
        label="届次", min_value=FIRST_CONGRESS, max_value=LAST_CONGRESS, help_text="如二十届填20。"
    )
    plenum = forms.IntegerField(label="第几次全会", min_value=1, max_value=9)
    name = forms.CharField(label="名称", max_length=60)
    writings = forms.CharField(
        label="其他写法",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="计划里可能出现的其他写法，每行一种，用来在文字中识别这项活动。",
    )
    first = DayField("开始日期")
    last = DayField("结束日期", required=False)
    topic = forms.CharField(label="主题", max_length=60, required=False)
    evidence = forms.ChoiceField(label="依据情况", choices=[(row.value, row.label) for row in SOURCES])
    source = forms.CharField(label="出处", max_length=SOURCE_LENGTH, help_text="如公报、通知的名称。")
    lasting = forms.BooleanField(label="结束后转为常态化工作", required=False)
    confirmed = forms.BooleanField(label="已确认（会议已闭幕，或活动日期已有正式文件）", required=False)

    helper = plain_helper()

    def __init__(self, *args: Any, kind: EntryKind, known: TimelineFact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.known = kind, known
        surplus = {
            EntryKind.CONGRESS: {"plenum", "name", "writings", "topic", "lasting"},
            EntryKind.PLENUM: {"name", "writings", "lasting"},
            EntryKind.CAMPAIGN: {"congress", "plenum", "topic"},
        }[kind]
        if known:
            surplus |= {"congress", "plenum"}
        for name in surplus:
            del self.fields[name]
        if kind is EntryKind.PLENUM:
            self.fields["last"].required = True

    def fact(self, key: str) -> TimelineFact:
        """What a valid form says, under this key."""
        data, known = self.cleaned_data, self.known
        return TimelineFact(
            self.kind,
            key,
            data["first"],
            data["last"],
            data["confirmed"],
            Evidence(data["evidence"]),
            known.congress if known else data.get("congress") or 0,
            known.plenum if known else data.get("plenum") or 0,
            data.get("name", ""),
            tuple(line.strip() for line in data.get("writings", "").splitlines() if line.strip()),
            data.get("topic", ""),
            data.get("lasting", False),
        )

    def add_refusal(self, messages: Mapping[str, str]) -> None:
        _add_messages(self, messages)


def timeline_initial(fact: TimelineFact, source: str, *, confirm: bool) -> dict[str, Any]:
    """The form of a known fact; `confirm` ticks the box beforehand."""
    evidence = fact.evidence if fact.evidence in SOURCES else Evidence.UNVERIFIED
    return {
        "name": fact.name,
        "writings": "\n".join(fact.writings),
        "first": fact.first,
        "last": fact.last,
        "topic": fact.topic,
        "evidence": evidence.value,
        "source": source,
        "lasting": fact.lasting,
        "confirmed": fact.confirmed or confirm,
    }


def term_initial(rows: list[tuple[TermKind, str, date | None, date | None]]) -> list[dict[str, Any]]:
    return [{"kind": kind.value, "name": name, "first": first, "last": last} for kind, name, first, last in rows]
