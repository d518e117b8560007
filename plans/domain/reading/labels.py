"""Which of the month labels open a block of the schedule, and which are only mentions."""

from __future__ import annotations

from collections.abc import Sequence

from plans.domain.reading.phrases import is_schedule_title
from plans.domain.reading.pieces import Piece
from plans.domain.reading.zones import Zones


def accepted_labels(pieces: Sequence[Piece], zones: Zones) -> tuple[dict[int, tuple[int, ...]], dict[int, str]]:
    """Months by index of the piece, and doubts by index. One label alone makes no schedule unless a schedule's heading announces it."""
    taken = zones.chrome | zones.signature | zones.date | set(zones.mixed) | set(zones.title)
    candidates = [i for i, piece in enumerate(pieces) if piece.label and i not in taken]
    strong = [i for i in candidates if _is_strong(pieces[i])]
    accepted: set[int] = set()
    if len(strong) >= 2:
        accepted.update(strong)
    else:
        accepted.update(i for i in strong if _announced(pieces, i))
    if not accepted or len(strong) < 3:
        accepted.update(_runs_of_weak(pieces, candidates))
    accepted.update(_weak_between(pieces, candidates, accepted))
    months: dict[int, tuple[int, ...]] = {}
    doubts: dict[int, str] = {}
    ordered = sorted(accepted)
    for position, index in enumerate(ordered):
        label = pieces[index].label
        if label is None:
            continue
        months[index] = label.months
        if label.sectionlike:
            following = pieces[ordered[position + 1]].label if position + 1 < len(ordered) else None
            before = months[ordered[position - 1]] if position else ()
            months[index] = _resolve(label.months, before, following.months if following else ())
            if len(months[index]) == 1:
                doubts[index] = (
                    f"读作第{label.months[0]}项“{label.months[1]}月”；也可能是{label.months[0]}、{label.months[1]}两个月，请确认。"
                )
        if not label.months:
            doubts[index] = "没有写明月份，请选定。"
        elif not label.sure:
            doubts[index] = "没有写明是哪几个月，请确认。"
    return months, doubts


def _is_strong(piece: Piece) -> bool:
    label = piece.label
    return label is not None and label.strong and (piece.look.cell in {"", "month"})


def _announced(pieces: Sequence[Piece], index: int) -> bool:
    return any(is_schedule_title(pieces[i].rest) for i in range(max(0, index - 3), index))


def _runs_of_weak(pieces: Sequence[Piece], candidates: Sequence[int]) -> set[int]:
    """Three and more lines in a row that begin with ever later months (三月份召开…, 四月份组织…), or two behind a schedule's heading."""
    runs: set[int] = set()
    run: list[int] = []
    for index in candidates:
        label = pieces[index].label
        if label is None or pieces[index].middle or pieces[index].look.cell:
            continue
        if run and index - run[-1] <= 4 and _later(pieces[run[-1]], pieces[index]):
            run.append(index)
            continue
        runs |= _accept_run(pieces, run)
        run = [index]
    return runs | _accept_run(pieces, run)


def _accept_run(pieces: Sequence[Piece], run: Sequence[int]) -> set[int]:
    if (
        len(run) >= 4
        or (len(run) >= 3 and run[-1] - run[0] == len(run) - 1)
        or (len(run) >= 2 and _announced(pieces, run[0]))
    ):
        return set(run)
    return set()


def _later(before: Piece, after: Piece) -> bool:
    if before.label is None or after.label is None or not before.label.months or not after.label.months:
        return False
    step = (after.label.months[0] - before.label.months[-1]) % 12
    return 1 <= step <= 3


def _weak_between(pieces: Sequence[Piece], candidates: Sequence[int], accepted: set[int]) -> set[int]:
    """A label without a colon between labels with one, where the months go on."""
    found: set[int] = set()
    if not accepted:
        return found
    first = min(accepted)
    for index in candidates:
        if (
            index in accepted
            or index < first
            or pieces[index].look.cell
            or pieces[index].middle
            or pieces[index].marker
        ):
            continue
        before = max(i for i in accepted | found if i < index)
        after = min((i for i in accepted if i > index), default=None)
        fits_after = after is None or _later(pieces[index], pieces[after])
        if _later(pieces[before], pieces[index]) and fits_after:
            found.add(index)
    return found


def _resolve(pair: tuple[int, ...], before: tuple[int, ...], following: tuple[int, ...]) -> tuple[int, ...]:
    """七、八月份 names two months, unless its first month is taken: 一、二月份 二、三月份 三、四月份 are numbered single months."""
    if pair[0] in before or (following and pair[1] in following and len(following) > 1 and following[0] == pair[1]):
        return (pair[1],)
    return pair
