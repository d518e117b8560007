"""What recurs every week or second week becomes one line a month. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from plans.domain.proposing.lines import ProposedLine
from plans.domain.proposing.patterns import Every
from plans.domain.proposing.sliding import obstacle, said
from regulations.domain.work_calendar import WorkCalendar

_FREQUENT = frozenset({Every.WEEK, Every.FORTNIGHT})


def by_month(lines: Iterable[ProposedLine], calendar: WorkCalendar) -> tuple[ProposedLine, ...]:
    """The lines by day, those of a week or fortnight joined by month: 教职工政治学习（每周星期二）with its `days`.

    A day in a vacation, or in a week without any other working day, is left out, and `why` says so.
    """
    kept: list[ProposedLine] = []
    frequent: dict[tuple[str, date], list[ProposedLine]] = {}
    for line in lines:
        if line.every in _FREQUENT:
            frequent.setdefault((line.of, line.month), []).append(line)
        else:
            kept.append(line)
    joined = (_joined(rows, month, calendar) for (_, month), rows in frequent.items())
    return tuple(sorted((*kept, *(line for line in joined if line)), key=lambda line: (line.day, line.key)))


def _joined(rows: list[ProposedLine], month: date, calendar: WorkCalendar) -> ProposedLine | None:
    days, told = [], []
    for row in rows:
        against = obstacle(row.day, calendar)
        if not against:
            days.append(row.day)
            told.append(row.why)
        elif vacation := calendar.vacation_on(row.day):
            told.append(f"{vacation}内不安排。")
        else:
            told.append(f"{said(row.planned_on)}{against}，停一次。")
    if not days:
        return None
    first = rows[0]
    return replace(
        first,
        key=f"{first.of}:{month:%Y-%m}",
        text=f"{first.text}（{first.pattern}）",
        day=days[0],
        planned_on=days[0],
        last_day=days[-1],
        days=tuple(days),
        why="".join(dict.fromkeys(told)),
        provisional=any(row.provisional for row in rows),
    )
