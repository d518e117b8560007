"""Forms of the checks."""

from __future__ import annotations

from django import forms

from branches.forms.fields import plain_helper
from branches.models import SchoolKind
from plans.domain.period import EARLIEST, LATEST, Cycle, Period
from plans.models.checks import REASON_LENGTH
from plans.models.plan import CYCLE_CHOICES


class DismissForm(forms.Form):
    """Why a finding does not apply."""

    key = forms.CharField(max_length=32, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="为什么不适用",
        max_length=REASON_LENGTH,
        error_messages={
            "required": "请写明为什么不适用；审核员会看到。",
            "max_length": f"理由最多{REASON_LENGTH}字。",
        },
    )

    helper = plain_helper()


class UndoForm(forms.Form):
    """What takes a mend back: the added lines, or the words to put again and where."""

    items = forms.CharField(required=False)
    part = forms.CharField(required=False, max_length=40)
    field = forms.CharField(required=False, max_length=10)
    start = forms.IntegerField(required=False, min_value=0)
    text = forms.CharField(required=False, strip=False)
    was = forms.CharField(required=False, strip=False)


class GapsForm(forms.Form):
    """Which period and which schools the district looks at; all optional, wrong values are told beside the field."""

    cycle = forms.ChoiceField(label="计划类型", required=False, choices=CYCLE_CHOICES)
    year = forms.IntegerField(label="年份（起始）", required=False, min_value=EARLIEST, max_value=LATEST)
    part = forms.ChoiceField(
        label="学期／半年",
        required=False,
        choices=[("0", "全年"), ("1", "第一学期／上半年"), ("2", "第二学期／下半年")],
    )
    kind = forms.ChoiceField(label="学校类别", required=False, choices=[("", "全部"), *SchoolKind.choices])
    gaps = forms.BooleanField(label="只看有缺口的", required=False)

    helper = plain_helper()

    def period(self, default: Period) -> Period:
        """The period asked for; `default` where the form says nothing or something wrong."""
        data = self.cleaned_data if self.is_valid() else {}
        cycle = Cycle(data.get("cycle") or default.cycle)
        halves = cycle in {Cycle.SEMESTER, Cycle.HALF_YEAR}
        part = int(data.get("part") or default.part)
        return Period(cycle, data.get("year") or default.year, max(part, 1) if halves else 0)
