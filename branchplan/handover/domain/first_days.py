"""The first thirty days of a new secretary: standing lines, the branch's own deadlines, and what the rules ask of one who is new.

Framework-free. The standing lines are in `branchplan/handover/data/first_days.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from branchplan.handover.domain.pack import Line

DATA = Path(__file__).resolve().parent.parent / "data" / "first_days.toml"


@dataclass(frozen=True, slots=True)
class Standing:
    """A line that comes in any case, so many days after the first day in office."""

    key: str
    after_days: int
    title: str
    when: str
    page: str


@dataclass(frozen=True)
class Habits:
    """The file: its lines, within how many days both should have signed, how long the first days last."""

    lines: tuple[Standing, ...]
    sign_days: int
    first_days: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What a rule asks of a new secretary by a day: article and how sure its source is stand beside it."""

    key: str
    title: str
    due: date
    source: str


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the list as it is shown. `group` is "overdue", "first" (within the first days) or "later"."""

    key: str
    title: str
    due: date
    note: str
    path: str
    group: str


@lru_cache(maxsize=1)
def habits() -> Habits:
    """Read once."""
    table = tomllib.loads(DATA.read_text(encoding="utf-8"))
    lines = tuple(
        Standing(row["key"], row["after_days"], row["title"], row.get("when", ""), row["page"]) for row in table["line"]
    )
    return Habits(lines, table["sign_days"], table["first_days"])


def tasks_of(
    start: date,
    *,
    facts: Collection[str],
    pages: Mapping[str, str],
    work: Iterable[Line],
    demands: Iterable[Demand],
    today: date,
) -> list[Task]:
    """By day. `facts` are those that hold for `Standing.when`, `pages` the paths by name, `work` what the branch has to do.

    Of the branch's own matters those with a day up to the end of the first days are in the list; what was over before the first day comes
    first. Demands of rules are in it whenever they are due.
    """
    own = habits()
    end = start + timedelta(days=own.first_days)
    tasks = [
        _task(row.key, row.title, start + timedelta(days=row.after_days), "", pages.get(row.page, ""), today, end)
        for row in own.lines
        if not row.when or row.when in facts
    ]
    tasks += [
        _task(line.key, line.title, line.due, line.note, line.path, today, end)
        for line in work
        if line.due is not None and line.due <= end
    ]
    tasks += [_task(row.key, row.title, row.due, row.source, pages.get("account", ""), today, end) for row in demands]
    return sorted(tasks, key=lambda task: (task.due, task.key))


def _task(key: str, title: str, due: date, note: str, path: str, today: date, end: date) -> Task:
    group = "overdue" if due < today else "first" if due <= end else "later"
    return Task(key, title, due, note, path, group)
