"""What a case gives reason to be reminded of on a day. Framework-free: who is told, and how, is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from members.domain.development.clock import NextStep, next_steps
from members.domain.development.conversion import current_end
from members.domain.development.history import CONVERSION_MEETING, History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.spans import after_months
from members.domain.development.steps import development_steps
from regulations.domain.work_calendar import WorkCalendar

#: Days before a deadline on which somebody is reminded, the furthest first, where a district has not chosen others.
AHEAD = (30, 7, 3, 1)
#: What has opened is told for so long: a day on which nothing ran is made up for, an old file that is entered brings no old news.
OPEN_DAYS = 7
CANDIDATE, LISTING, CONVERSION = 7, 8, (22, 23)


class ReminderKind(StrEnum):
    """Why: a step has become lawful, a stretch of time or a deadline comes to its end, a deadline is over."""

    OPENS = "opens"
    NEARS = "nears"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Reminder:
    """`on` is the day the step opens or is due; `days` from today to it, negative when it is over.

    `key` is the same for every day of the same stretch, so that a reminder sent under it is not sent again.
    """

    kind: ReminderKind
    step: int
    on: date
    days: int
    sentence: str
    article: str
    key: str


def reminders_on(
    history: History, rules: DevelopmentRules, calendar: WorkCalendar, *, ahead: Iterable[int] = AHEAD
) -> tuple[Reminder, ...]:
    """By step: what opens today or opened at most a week ago, what ends or is due within the furthest of `ahead`, what is over."""
    windows = tuple(sorted({days for days in ahead if days > 0}))
    result = []
    for step in next_steps(history, rules, calendar):
        if step.step == CONVERSION_MEETING:
            result.append(_of_conversion(step, history, rules, windows))
        elif step.due is not None:
            result.append(_of_deadline(step, step.due, history.today, windows))
        elif _opens_by_calendar(step, history):
            result.append(_opens(step, step.earliest, history.today, "从今天起可以办理"))
    return tuple(reminder for reminder in result if reminder)


def _opens_by_calendar(step: NextStep, history: History) -> bool:
    """Steps that open because a stretch of time is over, not because the step in front was done: the year as activist, the notice."""
    notice = history.record(LISTING)
    return step.step == CANDIDATE or (step.step == LISTING and notice is not None and notice.notice_start is not None)


def _opens(step: NextStep, opens: date | None, today: date, words: str) -> Reminder | None:
    if opens is None or not 0 <= (today - opens).days < OPEN_DAYS:
        return None
    return _reminder(ReminderKind.OPENS, step, opens, today, _named(step, words))


def _of_conversion(
    step: NextStep, history: History, rules: DevelopmentRules, windows: tuple[int, ...]
) -> Reminder | None:
    """Probation comes to its end, has ended, ended so long ago that somebody should ask why no meeting was held."""
    end, today = current_end(history, rules), history.today
    if end is None:
        return None
    left = (end.day - today).days
    if left > 0:
        near = _stretch(left, windows)
        words = f"预备期还有{left}天届满（{end.words}），请提醒本人届时提出转正申请。"
        return _reminder(ReminderKind.NEARS, step, end.day, today, words, near) if near else None
    late = after_months(end.day, rules.number("DV-TRANSFER-LATE", "months_most", today), "预备期满")
    if today > late.day:
        words = f"预备期满后没有讨论转正，已{(today - end.day).days}天（{late.words}）。"
        return _reminder(ReminderKind.OVERDUE, step, late.day, today, words)
    return _opens(step, end.day, today, "从今天起可以办理")


def _of_deadline(step: NextStep, due: date, today: date, windows: tuple[int, ...]) -> Reminder | None:
    left = (due - today).days
    if left < 0:
        return _reminder(ReminderKind.OVERDUE, step, due, today, _named(step, f"已超期{-left}天"))
    near = _stretch(left, windows)
    words = "今天到期" if left == 0 else f"还有{left}天到期"
    return _reminder(ReminderKind.DUE, step, due, today, _named(step, words), near) if near else None


def _stretch(left: int, windows: tuple[int, ...]) -> str:
    """The nearest window that a day lies in, "" while it is far off."""
    return next((str(days) for days in windows if left <= days), "")


def _named(step: NextStep, words: str) -> str:
    because = f"（{step.because[-1]}）" if step.because else ""
    return f"第{step.step}步“{development_steps()[step.step].name}”{words}{because}。"


def _reminder(kind: ReminderKind, step: NextStep, on: date, today: date, sentence: str, stretch: str = "") -> Reminder:
    key = ":".join(filter(None, (kind.value, str(step.step), on.isoformat(), stretch)))
    return Reminder(kind, step.step, on, (on - today).days, sentence, step.article, key)
