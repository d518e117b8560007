"""What a handover pack holds: sections of lines, each with its day, as plain values that can be kept. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One matter. `key` stays the same while the matter does; `due` is its last day, `path` the page it is seen to on."""

    key: str
    title: str
    note: str = ""
    due: date | None = None
    path: str = ""

    def is_over(self, on: date) -> bool:
        return self.due is not None and self.due < on


@dataclass(frozen=True, slots=True)
class Section:
    """Matters of one kind; `empty` is what is said when there are none. `is_work` lines are things to do, the others only to know."""

    key: str
    title: str
    lines: tuple[Line, ...]
    empty: str
    is_work: bool = True

    @property
    def has_notes(self) -> bool:
        return any(line.note for line in self.lines)

    @property
    def has_days(self) -> bool:
        return any(line.due for line in self.lines)


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything as it stood on a day."""

    on: date
    sections: tuple[Section, ...]

    @property
    def overdue(self) -> int:
        return sum(line.is_over(self.on) for section in self.sections for line in section.lines)

    @property
    def work(self) -> list[Line]:
        """What there is to do, in the order of the pack."""
        return [line for section in self.sections if section.is_work for line in section.lines]


def to_plain(pack: Pack) -> dict[str, Any]:
    """For keeping as JSON."""
    return {
        "on": pack.on.isoformat(),
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "empty": section.empty,
                "is_work": section.is_work,
                "lines": [
                    {
                        "key": line.key,
                        "title": line.title,
                        "note": line.note,
                        "due": line.due.isoformat() if line.due else "",
                        "path": line.path,
                    }
                    for line in section.lines
                ],
            }
            for section in pack.sections
        ],
    }


def from_plain(plain: Mapping[str, Any]) -> Pack:
    """Back again."""
    return Pack(date.fromisoformat(plain["on"]), tuple(_section(row) for row in plain["sections"]))


def _section(row: Mapping[str, Any]) -> Section:
    return Section(row["key"], row["title"], _lines(row["lines"]), row["empty"], row["is_work"])


def _lines(rows: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(row["key"], row["title"], row["note"], date.fromisoformat(row["due"]) if row["due"] else None, row["path"])
        for row in rows
    )
