"""What a person decided, laid over what the reader saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from plans.domain.reading.model import Decision, Role, Segment

MAX_LEVEL = 6


def apply_decisions(segments: Sequence[Segment], decisions: Mapping[int, Decision]) -> tuple[Segment, ...]:
    """Each decided piece is what was decided. Its neighbours follow where that is the only sense, never against another decision:
    headings below a moved heading move with it, text behind a new month becomes its items, items behind a withdrawn month go to the
    month before."""
    result = list(segments)
    for position, segment in enumerate(segments):
        decision = decisions.get(segment.index)
        if decision is None:
            continue
        level = decision.level or (segment.level or 1 if decision.role in {Role.HEADING, Role.SCHEDULE_HEADING} else 0)
        months = decision.months if decision.role is Role.MONTH else ()
        result[position] = replace(
            segment,
            role=decision.role,
            level=level,
            months=months,
            doubt="",
            joins=segment.joins and decision.role is segment.role,
        )
        if decision.role is Role.HEADING and segment.role is Role.HEADING and level != segment.level:
            _shift_below(result, segments, position, level - segment.level, decisions)
        if decision.role is Role.MONTH and segment.role is not Role.MONTH:
            _turn(result, position, decisions, {Role.BODY, Role.CLOSING}, Role.ITEM)
        if (
            segment.role is Role.MONTH
            and decision.role in {Role.HEADING, Role.BODY, Role.CLOSING}
            and not _month_before(result, position)
        ):
            _turn(result, position, decisions, {Role.ITEM, Role.THEME}, Role.BODY)
    return tuple(result)


def _shift_below(
    result: list[Segment], before: Sequence[Segment], position: int, by: int, decisions: Mapping[int, Decision]
) -> None:
    for below in range(position + 1, len(before)):
        segment = before[below]
        if segment.role not in {Role.HEADING, Role.SCHEDULE_HEADING}:
            continue
        if segment.level <= before[position].level and not segment.joins:
            return
        if segment.index not in decisions:
            result[below] = replace(result[below], level=min(max(result[below].level + by, 1), MAX_LEVEL))


def _turn(
    result: list[Segment], position: int, decisions: Mapping[int, Decision], roles: set[Role], into: Role
) -> None:
    for behind in range(position + 1, len(result)):
        segment = result[behind]
        if segment.role not in roles:
            return
        if segment.index not in decisions:
            result[behind] = replace(segment, role=into)


def _month_before(result: Sequence[Segment], position: int) -> bool:
    return any(segment.role is Role.MONTH for segment in result[:position])
