"""Forms about what became of a plan."""

from django import forms

from branches.forms.fields import plain_helper
from branches.models import SchoolKind
from calendar_events.models.events import REASON_LENGTH


class DropForm(forms.Form):
    """Why a promise will not be kept."""

    reason = forms.CharField(
        label="不再开展的原因",
        max_length=REASON_LENGTH,
        help_text="如“与区里统一活动合并”。党员和教育工委会看到。",
        error_messages={
            "required": "请写明不再开展的原因。",
            "max_length": f"原因请控制在{REASON_LENGTH}字以内。",
        },
    )

    helper = plain_helper()


class DistrictProgressForm(forms.Form):
    """Which year and which schools the district looks at."""

    year = forms.IntegerField(label="年份", required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label="学校类别", required=False, choices=[("", "全部"), *SchoolKind.choices])
    q = forms.CharField(label="学校", required=False, max_length=20)
    only = forms.BooleanField(label="只看有到期未完成的", required=False)

    helper = plain_helper()


class YearForm(forms.Form):
    """The year of an archive."""

    year = forms.IntegerField(
        label="年份",
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": "请填写年份。",
            "invalid": "年份请填四位数字，如2026。",
            "min_value": "年份请填2000到2100之间的数字。",
            "max_value": "年份请填2000到2100之间的数字。",
        },
    )

    helper = plain_helper()
