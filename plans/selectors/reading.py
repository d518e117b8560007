"""The reading result as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from plans.domain.from_reading import entries_outside
from plans.domain.period import Period
from plans.domain.reading import PlanReading, ReadEntry, ReadSection, Role, Segment
from plans.models import PlanUpload
from plans.services.uploads import decisions_of, reading_of


@dataclass(frozen=True)
class ShownSegment:
    """A piece with its choices: `open` shows them at once, `decided` says that a person changed it."""

    segment: Segment
    is_open: bool
    decided: bool

    @property
    def role_label(self) -> str:
        """小标题 2级, 月份 3月 …"""
        segment = self.segment
        if segment.role is Role.HEADING:
            return f"{segment.level}级标题"
        if segment.role is Role.MONTH and segment.months:
            return "、".join(map(str, segment.months)) + "月"
        return segment.role.label


@dataclass(frozen=True)
class ReadingPage:
    """Everything the page needs, without a query."""

    upload: PlanUpload
    reading: PlanReading
    segments: tuple[ShownSegment, ...]
    kept: int
    dropped: int

    @property
    def doubt_count(self) -> int:
        return len(self.reading.doubts)

    @property
    def outline(self) -> tuple[ReadSection, ...]:
        return self.reading.sections

    def outside(self, period: Period) -> tuple[ReadEntry, ...]:
        """Month blocks the period does not have."""
        return entries_outside(self.reading, period)


def reading_page(upload: PlanUpload, opened: int | None = None) -> ReadingPage:
    """Read the source with its decisions; `opened` is the piece whose choices were asked for."""
    reading = reading_of(upload)
    decided = decisions_of(upload)
    shown = tuple(
        ShownSegment(segment, bool(segment.doubt) or segment.index == opened, segment.index in decided)
        for segment in reading.segments
    )
    dropped = sum(
        len(segment.text.strip()) for segment in reading.segments if segment.role in {Role.CHROME, Role.TABLE_HEAD}
    )
    return ReadingPage(upload, reading, shown, reading.characters - dropped, dropped)
