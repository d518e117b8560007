"""学校组: schools under a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from branches.models import Branch, District, User
from branches.services.audit import record
from plans.models import PlanningRound, RoundState, SchoolGroup
from plans.rounds_permissions import check_can_plan_rounds
from plans.services.rounds.writing import RoundRefused


@transaction.atomic
def write_group(
    *,
    district: District,
    group: SchoolGroup | None,
    name: str,
    branches: Sequence[Branch],
    base_version: int,
    by: User,
    at: datetime,
) -> SchoolGroup:
    """A new group (`group` None), or an old one over the version that was shown. Rounds opened before keep their schools.

    Raises NotAllowed, RoundRefused.
    """
    check_can_plan_rounds(by, district)
    if not branches:
        raise RoundRefused("至少要有一所学校。")
    try:
        with transaction.atomic():
            if group is None:
                group = SchoolGroup.objects.create(district=district, name=name)
            elif not SchoolGroup.objects.filter(pk=group.pk, version=base_version).update(
                name=name, version=F("version") + 1
            ):
                raise RoundRefused("刚才有其他人修改了这个学校组，请核对最新内容后再保存。")
    except IntegrityError as error:
        raise RoundRefused("已经有一个同名的学校组。") from error
    group.branches.set(branches)
    stored = SchoolGroup.objects.get(pk=group.pk)
    detail = {"schools": len(branches)}
    record(action="school_group.write", by=by, at=at, target=stored, district=district, detail=detail)
    return stored


@transaction.atomic
def delete_group(*, group: SchoolGroup, by: User, at: datetime) -> None:
    """Not while a round that is still being written chooses it; rounds opened before keep their schools."""
    check_can_plan_rounds(by, group.district)
    if PlanningRound.objects.filter(groups=group, state=RoundState.DRAFT).exists():
        raise RoundRefused("有未发布的布置选了这个学校组，请先从那里去掉。")
    record(action="school_group.delete", by=by, at=at, target=group, district=group.district)
    group.delete()
