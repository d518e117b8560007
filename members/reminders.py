"""What is due on a day about dues and study hours: facts in, facts out. Nothing is read here and nothing is sent.

Each fact is due from `due_on` on (`due_on <= day`) until it is settled, and has a `key` that stays the same on every day it is due: whoever
posts a notice uses it so that nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from members.domain.dues import Rates
from members.domain.dues_account import Account
from members.domain.dues_ladder import Stage, arrears_of, sentence_for
from members.domain.hours import Standing, lags_behind


class ReminderKind(StrEnum):
    """What is due; who is told follows from it: `tells_member` for the member too, everything goes to the branch's secretary."""

    DUES_LATE = "dues_late"
    DUES_CRITICISE = "dues_criticise"
    DUES_WARN = "dues_warn"
    DUES_CASE = "dues_case"
    DUES_BASES = "dues_bases"
    DUES_PUBLICATION = "dues_publication"
    HOURS_BEHIND = "hours_behind"


_LADDER = {
    Stage.REMIND: ReminderKind.DUES_LATE,
    Stage.CRITICISE: ReminderKind.DUES_CRITICISE,
    Stage.WARN: ReminderKind.DUES_WARN,
    Stage.CASE: ReminderKind.DUES_CASE,
}


@dataclass(frozen=True, slots=True)
class PayerFacts:
    """A member of the branch with the account (see `members.selectors.dues_accounts.accounts_of`)."""

    member: UUID
    name: str
    account: Account


@dataclass(frozen=True, slots=True)
class DuesFacts:
    """A branch as far as its dues are concerned. `rates_in` gives the rates of a month, `published` the years whose figures were shown."""

    branch: UUID
    payers: Sequence[PayerFacts]
    rates_in: Callable[[date], Rates]
    published: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due. `member` None: about the branch. `months` counts unpaid months for the ladder, else 0."""

    kind: ReminderKind
    key: str
    due_on: date
    branch: UUID
    sentence: str
    member: UUID | None = None
    months: int = 0
    tells_member: bool = False


def dues_due(facts: DuesFacts, day: date) -> list[Due]:
    """What is due on the day: the ladder of DF-11 for each member, the review of bases in January and the publication of the last year
    (DF-13). Only the step of the ladder that was reached last is told, under a key of its own for each step of each row of months."""
    found = [due for payer in facts.payers if (due := _ladder(facts, payer, day))]
    found += [due for due in (_bases_due(facts, day), _publication_due(facts, day)) if due]
    return found


def _ladder(facts: DuesFacts, payer: PayerFacts, day: date) -> Due | None:
    arrears = arrears_of(payer.account, today=day, rates_in=facts.rates_in)
    if arrears.stage is Stage.NONE or arrears.stage_since is None:
        return None
    return Due(
        kind=_LADDER[arrears.stage],
        key=f"dues:{payer.member}:{arrears.run[0]:%Y-%m}:{arrears.stage.value}",
        due_on=arrears.stage_since,
        branch=facts.branch,
        sentence=f"{payer.name}{sentence_for(arrears)}",
        member=payer.member,
        months=arrears.months,
        # The case is for the committee and the meeting: a message of a machine is not how a person hears of it.
        tells_member=arrears.stage in (Stage.REMIND, Stage.CRITICISE),
    )


def _bases_due(facts: DuesFacts, day: date) -> Due | None:
    """From the first day of the review month on, within that year, while somebody has no base from this year."""
    month = date(day.year, facts.rates_in(day.replace(day=1)).review_month, 1)
    if day < month:
        return None
    waiting = [
        payer.name
        for payer in facts.payers
        if payer.account.owes(month) and not any(base.from_month.year == day.year for base in payer.account.bases)
    ]
    if not waiting:
        return None
    some = "、".join(waiting[:3]) + (f"等{len(waiting)}名党员" if len(waiting) > 3 else "")
    return Due(
        ReminderKind.DUES_BASES,
        f"dues-bases:{facts.branch}:{day.year}",
        month,
        facts.branch,
        f"请核定{day.year}年党费基数：{some}今年还没有核定。",
    )


def _publication_due(facts: DuesFacts, day: date) -> Due | None:
    """From New Year on, while the figures of the year before were not shown; only where dues were reckoned in that year at all."""
    year = day.year - 1
    begun = any(base.from_month.year <= year for payer in facts.payers for base in payer.account.bases)
    if not begun or year in facts.published:
        return None
    return Due(
        ReminderKind.DUES_PUBLICATION,
        f"dues-publication:{facts.branch}:{year}",
        date(day.year, 1, 1),
        facts.branch,
        f"请向党员公布{year}年党费收缴情况。",
    )


@dataclass(frozen=True, slots=True)
class StudentFacts:
    """A member with the hours of the year so far."""

    member: UUID
    name: str
    standing: Standing


def hours_due(branch: UUID, students: Sequence[StudentFacts], day: date) -> list[Due]:
    """From the alert's day on: who has less than its share of the year's hours (KH-05)."""
    found = []
    for student in students:
        standing, quota = student.standing, student.standing.quota
        begins = quota.alert_day(day.year)
        if begins is None or not lags_behind(standing, day, day.year):
            continue
        sentence = f"{student.name}今年学时{standing.hours}，不到要求的{quota.alert_percent}%，还差{standing.missing}学时，请安排补学。"
        key = f"hours:{student.member}:{day.year}"
        kind = ReminderKind.HOURS_BEHIND
        found.append(Due(kind, key, begins, branch, sentence, member=student.member, tells_member=True))
    return found
