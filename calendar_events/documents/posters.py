"""The month and the year of a branch as sheets for the wall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calendar_events.domain.fulfilment import end_of_month
from calendar_events.domain.saying import clock_said
from calendar_events.models import CalendarEvent
from calendar_events.selectors.months import MonthView
from calendar_events.selectors.views import DayCell, GridPage, WheelPage
from documents.domain.posters import MonthPoster, PosterBox, PosterDay, PosterEntry, YearPoster


def month_poster(page: GridPage, month: date, undated: Sequence[str], today: date) -> MonthPoster:
    """A4: the grid with teaching weeks, holidays and observed days."""
    weeks = tuple((week.facts.label, tuple(_day(cell) for cell in week.cells)) for week in page.weeks)
    title = f"{month.year}年{month.month}月行事历"
    return MonthPoster(title, page.lens.title, weeks, tuple(undated), _printed(today))


def year_poster(title: str, page: WheelPage, months: Sequence[MonthView], today: date) -> YearPoster:
    """A3: twelve boxes, each with its events by day and the lines that have none yet (○); vacations and examinations in the head."""
    boxes = tuple(PosterBox(f"{row.first_day.month}月", _notes(page, row.first_day), _entries(row)) for row in months)
    return YearPoster(title, page.lens.title, boxes, f"○ 未定日期　{_printed(today)}")


def _day(cell: DayCell) -> PosterDay:
    entries = tuple(
        PosterEntry(
            event.subject, clock_said(event.starts_at) if event.starts_on == cell.day else "", event.is_cancelled
        )
        for event in cell.events
        if cell.in_month
    )
    number = str(cell.day.day) if cell.in_month else f"{cell.day.month}.{cell.day.day}"
    return PosterDay(number, cell.in_month, not cell.facts.is_workday, cell.facts.mark, cell.facts.said, entries)


def _entries(month: MonthView) -> tuple[PosterEntry, ...]:
    themes = [PosterEntry(f"主题：{line.item.text}") for line in month.themes]
    events = [PosterEntry(event.subject, _lead(event, month.first_day), event.is_cancelled) for event in month.events]
    lines = [PosterEntry(line.item.text, is_open=True) for line in month.lines]
    return (*themes, *events, *lines)


def _lead(event: CalendarEvent, month: date) -> str:
    """13日; 30日—4月2日 over several days, from its own month or running on into this one."""
    first = f"{event.starts_on.day}日" if event.starts_on >= month else "续"
    if event.ends_on == event.starts_on:
        return first
    last = event.ends_on
    return f"{first}—{last.day}日" if last <= end_of_month(month) else f"{first}—{last.month}月{last.day}日"


def _notes(page: WheelPage, month: date) -> tuple[str, ...]:
    """What the calendar says of the month's days, and the teaching weeks it has."""
    last = end_of_month(month)
    weeks = [week.facts for week in page.weeks if week.facts.first <= last and week.facts.last >= month]
    numbers = [week.number for week in weeks if week.number]
    span = f"第{min(numbers)}—{max(numbers)}周" if len(numbers) > 1 else f"第{numbers[0]}周" if numbers else ""
    resting = dict.fromkeys(week.vacation for week in weeks if week.vacation)
    said: dict[str, list[int]] = {}
    for week in weeks:
        for facts in week.days:
            if month <= facts.day <= last:
                for words in facts.said:
                    said.setdefault(words, []).append(facts.day.day)
    days = [
        f"{numbers[0]}日{words}" if len(numbers) == 1 else f"{numbers[0]}—{numbers[-1]}日{words}"
        for words, numbers in said.items()
    ]
    return tuple(words for words in (span, *resting, *days) if words)


def _printed(today: date) -> str:
    return f"打印日期{today.year}年{today.month}月{today.day}日"
