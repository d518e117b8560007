"""Limits on becoming a 发展对象: a year as activist, consent, notice (steps 7 and 8). Framework-free."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from members.domain.development.case import StepRecord
from members.domain.development.findings import CaseFinding, Code, found
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.spans import after_months, after_workdays
from regulations.domain.work_calendar import WorkCalendar


def listing_findings(history: History, rules: DevelopmentRules, calendar: WorkCalendar) -> Iterator[CaseFinding]:
    """CANDIDATE_TOO_EARLY, NOTICE_SHORT, NOTICE_BEFORE_CONSENT, LISTED_BEFORE_NOTICE_END."""
    yield from _too_early(history, rules)
    record = history.record(8)
    if record and rules.needs_notice(record.on or history.today):
        yield from _notice(record, rules, calendar, record.on or history.today)


def _too_early(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    """The year is counted to the decision (7); where that is missing, the listing or record (8) cannot lie before its end either."""
    activist, day = history.on(3), history.on(7) or history.on(8)
    if activist is None or day is None:
        return
    months = rules.number("DV-CANDIDATE", "months_least", day)
    earliest = after_months(activist, months, "确定为积极分子")
    if day < earliest.day:
        message = f"{day} 确定发展对象，培养教育考察未满{months}个月：{earliest.words}。"
        yield found(Code.CANDIDATE_TOO_EARLY, 7, message, rules, day)


def _notice(record: StepRecord, rules: DevelopmentRules, calendar: WorkCalendar, on: date) -> Iterator[CaseFinding]:
    start, end = record.notice_start, record.notice_end
    if start and record.consent_on and start < record.consent_on:
        message = f"{start} 开始公示，早于上级党委同意（{record.consent_on}）。"
        yield found(Code.NOTICE_BEFORE_CONSENT, 8, message, rules, on)
    days = rules.number("DV-NOTICE", "workdays_least", on)
    lawful = after_workdays(start, days, "公示", calendar) if start else None
    if lawful and end and end < lawful.day:
        message = f"公示 {start} 至 {end} 不足{days}个工作日：{lawful.words}。"
        yield found(Code.NOTICE_SHORT, 8, message, rules, on)
    # Without a recorded last day, a listing within the shortest lawful notice is too early whatever that day was.
    if record.on and end and record.on < end:
        message = f"{record.on} 列为发展对象，公示到 {end} 才结束。"
        yield found(Code.LISTED_BEFORE_NOTICE_END, 8, message, rules, on)
    elif record.on and end is None and lawful and record.on < lawful.day:
        message = f"{record.on} 列为发展对象，公示不可能已满{days}个工作日：{lawful.words}。"
        yield found(Code.LISTED_BEFORE_NOTICE_END, 8, message, rules, on)
