"""Fields that several forms have: the district something is for, long lists, when something recurs, and at which hour."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from branches.models import District, User
from branches.querysets import below
from branches.scope import scope_of
from plans.domain.proposing import parse_pattern
from plans.models.routine import WORDS_LENGTH

EXAMPLES = (
    "每月第一周星期五",
    "每月15日",
    "每月最后一个工作日",
    "每季度第二个月第三周星期五",
    "每年6月第四周星期五",
    "每周二",
)
UNCLEAR = "看不懂是什么时候。可以写：每月第一周星期五、每月15日、每季度最后一个月第二周星期三、每年12月最后一个工作日、每周二。"


class LongSelect(forms.Select):
    """A list of some hundred names. Django renders a template for each option, which takes longer than the rest of the page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) in chosen else ""}>{escape(label)}</option>'
            for key, label in self.choices
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), SafeString(options)
        )


class WordsField(forms.CharField):
    """When something recurs, in words that `parse_pattern` understands; cleaned to the words as the portal writes them."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "pattern-examples", "autocomplete": "off"})
        super().__init__(**{"max_length": WORDS_LENGTH, "required": False, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        words = super().clean(value)
        if not words:
            return ""
        pattern = parse_pattern(words)
        if pattern is None:
            raise forms.ValidationError(UNCLEAR)
        return pattern.words


def clock_field(label: str) -> forms.TimeField:
    """A time of day, or none."""
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%H：%M"],
        error_messages={"invalid": "时间写作15:30。"},
    )


class OwnDistrictForm(forms.Form):
    """Something of one of the districts that `user` administers; where there is one only, it is chosen already."""

    district = forms.ModelChoiceField(
        label="教育工委", queryset=District.objects.none(), error_messages={"required": "请选择教育工委。"}
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = District.objects.filter(below(scope_of(user).administered_paths)).order_by("path")
        field = self.fields["district"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - said for the type checker
        field.queryset = rows
        if len(found := list(rows[:2])) == 1:
            field.initial = found[0]
