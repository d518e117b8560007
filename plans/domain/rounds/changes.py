"""What has changed in a round, in words for the schools. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regulations.domain.quoting import quoted


@dataclass(frozen=True, slots=True)
class Told:
    """What schools were told of a round."""

    title: str
    due_on: date
    instructions: str
    points: Sequence[str]


def changes_in_words(before: Told, after: Told) -> list[str]:
    """One sentence a change; an empty list when nothing that concerns a school has changed."""
    words = []
    if before.title != after.title:
        words.append(f"标题由{quoted(before.title)}改为{quoted(after.title)}")
    if before.due_on != after.due_on:
        words.append(f"截止日期由{_day(before.due_on)}改为{_day(after.due_on)}")
    if before.instructions != after.instructions:
        words.append("报送要求有修改")
    words += [f"增加工作要点{quoted(point)}" for point in after.points if point not in before.points]
    words += [f"取消工作要点{quoted(point)}" for point in before.points if point not in after.points]
    return words


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
