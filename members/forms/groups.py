"""Forms of the groups."""

from __future__ import annotations

from typing import Any

from django import forms

from branches.forms.fields import plain_helper
from branches.models import Branch
from members.models import PARTY_STATUSES, Member, PartyGroup
from members.models.people import NAME_LENGTH
from members.selectors.people import groups_in_use


class GroupForm(forms.Form):
    """The name of a group."""

    name = forms.CharField(
        label="名称", max_length=NAME_LENGTH, error_messages={"required": "请填写名称，如“第一党小组”。"}
    )

    helper = plain_helper()


class LeaderForm(forms.Form):
    """Who leads: a party member of the group, or nobody."""

    leader = forms.ModelChoiceField(Member.objects.none(), label="组长", required=False, empty_label="暂缺")

    helper = plain_helper()

    def __init__(self, *args: Any, group: PartyGroup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Member.objects.filter(group=group, is_active=True, status__in=PARTY_STATUSES)
        self.fields["leader"].queryset = rows.order_by("name_pinyin", "pk")  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """People of the branch into one group, or out of any."""

    group = forms.ModelChoiceField(PartyGroup.objects.none(), label="编入", required=False, empty_label="（不编组）")
    members = forms.ModelMultipleChoiceField(
        Member.objects.none(), label="人员", error_messages={"required": "请至少勾选一个人。"}
    )

    def __init__(self, *args: Any, branch: Branch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_in_use(branch)  # type: ignore[attr-defined]
        self.fields["members"].queryset = Member.objects.filter(branch=branch, is_active=True)  # type: ignore[attr-defined]
