"""Forms at the beginning of a plan."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from plans.domain.draft import SIGNATURE_LENGTH, TITLE_LENGTH
from plans.domain.period import EARLIEST, LATEST, Cycle, Period
from plans.domain.reading import Role
from plans.models.plan import CYCLE_CHOICES

MAX_UPLOAD = 10 * 1024 * 1024


class UploadForm(forms.Form):
    """A file or pasted text, one of them."""

    file = forms.FileField(
        label="选择文件",
        required=False,
        help_text="去年的计划：.docx、.doc 或 .txt，不超过 10 MB。",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.doc,.txt"}),
        error_messages={"empty": "这个文件是空的，请确认选对了文件。"},
    )
    text = forms.CharField(
        label="或者粘贴全文", required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 8}), strip=False
    )

    helper = plain_helper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "file" in self.errors:
            return data
        if data.get("file") and (data.get("text") or "").strip():
            self.add_error("text", "文件和粘贴的文字只选一种。")
        elif not data.get("file") and not (data.get("text") or "").strip():
            self.add_error("file", "请选择文件，或者在下面粘贴全文。")
        return data

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > MAX_UPLOAD:
            raise forms.ValidationError(
                "文件超过 10 MB。计划的文字部分不会这么大，请删去图片后再上传，或者直接粘贴文字。"
            )
        return file


class PeriodForm(forms.Form):
    """Which time the plan covers."""

    cycle = forms.ChoiceField(label="计划类型", choices=CYCLE_CHOICES)
    year = forms.IntegerField(
        label="年份", min_value=EARLIEST, max_value=LATEST, help_text="学年、学期填起始年份：2026—2027学年填 2026。"
    )
    part = forms.TypedChoiceField(
        label="学期／半年",
        coerce=int,
        required=False,
        empty_value="0",
        choices=[(0, "—"), (1, "第一学期／上半年"), (2, "第二学期／下半年")],
    )

    helper = plain_helper()

    @classmethod
    def initial_of(cls, period: Period) -> dict[str, Any]:
        return {"cycle": period.cycle.value, "year": period.year, "part": period.part}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        cycle, part = data.get("cycle"), data.get("part") or 0
        divided = cycle in {Cycle.SEMESTER, Cycle.HALF_YEAR}
        if divided and part not in {1, 2}:
            self.add_error("part", "请选择是第几学期（上半年还是下半年）。")
        data["part"] = part if divided else 0
        return data

    @property
    def period(self) -> Period:
        """Of a valid form."""
        data = self.cleaned_data
        return Period(Cycle(data["cycle"]), data["year"], data["part"])


class BlankForm(PeriodForm):
    """A new plan with customary headings."""


class ReadFactsForm(PeriodForm):
    """What was read about the plan as a whole, to be confirmed."""

    title = forms.CharField(label="标题", max_length=TITLE_LENGTH)
    signature = forms.CharField(label="署名", max_length=SIGNATURE_LENGTH, required=False)
    signed_on = DayField("成文日期", required=False)

    field_order = ["title", "cycle", "year", "part", "signature", "signed_on"]


class DecisionForm(forms.Form):
    """One piece of the source and what it is."""

    segment = forms.IntegerField(min_value=0)
    base_version = forms.IntegerField(min_value=1)
    role = forms.ChoiceField(choices=[(role.value, role.label) for role in Role])
    level = forms.IntegerField(min_value=0, max_value=6, required=False)
    months = forms.TypedMultipleChoiceField(coerce=int, choices=[(n, f"{n}月") for n in range(1, 13)], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") == Role.MONTH and not data.get("months"):
            self.add_error("months", "请勾选是哪几个月。")
        return data


def iso(value: str) -> date | None:
    """A whole ISO date, or None for a month or nothing."""
    return date.fromisoformat(value) if len(value) == 10 else None


def period_key(period: Period) -> str:
    """A period in an address: year.2026.0"""
    return f"{period.cycle.value}.{period.year}.{period.part}"


def period_from_key(key: str) -> Period | None:
    """What `period_key` wrote, None for anything else."""
    try:
        cycle, year, part = key.split(".")
        period = Period(Cycle(cycle), int(year), int(part))
    except ValueError:
        return None
    return period if EARLIEST <= period.year <= LATEST else None
