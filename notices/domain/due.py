"""What an app says is due on a day, before anybody is told. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is to be told, resolved when the message goes out: a person, or who then holds one of `roles` in the branch or district.

    `branch` or `district` also says where a person must still belong for the message to reach them.
    """

    branch: UUID | None = None
    district: UUID | None = None
    roles: tuple[str, ...] = ()
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class DueFact:
    """One thing that is due from `due_on` on until it is settled.

    `key` is the same on every day it is due: nobody is told twice under it. `cap` is how far it climbs when nothing happens: 0 not at
    all, 1 to the secretary, 2 to the branch's own district office (片区), 3 to the one above (区). `for_group` allows a group chat to
    hear of it, so it names no person's private matters.
    """

    kind: str
    key: str
    due_on: date
    title: str
    audience: Audience
    body: str = ""
    path: str = ""
    urgent: bool = False
    for_group: bool = False
    cap: int = 0


def deadline_stage(due_on: date, day: date, windows: Iterable[int] = (7, 3, 1)) -> tuple[str, str] | None:
    """Where a day stands before a deadline: the stretch it belongs to, for the key, and the words; None while it is far off.

    The windows are days before the deadline. Between two of them the earlier one holds (`<=`), so that a day on which nothing ran is made
    up for: 上报期限 on the 20th, windows 7, 3, 1: the 13th to 16th are "7", the 17th and 18th "3", the 19th and 20th "1".
    """
    left = (due_on - day).days
    if left < 0:
        return "over", f"已超期{-left}天"
    near = [window for window in sorted(windows) if left <= window]
    if not near:
        return None
    return str(near[0]), "今天到期" if left == 0 else f"还有{left}天到期"


def staged(fact: DueFact, day: date, windows: Iterable[int] = (7, 3, 1)) -> DueFact | None:
    """The fact about a deadline (`fact.due_on` is its last day) as it is told on a day; None while it is far off.

    Only what is overdue climbs, so `cap` holds from then on.
    """
    stage = deadline_stage(fact.due_on, day, windows)
    if stage is None:
        return None
    stretch, words = stage
    over = stretch == "over"
    return replace(
        fact, key=f"{fact.key}:{fact.due_on}:{stretch}", title=f"{fact.title}{words}", cap=fact.cap if over else 0
    )
