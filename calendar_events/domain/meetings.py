"""Whose decision it is, who may chair, what the committee prepares: what the rules say of a meeting. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from regulations.domain.activities import ActivityKind
from regulations.domain.findings import Finding, Level
from regulations.domain.quoting import quoted
from regulations.domain.rules import RuleBook


class Decision(StrEnum):
    """What is decided; each has its own shares."""

    RESOLUTION = "resolution"
    ADMISSION = "admission"
    CONVERSION = "conversion"
    ELECTION = "election"

    @property
    def label(self) -> str:
        return {
            "resolution": "一般决议",
            "admission": "接收预备党员",
            "conversion": "预备党员转正",
            "election": "选举",
        }[self.value]


GENERAL, COMMITTEE = ActivityKind.GENERAL_MEETING, ActivityKind.COMMITTEE_MEETING


def deciding_kind(kinds: Sequence[ActivityKind]) -> ActivityKind:
    """Which of the kinds that a gathering counts as decides: the general meeting wherever it stands among them, else the committee's, else
    the gathering's own (the first)."""
    return next((kind for kind in (GENERAL, COMMITTEE) if kind in kinds), kinds[0])


def not_this_meetings(
    kind: ActivityKind, decision: Decision, rules: RuleBook, on: date, *, elects_secretary: bool = False
) -> Finding | None:
    """MT-05: admission, conversion and elections are the general meeting's; only the secretary is elected by a new committee."""
    if kind is GENERAL or decision is Decision.RESOLUTION:
        return None
    if kind is COMMITTEE and decision is Decision.ELECTION and elects_secretary:
        return None
    return finding("MT-05", Level.ERROR, f"{decision.label}应由支部党员大会讨论决定，{kind.label}不能代替。", rules, on)


class Chair(StrEnum):
    """Who chairs, as far as the rule asks."""

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    COMMITTEE_MEMBER = "committee_member"
    GROUP_LEADER = "group_leader"
    OTHER = "other"


def chair_fault(
    kind: ActivityKind, chair: Chair, rules: RuleBook, on: date, *, secretary_present: bool, entrusted: bool = False
) -> Finding | None:
    """MT-06: the secretary chairs; in their absence the deputy, or a committee member whom they entrusted; a group's leader its meeting."""
    if kind is ActivityKind.GROUP_MEETING:
        told = "" if chair is Chair.GROUP_LEADER else "党小组会由党小组组长主持。"
    elif kind not in {GENERAL, COMMITTEE} or chair is Chair.SECRETARY:
        told = ""
    elif secretary_present:
        told = f"书记到会，{kind.label}应由书记主持。"
    elif chair is Chair.DEPUTY or (chair is Chair.COMMITTEE_MEMBER and entrusted):
        told = ""
    elif chair is Chair.COMMITTEE_MEMBER:
        told = "书记不能到会时，由副书记或书记委托的委员主持，请注明委托。"
    else:
        told = "书记不能到会时，由副书记或书记委托的委员主持。"
    return finding("MT-06", Level.WARNING, told, rules, on) if told else None


def not_prepared(
    topics: Sequence[tuple[str, date | None]], meeting_on: date, rules: RuleBook, *, has_committee: bool
) -> list[Finding]:
    """MT-04: important topics (subject, day the committee discussed it) that came before the general meeting without the committee."""
    if not has_committee:
        return []
    return [
        finding("MT-04", Level.WARNING, f"{quoted(subject)}在支部党员大会之前没有支委会讨论的记录。", rules, meeting_on)
        for subject, discussed_on in topics
        if discussed_on is None or discussed_on > meeting_on
    ]


def too_many_kinds(kinds: Sequence[ActivityKind], rules: RuleBook, on: date) -> Finding | None:
    """JL-05: one record that counts as more kinds of organisational life than the district lets pass unasked."""
    most, several = int(rules.rule("JL-05", on).parameters["kinds_most"]), list(dict.fromkeys(kinds))
    if len(several) <= most:
        return None
    labels = "、".join(kind.label for kind in several)
    return finding(
        "JL-05", Level.WARNING, f"这次活动同时记作{len(several)}种组织生活（{labels}），请核对是否都开展了。", rules, on
    )


def finding(code: str, level: Level, message: str, rules: RuleBook, on: date) -> Finding:
    """A finding that cites the rule in force on the day."""
    rule = rules.find(code, on)
    if rule is None:
        return Finding(code, level, message, rule=code)
    return Finding(code, level, message, hint=rule.note, rule=code, source=rule.source, evidence=rule.evidence.value)
