"""Forms of the registers, made from what a register holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch
from calendar_events.domain.registers import FieldShape, Owner, Register, RegisterField
from calendar_events.domain.registers.sums import SumsError, read_sums, sums_fault, sums_text
from calendar_events.forms.names import NameField, people_to_choose
from calendar_events.forms.rows import rows_helper
from calendar_events.models import RegisterEntry
from calendar_events.models.registers import SUBJECT_LENGTH
from calendar_events.selectors.registers import EntryQuery, parents_for
from members.models import Member

OWN = "own_"


class EntryForm(forms.Form):
    """Subject, owner, days, and the register's own fields; `keeps` False leaves out what only those decide who keep it."""

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, register: Register, branch: Branch, keeps: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.register = register
        add = self.fields.__setitem__
        add("subject", forms.CharField(label=register.subject, max_length=SUBJECT_LENGTH))
        if register.owner is Owner.MEMBER and keeps:
            owner = self.initial.get("owner_member")
            people = people_to_choose(branch.pk, [owner.pk] if isinstance(owner, Member) else [])
            add(
                "owner_member",
                NameField(people, label=register.owner_label, required=not register.claimable, empty_label="（暂无）"),
            )
        if register.owner is Owner.POST and keeps:
            add("owner_post", forms.CharField(label=register.owner_label, max_length=60, required=False))
        add("first_day", DayField(register.first_label))
        if register.last_label:
            add("last_day", DayField(register.last_label, required=False))
        for row in register.fields:
            add(OWN + row.key, _own_field(row))
        if register.parent and keeps:
            add(
                "parent",
                forms.ModelChoiceField(
                    parents_for(branch, register), label="相关事项", required=False, empty_label="（无）"
                ),
            )
        if register.public and keeps:
            add("is_public", forms.BooleanField(label="向本支部全体党员公开", required=False))
        self.helper = rows_helper(self, "subject", "owner_member", "owner_post", ("first_day", "last_day"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", f"{self.register.last_label}不能早于{self.register.first_label}。")
        for row in self.register.fields:
            if row.shape is FieldShape.SUMS and data.get(OWN + row.key):
                self._clean_sums(row, data)
        return data

    def _clean_sums(self, row: RegisterField, data: dict[str, Any]) -> None:
        try:
            questions = read_sums(data[OWN + row.key])
        except SumsError as error:
            self.add_error(OWN + row.key, str(error))
            return
        fault = sums_fault(questions, data.get(f"{OWN}returned"))
        if fault:
            self.add_error(OWN + row.key, fault)
        data[OWN + row.key] = sums_text(questions)

    def facts(self) -> dict[str, Any]:
        """Of a valid form: by the names of `calendar_events.services.registers.FACTS`."""
        data = self.cleaned_data
        names = ("subject", "owner_member", "owner_post", "first_day", "last_day", "parent", "is_public")
        facts = {name: data[name] for name in names if name in self.fields}
        facts["values"] = {
            row.key: plain
            for row in self.register.fields
            if (plain := plain_value(data[OWN + row.key])) not in (None, "")
        }
        return facts


def entry_initial(entry: RegisterEntry) -> dict[str, Any]:
    """What the form shows of an entry."""
    values = {OWN + key: value for key, value in entry.values.items()}
    names = ("subject", "owner_member", "owner_post", "first_day", "last_day", "parent", "is_public")
    return {name: getattr(entry, name) for name in names} | values | {"base_version": entry.version}


def plain_value(value: Any) -> Any:
    """As it is stored: days and sums of money as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.strip() if isinstance(value, str) else value or None


def _own_field(row: RegisterField) -> forms.Field:
    given: dict[str, Any] = {"label": row.label, "required": row.must, "help_text": row.hint}
    if row.shape in {FieldShape.LONG, FieldShape.SUMS}:
        rows = 8 if row.shape is FieldShape.SUMS else 3
        return forms.CharField(**given, max_length=5000, widget=forms.Textarea(attrs={"rows": rows}))
    if row.shape is FieldShape.CHOICE:
        return forms.ChoiceField(
            **given, choices=[("", "请选择" if row.must else "（不填）"), *((c, c) for c in row.choices)]
        )
    if row.shape is FieldShape.DAY:
        return DayField(row.label, required=row.must, help_text=row.hint)
    if row.shape is FieldShape.NUMBER:
        return forms.IntegerField(**given, min_value=0, max_value=9_999_999)
    if row.shape is FieldShape.MONEY:
        return forms.DecimalField(
            **given,
            min_value=Decimal(0),
            max_digits=12,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
    if row.shape is FieldShape.YES:
        return forms.BooleanField(label=row.label, required=False, help_text=row.hint)
    return forms.CharField(**given, max_length=200)


class LookForm(forms.Form):
    """A look: which, when, what was found."""

    look = forms.ChoiceField(label="哪一次", required=False)
    looked_on = DayField("日期")
    found = forms.CharField(
        label="情况",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明看到的情况。"},
    )

    helper = plain_helper()

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = {row.look for row in entry.looks.all()}
        open_ones = [(look.key, look.label) for look in entry.kind.looks if look.key not in done]
        self.fields["look"].choices = [*open_ones, ("", "随时检查")]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Another state, with a day and a word on the result where it is closed."""

    state = forms.ChoiceField(label="状态")
    on = DayField("日期")
    note = forms.CharField(label="结果或说明", required=False, max_length=200)
    base_version = forms.IntegerField(widget=forms.HiddenInput)

    helper = plain_helper()

    def __init__(self, *args: Any, entry: RegisterEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.key, state.label) for state in entry.kind.states if state.key != entry.state]
        self.fields["state"].choices = states  # type: ignore[attr-defined]


class RemoveForm(forms.Form):
    because = forms.CharField(label="为什么删除", max_length=200, error_messages={"required": "请写明为什么删除。"})

    helper = plain_helper()


def asked_for(query: Mapping[str, str], register: Register, year: int) -> EntryQuery:
    """What of a list's address can be read; wrong values are left aside."""
    state = query.get("state", "")
    known = {"open", *(row.key for row in register.states)}
    return EntryQuery(year, query.get("q", "").strip()[:40], state if state in known else "")
