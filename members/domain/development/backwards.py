"""Backwards from a wished day of the meeting on admission: the last day of each step before it, and what is already impossible.

Framework-free.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules, cited
from members.domain.development.spans import (
    Bound,
    add_months,
    after_months,
    after_workdays,
    earliest_with_deadline,
    latest_before_months,
    latest_before_workdays,
)
from members.domain.development.steps import development_steps
from regulations.domain.work_calendar import WorkCalendar

PRE_REVIEW, MEETING = 13, 15


@dataclass(frozen=True, slots=True)
class LatestDay:
    """The last day of a step for the meeting to be held as wished.

    `part` names a part of step 8: "consent", "notice_start", "" for the step itself. `first` is set where the step may not be too early
    either (pre-review). `obstacle` says why the meeting cannot be held on that day as far as this step goes, "" where it can.
    """

    step: int
    part: str
    last: date
    first: date | None
    done_on: date | None
    because: str
    provisional: bool
    obstacle: str
    article: str

    @property
    def is_possible(self) -> bool:
        return not self.obstacle


def backwards(
    meeting_on: date, history: History, rules: DevelopmentRules, calendar: WorkCalendar
) -> tuple[LatestDay, ...]:
    """The steps before the meeting, latest first. The text in force on the day of the meeting is used for what is still to be done.

    Training is taken to need its shortest number of days from the listing on; other steps may fall on the same day.
    """
    plan = _Plan(meeting_on, history, rules, calendar)
    return tuple(plan.rows())


def earliest_meeting(history: History, rules: DevelopmentRules, calendar: WorkCalendar) -> Bound | None:
    """The first day on which the meeting on admission can lawfully be held if everything still to be done is done without delay; that is
    a new pre-review too where a month has gone by since the first.

    None once it was held, or where the day of becoming an activist is missing while later steps are recorded only in part.
    """
    today = history.today
    if history.on(MEETING):
        return None
    listed = history.on(8)
    days = rules.number("DV-TRAINING", "days_least", today)
    if listed is None:
        decided = history.on(7)
        activist = history.on(3) or (today if not history.any_done(4, MEETING) else None)
        if decided is None and activist is None:
            return None
        sum_of_year = ""
        if decided is None and activist:
            months = rules.number("DV-CANDIDATE", "months_least", today)
            year = after_months(activist, months, "确定为积极分子" if history.on(3) else "如果今天确定为积极分子")
            decided, sum_of_year = max(today, year.day), f"{year.words}；"
        bound = _earliest_listing(history, rules, calendar, decided or today)
        bound = replace(bound, words=sum_of_year + bound.words)
    else:
        bound = Bound(listed, f"列为发展对象 {listed}")
    if history.on(11) is None:
        trained = max(today, bound.day + timedelta(days=days - 1))  # a training may be under way since the listing
        return Bound(trained, f"{bound.words}；培训不少于 {days} 天 → {trained}", bound.provisional)
    last = max([today, bound.day, *(day for step in range(9, MEETING) if (day := history.on(step)))])
    words = f"{bound.words}；其余步骤 → {last}"
    within = rules.number("DV-MEETING", "months_most", last)
    reviewed = history.on(PRE_REVIEW)
    if reviewed and add_months(reviewed, within) < last:
        words += f"；{reviewed} 的预审合格已过 {within} 个月，须重新预审"
    return Bound(last, words, bound.provisional)


def _earliest_listing(history: History, rules: DevelopmentRules, calendar: WorkCalendar, decided: date) -> Bound:
    record, today = history.record(8), history.today
    if not rules.needs_notice(max(decided, today)):
        day = max(decided, today)
        return Bound(day, f"确定发展对象并备案 {day}")
    posted = record.notice_start if record else None
    end = record.notice_end if record else None
    days = rules.number("DV-NOTICE", "workdays_least", max(decided, today))
    notice = after_workdays(posted or max(decided, today), days, "公示", calendar)
    day = max([notice.day, today, *([end] if end else [])])
    return Bound(day, notice.words, notice.provisional)


class _Plan:
    def __init__(self, meeting_on: date, history: History, rules: DevelopmentRules, calendar: WorkCalendar) -> None:
        self.meeting_on, self.history, self.rules, self.calendar = meeting_on, history, rules, calendar

    def rows(self) -> list[LatestDay]:
        meeting, rules = self.meeting_on, self.rules
        within = rules.number("DV-MEETING", "months_most", meeting)
        opens = earliest_with_deadline(meeting, within)
        rows = [
            self._row(14, meeting, "党员大会之前"),
            self._row(13, meeting, f"预审合格后 {within} 个月内开会，不早于 {opens}", first=opens),
            self._row(12, meeting, "预审之前"),
        ]
        days = rules.number("DV-TRAINING", "days_least", meeting)
        trained = self.history.on(11) is not None
        listing = meeting if trained else meeting - timedelta(days=days - 1)
        rows += [
            self._row(11, meeting, "支部委员会审查之前"),
            self._row(10, meeting, "支部委员会审查之前"),
            self._row(9, meeting, "支部委员会审查之前"),
            self._row(8, listing, "短期集中培训之前" if trained else f"列为发展对象后参加不少于 {days} 天的培训"),
        ]
        decided, notice = listing, False
        if self.history.on(8) is None and rules.needs_notice(max(listing, self.history.today)):
            decided, notice = self._notice(rows, listing)
        rows.append(self._row(7, decided, "上级党委同意之前" if notice else "报上级党委备案之前"))
        months = rules.number("DV-CANDIDATE", "months_least", decided)
        decided = self.history.on(7) or self.history.on(8) or decided  # an old file may tell only of the listing
        activist = latest_before_months(decided, months)
        rows += [
            self._row(6, activist, f"培养教育考察满 {months} 个月"),
            self._row(5, decided, "确定发展对象之前"),
            self._row(4, decided, "确定发展对象之前"),
            self._row(3, activist, f"{activist} + {months} 个月 → {add_months(activist, months)}"),
            self._row(2, activist, "确定为积极分子之前"),
            self._row(1, activist, "谈话之前"),
        ]
        return rows

    def _notice(self, rows: list[LatestDay], listing: date) -> tuple[date, bool]:
        days = self.rules.number("DV-NOTICE", "workdays_least", max(listing, self.history.today))
        record = self.history.record(8)
        start = latest_before_workdays(listing, days, self.calendar)
        posted = record.notice_start if record else None
        consented = record.consent_on if record else None
        provisional = any(self.calendar.is_provisional(day) for day in (start, listing))
        because = f"公示 {days} 个工作日，{start} 起至 {listing} 止"
        rows.append(self._row(8, start, because, part="notice_start", done=posted, provisional=provisional))
        rows.append(self._row(8, start, "公示之前", part="consent", done=consented, provisional=provisional))
        return start, True

    def _row(
        self,
        step: int,
        last: date,
        because: str,
        *,
        first: date | None = None,
        part: str = "",
        done: date | None = None,
        provisional: bool = False,
    ) -> LatestDay:
        done_on = done if part else self.history.on(step)
        source = self.rules.rule("DV-CANDIDATE", last)
        obstacle = self._obstacle(step, last, first, done_on)
        article = cited(source, development_steps()[step].articles)
        return LatestDay(step, part, last, first, done_on, because, provisional, obstacle, article)

    def _obstacle(self, step: int, last: date, first: date | None, done_on: date | None) -> str:
        if step == 6 and (done_on or self.history.on(3)):
            return ""  # the year counts from step 3, which has a row of its own
        if done_on:
            if done_on > last:
                return f"已在 {done_on} 办理，晚于最迟日 {last}"
            if first and done_on < first:
                return f"已在 {done_on} 办理，到大会时已过期限（不早于 {first}）"
            return ""
        table = development_steps()
        passed = any(
            self.history.on(later) for later in range(step + 1, MEETING) if step in _ancestors(later)
        ) and not self.history.has_begun(step)
        if passed or last >= self.history.today:
            return ""
        return f"“{table[step].name}”最迟 {last}，这一天已过，尚未办理"


def _ancestors(step: int) -> set[int]:
    result: set[int] = set()
    for earlier in development_steps()[step].follows:
        result |= {earlier} | _ancestors(earlier)
    return result
