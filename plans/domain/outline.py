"""The outline as an ordered list of levelled sections: what a move, a promotion or a removal touches. Framework-free.

Levels are 1–4; a list may skip a level where the plan itself does. Numbering is computed by `documents.domain.numbering`, never stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

MAX_LEVEL = 4


class OutlineError(Exception):
    """The step is not possible; the message says why."""


class Levelled(Protocol):
    """Anything that has its level in the outline (1 = top)."""

    @property
    def level(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Node:
    """A section's place: its identifier and level (1 = top)."""

    id: UUID
    level: int


def subtree(nodes: Sequence[Levelled], index: int) -> range:
    """Positions of the section and of everything below it."""
    end = index + 1
    while end < len(nodes) and nodes[end].level > nodes[index].level:
        end += 1
    return range(index, end)


def move_before(nodes: Sequence[Node], moved: UUID, before: UUID | None) -> list[Node]:
    """Take the section with its children and put it before another one (None: at the end)."""
    block = subtree(nodes, _index(nodes, moved))
    taken = [nodes[i] for i in block]
    if before is not None and before in {node.id for node in taken}:
        raise OutlineError("不能把一段移到它自己的下级里。")
    rest = [node for i, node in enumerate(nodes) if i not in block]
    place = len(rest) if before is None else _index(rest, before)
    return [*rest[:place], *taken, *rest[place:]]


def move_up(nodes: Sequence[Node], moved: UUID) -> list[Node]:
    """Before the previous section of the same level, children and all."""
    index = _index(nodes, moved)
    for i in range(index - 1, -1, -1):
        if nodes[i].level == nodes[index].level:
            return move_before(nodes, moved, nodes[i].id)
        if nodes[i].level < nodes[index].level:
            break
    raise OutlineError("已经是同级的第一段。")


def move_down(nodes: Sequence[Node], moved: UUID) -> list[Node]:
    """Behind the next section of the same level, children and all."""
    index = _index(nodes, moved)
    following = subtree(nodes, index).stop
    if following == len(nodes) or nodes[following].level != nodes[index].level:
        raise OutlineError("已经是同级的最后一段。")
    after = subtree(nodes, following).stop
    return move_before(nodes, moved, nodes[after].id if after < len(nodes) else None)


def promote(nodes: Sequence[Node], chosen: UUID) -> list[Node]:
    """One level up, children with it."""
    return _shift(nodes, chosen, -1)


def demote(nodes: Sequence[Node], chosen: UUID) -> list[Node]:
    """One level down, children with it; the section before it becomes its parent."""
    index = _index(nodes, chosen)
    if index == 0 or nodes[index - 1].level < nodes[index].level:
        raise OutlineError("前面没有同级的段落，不能再降级。")
    return _shift(nodes, chosen, 1)


def _shift(nodes: Sequence[Node], chosen: UUID, by: int) -> list[Node]:
    block = subtree(nodes, _index(nodes, chosen))
    levels = [nodes[i].level + by for i in block]
    if min(levels) < 1:
        raise OutlineError("已经是最高一级。")
    if max(levels) > MAX_LEVEL:
        raise OutlineError(f"最多{MAX_LEVEL}级，下级段落已到第{MAX_LEVEL}级。")
    return [replace(node, level=node.level + by) if i in block else node for i, node in enumerate(nodes)]


def _index(nodes: Sequence[Node], wanted: UUID) -> int:
    for index, node in enumerate(nodes):
        if node.id == wanted:
            return index
    raise OutlineError("这一段已经不在了，可能刚被删除。")
