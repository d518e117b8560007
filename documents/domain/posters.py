"""Sheets that are pinned to a wall: a month as a grid, a year as twelve boxes. What they say, nothing about how they look. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PosterDay:
    """A day of the month's grid: `mark` 休 or 班, `notes` what the calendar says, `entries` what happens."""

    number: str
    in_month: bool
    is_rest: bool
    mark: str = ""
    notes: tuple[str, ...] = ()
    entries: tuple[PosterEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PosterEntry:
    """`lead` is a time or a day, set bold; what was cancelled is struck through and says so."""

    text: str
    lead: str = ""
    is_cancelled: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class MonthPoster:
    """One month on A4 across: weeks with their label and seven days; `undated` are lines without a day."""

    title: str
    organisation: str
    weeks: tuple[tuple[str, tuple[PosterDay, ...]], ...]
    undated: tuple[str, ...] = ()
    printed: str = ""


@dataclass(frozen=True, slots=True)
class PosterBox:
    """One month of the year's sheet."""

    label: str
    notes: tuple[str, ...]
    entries: tuple[PosterEntry, ...]


@dataclass(frozen=True, slots=True)
class YearPoster:
    """Twelve months on one sheet of A3 across."""

    title: str
    organisation: str
    boxes: tuple[PosterBox, ...]
    printed: str = ""


Poster = MonthPoster | YearPoster
