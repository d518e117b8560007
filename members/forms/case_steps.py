"""The form of one step: its own fields, made into the shape that the domain reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from branches.forms.fields import DayField, plain_helper
from members.cases_permissions import needs_request
from members.domain.development.case import Approver, Conversion, Organiser, Review
from members.domain.development.steps import development_steps
from members.forms.case_step_fields import (
    COUNTS,
    DAYS_OF_NOTICE,
    FACTS,
    ON_LABELS,
    choice_field,
    fact_field,
    initial_of,
    plain_number,
)
from members.models import DevelopmentCase, StepRecord
from members.selectors.case_people import Supporter, supporters
from members.services.case_steps import StepEntry

YES_NO = [("", "未登记"), ("yes", "是"), ("no", "否")]
MOST_REVIEWS = 8
#: What an address may bring with it.
ASKED = ("on", "supporter_1", "supporter_2")
#: Fields beside each other, and those that begin a row.
MOST_BESIDE = 3
BREAKS = frozenset({"eligible", "yes", "secret", "outcome", "review_1", "consent_on", "approver", "training_days"})
#: A new day asks for the list of that day; without scripts the form comes back with it.
REFRESH = {
    "hx-get": "",
    "hx-trigger": "change",
    "hx-target": "#supporters",
    "hx-select": "#supporters",
    "hx-swap": "outerHTML",
    "hx-include": "#step-form",
    "hx-params": "on,supporter_1,supporter_2",
}


class StepForm(forms.Form):
    """A step of a case. `asked` are day and people of an address: as of which day the people to pick from are listed."""

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    helper = plain_helper()

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        case: DevelopmentCase,
        step: int,
        turn: int,
        record: StepRecord | None,
        today: date,
        asked: Mapping[str, str] | None = None,
    ) -> None:
        self.case, self.step, self.turn, self.record, self.today = case, step, turn, record, today
        super().__init__(data, initial=initial_of(record))
        self.initial.update({name: value for name in ASKED if (value := (asked or {}).get(name))})
        self.branch = case.member.branch
        self._add_fields()

    # --- fields ---

    def _add_fields(self) -> None:
        fields: dict[str, forms.Field] = {"on": DayField(ON_LABELS.get(self.step, "办理日期"), required=False)}
        if self.step in (5, 9):
            self._add_people(fields)
        if self.step in (6, 21):
            there = len(self.initial.get("reviews", []))
            for number in range(1, min(there + 2, MOST_REVIEWS) + 1):
                fields[f"review_{number}"] = DayField(f"第{number}次半年考察", required=False)
        if self.step == 8:
            for name, label in DAYS_OF_NOTICE:
                fields[name] = DayField(label, required=False)
        if self.step in (10, 13):
            fields["outcome"] = choice_field("结论", [(kind.value, kind.value) for kind in Review])
        if self.step == 11:
            fields["training_days"] = forms.DecimalField(label="天数", min_value=0, max_value=365, required=False)
            fields["training_hours"] = forms.DecimalField(label="学时", min_value=0, max_value=999, required=False)
            fields["training_organiser"] = choice_field("举办单位", [(kind.value, kind.value) for kind in Organiser])
        if self.step in (15, 23):
            for name, label in COUNTS:
                fields[name] = forms.IntegerField(label=label, min_value=0, max_value=9999, required=False)
        if self.step == 23:
            fields["outcome"] = choice_field("大会决定", [(kind.value, kind.value) for kind in Conversion])
            fields["extension_months"] = forms.IntegerField(
                label="延长几个月", min_value=1, max_value=120, required=False
            )
        if self.step in (17, 24):
            fields["approver"] = choice_field("审批机关", [(kind.value, kind.value) for kind in Approver])
        if self.step == 17:
            fields["probation_start"] = DayField("志愿书上的预备期起始日期", required=False)
        for key, label, is_long in FACTS.get(self.step, ()):
            fields[f"fact_{key}"] = fact_field(label, is_long)
        if self.step in (15, 23):
            fields["secret"] = forms.ChoiceField(label="无记名投票", choices=YES_NO, required=False)
        fields["note"] = forms.CharField(
            label="备注", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        fields["is_from_paper"] = forms.BooleanField(label="补录（纸质档案）", required=False)
        fields["is_from_paper"].help_text = "照纸质档案登记已经发生的事：不合规定的也保存，问题一直标在档案上。"
        self.fields.update(fields)

    def _add_people(self, fields: dict[str, forms.Field]) -> None:
        word = "培养联系人" if self.step == 5 else "入党介绍人"
        on = self._asked_day() or self.today
        fields["on"].widget.attrs.update(REFRESH)
        self.people = {str(row.member.pk): row for row in self._supporters(on)}
        choices = [(key, row.label) for key, row in self.people.items() if not row.reason]
        chosen = {str(self.initial.get(f"supporter_{n}") or "") for n in (1, 2)}
        chosen |= {str(self.data.get(f"supporter_{n}") or "") for n in (1, 2)}
        choices += [
            (key, f"{row.label}：{row.reason}") for key, row in self.people.items() if row.reason and key in chosen
        ]
        for number in (1, 2):
            field = forms.CharField(
                label=f"{word}{number}", required=False, widget=forms.Select(choices=[("", "未指定"), *choices])
            )
            field.help_text = f"{on} 可以担任的本支部正式党员。" if number == 1 else ""
            fields[f"supporter_{number}"] = field
            fields[f"supporter_{number}_name"] = forms.CharField(
                label=f"{word}{number}的姓名（补录，不在名册上的）", max_length=30, required=False
            )

    def _supporters(self, on: date) -> list[Supporter]:
        return supporters(self.branch, on, self.today, besides=self.case.member)

    def _asked_day(self) -> date | None:
        """The day as far as it can be read before validation."""
        given = self.data.get("on") if self.is_bound else self.initial.get("on")
        if isinstance(given, date):
            return given
        try:
            return date.fromisoformat(str(given))
        except ValueError:
            return None

    @property
    def is_for_superior(self) -> bool:
        """Whether the superior decides this step through the portal."""
        return needs_request(self.branch, self.step)

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        """Fields in rows of a page: short ones beside each other."""
        rows: list[list[forms.BoundField]] = []
        short = (forms.DateField, forms.IntegerField, forms.DecimalField, forms.ChoiceField)
        for bound in self.visible_fields():
            if bound.name.startswith("supporter_"):
                continue
            is_short = isinstance(bound.field, short) or isinstance(bound.field.widget, forms.Select)
            joins = bound.name not in BREAKS and rows and all(isinstance(b.field, short) for b in rows[-1])
            if is_short and joins and len(rows[-1]) < MOST_BESIDE:
                rows[-1].append(bound)
            else:
                rows.append([bound])
        return rows

    @property
    def supporter_rows(self) -> list[list[forms.BoundField]]:
        """The contacts or introducers, a row each; they stand below the day."""
        fields = [bound for bound in self.visible_fields() if bound.name.startswith("supporter_")]
        return [fields[:2], fields[2:]] if fields else []

    # --- cleaning ---

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.step in (15, 23):
            self._check_votes(data)
        if self.step in (5, 9):
            self._check_people(data)
        if self.step == 23 and data.get("outcome") == Conversion.EXTENDED and not data.get("extension_months"):
            self.add_error("extension_months", "延长预备期的，请填写延长几个月（六至十二个月）。")
        if self.step == 23 and data.get("outcome") != Conversion.EXTENDED and data.get("extension_months"):
            self.add_error("extension_months", "没有延长预备期的，请把月数空着。")
        if data.get("is_from_paper"):
            return data
        if not data.get("on") and self.step != 8:
            self.add_error("on", "请填写日期；纸质档案上没有日期的，勾选“补录”。")
        return data

    def _check_votes(self, data: dict[str, Any]) -> None:
        """应到 ≥ 实到, and 同意 + 不同意 + 弃权 = 实到 + 书面意见."""
        eligible, present, written, yes = (data.get(name) for name, _ in COUNTS)
        no, abstain = data.get("fact_no"), data.get("fact_abstain")
        if eligible is not None and present is not None and present > eligible:
            self.add_error("present", f"实到{present}名多于应到{eligible}名。")
        if eligible is not None and present is not None and present + (written or 0) > eligible >= present:
            self.add_error("written", f"实到{present}名加书面意见{written}份，多于应到{eligible}名。")
        if yes is not None and present is not None and yes > present + (written or 0):
            self.add_error("yes", f"同意{yes}票，多于实到{present}名加书面意见{written or 0}份。")
        elif yes is not None and no is not None and abstain is not None and present is not None:
            total, votes = present + (written or 0), yes + no + abstain
            if votes != total:
                words = f"应等于实到{present}名加书面意见{written or 0}份，即{total}票"
                self.add_error("yes", f"同意、不同意、弃权共{votes}票，{words}。")
        if not data.get("is_from_paper"):
            for name in ("eligible", "present", "yes"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, "请填写人数。")
            if not data.get("secret"):
                self.add_error("secret", "请填写是否无记名投票（细则第二十条）。")

    def _check_people(self, data: dict[str, Any]) -> None:
        paper = bool(data.get("is_from_paper"))
        seen: set[str] = set()
        for number in (1, 2):
            key, typed = data.get(f"supporter_{number}") or "", (data.get(f"supporter_{number}_name") or "").strip()
            row = self.people.get(key)
            if key and row is None:
                self.add_error(f"supporter_{number}", "请从名单中选择。")
            elif row and key in seen:
                self.add_error(f"supporter_{number}", f"{row.member.name}选了两次。")
            elif row and row.reason and not paper:
                word = "培养联系人" if self.step == 5 else "入党介绍人"
                article = "第九条" if self.step == 5 else "第十四条"
                self.add_error(f"supporter_{number}", f"{row.reason}，不能担任{word}（细则{article}）。")
            if typed and not paper:
                self.add_error(f"supporter_{number}_name", "不在名册上的人只能在补录纸质档案时填写。")
            if key and typed:
                self.add_error(f"supporter_{number}_name", "已经从名册中选择，姓名请空着。")
            seen.add(key)

    # --- what the service takes ---

    def entry(self) -> StepEntry:
        """Of a valid form."""
        data = self.cleaned_data
        people, supported = self._people(data)
        return StepEntry(
            step=self.step,
            turn=self.turn,
            on=data.get("on"),
            details=self._details(data, supported),
            people=people,
            facts={
                key: str(value)
                for key, _, _ in FACTS.get(self.step, ())
                if (value := data.get(f"fact_{key}")) not in (None, "")
            },
            note=data.get("note") or "",
            is_from_paper=bool(data.get("is_from_paper")),
        )

    def _people(self, data: Mapping[str, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """The picked people, and what is known of them for the rules."""
        people: list[dict[str, Any]] = []
        known: list[dict[str, Any]] = []
        for number in (1, 2) if self.step in (5, 9) else ():
            row = self.people.get(data.get(f"supporter_{number}") or "")
            typed = (data.get(f"supporter_{number}_name") or "").strip()
            if row:
                people.append({"id": str(row.member.pk), "name": row.member.name})
                known.append({} if row.is_full is None else {"full_member": row.is_full})
            elif typed:
                people.append({"id": None, "name": typed})
                known.append({})
        return people, known

    def _details(self, data: Mapping[str, Any], supported: list[dict[str, Any]]) -> dict[str, Any]:
        details: dict[str, Any] = {}
        if self.step in (5, 9) and (supported or not data.get("is_from_paper")):
            details["contacts" if self.step == 5 else "introducers"] = supported
        if self.step in (6, 21):
            days = sorted(day for name, day in data.items() if name.startswith("review_") and day)
            if days or not data.get("is_from_paper"):
                details["reviews"] = [day.isoformat() for day in days]
        for name in ("consent_on", "notice_start", "notice_end", "probation_start"):
            if data.get(name):
                details[name] = data[name].isoformat()
        for name in ("outcome", "approver", "extension_months"):
            if data.get(name):
                details[name] = data[name]
        if self.step == 11:
            training = {name: data.get(f"training_{name}") for name in ("days", "hours", "organiser")}
            kept = {name: plain_number(value) for name, value in training.items() if value not in (None, "")}
            details |= {"training": kept} if kept else {}
        if self.step in (15, 23):
            meeting: dict[str, Any] = {name: data[name] for name, _ in COUNTS if data.get(name) is not None}
            if data.get("secret"):
                meeting |= {"secret": data["secret"] in ("yes",)}
            details |= {"meeting": meeting} if meeting else {}
        return details


def field_of(form: StepForm, name: str) -> str:
    """Where a fault of the domain is said: beside its field where the form has it, else beside the day."""
    renamed = {"contacts": "supporter_1", "introducers": "supporter_1", "reviews": "review_1"}.get(name, name)
    return renamed if renamed in form.fields else "on"


def step_title(step: int, turn: int) -> str:
    """第23步 党支部党员大会讨论转正（第二次）"""
    return f"第{step}步 {development_steps()[step].name}{'（第二次）' if turn == 2 else ''}"
