"""谈心谈话: which pairs have talked this year and which have not (FQ-08), and who may know of a talk. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Talker:
    """Somebody of the branch on the matrix."""

    id: UUID
    name: str
    in_committee: bool


@dataclass(frozen=True, slots=True)
class Talked:
    """Two who talked, on a day; the order says who asked for it."""

    speaker: UUID
    other: UUID
    on: date

    @property
    def pair(self) -> frozenset[UUID]:
        return frozenset({self.speaker, self.other})


@dataclass(frozen=True)
class TalkRow:
    """A member's line: the last day with each of the committee (None: not yet), with another member, as the one talked to."""

    person: Talker
    with_committee: tuple[date | None, ...]
    among_members: date | None
    talked_to: date | None

    @property
    def has_committee(self) -> bool:
        return any(self.with_committee)


@dataclass(frozen=True)
class TalkMatrix:
    """The year. `committee` are the columns; `pairs_open` committee members who have not talked with each other."""

    committee: tuple[Talker, ...]
    rows: tuple[TalkRow, ...]
    pairs_open: tuple[tuple[Talker, Talker], ...]
    pairs_done: int

    @property
    def without_committee(self) -> list[Talker]:
        """Members with whom nobody of the committee has talked."""
        return [row.person for row in self.rows if not row.has_committee]

    @property
    def without_members(self) -> list[Talker]:
        """Members who have not talked with another member."""
        return [row.person for row in self.rows if row.among_members is None]

    @property
    def never_talked_to(self) -> list[Talker]:
        """The least that is asked: everybody is talked to once."""
        return [row.person for row in self.rows if row.talked_to is None]


def matrix_of(people: Sequence[Talker], talks: Iterable[Talked]) -> TalkMatrix:
    """The year's matrix; `talks` are those of the year, of heart-to-heart talks only."""
    last: dict[frozenset[UUID], date] = {}
    heard: dict[UUID, date] = {}
    for talk in talks:
        last[talk.pair] = max(last.get(talk.pair, talk.on), talk.on)
        heard[talk.other] = max(heard.get(talk.other, talk.on), talk.on)
    committee = tuple(person for person in people if person.in_committee)
    members = [person for person in people if not person.in_committee]

    def days(person: Talker, others: Iterable[Talker]) -> list[date | None]:
        return [last.get(frozenset({person.id, other.id})) for other in others if other != person]

    rows = tuple(
        TalkRow(
            person,
            tuple(days(person, committee)),
            max(filter(None, days(person, members)), default=None),
            heard.get(person.id),
        )
        for person in members
    )
    pairs = list(combinations(committee, 2))
    still = tuple((one, two) for one, two in pairs if frozenset({one.id, two.id}) not in last)
    return TalkMatrix(committee, rows, still, len(pairs) - len(still))
