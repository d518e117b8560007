"""How urgently a submission wants to be read: points for what the checks and the comparison found, each with its words. Framework-free.

The score only says in which order to read; it is told to reviewers with its reasons and to nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What is known of a submission. Shares are thousandths of the plan's own letters: `share` found in other schools' plans, `reused` in the
    branch's own earlier ones; None where it was not compared. `errors` and `warnings` are None where the checks failed."""

    errors: int | None
    warnings: int | None
    dismissed: int
    share: int | None
    copied_headings: int
    reused: int | None
    has_earlier: bool
    days_late: int


@dataclass(frozen=True, slots=True)
class Reason:
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Risk:
    """`is_clean`: checked and compared, nothing found above a hint, nothing copied, handed in on time."""

    score: int
    reasons: tuple[Reason, ...]
    is_clean: bool


#: Points for one of a kind, and the most they come to.
PER_ERROR, MOST_ERRORS = 10, 50
PER_WARNING, MOST_WARNINGS = 3, 24
PER_DISMISSAL, MOST_DISMISSALS = 1, 5
MOST_COPIED, HEADINGS = 40, 10
PER_DAY_LATE, MOST_LATE = 1, 10
UNCHECKED, NOT_COMPARED, FIRST_PLAN = 20, 10, 3
#: So many thousandths of last year's words and nothing seems to have been thought about anew.
SAME_AGAIN, MUCH_AGAIN = 900, 750
SAME_AGAIN_POINTS, MUCH_AGAIN_POINTS = 15, 6


def risk_of(facts: RiskFacts) -> Risk:
    """The score with its reasons, heaviest first."""
    reasons = [*_found(facts), *_copied(facts), *_late(facts)]
    reasons.sort(key=lambda reason: -reason.points)
    is_clean = facts.errors == 0 and facts.warnings == 0 and facts.share == 0 and not facts.copied_headings
    return Risk(sum(reason.points for reason in reasons), tuple(reasons), is_clean and not facts.days_late)


def _found(facts: RiskFacts) -> list[Reason]:
    if facts.errors is None or facts.warnings is None:
        return [Reason(UNCHECKED, "这次提交没有检查结果")]
    return [
        Reason(min(number * each, most), f"{name}{number}处")
        for name, number, each, most in (
            ("错误", facts.errors, PER_ERROR, MOST_ERRORS),
            ("提醒", facts.warnings, PER_WARNING, MOST_WARNINGS),
            ("学校说明“不适用”", facts.dismissed, PER_DISMISSAL, MOST_DISMISSALS),
        )
        if number
    ]


def _copied(facts: RiskFacts) -> list[Reason]:
    if facts.share is None or facts.reused is None:
        return [Reason(NOT_COMPARED, "还没有查重")]
    reasons = []
    if facts.share:
        # 30 % copied is 30 points; the least share worth a point is 1 %.
        reasons.append(
            Reason(min(max(1, round(facts.share / 10)), MOST_COPIED), f"与其他学校雷同{facts.share / 10:.0f}%")
        )
    if facts.copied_headings:
        reasons.append(Reason(HEADINGS, f"照搬{facts.copied_headings}个小标题"))
    if facts.reused >= SAME_AGAIN:
        reasons.append(Reason(SAME_AGAIN_POINTS, f"与本支部往年计划几乎相同（{facts.reused / 10:.0f}%）"))
    elif facts.reused >= MUCH_AGAIN:
        reasons.append(Reason(MUCH_AGAIN_POINTS, f"大部分沿用本支部往年计划（{facts.reused / 10:.0f}%）"))
    elif not facts.has_earlier:
        reasons.append(Reason(FIRST_PLAN, "没有往年的计划可以对照"))
    return reasons


def _late(facts: RiskFacts) -> list[Reason]:
    if not facts.days_late:
        return []
    return [Reason(min(facts.days_late * PER_DAY_LATE, MOST_LATE), f"迟交{facts.days_late}天")]
