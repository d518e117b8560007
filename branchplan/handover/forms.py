"""Forms of the handover."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import DayField, plain_helper
from branches.models import Branch, User
from branchplan.handover.models import TEXT_LENGTH

THINGS = (
    "党支部印章：\n党员档案、发展党员档案：\n会议记录本、党费台账和收据：\n"
    "党费余额（元）：\n荣誉证书、牌匾：\n工作群管理员、公用邮箱："
)


def _day(label: str, **more: Any) -> DayField:
    return DayField(
        label,
        error_messages={"required": "请填写日期。", "invalid": "日期写作2026-03-05。"},
        **more,
    )


class BeginForm(forms.Form):
    """Who goes when, and who comes if that is known."""

    helper = plain_helper()

    last_day = _day("书记任职到", required=False, help_text="任职最后一天；还没有定的可以不填。")
    incoming = forms.ModelChoiceField(
        label="新任书记",
        queryset=User.objects.none(),
        required=False,
        empty_label="还没有确定",
        help_text="没有账号的，请教育工委管理员先添加。",
        error_messages={"invalid_choice": "请选择本支部的账号。"},
    )
    first_day = _day("新任书记任职起", required=False)

    def __init__(self, *args: Any, branch: Branch, outgoing: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(assignments__branch=branch, is_active=True).distinct()
        if outgoing:
            people = people.exclude(pk=outgoing.pk)
        field: Any = self.fields["incoming"]
        field.queryset = people.order_by("name_pinyin", "pk")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("incoming") and not cleaned.get("first_day"):
            self.add_error("first_day", "选了新任书记，请填写任职起始日期。")
        return cleaned


class PrepareForm(forms.Form):
    """What no record knows."""

    helper = plain_helper()

    things = forms.CharField(
        label="实物移交",
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="每行一项，写明数量和存放处；没有的删去。",
        error_messages={"max_length": f"最多{TEXT_LENGTH}字。"},
    )
    words = forms.CharField(
        label="要交代的事",
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="正在谈、还没有写进系统的事；不写个人隐私。",
        error_messages={"max_length": f"最多{TEXT_LENGTH}字。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignForm(forms.Form):
    """The signature of who goes; the reason where somebody signs in their stead."""

    helper = plain_helper()

    in_stead = forms.CharField(
        label="代签原因",
        max_length=200,
        required=False,
        help_text="原书记不能签字时由上级代签，如“已调离本区，账号停用”。",
        error_messages={"max_length": "最多200字。"},
    )


class TakeForm(forms.Form):
    """The signature of who comes."""

    helper = plain_helper()

    reservations = forms.CharField(
        label="接收意见",
        max_length=TEXT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="核对中发现与清单不符、没有移交的，逐项写明；都相符可以不填。",
        error_messages={"max_length": f"最多{TEXT_LENGTH}字。"},
    )
