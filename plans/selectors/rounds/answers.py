"""Key points of a paper as pages show them: for the school beside the editor, for the reviewer as a table."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from plans.domain.paper import Paper
from plans.domain.rounds.answers import LABEL_LENGTH, Place, PointTable, point_table
from plans.models import KeyPoint, KeyPointAnswer, Plan, PlanningRound
from regulations.domain.quoting import shortened


def key_points_of(plan: Plan) -> list[KeyPoint]:
    """Those of every round that the paper answers, round by round. One query, none for a paper that answers no round."""
    if plan.round_id is None:
        return []
    rounds = PlanningRound.objects.answered_by(plan).values("pk")
    return list(KeyPoint.objects.filter(round__in=rounds).order_by("round__due_on", "round", "number"))


def point_table_of(plan: Plan, paper: Paper) -> PointTable:
    """The points with what answers them in this text of the paper: `paper` is the draft as it stands or a snapshot. Two queries; one where
    nothing is asked."""
    points = key_points_of(plan)
    if not points:
        return PointTable((), (), ())
    answers: dict[Any, list[str]] = defaultdict(list)
    for row in KeyPointAnswer.objects.filter(plan=plan, key_point__in=points).order_by("pk"):
        answers[row.key_point_id].append(_value(row.section_origin, row.item_origin))
    rows = [(point.pk, number, point.text) for number, point in enumerate(points, 1)]
    return point_table(rows, places_of(paper), answers)


def unanswered_points(plan: Plan) -> list[KeyPoint]:
    """Points that nothing in the paper answers; an answer whose section or line was taken out counts no more. Two queries at most."""
    points = key_points_of(plan)
    if not points:
        return []
    sections, items = plan.sections.present().values("origin"), plan.items.present().values("origin")
    standing = Q(section_origin__in=sections.order_by()) | Q(item_origin__in=items.order_by())
    answered = set(KeyPointAnswer.objects.filter(standing, plan=plan).values_list("key_point", flat=True))
    return [point for point in points if point.pk not in answered]


def places_of(paper: Paper) -> list[Place]:
    """Sections with text and schedule lines, in reading order."""
    sections = [
        Place("section", row.origin, shortened(row.label, LABEL_LENGTH), row.text)
        for row in paper.sections
        if row.kind == "heading" and row.text
    ]
    lines = [
        Place(
            "item",
            line.origin,
            shortened(f"{line.span or f'{line.first_month.month}月'}：{line.text}", LABEL_LENGTH),
            line.text,
            line.kind,
        )
        for month in paper.months
        for line in (*month.themes, *month.lines)
    ]
    return [*sections, *lines]


def _value(section: UUID | None, item: UUID | None) -> str:
    return f"section.{section}" if section else f"item.{item}"
