"""Arrears and the ladder of DF-11: who is late, for how many months in a row, and what the secretary is to do. Framework-free."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from members.domain.dues import Rates, first_of, month_after, months_from, name_of
from members.domain.dues_account import ZERO, Account, MonthLine, State, due_by, lines_of


class Stage(StrEnum):
    """A step of the ladder; `sentence` is what the secretary is to do. The system never decides anything by itself."""

    NONE = "none"
    REMIND = "remind"
    CRITICISE = "criticise"
    WARN = "warn"
    CASE = "case"

    @property
    def label(self) -> str:
        return {
            Stage.NONE: "",
            Stage.REMIND: "提醒",
            Stage.CRITICISE: "批评教育",
            Stage.WARN: "报告书记",
            Stage.CASE: "提请党员大会研究",
        }[self]


@dataclass(frozen=True, slots=True)
class Arrears:
    """Overdue months of one member: `open_months` can still be made up, `lapsed` cannot, `run` is the longest unbroken row of months without
    any payment that reaches into the time in which they can.

    `months` is the number the ladder goes by: the length of the run, for quarterly members no more than the months since its first quarter
    fell due, so that nobody is criticised on the first day after a quarter.
    """

    open_months: tuple[MonthLine, ...] = ()
    lapsed: tuple[MonthLine, ...] = ()
    run: tuple[date, ...] = ()
    months: int = 0
    stage: Stage = Stage.NONE
    stage_since: date | None = None

    @property
    def amount(self) -> Decimal:
        return sum((line.open_amount for line in self.open_months), ZERO)

    @property
    def count(self) -> int:
        return len(self.open_months)

    @property
    def sentence(self) -> str:
        return sentence_for(self)


def arrears_of(account: Account, *, today: date, rates_in: Callable[[date], Rates], since: date = date.min) -> Arrears:
    """What is overdue today and where the member stands on the ladder; months before `since` are not looked at."""
    current = first_of(today)
    if account.first_month is None or account.first_base is None:
        return Arrears()
    start = max(account.first_month, account.first_base, since)
    lines = lines_of(account, months_from(start, current), today=today, rates_in=rates_in)
    late = [line for line in lines if _is_late(line, today)]
    rates = rates_in(current)
    run = _longest_run([line.month for line in late if not line.paid], month_after(current, -rates.arrears_months))
    if not run:
        return _arrears(late)
    assessed = next(line.assessed for line in late if line.month == run[0])
    late_since = due_by(run[0], quarterly=bool(assessed and assessed.base and assessed.base.quarterly))
    count = min(len(run), len(months_from(late_since, current)))
    stage, reached = stage_of(count, rates)
    reached_on = month_after(late_since, reached - 1) if reached else None
    return replace(_arrears(late), run=tuple(run), months=count, stage=stage, stage_since=reached_on)


def _arrears(late: Sequence[MonthLine]) -> Arrears:
    return Arrears(
        tuple(line for line in late if line.state is not State.LAPSED),
        tuple(line for line in late if line.state is State.LAPSED),
    )


def _is_late(line: MonthLine, today: date) -> bool:
    if line.state in (State.OVERDUE, State.LAPSED):
        return True
    base = line.assessed.base if line.assessed else None
    return line.state is State.PART and base is not None and today >= due_by(line.month, quarterly=base.quarterly)


def _longest_run(months: Sequence[date], reaching: date) -> list[date]:
    """The longest unbroken row of months that reaches `reaching` or later; of two equally long ones the later."""
    runs: list[list[date]] = []
    for month in months:
        if runs and month_after(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    recent = [run for run in runs if run[-1] >= reaching]
    return max(recent, key=lambda run: (len(run), run[-1]), default=[])


def stage_of(months: int, rates: Rates) -> tuple[Stage, int]:
    """The ladder for a number of unpaid months in a row, and with how many months that step was reached (0 for none)."""
    ladder = rates.ladder
    steps: Mapping[int, Stage] = {
        ladder.remind: Stage.REMIND,
        ladder.criticise: Stage.CRITICISE,
        ladder.warn: Stage.WARN,
        ladder.case: Stage.CASE,
    }
    reached = max((count for count in steps if count <= months), default=0)
    return steps.get(reached, Stage.NONE), reached


def sentence_for(arrears: Arrears) -> str:
    """What the secretary is to do now; "" when nothing is overdue."""
    count = arrears.months
    match arrears.stage:
        case Stage.REMIND:
            return f"连续{count}个月未交：请提醒本人补交，问明原因。"
        case Stage.CRITICISE:
            return f"连续{count}个月未交：请对本人批评教育，限期补交，谈话情况记录在案。"
        case Stage.WARN:
            return f"连续{count}个月未交：请书记亲自谈话，查明有无正当理由；满6个月将涉及自行脱党的规定。"
        case Stage.CASE:
            return (
                f"连续{count}个月未交：请支委会查明有无正当理由；没有正当理由的，按自行脱党的规定提请党员大会讨论决定，"
                "并报上级党组织批准。系统不作认定。"
            )
        case _:
            return (
                f"{'、'.join(name_of(line.month) for line in arrears.open_months)}未交足：请本人补齐。"
                if arrears.open_months
                else ""
            )
