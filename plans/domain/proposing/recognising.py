"""What of a proposal the plan already has, so that it is not proposed again. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from plans.domain.checks.naming import mentions
from plans.domain.proposing.lines import Basis, ProposedLine
from regulations.domain.activities import ActivityKind

#: Shorter texts stand in too many others to say that two lines are the same.
_LEAST = 4


@dataclass(frozen=True, slots=True)
class PresentLine:
    """A line of the plan. `key` is that of the proposal it was taken from, "" for a line somebody wrote; months are first days."""

    id: str
    first_month: date
    last_month: date
    text: str
    kind: ActivityKind
    is_theme: bool = False
    key: str = ""


def recognise(lines: Sequence[ProposedLine], present: Sequence[PresentLine]) -> dict[str, PresentLine]:
    """By the proposal's key the line of the plan that is it.

    A line that was taken from the proposal is known by its key wherever it was moved and whatever it says now. Any other is one by what it
    is: a required activity by a line of its kind in the same stretch, once for each month it stands there; an observance by its name; the
    district's and the branch's own by their words.
    """
    taken = {row.key: row for row in present if row.key}
    found = {line.key: taken[line.key] for line in lines if line.key in taken}
    slots: dict[tuple[str, tuple[date, ...]], list[tuple[date, PresentLine]]] = {}
    for line in lines:
        if line.key in found:
            continue
        if line.basis is Basis.RULE and not line.names:
            place = line.of, line.stretch
            if place not in slots:
                slots[place] = list(_slots(line, present))
            match = _nearest(slots[place], line.month)
        else:
            match = next((row for row in present if not row.key and _says(row, line)), None)
        if match:
            found[line.key] = match
    return found


def _slots(line: ProposedLine, present: Sequence[PresentLine]) -> Iterator[tuple[date, PresentLine]]:
    """Each month of the stretch in which a line of the kind stands, with the line."""
    for row in present:
        # one that was taken for a stretch of the same rule is that one, and no other as well
        if not row.key.startswith(f"{line.of}:") and line.kind in _kinds(row):
            yield from ((month, row) for month in line.stretch if row.first_month <= month <= row.last_month)


def _nearest(slots: list[tuple[date, PresentLine]], month: date) -> PresentLine | None:
    if not slots:
        return None
    slot = min(slots, key=lambda slot: abs((slot[0] - month).days))
    slots.remove(slot)
    return slot[1]


def _kinds(row: PresentLine) -> set[ActivityKind]:
    """The kinds a line names in so many words, else the one it was given; as the coverage check counts them."""
    named = list(mentions(row.text))
    if named:
        return {mention.kind for mention in named if mention.is_explicit}
    return set() if row.is_theme else {row.kind}


def _says(row: PresentLine, line: ProposedLine) -> bool:
    if not any(row.first_month <= month <= row.last_month for month in line.stretch):
        return False
    if line.names:
        return any(re.search(name, row.text) for name in line.names)
    one, other = _letters(row.text), _letters(line.text)
    return min(len(one), len(other)) >= _LEAST and (one in other or other in one)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]|（[^）]*）", "", text)
