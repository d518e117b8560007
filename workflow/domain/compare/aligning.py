"""Which sentence of the old version is which of the new one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from workflow.domain.compare.units import Unit, dice

#: Sentences less alike are two different ones.
ALIKE = 0.4
#: One row of an alignment: indexes of the old and the new sentence, None where one has no partner.
Row = tuple[int | None, int | None]


def align(old: Sequence[Unit], new: Sequence[Unit]) -> list[Row]:
    """All sentences of both sides in reading order: equal ones first found as anchors, between them those most alike."""
    matcher = SequenceMatcher(None, [unit.core for unit in old], [unit.core for unit in new], autojunk=False)
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            rows += zip(range(i1, i2), range(j1, j2), strict=True)
        else:
            rows += [
                (None if i is None else i + i1, None if j is None else j + j1) for i, j in _gap(old[i1:i2], new[j1:j2])
            ]
    return rows


def _gap(old: Sequence[Unit], new: Sequence[Unit]) -> list[Row]:
    """The pairing in order with the greatest likeness in all; sentences without a partner stand where they stood, old ones first."""
    if not old or not new:
        return [*((i, None) for i in range(len(old))), *((None, j) for j in range(len(new)))]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    # Equal ones are anchors outside, or equal in another order: their pairs are the same, so dice says 1.0 of them too.
    pairs = [unit.pairs for unit in new]
    alike = [[dice(one, other) for other in pairs] for one in (unit.pairs for unit in old)]
    for i in range(len(old) - 1, -1, -1):
        row, below, close = best[i], best[i + 1], alike[i]
        for j in range(len(new) - 1, -1, -1):
            most = below[j] if below[j] > row[j + 1] else row[j + 1]
            if close[j] >= ALIKE and below[j + 1] + close[j] > most:
                most = below[j + 1] + close[j]
            row[j] = most
    rows: list[Row] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if alike[i][j] >= ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            rows.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            rows.append((i, None))
            i += 1
        else:
            rows.append((None, j))
            j += 1
    rows += [(k, None) for k in range(i, len(old))]
    return rows + [(None, k) for k in range(j, len(new))]
