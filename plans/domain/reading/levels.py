"""Depth of headings in the plan's own tree, from nothing but their markers in order.

A kind of marker that is already open continues its list; a new kind opens a list below, unless custom and what follows say that it
stands above. Levels are depths: 1、 straight below 二、 is level 2, （一） without anything above is level 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.domain.reading.markers import RANK


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading's marker: `number` 0 where it was lost, `style` the mark that closes it, `depth` of 1.1-like markers."""

    kind: str
    number: int
    style: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a heading stands; `number` is what it counts as, lost numbers filled in."""

    level: int
    number: int
    doubt: str = ""


@dataclass(slots=True)
class _Open:
    kind: str
    style: str
    number: int


def place_marks(marks: Sequence[Mark]) -> list[Place]:
    """A place for each mark. Linear: each list looks ahead only to the next marker of its own kind."""
    following = _next_of_kind(marks)
    open_lists: list[_Open] = []
    places = []
    counted: dict[str, int] = {}
    for index, mark in enumerate(marks):
        place = _place(mark, index, marks, following, open_lists)
        if place.doubt and mark.number == counted.get(mark.kind, 0) + 1:
            # Some plans count their measures through all sections.
            place = replace(place, doubt="")
        counted[mark.kind] = place.number
        places.append(place)
    return places


def _place(
    mark: Mark, index: int, marks: Sequence[Mark], following: Sequence[dict[str, int]], lists: list[_Open]
) -> Place:
    if mark.kind == "multi":
        return _place_multi(mark, lists)
    if mark.kind == "lost":
        return _place_lost(lists)
    found = _find(mark, lists)
    if found is None:
        found = _open_list(mark, index, marks, following, lists)
        doubt = ""
        if (
            mark.number > 1
            and RANK.get(mark.kind, 9) >= 1
            and mark.kind not in {"plain", "bold"}
            and not mark.kind.startswith("style")
        ):
            doubt = f"编号从{mark.number}开始，前面的第{mark.number - 1}条可能并在了上一行里，或者漏了。"
        lists[found].number = mark.number
        return Place(found + 1, mark.number, doubt)
    del lists[found + 1 :]
    last = lists[found].number
    lists[found].number = mark.number
    lists[found].style = mark.style
    doubt = ""
    if mark.number == last and mark.number:
        doubt = f"编号{mark.number}重复了。"
    elif mark.number > last + 1 and last:
        doubt = f"编号从{last}跳到{mark.number}，请看一看是否漏了一条。"
    elif 1 < mark.number < last:
        doubt = f"编号从{last}退回到{mark.number}，请看一看层级对不对。"
    elif mark.number == 1 and last:
        doubt = "编号在这里重新从1开始，请看一看层级对不对。"
    return Place(found + 1, mark.number, doubt)


def _find(mark: Mark, lists: list[_Open]) -> int | None:
    """The open list that the mark goes on with: the innermost that expects its number, else the innermost of its kind."""
    same = [depth for depth, known in enumerate(lists) if known.kind == mark.kind]
    if not same:
        return None
    for exact_style in (True, False):
        for depth in reversed(same):
            if lists[depth].number + 1 == mark.number and (lists[depth].style == mark.style or not exact_style):
                return depth
    if (
        mark.number == 1
        and lists[same[-1]].style != mark.style
        and same[-1] == len(lists) - 1
        and lists[same[-1]].number >= 1
    ):
        # 1、 and then 1. straight below it: another list in another hand.
        return None
    return same[-1]


def _open_list(
    mark: Mark, index: int, marks: Sequence[Mark], following: Sequence[dict[str, int]], lists: list[_Open]
) -> int:
    """Where a list begins that is not open yet: close those that custom puts below it, unless they go on after it."""
    rank = RANK.get(mark.kind, 9)
    while lists and RANK.get(lists[-1].kind, 9) > rank:
        if _goes_on(lists[-1], index, marks, following):
            break
        lists.pop()
    lists.append(_Open(mark.kind, mark.style, 0))
    return len(lists) - 1


def _goes_on(known: _Open, index: int, marks: Sequence[Mark], following: Sequence[dict[str, int]]) -> bool:
    place = following[index].get(known.kind)
    return place is not None and marks[place].number == known.number + 1 and known.number > 0


def _place_lost(lists: list[_Open]) -> Place:
    """A mark whose number is gone continues the innermost list of plain numbers, else the innermost list."""
    if not lists:
        lists.append(_Open("ar", "、", 0))
    depth = next((d for d in reversed(range(len(lists))) if lists[d].kind == "ar"), len(lists) - 1)
    del lists[depth + 1 :]
    lists[depth].number += 1
    number = lists[depth].number
    return Place(depth + 1, number, f"编号里的数字丢了，按第{number}条处理。")


def _place_multi(mark: Mark, lists: list[_Open]) -> Place:
    """1.1 stands one below 1. (or below what was last open), 1.1.1 one below that."""
    base = next((d for d, known in enumerate(lists) if known.kind.startswith("multi")), None)
    if base is None:
        lists.append(_Open(f"multi{mark.depth}", "", mark.number))
        return Place(len(lists), mark.number)
    first = int(lists[base].kind[5:])
    depth = max(base, base + mark.depth - first)
    del lists[depth:]
    while len(lists) <= depth:
        lists.append(_Open(f"multi{mark.depth}", "", mark.number))
    return Place(len(lists), mark.number)


def _next_of_kind(marks: Sequence[Mark]) -> list[dict[str, int]]:
    """For each position, where the next mark of each kind stands; a dictionary is shared where nothing changes."""
    result: list[dict[str, int]] = [{}] * len(marks)
    known: dict[str, int] = {}
    for index in range(len(marks) - 1, -1, -1):
        result[index] = known
        known = {**known, marks[index].kind: index}
    return result
