"""How many members make a branch, and when it needs a committee (支部工作条例 Arts. 4, 5, 20). Framework-free.

Only full members count for the limits of three and seven, full and probationary members for the limit of fifty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from regulations.domain.findings import Finding, Level
from regulations.domain.rules import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class SizeFacts:
    """Counted on the roster of one branch. `is_branch` is False for a 党总支 or 党委, whose size has other rules.

    `committee_size` and `deputies` count people in posts today; None where no election is recorded.
    """

    full_members: int
    probationary_members: int
    has_committee: bool
    is_branch: bool = True
    committee_size: int | None = None
    deputies: int = 0

    @property
    def members(self) -> int:
        return self.full_members + self.probationary_members


@dataclass(frozen=True, slots=True)
class SizeCheck:
    """One rule held against the numbers. `hint` says what to do when it is not met; `is_note` marks what is only worth knowing."""

    code: str
    rule: Rule
    met: bool
    message: str
    hint: str = ""
    is_note: bool = False

    @property
    def finding(self) -> Finding | None:
        """The same as a finding; None where the rule is met."""
        if self.met and not self.is_note:
            return None
        return Finding(
            code=self.code,
            level=Level.INFO if self.is_note else Level.WARNING,
            message=self.message,
            hint=self.hint,
            rule=self.rule.code,
            source=self.rule.source,
            evidence=self.rule.evidence.value,
        )


def size_checks(facts: SizeFacts, book: RuleBook, on: date) -> tuple[SizeCheck, ...]:
    """Every rule about size that applies, met or not, in the order of the rule book."""
    checks = []
    if facts.is_branch:
        checks += [_least(facts, book, on), _most(facts, book, on)]
    checks.append(_committee(facts, book, on))
    if facts.has_committee and facts.committee_size is not None:
        checks.append(_posts(facts, book.rule("ZB-07", on)))
    return tuple(checks)


def size_findings(facts: SizeFacts, book: RuleBook, on: date) -> tuple[Finding, ...]:
    """Only what is not as it should be, and what is worth knowing."""
    return tuple(finding for check in size_checks(facts, book, on) if (finding := check.finding))


def _least(facts: SizeFacts, book: RuleBook, on: date) -> SizeCheck:
    """ZB-01 with enough full members, ZB-03 without."""
    own = book.rule("ZB-01", on)
    least = int(own.parameters["full_members_least"])
    if facts.full_members >= least:
        return SizeCheck("SIZE_OWN_BRANCH", own, True, f"正式党员{facts.full_members}名，满{least}名，应当成立党支部。")
    joint = book.rule("ZB-03", on)
    least = int(joint.parameters["full_members_least"])
    return SizeCheck(
        "SIZE_TOO_FEW",
        joint,
        False,
        f"正式党员{facts.full_members}名，不足{least}名。",
        f"与邻近单位成立联合党支部，覆盖单位一般不超过{joint.parameters['units_most']}个；预备党员不计入。",
    )


def _most(facts: SizeFacts, book: RuleBook, on: date) -> SizeCheck:
    rule = book.rule("ZB-02", on)
    most = int(rule.parameters["members_most"])
    counted = f"党员{facts.members}名（正式{facts.full_members}名、预备{facts.probationary_members}名）"
    if facts.members <= most:
        return SizeCheck("SIZE_LARGEST", rule, True, f"{counted}，不超过{most}名。")
    return SizeCheck("SIZE_TOO_MANY", rule, False, f"{counted}，超过{most}名。", "向上级请示设党总支，或者分设党支部。")


def _committee(facts: SizeFacts, book: RuleBook, on: date) -> SizeCheck:
    rule = book.rule("ZB-06", on)
    least = int(rule.parameters["full_members_least"])
    counted = f"正式党员{facts.full_members}名"
    if facts.full_members >= least and not facts.has_committee:
        return SizeCheck(
            "COMMITTEE_MISSING",
            rule,
            False,
            f"{counted}，满{least}名，应当设立支部委员会。",
            "召开支部党员大会选举产生；选举后请上级管理员在“组织”里登记“设支部委员会”。",
        )
    if facts.full_members < least and facts.has_committee:
        return SizeCheck(
            "COMMITTEE_NOT_DUE",
            rule,
            False,
            f"{counted}，不足{least}名，却登记为设支部委员会。",
            "设书记1名，必要时设副书记1名；应由支委会办的事项由支部党员大会办理。",
        )
    said = "已设支部委员会" if facts.has_committee else "设书记1名，必要时设副书记1名"
    return SizeCheck("COMMITTEE_AS_DUE", rule, True, f"{counted}，{said}。")


def _posts(facts: SizeFacts, rule: Rule) -> SizeCheck:
    size = facts.committee_size or 0
    least, usual, most, deputies = (
        int(rule.parameters[name]) for name in ("committee_least", "committee_usual", "committee_most", "deputies_most")
    )
    counted = f"支部委员会现有{size}人"
    if size < least:
        return SizeCheck(
            "COMMITTEE_TOO_SMALL", rule, False, f"{counted}，少于{least}人。", "召开支部党员大会补选支部委员。"
        )
    if size > most:
        return SizeCheck("COMMITTEE_TOO_LARGE", rule, False, f"{counted}，多于{most}人。", "换届时按规定的人数选举。")
    if facts.deputies > deputies:
        return SizeCheck("DEPUTIES_TOO_MANY", rule, False, f"副书记{facts.deputies}名，一般至多{deputies}名。")
    if size > usual:
        message = f"{counted}：一般为{least}至{usual}人，最多不超过{most}人。"
        return SizeCheck("COMMITTEE_LARGE", rule, True, message, is_note=True)
    return SizeCheck("COMMITTEE_SIZE", rule, True, f"{counted}，一般为{least}至{usual}人。")
