"""民主评议党员: phases, grades and the limit of one third. Framework-free.

支部工作条例 Art. 18: once a year, self-appraisal, mutual appraisal, ballot, the organisation's grade. What a ballot holds is never here:
only sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where a round stands; each phase is begun by the committee, none is gone back to."""

    PREPARING = "preparing"
    SELF = "self"
    MUTUAL = "mutual"
    BALLOT = "ballot"
    GRADING = "grading"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _PHASE_LABELS[self]

    @property
    def next(self) -> Phase | None:
        order = list(Phase)
        place = order.index(self) + 1
        return order[place] if place < len(order) else None


_PHASE_LABELS = {
    Phase.PREPARING: "准备",
    Phase.SELF: "个人自评",
    Phase.MUTUAL: "党员互评",
    Phase.BALLOT: "民主测评",
    Phase.GRADING: "组织评定",
    Phase.CLOSED: "结果反馈",
}


class Grade(StrEnum):
    """The four grades, best first."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    BASICALLY = "basically"
    UNQUALIFIED = "unqualified"

    @property
    def label(self) -> str:
        return {"excellent": "优秀", "qualified": "合格", "basically": "基本合格", "unqualified": "不合格"}[self.value]


@dataclass(frozen=True, slots=True)
class AppraisalLimits:
    """From the rule book: the share of 优秀 as a fraction, and whether probationary members count in the total."""

    excellent_numerator: int = 1
    excellent_denominator: int = 3
    counts_probationary: bool = True

    def most_excellent(self, members: int) -> int:
        """How many 优秀 a branch of so many may have: floor(n/3)."""
        return members * self.excellent_numerator // self.excellent_denominator


def too_many_excellent(grades: Iterable[Grade], counted: int, limits: AppraisalLimits) -> int:
    """How many 优秀 are given beyond the limit; 0 when it is kept."""
    given = sum(grade is Grade.EXCELLENT for grade in grades)
    return max(0, given - limits.most_excellent(counted))


def ballot_faults(choices: Mapping[str, Grade | None], candidates: Iterable[str], voter: str) -> list[str]:
    """Why a ballot cannot be counted: [] when it can. Every candidate but the voter gets one grade or none (弃权)."""
    known = set(candidates)
    faults = []
    if unknown := set(choices) - known:
        faults.append(f"有{len(unknown)}个不在名单上的人。")
    if choices.get(voter) is not None:
        faults.append("不给自己投票。")
    return faults


def paper_faults(counts: Mapping[str, Mapping[Grade, int]], voters: frozenset[str]) -> dict[str, str]:
    """Why sums counted from paper cannot be right, by candidate. A candidate who voted is not counted by their own ballot."""
    faults = {}
    for candidate, row in counts.items():
        total = sum(row.values())
        most = len(voters) - (1 if candidate in voters else 0)
        if any(count < 0 for count in row.values()):
            faults[candidate] = "票数不能是负数。"
        elif total > most:
            faults[candidate] = f"四项合计{total}票，多于收回的{most}票。"
    return faults
