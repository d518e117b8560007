"""Quorum and majority by the right rule for the meeting and the decision, who votes, who may chair. Framework-free.

Shares, their base and their source are the rule book's (MT-01 … MT-11, for admission and conversion DV-QUORUM and DV-VOTE); nothing here is
a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from members.domain.development.ballots import least, reaches
from regulations.domain.activities import ActivityKind
from regulations.domain.findings import Finding, Level
from regulations.domain.quoting import quoted
from regulations.domain.rules import Rule, RuleBook


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


_GENERAL, _COMMITTEE = ActivityKind.GENERAL_MEETING, ActivityKind.COMMITTEE_MEETING
#: Codes of quorum and majority. The book has no share for a resolution of the committee, and none at all for other meetings.
_QUORUM = {
    (_GENERAL, Decision.RESOLUTION): "MT-01",
    (_GENERAL, Decision.ADMISSION): "DV-QUORUM",
    (_GENERAL, Decision.CONVERSION): "DV-QUORUM",
    (_GENERAL, Decision.ELECTION): "MT-09",
    (_COMMITTEE, Decision.RESOLUTION): "MT-03",
    (_COMMITTEE, Decision.ELECTION): "MT-03",
}
_MAJORITY = {
    (_GENERAL, Decision.RESOLUTION): "MT-02",
    (_GENERAL, Decision.ADMISSION): "DV-VOTE",
    (_GENERAL, Decision.CONVERSION): "DV-VOTE",
    (_GENERAL, Decision.ELECTION): "MT-10",
    (_COMMITTEE, Decision.ELECTION): "MT-10",
}
#: The codes of the rules on people who are not counted among those due.
_NOT_FULL, _UNDER_PROBATION, _EXCUSED = "MT-07", "MT-08", "MT-11"
_BASES = {"eligible": "应到会有表决权", "present": "实到会有表决权", "committee": "应到会委员"}


@dataclass(frozen=True, slots=True)
class Share:
    """Whether a number reaches the rule's share: `count` of `base`, at least `needed`. `message` is a whole sentence."""

    holds: bool
    count: int
    base: int
    needed: int
    rule: str
    source: str
    message: str


@dataclass(frozen=True, slots=True)
class Attender:
    """Somebody who might have to come. `sanctioned`: in the time of 留党察看.

    `excused` is why they are not counted (long illness …), which holds only with the branch's decision and `approver`, the superior who
    consented.
    """

    name: str
    is_full: bool = True
    sanctioned: bool = False
    excused: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Somebody without a vote, with the reason and its rule."""

    name: str
    why: str
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class Ballot:
    """Votes of those present; `written_yes` are opinions sent beforehand (admission and conversion), counted among the votes."""

    yes: int
    no: int = 0
    abstained: int = 0
    written_yes: int = 0
    written_no: int = 0


def deciding_kind(kinds: Sequence[ActivityKind]) -> ActivityKind:
    """Which of the kinds that a gathering counts as decides: the general meeting wherever it stands among them, else the committee's, else
    the gathering's own (the first)."""
    return next((kind for kind in (_GENERAL, _COMMITTEE) if kind in kinds), kinds[0])


def quorum(
    kind: ActivityKind, decision: Decision, *, eligible: int, present: int, rules: RuleBook, on: date
) -> Share | None:
    """Whether enough of those with a vote came for this decision; for the committee `eligible` is its size.

    None where the book sets no share: other meetings, or a decision that is not this meeting's (see `not_this_meetings`).
    """
    rule = _rule(_QUORUM, kind, decision, rules, on)
    if rule is None:
        return None
    holds, needed = reaches(present, eligible, rule), least(eligible, rule)
    told = f"应到会{'委员' if kind is _COMMITTEE else '有表决权的党员'}{eligible}名，实到{present}名，"
    told += f"达到规定的{needed}名，可以{_acts(decision)}。" if holds else f"不足{needed}名，不能{_acts(decision)}。"
    return Share(holds, present, eligible, needed, rule.code, rule.source, told)


def majority(
    kind: ActivityKind, decision: Decision, *, eligible: int, present: int, ballot: Ballot, rules: RuleBook, on: date
) -> Share | None:
    """Whether the yes votes carry the decision; the base is the rule's: those who should have come, or those who did (elections).

    None where the book sets no share, so nothing is judged.
    """
    rule = _rule(_MAJORITY, kind, decision, rules, on)
    if rule is None:
        return None
    base = present if rule.parameters["base"] == "present" else eligible
    written = ballot.written_yes if decision in _WRITTEN else 0
    yes = ballot.yes + written
    holds, needed = reaches(yes, base, rule), least(base, rule)
    of = "实到会委员" if kind is _COMMITTEE else _BASES[rule.parameters["base"]] + "的党员"
    with_written = f"（含书面意见{written}票）" if written else ""
    told = f"{of}{base}名，赞成{yes}票{with_written}，"
    told += f"达到规定的{needed}票，{_carried(decision)}。" if holds else f"不足{needed}票，未{_carried(decision)}。"
    return Share(holds, yes, base, needed, rule.code, rule.source, told)


_WRITTEN = frozenset({Decision.ADMISSION, Decision.CONVERSION})


def ballot_fault(decision: Decision, *, present: int, ballot: Ballot) -> str:
    """Why the votes do not add up to those who took part, "" when they do. Votes not handed back count as abstentions."""
    votes = ballot.yes + ballot.no + ballot.abstained
    written = ballot.written_yes + ballot.written_no
    if written and decision not in _WRITTEN:
        return "书面意见只在讨论接收预备党员和预备党员转正时计票。"
    if votes != present:
        return f"赞成{ballot.yes}票、不赞成{ballot.no}票、弃权{ballot.abstained}票，合计{votes}票，与到会有表决权的{present}人不符。"
    return ""


def not_this_meetings(
    kind: ActivityKind, decision: Decision, rules: RuleBook, on: date, *, elects_secretary: bool = False
) -> Finding | None:
    """MT-05: admission, conversion and elections are the general meeting's; only the secretary is elected by a new committee."""
    if kind is _GENERAL or decision is Decision.RESOLUTION:
        return None
    if kind is _COMMITTEE and decision is Decision.ELECTION and elects_secretary:
        return None
    return finding("MT-05", Level.ERROR, f"{decision.label}应由支部党员大会讨论决定，{kind.label}不能代替。", rules, on)


def eligible_voters(
    people: Iterable[Attender], rules: RuleBook, on: date
) -> tuple[tuple[Attender, ...], tuple[NotCounted, ...]]:
    """Those with a vote (应到会有表决权), and the others with why not."""
    counted, left_out = [], []
    for person in people:
        code, why = _why_not(person)
        if code:
            rule = rules.find(code, on)
            left_out.append(NotCounted(person.name, why, code, rule.source if rule else ""))
        else:
            counted.append(person)
    return tuple(counted), tuple(left_out)


def _why_not(person: Attender) -> tuple[str, str]:
    if not person.is_full:
        return _NOT_FULL, "预备党员没有表决权"
    if person.sanctioned:
        return _UNDER_PROBATION, "留党察看期间没有表决权"
    if person.excused and person.approver:
        return _EXCUSED, f"{person.excused}，经{person.approver}同意不计入应到会人数"
    return "", ""


def least_candidates(posts: int, rules: RuleBook, on: date) -> int:
    """How many candidates a committee election needs for this many posts (MT-10): 4 for 3, 6 for 5, 9 for 7."""
    percent = int(rules.rule("MT-10", on).parameters["surplus_percent"])
    return posts + -(-posts * percent // 100)


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
    elif kind not in {_GENERAL, _COMMITTEE} or chair is Chair.SECRETARY:
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


def _rule(
    codes: dict[tuple[ActivityKind, Decision], str], kind: ActivityKind, decision: Decision, rules: RuleBook, on: date
) -> Rule | None:
    code = codes.get((kind, decision))
    return rules.find(code, on) if code else None


def _acts(decision: Decision) -> str:
    return "选举" if decision is Decision.ELECTION else "表决"


def _carried(decision: Decision) -> str:
    return "当选" if decision is Decision.ELECTION else "通过"
