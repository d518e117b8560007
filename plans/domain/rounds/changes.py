"""What has changed in a round, in words for the schools. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from regulations.domain.quoting import quoted


@dataclass(frozen=True, slots=True)
class Told:
    """What schools were told of a round."""

    title: str
    due_on: date
    instructions: str
    points: Sequence[str]


#: From so much alike on, a line is the same point in other words (difflib's ratio; a typo in ten characters leaves 0.9).
ALIKE = 0.6


def followed(before: Sequence[str], after: Sequence[str]) -> dict[str, str]:
    """Which point of before each point of after goes on: the one with the same words, else the most alike of those left. Points without a
    predecessor are new and not in the result; both sides hold no text twice."""
    found = {text: text for text in after if text in set(before)}
    left = [text for text in before if text not in found]
    fresh = [text for text in after if text not in found]
    pairs = ((SequenceMatcher(None, old, new, autojunk=False).ratio(), old, new) for old in left for new in fresh)
    for ratio, old, new in sorted(pairs, reverse=True):
        if ratio >= ALIKE and new not in found and old not in found.values():
            found[new] = old
    return found


def changes_in_words(before: Told, after: Told) -> list[str]:
    """One sentence a change; an empty list when nothing that concerns a school has changed."""
    words = []
    if before.title != after.title:
        words.append(f"标题由{quoted(before.title)}改为{quoted(after.title)}")
    if before.due_on != after.due_on:
        words.append(f"截止日期由{_day(before.due_on)}改为{_day(after.due_on)}")
    if before.instructions != after.instructions:
        words.append("报送要求有修改")
    pairs = followed(before.points, after.points)
    words += [f"工作要点{quoted(old)}改为{quoted(new)}" for new, old in pairs.items() if new != old]
    words += [f"增加工作要点{quoted(point)}" for point in after.points if point not in pairs]
    words += [f"取消工作要点{quoted(point)}" for point in before.points if point not in pairs.values()]
    return words


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
