"""Two versions of a paper, section by section: which is which, which stands elsewhere, what moved from one into another."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow.domain.compare.aligning import Row, align
from workflow.domain.compare.model import Change, Part, PartChange, equal
from workflow.domain.compare.text import Move, pieces_of
from workflow.domain.compare.units import Unit, likeness, units_of

#: Sections with another identifier are the same section from this likeness on, sentences the same sentence elsewhere from that one.
SAME_SECTION = 0.5
SAME_SENTENCE = 0.75
#: Shorter sentences are no news when they stand elsewhere; of equal ones fewer letters will do.
LEAST_MOVED = 8
LEAST_EQUAL = 4
_NOT_IN_HEADINGS = re.compile(r"[\d\W_]+|学年|学期|年度|第[一二]")


@dataclass
class _Pair:
    """One section in both versions with its sentences; an end is None where the section is only in the other one."""

    old: Part | None
    new: Part | None
    before: list[Unit] = field(default_factory=list)
    after: list[Unit] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    gone: dict[int, Move] = field(default_factory=dict)
    come: dict[int, Move] = field(default_factory=dict)

    @property
    def label(self) -> str:
        part = self.new or self.old
        return part.label if part else ""


def compare_parts(old: Sequence[Part], new: Sequence[Part]) -> list[PartChange]:
    """All sections of the new version in its order, removed ones behind the section they used to follow.

    Sections are the same by identifier, else by heading or by likeness, as those of another year are.
    """
    partner = pair_parts(old, new)
    taken = set(partner.values())
    pairs = [_read(_Pair(old[partner[j]] if j in partner else None, part)) for j, part in enumerate(new)]
    removed = {i: _read(_Pair(part, None)) for i, part in enumerate(old) if i not in taken}
    _find_moves([*pairs, *removed.values()])
    in_place = _in_place([partner[j] for j in range(len(new)) if j in partner])
    changes = [_change(pair, is_moved=j in partner and partner[j] not in in_place) for j, pair in enumerate(pairs)]
    return _with_removed(changes, old, {i: _change(pair, is_moved=False) for i, pair in removed.items()})


def pair_parts(old: Sequence[Part], new: Sequence[Part]) -> dict[int, int]:
    """Index in the new version → index in the old one, for every section that is in both."""
    place = {part.id: i for i, part in enumerate(old)}
    pairs = {j: place[part.id] for j, part in enumerate(new) if part.id in place}
    left = [i for i in range(len(old)) if i not in set(pairs.values())]
    right = [j for j in range(len(new)) if j not in pairs]
    if not left or not right:
        return pairs
    by_heading: dict[str, list[int]] = defaultdict(list)
    for i in left:
        by_heading[_plain(old[i].heading)].append(i)
    for j in list(right):
        name = _plain(new[j].heading)
        same = by_heading.get(name, [])
        if name and len(same) == 1 and sum(_plain(new[k].heading) == name for k in right) == 1:
            pairs[j] = same[0]
    left = [i for i in left if i not in set(pairs.values())]
    right = [j for j in right if j not in pairs]
    before = {i: Unit("", old[i].text) for i in left}
    after = {j: Unit("", new[j].text) for j in right}
    found = sorted((-likeness(before[i], after[j]), j, i) for i in left for j in right)
    for alike, j, i in found:
        if -alike >= SAME_SECTION and j not in pairs and i not in set(pairs.values()):
            pairs[j] = i
    return pairs


def _plain(heading: str) -> str:
    """A heading without what changes every year."""
    return _NOT_IN_HEADINGS.sub("", heading)


def _read(pair: _Pair) -> _Pair:
    if pair.old and pair.new and pair.old.text == pair.new.text:
        return pair
    pair.before = units_of(pair.old.text) if pair.old else []
    pair.after = units_of(pair.new.text) if pair.new else []
    pair.rows = align(pair.before, pair.after)
    return pair


def _find_moves(pairs: Sequence[_Pair]) -> None:
    """Sentences without a partner whose partner stands elsewhere: the equal ones first, then the most alike."""
    lost = [(pair, i, pair.before[i]) for pair in pairs for i, j in pair.rows if i is not None and j is None]
    found = [(pair, j, pair.after[j]) for pair in pairs for i, j in pair.rows if j is not None and i is None]
    lost = [entry for entry in lost if _letters(entry[2]) >= LEAST_EQUAL]
    found = [entry for entry in found if _letters(entry[2]) >= LEAST_EQUAL]
    if not lost or not found:
        return
    sharing: dict[str, set[int]] = defaultdict(set)
    for place, (_, _, unit) in enumerate(lost):
        for pair_of_letters in unit.pairs:
            sharing[pair_of_letters].add(place)
    ranked: list[tuple[float, int, int]] = []
    for there, (_, _, unit) in enumerate(found):
        shared: dict[int, int] = defaultdict(int)
        for pair_of_letters in unit.pairs:
            for place in sharing.get(pair_of_letters, ()):
                shared[place] += 1
        for place, count in shared.items():
            was = lost[place][2]
            alike = 2 * count / (len(unit.pairs) + len(was.pairs))
            if unit.core == was.core:
                ranked.append((-2.0, there, place))
            elif alike >= SAME_SENTENCE and _letters(unit) >= LEAST_MOVED:
                ranked.append((-alike, there, place))
    used_here: set[int] = set()
    used_there: set[int] = set()
    for _, there, place in sorted(ranked):
        if there in used_there or place in used_here:
            continue
        used_there.add(there)
        used_here.add(place)
        number = len(used_here)
        home, i, was = lost[place]
        target, j, now = found[there]
        home.gone[i] = Move(number, target.label, now)
        target.come[j] = Move(number, home.label, was)


def _letters(unit: Unit) -> int:
    return sum(letter.isalnum() for letter in unit.core)


def _change(pair: _Pair, *, is_moved: bool) -> PartChange:
    pieces = pieces_of(pair.before, pair.after, pair.rows, pair.gone, pair.come)
    match pair.old, pair.new:
        case None, Part() as new:
            return PartChange(new.id, new.label, Change.ADDED, pieces)
        case Part() as old, None:
            return PartChange(old.id, old.label, Change.REMOVED, pieces, False, old.id, old.label)
        case Part() as old, Part() as new:
            if not pair.rows:  # word for word the same
                pieces = (equal(new.text),) if new.text else ()
            is_same = all(piece.is_quiet for piece in pieces)
            change = Change.CHANGED if not is_same else Change.MOVED if is_moved else Change.SAME
            return PartChange(new.id, new.label, change, pieces, is_moved, old.id, old.label)
    raise ValueError("a pair has at least one end")


def _in_place(order: Sequence[int]) -> set[int]:
    """The longest rising run of the old places in the new order: whatever is outside it has moved."""
    ends: list[int] = []  # the smallest end of a rising run of each length
    steps: list[tuple[int, int]] = []  # place, and the length of the longest run that ends with it
    for place in order:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        steps.append((place, length + 1))
    kept: set[int] = set()
    length, limit = len(ends), float("inf")
    for place, own in reversed(steps):
        if own == length and place < limit:
            kept.add(place)
            length, limit = length - 1, place
    return kept


def _with_removed(changes: list[PartChange], old: Sequence[Part], removed: dict[int, PartChange]) -> list[PartChange]:
    """Put each removed section behind the section it used to follow."""
    result = list(changes)
    for i, change in removed.items():
        previous = old[i - 1].id if i else None
        at = next((place for place, other in enumerate(result) if previous and other.old_id == previous), -1)
        result.insert(at + 1, change)
    return result
