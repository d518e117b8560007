"""Writing a round down and changing it, before and after the schools were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q

from branches.models import Branch, District, User
from branches.services.audit import record
from plans.domain.period import Period
from plans.domain.rounds.changes import Told, changes_in_words, followed
from plans.models import KeyPoint, KeyPointAnswer, PlanningRound, RoundChange, RoundState, SchoolGroup, TargetState
from plans.notices import announce_change
from plans.rounds_permissions import check_can_plan_rounds, check_can_run_round
from regulations.domain.quoting import quoted, shortened

CHANGE_LENGTH = 500
_POINT_SHOWN = 20


class RoundRefused(Exception):
    """What was asked for is not possible; the message says why."""


class RoundChanged(RoundRefused):
    """Somebody else saved the round first; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__("刚才有其他人修改了这项布置，请核对最新内容后再保存。您填写的内容还在页面上。")


class PointsAnswered(RoundRefused):
    """Key points that schools have answered would go, and their answers with them."""

    def __init__(self, points: Sequence[str], schools: int) -> None:
        named = "、".join(quoted(point, _POINT_SHOWN) for point in points)
        super().__init__(
            f"取消{named}，会删去{schools}所学校已经做好的对应。确定取消的，请勾选“删去学校已做的对应”再保存。"
        )


@dataclass(frozen=True)
class RoundFacts:
    """Everything a form says of a round. `points` are the texts of the key points in order; `drops_answers` says that what schools have put
    to points no longer among them may go."""

    title: str
    paper: str
    period: Period
    opens_on: date
    due_on: date
    instructions: str = ""
    reviews: int = 1
    areas: Sequence[District] = ()
    school_kinds: Sequence[str] = ()
    groups: Sequence[SchoolGroup] = ()
    schools: Sequence[Branch] = ()
    points: Sequence[str] = field(default_factory=tuple)
    drops_answers: bool = False


@transaction.atomic
def create_round(*, district: District, facts: RoundFacts, by: User, at: datetime) -> PlanningRound:
    """A round that nobody knows of yet. Raises NotAllowed, RoundRefused."""
    check_can_plan_rounds(by, district)
    planning = PlanningRound(district=district, created_by=by, created_at=at, changed_at=at)
    _put(planning, facts)
    planning.save(force_insert=True)
    _choose(planning, facts)
    _write_points(planning, facts.points)
    record(action="round.create", by=by, at=at, target=planning, district=district)
    return planning


@transaction.atomic
def change_round(*, planning: PlanningRound, facts: RoundFacts, base_version: int, by: User, at: datetime) -> list[str]:
    """Save over the version that was shown. Of an opened round only what schools can follow changes: title, due date, requirements and key
    points; they are told in words, which are returned. Raises RoundChanged, PointsAnswered, RoundRefused."""
    check_can_run_round(by, planning)
    held = hold_round(planning, base_version=base_version, at=at)
    if held.state == RoundState.CLOSED:
        raise RoundRefused("这项布置已经结束，不能再修改。")
    before = _told(held)
    if held.state == RoundState.DRAFT:
        _put(held, facts)
        _choose(held, facts)
    else:
        held.title, held.due_on, held.instructions = facts.title, facts.due_on, facts.instructions
    if held.due_on < held.opens_on:
        raise RoundRefused("截止日期不能早于开始日期。")
    held.save()
    lost = _write_points(held, facts.points, drops_answers=facts.drops_answers)
    words = changes_in_words(before, _told(held)) if held.state == RoundState.OPEN else []
    if words:
        _tell_change(held, before, words, by, at)
    record(
        action="round.change",
        by=by,
        at=at,
        target=held,
        district=held.district,
        detail={"changes": words, "answers_lost": lost},
    )
    return words


@transaction.atomic
def delete_round(*, planning: PlanningRound, by: User, at: datetime) -> None:
    """Only what was never opened can be thrown away."""
    check_can_run_round(by, planning)
    held = PlanningRound.objects.select_for_update(of=("self",)).select_related("district").get(pk=planning.pk)
    if held.state != RoundState.DRAFT:
        raise RoundRefused("已经发布的布置不能删除，可以结束。")
    record(action="round.delete", by=by, at=at, target=held, district=held.district)
    for attachment in held.attachments.all():
        transaction.on_commit(lambda file=attachment.file: file.delete(save=False))  # type: ignore[misc]
    held.delete()


def hold_round(planning: PlanningRound, *, base_version: int, at: datetime) -> PlanningRound:
    """Compare and swap on the version; the row stays locked until the transaction ends. Raises RoundChanged."""
    rows = PlanningRound.objects.filter(pk=planning.pk, version=base_version)
    if not rows.update(version=F("version") + 1, changed_at=at):
        raise RoundChanged
    return PlanningRound.objects.select_related("district").get(pk=planning.pk)


def _put(planning: PlanningRound, facts: RoundFacts) -> None:
    planning.title, planning.paper = facts.title, facts.paper
    planning.cycle, planning.year, planning.part = facts.period.cycle, facts.period.year, facts.period.part
    planning.opens_on, planning.due_on = facts.opens_on, facts.due_on
    planning.instructions, planning.reviews = facts.instructions, facts.reviews
    planning.school_kinds = list(facts.school_kinds)
    if planning.due_on < planning.opens_on:
        raise RoundRefused("截止日期不能早于开始日期。")


def _choose(planning: PlanningRound, facts: RoundFacts) -> None:
    areas_are_own = all(row.path.startswith(planning.district.path) for row in facts.areas)
    groups_are_own = all(row.district_id == planning.district_id for row in facts.groups)
    if not (areas_are_own and groups_are_own):
        raise RoundRefused("只能布置给本单位所辖的学校。")
    planning.areas.set(facts.areas)
    planning.groups.set(facts.groups)
    planning.schools.set(facts.schools)


def _write_points(planning: PlanningRound, points: Sequence[str], *, drops_answers: bool = False) -> int:
    """Points that stay, in these words or others, keep their row, so that what schools have put to them stays too. Returns how many answers
    went with points taken out; raises PointsAnswered when there are any and `drops_answers` does not say that they may go."""
    wanted = list(dict.fromkeys(point.strip() for point in points if point.strip()))
    rows = {row.text: row for row in planning.key_points.select_for_update().order_by("number")}
    pairs = followed(list(rows), wanted)
    gone = [row for text, row in rows.items() if text not in pairs.values()]
    lost = KeyPointAnswer.objects.filter(key_point__in=gone)
    count, schools = lost.count(), lost.values("plan__branch").distinct().count()
    if count and not drops_answers:
        raise PointsAnswered([row.text for row in gone], schools)
    planning.key_points.filter(pk__in=[row.pk for row in gone]).delete()
    # Numbers move out of the way first: each is unique in its round.
    planning.key_points.update(number=F("number") + len(rows) + len(wanted))
    for number, text in enumerate(wanted, 1):
        if text in pairs:
            planning.key_points.filter(pk=rows[pairs[text]].pk).update(number=number, text=text)
        else:
            KeyPoint.objects.create(round=planning, number=number, text=text)
    return count


def _told(planning: PlanningRound) -> Told:
    points = tuple(planning.key_points.order_by("number").values_list("text", flat=True))
    return Told(planning.title, planning.due_on, planning.instructions, points)


def _tell_change(planning: PlanningRound, before: Told, words: Sequence[str], by: User, at: datetime) -> None:
    if planning.due_on != before.due_on:
        # Who was granted a later day keeps it.
        moved = planning.targets.filter(Q(extended_at__isnull=True) | Q(due_on__lt=planning.due_on))
        moved.update(due_on=planning.due_on, changed_at=at)
    text = shortened("；".join(words), CHANGE_LENGTH)
    change = RoundChange.objects.create(round=planning, text=text, changed_by=by, changed_at=at)
    waiting = planning.targets.exclude(state=TargetState.APPROVED)
    announce_change(planning, waiting.iterator(chunk_size=2000), change=change.pk, words=text, at=at)
