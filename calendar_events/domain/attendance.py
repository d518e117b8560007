"""实到 + 缺席 = 应到, 列席 apart; who signed and who recorded. Framework-free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from branches.pinyin import in_order
from calendar_events.domain.meetings import finding
from regulations.domain.findings import Finding, Level
from regulations.domain.rules import RuleBook


@dataclass(frozen=True)
class Attendance:
    """Identifiers (or names) of who should have come, who did, who did not with the reason, and who sat in. `signed` None: no list."""

    due: tuple[str, ...]
    present: tuple[str, ...]
    absent: Mapping[str, str] = field(default_factory=dict)
    observers: tuple[str, ...] = ()
    signed: tuple[str, ...] | None = None

    @property
    def rate(self) -> float | None:
        """Share of those due who came, 0 … 1; None when nobody was due."""
        return len(set(self.present) & set(self.due)) / len(set(self.due)) if self.due else None

    @property
    def owed_study(self) -> tuple[str, ...]:
        """Who has to make up for it (补课): everybody absent, in the order of those due."""
        return tuple(name for name in self.due if name in self.absent)


def attendance_findings(
    attendance: Attendance, rules: RuleBook, *, held_on: date, today: date, recorder: str = ""
) -> list[Finding]:
    """What does not add up in the lists, gravest first; empty when all does."""
    return [
        *_sums(attendance, rules, held_on),
        *_reasons(attendance, rules, held_on),
        *_signatures(attendance, rules, held_on),
        *_recording(attendance, rules, held_on, today, recorder),
    ]


def _sums(attendance: Attendance, rules: RuleBook, on: date) -> list[Finding]:
    due, present, absent = set(attendance.due), set(attendance.present), set(attendance.absent)
    found = []
    for label, names in (("应到", attendance.due), ("实到", attendance.present), ("列席", attendance.observers)):
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            found.append(f"{label}名单里{_list(twice)}写了两次。")
    if both := present & absent:
        found.append(f"{_list(both)}既在实到名单，又在缺席名单。")
    if strangers := (present | absent) - due:
        found.append(f"{_list(strangers)}不在应到名单里；不是应到的人到会，记作列席。")
    if doubled := set(attendance.observers) & due:
        found.append(f"{_list(doubled)}是应到的人，不能记作列席。")
    if missing := due - present - absent:
        found.append(
            f"应到{len(due)}人，实到{len(present)}人，缺席{len(absent)}人，"
            f"还有{len(missing)}人没有写到会还是缺席：{_list(missing)}。"
        )
    return [finding("JL-01", Level.ERROR, message, rules, on) for message in found]


def _reasons(attendance: Attendance, rules: RuleBook, on: date) -> list[Finding]:
    without = [name for name, reason in attendance.absent.items() if not reason.strip()]
    if not without:
        return []
    return [finding("JL-04", Level.WARNING, f"{_list(without)}缺席没有写明原因（请假、公差、病假等）。", rules, on)]


def _signatures(attendance: Attendance, rules: RuleBook, on: date) -> list[Finding]:
    if attendance.signed is None:
        return []
    signed, present, found = set(attendance.signed), set(attendance.present), []
    if unsigned := present - signed:
        found.append(f"{_list(unsigned)}记为实到，签到表上没有签名。")
    if unknown := signed - present - set(attendance.observers):
        found.append(f"{_list(unknown)}签了到，没有记为实到或列席。")
    return [finding("JL-02", Level.WARNING, message, rules, on) for message in found]


def _recording(attendance: Attendance, rules: RuleBook, held_on: date, today: date, recorder: str) -> list[Finding]:
    found = []
    if held_on > today:
        found.append(f"活动日期{held_on.year}年{held_on.month}月{held_on.day}日还没有到。")
    if recorder and recorder in attendance.absent:
        found.append(f"记录人{recorder}在缺席名单里。")
    return [finding("JL-03", Level.WARNING, message, rules, held_on) for message in found]


def _list(names: set[str] | list[str]) -> str:
    return "、".join(in_order(names))
