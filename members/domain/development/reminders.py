"""What a case gives reason to be reminded of on a day. Framework-free: who is told, and how, is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from members.domain.development.clock import NextStep, next_steps
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.steps import development_steps
from regulations.domain.work_calendar import WorkCalendar

#: Days before a deadline on which somebody is reminded, the furthest first.
AHEAD = (30, 7, 1)


class ReminderKind(StrEnum):
    """Why: a step has become lawful, a deadline comes near, a deadline is over."""

    OPENS = "opens"
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
    history: History, rules: DevelopmentRules, calendar: WorkCalendar, *, ahead: tuple[int, ...] = AHEAD
) -> tuple[Reminder, ...]:
    """By step: what opens today or opened at most a week ago, what is due within the furthest of `ahead`, what is over."""
    today = history.today
    result = []
    for step in next_steps(history, rules, calendar):
        if step.due is not None:
            reminder = _of_deadline(step, step.due, today, ahead)
            result += [reminder] if reminder else []
        elif step.earliest is not None and 0 <= (today - step.earliest).days < 7 and _opens_by_calendar(step):
            result.append(_reminder(ReminderKind.OPENS, step, step.earliest, today, "从今天起可以办理", ""))
    return tuple(result)


def _opens_by_calendar(step: NextStep) -> bool:
    """Steps that open because a stretch of time is over, not because the step in front was done."""
    return step.step in (7, 22, 23)


def _of_deadline(step: NextStep, due: date, today: date, ahead: tuple[int, ...]) -> Reminder | None:
    left = (due - today).days
    if left < 0:
        return _reminder(ReminderKind.OVERDUE, step, due, today, f"已超期{-left}天", "")
    near = [days for days in sorted(ahead) if left <= days]
    if not near:
        return None
    words = "今天到期" if left == 0 else f"还有{left}天到期"
    return _reminder(ReminderKind.DUE, step, due, today, words, str(near[0]))


def _reminder(kind: ReminderKind, step: NextStep, on: date, today: date, words: str, stretch: str) -> Reminder:
    name = development_steps()[step.step].name
    key = ":".join(filter(None, (kind.value, str(step.step), on.isoformat(), stretch)))
    because = f"（{step.because[-1]}）" if step.because else ""
    sentence = f"第{step.step}步“{name}”{words}{because}。"
    return Reminder(kind, step.step, on, (on - today).days, sentence, step.article, key)
