"""Forms of 民主评议."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from branches.forms.fields import plain_helper
from members.domain.appraisal import Grade
from members.models import AppraisalEntry

GRADES = [(grade.value, grade.label) for grade in Grade]
_TEXT_LENGTH = 5000


class OpenRoundForm(forms.Form):
    """A new round."""

    year = forms.IntegerField(
        label="年度",
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": "请填写年度。",
            "invalid": "年度写作四位数字，如2026。",
            "min_value": "年度写作四位数字，如2026。",
            "max_value": "年度写作四位数字，如2026。",
        },
    )
    standards = forms.CharField(
        label="评议标准和要求",
        required=False,
        max_length=_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以写明对照的标准、时间安排；全体参加评议的人都能看到。",
    )
    helper = plain_helper()


class SelfForm(forms.Form):
    """One's own words and grade."""

    text = forms.CharField(
        label="个人自评",
        max_length=_TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请写下自评内容。"},
    )
    grade = forms.ChoiceField(
        label="自评等次", choices=GRADES, widget=forms.RadioSelect, error_messages={"required": "请选择一个等次。"}
    )
    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = plain_helper()

    @staticmethod
    def initial_of(entry: AppraisalEntry) -> dict[str, Any]:
        return {"text": entry.self_text, "grade": entry.self_grade, "base_version": entry.version}

    def clean_base_version(self) -> int:
        return self.cleaned_data["base_version"] or 0

    def beside(self, current: AppraisalEntry) -> SelfForm:
        """The same words again over what stands there now: saving once more writes over it knowingly."""
        return SelfForm({**self.data, "base_version": str(current.version)})


class GradeForm(forms.Form):
    """The organisation's grade for one person."""

    grade = forms.ChoiceField(
        choices=GRADES, error_messages={"required": "请选择等次。", "invalid_choice": "请选择等次。"}
    )
    opinion = forms.CharField(required=False, max_length=_TEXT_LENGTH)
    base_version = forms.IntegerField(min_value=1)


class BallotForm(forms.Form):
    """One choice for each candidate; none is 弃权."""

    def __init__(self, *args: Any, candidates: Iterable[AppraisalEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in candidates:
            self.fields[str(entry.pk)] = forms.ChoiceField(
                label=entry.member.name,
                required=False,
                choices=[*GRADES, ("", "弃权")],
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "请从四个等次里选一个。"},
            )

    def choices(self) -> dict[str, Grade | None]:
        """By the entry's id; call when valid."""
        return {key: Grade(value) if value else None for key, value in self.cleaned_data.items()}


class PaperForm(forms.Form):
    """Sums counted from paper, and who handed a ballot in."""

    def __init__(self, *args: Any, entries: Iterable[AppraisalEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entries = list(entries)
        waiting = [(str(entry.pk), entry.member.name) for entry in self.entries if not entry.has_voted]
        self.fields["voters"] = forms.MultipleChoiceField(
            label="交票的人",
            choices=waiting,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "请勾选交了纸质票的人。", "invalid_choice": "名单有变化，请重新勾选。"},
        )
        for entry in self.entries:
            for grade in Grade:
                self.fields[f"{entry.pk}-{grade.value}"] = forms.IntegerField(
                    label=f"{entry.member.name} {grade.label}",
                    required=False,
                    min_value=0,
                    max_value=9999,
                    error_messages={
                        "invalid": "票数写数字。",
                        "min_value": "票数不能是负数。",
                        "max_value": "票数太大。",
                    },
                )

    def counts(self) -> dict[str, dict[Grade, int]]:
        """By the entry's id; call when valid."""
        return {
            str(entry.pk): {grade: self.cleaned_data.get(f"{entry.pk}-{grade.value}") or 0 for grade in Grade}
            for entry in self.entries
        }

    def rows(self) -> list[tuple[AppraisalEntry, list[Any], str]]:
        """A person with the four fields and what is wrong in the row, for the template."""
        return [
            (
                entry,
                [self[f"{entry.pk}-{grade.value}"] for grade in Grade],
                " ".join(str(error) for grade in Grade for error in self.errors.get(f"{entry.pk}-{grade.value}", [])),
            )
            for entry in self.entries
        ]
