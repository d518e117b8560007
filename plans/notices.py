"""What the messages of planning rounds say, and to whom: facts for the outbox. Who holds the roles is found out when they go out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from branches.models import District, User
from branches.models.people import AUTHOR_ROLES
from notices.domain.due import Audience, DueFact
from notices.services.post import post_due
from plans.models import PlanningRound, RoundTarget
from regulations.domain.quoting import quoted, shortened

_ROLES = tuple(sorted(AUTHOR_ROLES))


def announce_opening(planning: PlanningRound, targets: Sequence[RoundTarget], *, at: datetime) -> None:
    """Once to each school. One whose paper the district already holds is told that there is nothing to do."""
    asked = f"{planning.district.name}布置{quoted(planning.title)}"
    for_all = f"截止{_day(planning.due_on)}。可以从首页一键建立草稿，已有的信息不用再填。"
    post_due(
        [
            _fact(
                target,
                "opened",
                key=str(planning.pk),
                title=f"{asked}，请于{_day(planning.due_on)}前报送" if target.plan_id is None else asked,
                body=for_all if target.plan_id is None else "区里已有贵校这份材料，办理进度见首页，不用再报一次。",
            )
            for target in targets
        ],
        at=at,
    )


def announce_change(
    planning: PlanningRound, targets: Iterable[RoundTarget], *, change: int, words: str, at: datetime
) -> None:
    """To the schools that are not through with it yet."""
    title = f"{quoted(planning.title)}有变更"
    post_due([_fact(target, "changed", key=str(change), title=title, body=words) for target in targets], at=at)


def announce_extension(planning: PlanningRound, targets: Iterable[RoundTarget], *, reason: str, at: datetime) -> None:
    """To the school whose day was moved."""
    facts = [
        _fact(
            target,
            "extended",
            key=f"{target.due_on}:{at:%Y%m%d%H%M%S%f}",
            title=f"{quoted(planning.title)}的截止日期改为{_day(target.due_on)}",
            body=f"理由：{reason}",
        )
        for target in targets
    ]
    post_due(facts, at=at)


def announce_urging(
    planning: PlanningRound,
    targets: Iterable[RoundTarget],
    *,
    by: User,
    office: District | None,
    on: date,
    at: datetime,
) -> None:
    """At most once a day and school, whoever urges."""
    who = office.name if office else planning.district.name
    facts = [
        _fact(
            target,
            "urged",
            key=str(on),
            title=f"【催办】请尽快报送{quoted(planning.title)}",
            body=f"{who}提醒：{_standing(target, on)}。经办：{by.display_name}。",
            urgent=True,
        )
        for target in targets
    ]
    post_due(facts, at=at)


def _standing(target: RoundTarget, on: date) -> str:
    days = (target.due_on - on).days
    left = f"已超期{-days}天" if days < 0 else "今天截止" if not days else f"还有{days}天截止"
    return f"贵校{target.get_state_display()}，{_day(target.due_on)}截止，{left}"


def _fact(target: RoundTarget, what: str, *, key: str, title: str, body: str, urgent: bool = False) -> DueFact:
    return DueFact(
        kind=f"round.{what}",
        key=f"round:{target.pk}:{what}:{key}",
        due_on=target.due_on,
        title=shortened(title, 110),
        body=body,
        audience=Audience(branch=target.branch_id, roles=_ROLES),
        path=asked_path(target.pk),
        urgent=urgent,
        for_group=True,
    )


def asked_path(target: UUID) -> str:
    """The school's page of what it is asked."""
    return reverse("plans:round_asked", args=[target])


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
