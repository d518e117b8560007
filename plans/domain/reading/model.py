"""What the reader makes of a plan. Framework-free, immutable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a piece of the source is in the plan."""

    TITLE = "title"
    PREAMBLE = "preamble"
    HEADING = "heading"
    BODY = "body"
    SCHEDULE_HEADING = "schedule_heading"
    MONTH = "month"
    THEME = "theme"
    ITEM = "item"
    CLOSING = "closing"
    SIGNATURE = "signature"
    DATE = "date"
    TABLE_HEAD = "table_head"
    CHROME = "chrome"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Role.TITLE: "标题",
    Role.PREAMBLE: "引言",
    Role.HEADING: "小标题",
    Role.BODY: "正文",
    Role.SCHEDULE_HEADING: "行事历标题",
    Role.MONTH: "月份",
    Role.THEME: "本月主题",
    Role.ITEM: "行事历事项",
    Role.CLOSING: "结束语",
    Role.SIGNATURE: "署名",
    Role.DATE: "日期",
    Role.TABLE_HEAD: "表头（不进草稿）",
    Role.CHROME: "不要（网页杂项）",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of one source line; most lines are one segment.

    `index` is the offset of the piece in all lines joined by newlines: it stays the same whatever is decided about other pieces.
    `text` is exactly the characters of the source. `joins` says that the piece goes on where the one before it broke off.
    `responsible` is set where a table row names somebody. `doubt` is a Chinese sentence why a person should look, "" when sure.
    """

    index: int
    line: int
    text: str
    role: Role
    level: int = 0
    marker: str = ""
    months: tuple[int, ...] = ()
    doubt: str = ""
    joins: bool = False
    responsible: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said a piece is."""

    role: Role
    level: int = 0
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A heading with what stands below it; the list is flat, in order, levels as depth in the plan's own tree.

    `segments` are the indexes of the pieces it was made of.
    """

    level: int
    marker: str
    heading: str
    body: str
    is_schedule: bool
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One line of the schedule, end mark and list number taken off; `marker` is the number as written."""

    text: str
    responsible: str = ""
    segments: tuple[int, ...] = ()
    marker: str = ""


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """A month block: every month it names, as calendar numbers; none when the label says no month (第三周)."""

    months: tuple[int, ...]
    label: str
    theme: str
    items: tuple[ReadItem, ...]
    marker: str = ""


@dataclass(frozen=True, slots=True)
class ReadPeriod:
    """`kind` is year, school_year, semester, half_year or unknown; `part` 1 or 2 for semesters and half-years."""

    kind: str = "unknown"
    year_start: int | None = None
    year_end: int | None = None
    part: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class PlanReading:
    """The whole of a plan as it was read. `signed_on` is an ISO date (2026-03-01), or a month (2026-03), or empty;
    `signed_on_text` the date as it is written, kept also where its numbers were never filled in."""

    segments: tuple[Segment, ...]
    title: str
    organisation: str
    period: ReadPeriod
    preamble: str
    sections: tuple[ReadSection, ...]
    schedule: tuple[ReadEntry, ...]
    closing: str
    signature: str
    signed_on: str
    signed_on_text: str
    chrome: tuple[str, ...]
    table_heads: tuple[str, ...]
    characters: int

    @property
    def doubts(self) -> tuple[Segment, ...]:
        """The pieces that a person should look at."""
        return tuple(segment for segment in self.segments if segment.doubt)
