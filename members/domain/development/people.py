"""Limits on people: the applicant's age and talk, contacts, introducers (steps 1, 2, 5, 9). Framework-free."""

from __future__ import annotations

from collections.abc import Iterator

from members.domain.development.findings import CaseFinding, Code, found
from members.domain.development.history import History
from members.domain.development.rules import DevelopmentRules
from members.domain.development.spans import add_months, age_on


def people_findings(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    """AGE_UNDER_18, TALK_LATE, CONTACT_COUNT, CONTACT_NOT_FULL_MEMBER, INTRODUCER_COUNT."""
    yield from _applicant(history, rules)
    yield from _contacts(history, rules)
    yield from _introducers(history, rules)


def _applicant(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    applied, talked = history.on(1), history.on(2)
    if applied is None:
        return
    least = rules.number("DV-AGE", "age_least", applied)
    if history.birth_date and age_on(history.birth_date, applied) < least:
        message = f"出生日期 {history.birth_date}，{applied} 递交入党申请书时未满{least}周岁。"
        yield found(Code.AGE_UNDER_18, 1, message, rules, applied)
    if talked is None:
        return
    months = rules.number("DV-TALK", "months_most", talked)
    deadline = add_months(applied, months)
    if talked > deadline:
        message = f"{talked} 才派人谈话，应在收到申请书后{months}个月内（{applied} + {months} 个月 → {deadline}）。"
        yield found(Code.TALK_LATE, 2, message, rules, talked)


def _contacts(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    record = history.record(5)
    if record is None or record.contacts is None:
        return
    on = record.on or history.today
    rule = rules.rule("DV-CONTACT", on)
    least, most = int(rule.parameters["people_least"]), int(rule.parameters["people_most"])
    if not least <= len(record.contacts) <= most:
        message = f"培养联系人{len(record.contacts)}名，应为{least}至{most}名。"
        yield found(Code.CONTACT_COUNT, 5, message, rules, on)
    others = sum(contact.full_member is False for contact in record.contacts)
    if others:
        message = f"培养联系人应为正式党员，其中{others}名不是。"
        yield found(Code.CONTACT_NOT_FULL_MEMBER, 5, message, rules, on)


def _introducers(history: History, rules: DevelopmentRules) -> Iterator[CaseFinding]:
    record = history.record(9)
    if record is None or record.introducers is None:
        return
    on = record.on or history.today
    needed = rules.number("DV-INTRODUCER", "people_least", on)
    others = sum(introducer.full_member is False for introducer in record.introducers)
    if len(record.introducers) != needed or others:
        but = f"，其中{others}名不是正式党员" if others else ""
        message = f"入党介绍人{len(record.introducers)}名{but}，应为{needed}名正式党员。"
        yield found(Code.INTRODUCER_COUNT, 9, message, rules, on)
