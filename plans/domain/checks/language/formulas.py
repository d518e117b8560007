"""Formulas of several members (坚持标准、保证质量、改善结构、慎重发展) with a member lost or replaced. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from regulations.domain.quoting import quoted
from regulations.domain.wording import fixed_wording

_JOINT = r"[、，, ]"
_SIGN = r"[\u4e00-\u9fff]"
#: Members shorter than this are common words: a lost one is only a hint.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class Broken:
    """The characters `start` to `end` of the text, what the formula has there, what is wrong, and whether it is certain."""

    start: int
    end: int
    right: str
    message: str
    is_sure: bool


@dataclass(frozen=True)
class _Shape:
    """A formula with one member lost, or with any other word in its place (the group `other`)."""

    members: tuple[str, ...]
    pattern: re.Pattern[str]
    member: str


@cache
def _shapes() -> dict[str, list[_Shape]]:
    """By a member without which none is looked for: the first, or the second where the first is the one replaced."""
    shapes: dict[str, list[_Shape]] = {}
    for formula in fixed_wording().formulas:
        members = tuple(formula.split("、"))
        for place in range(len(members)):
            rest = [re.escape(member) for member in members]
            lost = _JOINT.join(rest[:place] + rest[place + 1 :])
            other = _JOINT.join([*rest[:place], rf"(?P<other>{_SIGN}{{{len(members[place])}}})", *rest[place + 1 :]])
            is_inside = 0 < place < len(members) - 1
            for pattern in (lost, other) if is_inside else (other,):
                shapes.setdefault(members[0 if place else 1], []).append(
                    _Shape(members, re.compile(pattern), members[place])
                )
    return shapes


def broken_formulas(text: str) -> Iterator[Broken]:
    """Every formula that stands there but for one of its members."""
    for first, shapes in _shapes().items():
        if first not in text:
            continue
        for shape in shapes:
            for found in shape.pattern.finditer(text):
                other = found.groupdict().get("other")
                if other == shape.member:
                    continue
                is_sure = len(shape.members) > _TELLING or min(map(len, shape.members)) >= _TELLING
                if other:
                    message = f"{quoted(other)}疑为{quoted(shape.member)}之误。"
                    is_near = len(set(other) & set(shape.member)) * 2 >= len(shape.member)
                    if not is_near and shape.member in (shape.members[0], shape.members[-1]):
                        continue  # the list may begin or end with a word of the author's own
                    is_sure = is_sure and is_near
                else:
                    message = f"{quoted(found.group())}少了{quoted(shape.member)}。"
                joint = "，" if "、" not in found.group() else "、"
                yield Broken(*found.span(), joint.join(shape.members), message, is_sure)
