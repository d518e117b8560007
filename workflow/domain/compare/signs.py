"""Two sentences, character by character. Framework-free and quick: a pair of sentences takes some hundredths of a millisecond.

What the two have in common is their longest common subsequence, found with one number per row (Hyyrö, "Bit-parallel LCS-length
computation revisited", 2004); then runs are joined and shifted until they read like a person's corrections.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from workflow.domain.compare.model import Piece, delete, equal, insert

#: Numbers and Latin words are read as a whole: 11月 → 12月 is another number, not another digit.
_TOKEN = re.compile(r"\d+(?:[.:：]\d+)?|[A-Za-z]+|.", re.DOTALL)
#: With less in common than this, both versions are shown whole instead of sign by sign.
COMMON = 0.3
_STOPS = frozenset("。！？；，、：\n")
Tokens = Sequence[str]


def compare_signs(old: str, new: str) -> list[Piece]:
    """The pieces joined give both texts."""
    if old == new:
        return [equal(new)]
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    edits = _shifted(_absorbed(_runs(before, after)))
    common = sum(len("".join(kept)) for kept, _, _ in edits)
    if common < COMMON * max(len(old), len(new)):
        return [delete(old), insert(new)]
    return list(_pieces(edits))


#: A run of equal tokens, and what was deleted and inserted behind it.
_Edit = tuple[list[str], list[str], list[str]]


def _pieces(edits: Sequence[_Edit]) -> Iterator[Piece]:
    for kept, gone, come in edits:
        if kept:
            yield equal("".join(kept))
        if gone:
            yield delete("".join(gone))
        if come:
            yield insert("".join(come))


def _runs(old: Tokens, new: Tokens) -> list[_Edit]:
    edits: list[_Edit] = [([], [], [])]
    i = j = 0
    for a, b in [*_common(old, new), (len(old), len(new))]:
        if a > i or b > j:
            edits[-1][1].extend(old[i:a])
            edits[-1][2].extend(new[j:b])
        if a < len(old):
            if edits[-1][1] or edits[-1][2]:
                edits.append(([], [], []))
            edits[-1][0].append(old[a])
        i, j = a + 1, b + 1
    return edits


def _common(old: Tokens, new: Tokens) -> list[tuple[int, int]]:
    """Places of the longest common subsequence. Equal beginnings and ends are taken off first."""
    shorter = min(len(old), len(new))
    head = tail = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _subsequence(old[head : len(old) - tail], new[head : len(new) - tail])
    return [
        *((k, k) for k in range(head)),
        *((head + i, head + j) for i, j in middle),
        *((len(old) - k, len(new) - k) for k in range(tail, 0, -1)),
    ]


def _subsequence(old: Tokens, new: Tokens) -> list[tuple[int, int]]:
    places: dict[str, int] = defaultdict(int)
    for i, token in enumerate(old):
        places[token] |= 1 << i
    all_ones = (1 << len(old)) - 1
    state = all_ones
    rows: list[int] = []
    for token in new:
        matched = state & places.get(token, 0)
        state = ((state + matched) | (state - matched)) & all_ones
        rows.append(state)
    found: list[tuple[int, int]] = []
    i, j = len(old), len(new)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
        elif j > 1 and not rows[j - 2] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found[::-1]


def _absorbed(edits: list[_Edit]) -> list[_Edit]:
    """Equal runs no longer than the corrections on both sides of them are chance: two corrections become one."""
    result: list[_Edit] = []
    for edit in edits:
        result.append(edit)
        while len(result) > 1 and _is_chance(result[-1][0], result[-2], result[-1]):
            kept, gone, come = result.pop()
            result[-1][1].extend([*kept, *gone])
            result[-1][2].extend([*kept, *come])
    return result


def _is_chance(kept: list[str], before: _Edit, after: _Edit) -> bool:
    if not kept or not (before[1] or before[2]) or not (after[1] or after[2]):
        return False
    length = len(kept)
    return length <= max(len(before[1]), len(before[2])) and length <= max(len(after[1]), len(after[2]))


def _shifted(edits: list[_Edit]) -> list[_Edit]:
    """A pure insertion or deletion that could stand one place earlier or later stands where a clause begins: not
    "支委会[，支委会]" but "[支委会，]支委会" when that is what was added."""
    for place in range(len(edits)):
        kept, gone, come = edits[place]
        if bool(gone) == bool(come):
            continue
        following = edits[place + 1][0] if place + 1 < len(edits) else []
        run = gone or come
        window = [*kept, *run, *following]
        first, last = len(kept), len(kept)
        while first > 0 and window[first - 1] == window[first + len(run) - 1]:
            first -= 1
        while last + len(run) < len(window) and window[last] == window[last + len(run)]:
            last += 1
        start = max(
            range(first, last + 1), key=lambda at: (_begins_clause(window, at, len(run), place), -abs(at - len(kept)))
        )
        if start != len(kept):
            kept[:] = window[:start]
            run[:] = window[start : start + len(run)]
            following[:] = window[start + len(run) :]
    return edits


def _begins_clause(window: Tokens, at: int, length: int, place: int) -> int:
    """2 where the run begins a clause and another one follows it, 1 where it ends with one."""
    begins = (at == 0 and place == 0) or (at > 0 and window[at - 1] in _STOPS)
    ends = window[at + length - 1] in _STOPS
    return 2 * (begins and ends) + (begins or ends)
