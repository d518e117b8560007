"""The form of a talk."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import DayField
from branches.models import Branch
from calendar_events.forms.names import NameField, people_to_choose
from calendar_events.forms.rows import rows_helper
from calendar_events.models import TalkKind
from calendar_events.models.events import PLACE_LENGTH
from calendar_events.models.talks import TOPIC_LENGTH
from calendar_events.services.talks import FACTS
from members.models import Member


class TalkForm(forms.Form):
    """Who, when, about what; what was said only for those who may read it again."""

    base_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label="类别", choices=TalkKind.choices)
    speaker = NameField(Member.objects.none(), label="谈话人")
    talked_with = NameField(Member.objects.none(), label="谈话对象")
    held_on = DayField("日期")
    place = forms.CharField(label="地点", max_length=PLACE_LENGTH, required=False)
    topic = forms.CharField(
        label="主题", max_length=TOPIC_LENGTH, required=False, help_text="支部委员看得到主题，不要写谈话内容。"
    )
    notes = forms.CharField(
        label="谈话内容",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
        help_text="谈心谈话只有两个人看得到；廉政、提醒、诫勉谈话书记和副书记也看得到。不进审计记录。",
    )

    def __init__(self, *args: Any, branch: Branch, with_notes: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        two = [self.initial.get(name) for name in ("speaker", "talked_with")]
        people = people_to_choose(branch.pk, [person.pk for person in two if isinstance(person, Member)])
        for name in ("speaker", "talked_with"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
            self.fields[name].empty_label = "请选择"  # type: ignore[attr-defined]
        if not with_notes:
            del self.fields["notes"]
        self.helper = rows_helper(self, "kind", ("speaker", "talked_with"), ("held_on", "place"), "topic")

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}
