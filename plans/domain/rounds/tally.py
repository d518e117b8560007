"""How far a round has come, out of counts: the figures of the board. Framework-free."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

K = TypeVar("K", bound=Hashable)

OVERDUE, EXPECTED = "overdue", "expected"
#: In these nothing has been handed in.
BEFORE_HANDING_IN = ("not_begun", "draft")
#: The second review is part of the review for the board, and an archived paper an approved one.
_SEEN_AS = {"passed": "in_review", "rechecking": "in_review", "archived": "approved"}
#: The columns of the board with their words, as addresses name them.
COLUMNS = {
    EXPECTED: "应报",
    "not_begun": "未开始",
    "draft": "起草中",
    "submitted": "已提交",
    "in_review": "审核中",
    "returned": "退回修改",
    "approved": "已审定",
    OVERDUE: "超期未交",
}


def state_of(status: str) -> str:
    """The state of an asked school whose paper has this status."""
    return _SEEN_AS.get(status, status)


@dataclass(frozen=True, slots=True)
class Count:
    """So many schools of one group in one state. `is_overdue` says that their day is past and nothing was handed in."""

    group: Hashable
    state: str
    is_overdue: bool
    schools: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How many schools there are by state, and how many of them are overdue."""

    by_state: Mapping[str, int]
    overdue: int

    @property
    def expected(self) -> int:
        return sum(self.by_state.values())

    @property
    def handed_in(self) -> int:
        """Handed in at least once, returned ones included."""
        return self.expected - sum(self.by_state.get(state, 0) for state in BEFORE_HANDING_IN)

    def of(self, column: str) -> int:
        """The figure of a column of the board."""
        if column == EXPECTED:
            return self.expected
        return self.overdue if column == OVERDUE else self.by_state.get(column, 0)

    @property
    def row(self) -> list[tuple[str, str, int]]:
        """Column, its words and its figure, in the order of the board."""
        return [(column, label, self.of(column)) for column, label in COLUMNS.items()]


def figures(counts: Iterable[Count]) -> Figures:
    """All groups together."""
    by_state: Counter[str] = Counter()
    overdue = 0
    for count in counts:
        by_state[count.state] += count.schools
        overdue += count.schools * count.is_overdue
    return Figures(by_state, overdue)


def by_group(counts: Iterable[Count], heads: Mapping[Any, K]) -> dict[K, Figures]:
    """Figures of groups put together under what `heads` says stands for each; a group it does not know is left out."""
    together: dict[K, list[Count]] = defaultdict(list)
    for count in counts:
        if count.group in heads:
            together[heads[count.group]].append(count)
    return {place: figures(rows) for place, rows in together.items()}
