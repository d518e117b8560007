"""The office's pages of its rounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.utils import timezone

from branches.models import District, User
from branches.permissions import NotAllowed
from plans.domain.rounds.tally import Figures, figures
from plans.models import KeyPoint, PlanningRound, RoundAttachment, RoundChange, RoundPart, RoundState, RoundTarget
from plans.rounds_querysets import office_paths
from plans.selectors.rounds.board import KEPT_SECONDS, counted
from plans.selectors.rounds.reach import ReachPreview, reach_preview


@dataclass(frozen=True)
class RoundRow:
    """A round with the figures of the schools one sees; None where none were counted (not opened, or over)."""

    planning: PlanningRound
    figures: Figures | None


@dataclass(frozen=True)
class RoundPage:
    """A round as its office sees it; the preview only while it is not opened."""

    planning: PlanningRound
    points: Sequence[KeyPoint]
    parts: Sequence[RoundPart]
    attachments: Sequence[RoundAttachment]
    changes: Sequence[RoundChange]
    this_month: Sequence[PlanningRound]
    preview: ReachPreview | None
    figures: Figures | None


def rounds_page(user: User, *, number: str, size: int, today: date) -> tuple[list[RoundRow], Page[PlanningRound]]:
    """What is being written first, then what is going on, then what is over. A fixed number of queries."""
    order = Case(
        When(state=RoundState.DRAFT, then=Value(0)), When(state=RoundState.OPEN, then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    rows = (
        PlanningRound.objects.visible_to(user).select_related("district").annotate(order=order, happened_at=_HAPPENED)
    )
    page = Paginator(rows.order_by("order", "-due_on", "pk"), size).get_page(number)
    known = _kept_figures(user, [row for row in page if row.state == RoundState.OPEN], today)
    return [RoundRow(row, known.get(row.pk)) for row in page], page


def rounds_going_on(user: User, today: date, *, shown: int) -> list[RoundRow]:
    """For desks: what is open, the next due first, with the figures of the schools one works for. Two queries
    at most."""
    rows = PlanningRound.objects.visible_to(user).filter(state=RoundState.OPEN).select_related("district")
    rounds = list(rows.annotate(happened_at=_HAPPENED).order_by("due_on", "pk")[:shown])
    known = _kept_figures(user, rounds, today)
    return [RoundRow(row, known[row.pk]) for row in rounds]


def figures_of(user: User, rounds: Sequence[UUID], today: date) -> dict[UUID, Figures]:
    """The figures of several rounds, of the schools one works for. One query."""
    if not rounds:
        return {}
    rows = RoundTarget.objects.filter(RoundTarget.objects.within(user), round__in=rounds)
    together = defaultdict(list)
    for count in counted(rows, "round", today):
        together[count.group].append(count)
    return {pk: figures(together[pk]) for pk in rounds}


#: When anything happened last in a round. One look into an index.
_HAPPENED = Subquery(RoundTarget.objects.filter(round=OuterRef("pk")).order_by("-changed_at").values("changed_at")[:1])


def _kept_figures(user: User, rounds: Sequence[Any], today: date) -> dict[UUID, Figures]:
    """The same for rounds with `happened_at`: kept, as those of the board, until something happens in the round, half a minute at most.
    One query where one of them is not at hand."""
    paths = ".".join(sorted(office_paths(user)))
    keys = {row.pk: f"{row.pk}.{row.version}.{row.happened_at}.{today}.{paths}" for row in rounds}
    keys = {pk: f"round.figures.{sha256(key.encode()).hexdigest()}" for pk, key in keys.items()}
    kept = cache.get_many(keys.values())
    known = {pk: kept[key] for pk, key in keys.items() if key in kept}
    counted_now = figures_of(user, [pk for pk in keys if pk not in known], today)
    cache.set_many({keys[pk]: found for pk, found in counted_now.items()}, KEPT_SECONDS)
    return known | counted_now


def round_page(planning: PlanningRound, user: User, today: date) -> RoundPage:
    """A fixed number of queries."""
    is_draft = planning.state == RoundState.DRAFT
    return RoundPage(
        planning,
        list(planning.key_points.order_by("number")),
        list(planning.parts.order_by("position")),
        list(planning.attachments.order_by("added_at")),
        list(planning.changes.select_related("changed_by").order_by("-changed_at")),
        opened_this_month(planning.district, today),
        reach_preview(planning) if is_draft else None,
        None if is_draft else figures_of(user, [planning.pk], today)[planning.pk],
    )


def opened_this_month(district: District, today: date) -> list[PlanningRound]:
    """What the district has asked of its schools since the first of the month."""
    first = timezone.make_aware(datetime.combine(today.replace(day=1), time.min))
    return list(PlanningRound.objects.filter(district=district, opened_at__gte=first).order_by("opened_at"))


def district_to_plan_for(user: User, *, preferred: UUID | None) -> District:
    """The district a new round is of: that of the acting role if it is an office's, else the highest. Raises NotAllowed."""
    rows = list(District.objects.filter(path__in=sorted(office_paths(user))).order_by("path"))
    if not rows:
        raise NotAllowed("布置任务由教育工委的审核员和管理员办理。")
    return next((row for row in rows if row.pk == preferred), rows[0])
