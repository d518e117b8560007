"""People to choose from: the roster, and those named already."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from members.models import Member
from members.querysets import MemberQuerySet


class NameField(forms.ModelChoiceField):
    """A person by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def people_to_choose(branch: UUID, named: Iterable[UUID | None] = ()) -> MemberQuerySet:
    """Everybody on the branch's roster by name, and whoever is `named` already: somebody who has left since is not lost by saving again."""
    kept = [pk for pk in named if pk]
    rows = Member.objects.filter(Q(branch=branch, is_active=True) | Q(pk__in=kept))
    return rows.order_by("name_pinyin", "pk")
