"""Form of a new subscription."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from branches.forms.fields import plain_helper
from branches.models import Branch
from calendar_events.models import PERSONAL_KINDS, FeedAlarm, FeedKind
from calendar_events.models.feeds import FEED_NAME_LENGTH

_HELP = {
    FeedKind.MINE: "按名册和职务判断，包括您主持、记录和指定您参加的",
    FeedKind.PERSON: "和行事历页面上看到的一样",
    FeedKind.BRANCH: "只有面向全体党员、全体教职工的活动，可以发到工作群",
    FeedKind.SCHOOL: "只有面向全体教职工的活动，可以发给学校办公室",
}


class FeedForm(forms.Form):
    """Which events, where it is used, when it reminds. `branches`: those in whose name the person may give an address out."""

    what = forms.ChoiceField(
        label="订阅哪些活动",
        widget=forms.RadioSelect,
        initial=FeedKind.MINE.value,
        error_messages={"required": "请选择订阅哪些活动。", "invalid_choice": "请重新选择订阅哪些活动。"},
    )
    name = forms.CharField(
        label="用在哪里",
        max_length=FEED_NAME_LENGTH,
        help_text="如“手机”“办公室电脑”，以后换手机时好知道停用哪一个。",
        error_messages={"required": "请写明用在哪里。", "max_length": f"最多{FEED_NAME_LENGTH}字。"},
    )
    alarm = forms.ChoiceField(
        label="提醒",
        choices=FeedAlarm.choices,
        initial=FeedAlarm.DAY.value,
        help_text="没有写时间的活动在早上8点提醒。",
        error_messages={"required": "请选择提醒时间。", "invalid_choice": "请重新选择提醒时间。"},
    )

    helper = plain_helper()

    def __init__(self, *args: Any, branches: Sequence[Branch], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"{kind}:{branch.pk}": (kind, branch) for branch in branches for kind in _GIVEN_OUT}
        field: Any = self.fields["what"]
        field.choices = [(kind.value, f"{kind.label}：{_HELP[kind]}") for kind in PERSONAL_KINDS] + [
            (key, f"{branch.short_name}{kind.label}：{_HELP[kind]}") for key, (kind, branch) in self.places.items()
        ]

    @property
    def facts(self) -> dict[str, Any]:
        """Arguments of `create_feed`."""
        what = self.cleaned_data["what"]
        kind, branch = self.places.get(what) or (FeedKind(what), None)
        alarm = FeedAlarm(self.cleaned_data["alarm"])
        return {"kind": kind, "branch": branch, "name": self.cleaned_data["name"], "alarm": alarm}


_GIVEN_OUT = (FeedKind.BRANCH, FeedKind.SCHOOL)
