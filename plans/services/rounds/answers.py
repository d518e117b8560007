"""工作要点: a school says which of its sections and lines answer a key point."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from branches.models import User
from plans.models import KeyPoint, KeyPointAnswer, Plan
from plans.services.editing import PlanTextError, editing, note_change


def answer_key_point(*, plan: Plan, point: KeyPoint, place: str, by: User, at: datetime) -> KeyPointAnswer:
    """Put a section or line to a key point; twice is as good as once. `place` is "section.<origin>" or "item.<origin>".

    Raises NotAllowed while the paper may not be edited, PlanTextError for a place that is not there.
    """
    with editing(plan, by=by) as held:
        kind, origin = _read(place)
        rows = held.sections.present() if kind == "section" else held.items.present()
        if not rows.filter(origin=origin).exists():
            raise PlanTextError("请选择一段或一条；刚才选的可能已被删除。")
        where = {f"{kind}_origin": origin}
        defaults = {"answered_by": by, "answered_at": at}
        answer, is_new = KeyPointAnswer.objects.get_or_create(key_point=point, plan=held, **where, defaults=defaults)
        if is_new:
            note_change(held, "point.answer", by=by, at=at, point=point.number, place=place)
    return answer


def take_answer_back(*, plan: Plan, point: KeyPoint, place: str, by: User, at: datetime) -> None:
    """The section or line no longer answers the point."""
    with editing(plan, by=by) as held:
        kind, origin = _read(place)
        if KeyPointAnswer.objects.filter(key_point=point, plan=held, **{f"{kind}_origin": origin}).delete()[0]:
            note_change(held, "point.unanswer", by=by, at=at, point=point.number, place=place)


def carry_answers(former: Plan, plan: Plan) -> None:
    """A revision has the same sections and lines, and so the same answers."""
    rows = KeyPointAnswer.objects.filter(plan=former)
    copies = [
        KeyPointAnswer(
            key_point_id=row.key_point_id,
            plan=plan,
            section_origin=row.section_origin,
            item_origin=row.item_origin,
            answered_by_id=row.answered_by_id,
            answered_at=row.answered_at,
        )
        for row in rows
    ]
    KeyPointAnswer.objects.bulk_create(copies)


def _read(place: str) -> tuple[str, UUID]:
    kind, _, origin = place.partition(".")
    try:
        if kind in ("section", "item"):
            return kind, UUID(origin)
    except ValueError:
        pass
    raise PlanTextError("请选择一段或一条。")
