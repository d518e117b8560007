"""When a matter climbs: 本人 → 书记 → 片区 → 区. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

LEVELS = ("本人", "书记", "片区", "区")


def level_on(told_on: date, day: date, *, after: Sequence[int], cap: int, acknowledged: bool) -> int:
    """How high a matter stands that was first told on `told_on` and is still due: 0 to `cap`.

    `after` gives the days it stays at each level. Whoever acknowledges stops it: a person has it in hand.
    """
    if acknowledged:
        return 0
    waited, level = (day - told_on).days, 0
    for days in after[: min(cap, len(LEVELS) - 1)]:
        waited -= days
        if waited < 0:
            break
        level += 1
    return level
