"""What a register (登记簿) is: a list of entries with subject, owner, days, state, looks at it and fields of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class FieldShape(StrEnum):
    """What is filled in. SUMS: counts of a questionnaire, a line "满意 32" each, question by question."""

    TEXT = "text"
    LONG = "long"
    CHOICE = "choice"
    DAY = "day"
    NUMBER = "number"
    MONEY = "money"
    YES = "yes"
    SUMS = "sums"


class Owner(StrEnum):
    """Who answers for an entry: a person of the roster, a post (or person) in words, or nobody."""

    MEMBER = "member"
    POST = "post"
    NONE = "none"


class DistrictSees(StrEnum):
    """What reviewers and administrators above see of it."""

    ENTRIES = "entries"
    COUNTS = "counts"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One field of its own. `listed`: a column of the list; `private`: not shown to the branch's ordinary members."""

    key: str
    label: str
    shape: FieldShape
    choices: tuple[str, ...] = ()
    must: bool = False
    listed: bool = False
    private: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class EntryState:
    """Where an entry stands; a `closed` one needs nothing any more."""

    key: str
    label: str
    closed: bool = False


@dataclass(frozen=True, slots=True)
class LookKind:
    """A look that is asked for (期初, 年中 …). `at`: "first", "middle" or "last" of the entry's days, or "MM-DD" of the year it ends in."""

    key: str
    label: str
    at: str


@dataclass(frozen=True)
class Register:
    """A register. `readers` are the roles in the branch that see and keep it: all who write its papers, fewer when `restricted`."""

    key: str
    title: str
    group: str
    note: str
    subject: str
    owner: Owner
    owner_label: str
    first_label: str
    last_label: str
    is_deadline: bool
    states: tuple[EntryState, ...]
    looks: tuple[LookKind, ...]
    fields: tuple[RegisterField, ...]
    restricted: bool
    readers: frozenset[str]
    public: bool
    district: DistrictSees
    owner_reads: bool
    owner_looks: bool
    members_add: bool
    claimable: bool
    most_per_owner: int
    parent: str
    starters: tuple[str, ...]

    def state(self, key: str) -> EntryState:
        """Raises KeyError for a state it does not have."""
        return {state.key: state for state in self.states}[key]

    @property
    def first_state(self) -> EntryState:
        return self.states[0]

    @property
    def closed_states(self) -> tuple[EntryState, ...]:
        return tuple(state for state in self.states if state.closed)

    @property
    def listed_fields(self) -> tuple[RegisterField, ...]:
        return tuple(field for field in self.fields if field.listed)

    def look(self, key: str) -> LookKind | None:
        return next((look for look in self.looks if look.key == key), None)


def look_days(register: Register, first: date, last: date | None) -> dict[str, date]:
    """When each look is due for an entry from `first` to `last`; those "middle" and "last" only where the last day is known."""
    days = {}
    for look in register.looks:
        day = look_day(look.at, first, last)
        if day is not None:
            days[look.key] = day
    return days


def look_day(at: str, first: date, last: date | None) -> date | None:
    """The day that `at` means; None where it is not known yet. Raises ValueError for words that mean none."""
    if at == "first":
        return first
    if at in {"middle", "last"}:
        if last is None:
            return None
        return last if at == "last" else first + timedelta(days=(last - first).days // 2)
    month, day = map(int, at.split("-"))
    return date((last or first).year, month, day)
