"""Quorum and majority by the right rule for the meeting and the decision, and who votes. Framework-free.

Shares, their base and their source are the rule book's (MT-01 … MT-11, for admission and conversion DV-QUORUM and DV-VOTE); nothing here is
a number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calendar_events.domain.meetings import COMMITTEE, GENERAL, Decision
from members.domain.development.ballots import least, reaches
from regulations.domain.activities import ActivityKind
from regulations.domain.rules import Rule, RuleBook

#: Codes of quorum and majority. The book has no share for a resolution of the committee, and none at all for other meetings.
_QUORUM = {
    (GENERAL, Decision.RESOLUTION): "MT-01",
    (GENERAL, Decision.ADMISSION): "DV-QUORUM",
    (GENERAL, Decision.CONVERSION): "DV-QUORUM",
    (GENERAL, Decision.ELECTION): "MT-09",
    (COMMITTEE, Decision.RESOLUTION): "MT-03",
    (COMMITTEE, Decision.ELECTION): "MT-03",
}


_MAJORITY = {
    (GENERAL, Decision.RESOLUTION): "MT-02",
    (GENERAL, Decision.ADMISSION): "DV-VOTE",
    (GENERAL, Decision.CONVERSION): "DV-VOTE",
    (GENERAL, Decision.ELECTION): "MT-10",
    (COMMITTEE, Decision.ELECTION): "MT-10",
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
    told = f"应到会{'委员' if kind is COMMITTEE else '有表决权的党员'}{eligible}名，实到{present}名，"
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
    of = "实到会委员" if kind is COMMITTEE else _BASES[rule.parameters["base"]] + "的党员"
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


def _rule(
    codes: dict[tuple[ActivityKind, Decision], str], kind: ActivityKind, decision: Decision, rules: RuleBook, on: date
) -> Rule | None:
    code = codes.get((kind, decision))
    return rules.find(code, on) if code else None


def _acts(decision: Decision) -> str:
    return "选举" if decision is Decision.ELECTION else "表决"


def _carried(decision: Decision) -> str:
    return "当选" if decision is Decision.ELECTION else "通过"
