"""Terms of a branch committee: when one ends, when to prepare the election, and what a term looks like from a given day. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from regulations.domain.rules import Rule, RuleBook
from regulations.domain.working_days import add_months

MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it was elected. `postponed_to` is the later day that the superior approved."""

    elected_on: date
    ends_on: date
    postponed_to: date | None = None
    approval: str = ""

    @property
    def last_day(self) -> date:
        return self.postponed_to or self.ends_on


class TermState(StrEnum):
    """Where the newest term stands on a day."""

    NONE = "none"
    RUNNING = "running"
    REMINDED = "reminded"
    POSTPONED = "postponed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class TermOutlook:
    """What to do about the next election. `message` is "" while nothing is due; `latest_on` is a year after the regular end."""

    state: TermState
    message: str
    rule: Rule
    reminder_on: date | None = None
    last_day: date | None = None
    latest_on: date | None = None

    @property
    def is_due(self) -> bool:
        """An election is to be prepared, or overdue."""
        return self.state in {TermState.REMINDED, TermState.OVERDUE}


def end_of_term(elected_on: date, years: int) -> date:
    """The day the term is over: the day of the election `years` later (支部工作条例 Art. 21)."""
    return add_months(elected_on, MONTHS_A_YEAR * years)


def usual_years(book: RuleBook, on: date) -> int:
    """Years of a term by ZB-08; elections before its first version go by that one."""
    return int(book.rule_or_first("ZB-08", on).parameters["term_years"])


def outlook(newest: Term | None, book: RuleBook, today: date) -> TermOutlook:
    """换届 by ZB-09: half a year before the end it is due to be prepared; past the end it is overdue."""
    rule = book.rule("ZB-09", today)
    if newest is None:
        return TermOutlook(TermState.NONE, "还没有登记本届选举日期，无法推算任期届满和换届时间。", rule)
    reminder_on = add_months(newest.last_day, -int(rule.parameters["months_before"]))
    latest_on = add_months(newest.ends_on, MONTHS_A_YEAR * int(rule.parameters["shift_years_most"]))
    ends = f"{_day(newest.last_day)}"
    if today > newest.last_day:
        state = TermState.OVERDUE
        allowed = f"延期一般不超过{rule.parameters['shift_years_most']}年（{_day(latest_on)}），须经上级批准。"
        message = f"本届任期已于{ends}届满，应当换届。{allowed}"
        if today > latest_on:
            message = f"本届任期已于{ends}届满，超过届满日一年以上（{_day(latest_on)}），应尽快换届。"
    elif today >= reminder_on:
        state = TermState.REMINDED
        message = (
            f"本届任期{ends}届满，请在届满前{rule.parameters['months_before']}个月着手准备换届，向上级提出换届请示。"
        )
    elif newest.postponed_to:
        state, message = TermState.POSTPONED, ""
    else:
        state, message = TermState.RUNNING, ""
    return TermOutlook(state, message, rule, reminder_on, newest.last_day, latest_on)


def note_on_shift(previous: Term, elected_on: date, book: RuleBook) -> str:
    """How far the election was from the regular end of the term before it: "" on time, else early or late and whether that is usual."""
    rule = book.rule_or_first("ZB-09", elected_on)
    years = int(rule.parameters["shift_years_most"])
    if elected_on == previous.ends_on:
        return ""
    early = elected_on < previous.ends_on
    first, second = (elected_on, previous.ends_on) if early else (previous.ends_on, elected_on)
    word = "提前" if early else "延期"
    beyond = add_months(first, MONTHS_A_YEAR * years) < second
    told = f"{word}{_span(first, second)}换届"
    return f"{told}，超过{years}年，须有上级批准" if beyond else told


def notes_on_terms(terms: Sequence[Term], book: RuleBook) -> list[str]:
    """For each term, newest first, the note about its own election; the oldest has nothing before it."""
    return [note_on_shift(before, term.elected_on, book) for term, before in pairwise(terms)] + [""] * bool(terms)


def _span(first: date, last: date) -> str:
    """Whole months, or days when it is less than one."""
    months = (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month
    if add_months(first, months) > last:
        months -= 1
    return f"{months}个月" if months else f"{(last - first).days}天"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
