"""Words and clauses written twice, sentences cut off, enumerations that begin in the middle. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.domain.checks.material import Material, Passage
from plans.domain.checks.naming import mentions

_CJK = "\u4e00-\u9fff"
_TWICE = re.compile(rf"(?P<word>[{_CJK}]{{2,12}})(?P=word)")
#: Words that are said twice on purpose.
_RIGHTLY_TWICE = re.compile(
    r"^(?:[一二三四五六七八九十][\u4e00-\u9fff]|点点|滴滴|研究|讨论|学习|锻炼|商量|考虑|了解|研讨|交流|活动|休息|认识|教育|检查|思考|沟通|放松|轻松|比划|指点|体验)$"
)
_FUNCTION = re.compile(r"的的|了了|和和|与与|在在|是是|为为|把把|对对|将将|并并|使使|让让|及及|从从")
_MARKS = re.compile(r"[，,]{2,}|。{2}(?!。)|；{2,}|、{2,}|，。|、。|；。|。，|。、|，、|、，|：。")
_CUT_START = re.compile(r"(?:^|(?<=[。；！？\n]))(?:[、，；]|的(?!确)|了(?!解|然))")
_CUT_END = re.compile(r"(?:[和与及或以在对从把被为向由]|以及|并且|通过|关于|根据|按照)[。；](?!\w)")
_ORDER = re.compile(
    r"(?<![一二三四五六七八九十第\d])(?P<number>[一二三四五六七八九])(?:是|要(?=[\u4e00-\u9fff]))(?!否|个|种|些|年|月|天|次|切|定)"
)
_SECONDLY = re.compile(r"第(?P<number>[二三四五])[，,、](?![一二三四五六七八九十])")
_NUMERALS = "一二三四五六七八九"
_LEAST_CLAUSE = 8
_LEAST_OPENING = 10
_SHORT_ITEM = 20
_ALIKE = 0.7
_LEAST_LENGTH_SHARED = 0.6


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken place: passage, characters, what is wrong, what would mend it (None when a person has to), and whether it is certain."""

    passage: Passage
    start: int
    end: int
    message: str
    mend: str | None = None
    is_sure: bool = True


def sentence_faults(material: Material) -> Iterator[Fault]:
    """Everything that can be seen within a field of text, then what needs its neighbours."""
    reached = {_ORDER: 0, _SECONDLY: 0}
    for passage in material.passages:
        if passage.field in {"title", "signature"}:
            continue
        yield from _doubled(passage)
        yield from _marks(passage)
        yield from _enumerations(passage, reached)
        yield from _clauses(passage)
    yield from _openings(material)
    yield from _like_items(material)


def _doubled(passage: Passage) -> Iterator[Fault]:
    for found in _TWICE.finditer(passage.text):
        word = found["word"]
        if len(word) <= 3 and (_RIGHTLY_TWICE.match(word) or len(set(word)) == 1):
            continue
        yield Fault(passage, *found.span(), f"“{word}”写了两遍。", word)
    for found in _FUNCTION.finditer(passage.text):
        if not re.match(r"为为|对对|从从", found.group()) or found.start() == 0:
            yield Fault(passage, *_around(passage.text, *found.span()), f"“{found.group()}”多写了一个字。")


def _around(text: str, start: int, end: int, width: int = 4) -> tuple[int, int]:
    return max(0, start - width), min(len(text), end + width)


def _marks(passage: Passage) -> Iterator[Fault]:
    for found in _MARKS.finditer(passage.text):
        yield Fault(
            passage, *_around(passage.text, *found.span(), 8), f"标点“{found.group()}”重复或多余，可能缺了字句。"
        )
    for found in _CUT_START.finditer(passage.text):
        end = min(len(passage.text), found.end() + 12)
        yield Fault(passage, found.start(), end, "这一句的开头像是被截掉了。")
    for found in _CUT_END.finditer(passage.text):
        start = max(0, found.start() - 10)
        if not re.search(
            r"(?:所在|参与|给与|予以|为|作为|以为|何为|行为|成为|服从|取向|方向|导向|志向|转向|面向|理由|自由|总和|温和|共和|饱和|普及|涉及|以及|触及|顾及|相对|针对|绝对|反对|面对|存在|内在|实在|潜在|正在|好在|参加或)[。；]$",
            passage.text[: found.end()],
        ):
            yield Fault(passage, start, found.end(), "这一句没有写完。")


def _enumerations(passage: Passage, reached: dict[re.Pattern[str], int]) -> Iterator[Fault]:
    """一是 … 二是 …: the first is missing, or one in the middle is. `reached` is how far the field before this one had come: a list may
    run over several fields."""
    for pattern, shape in ((_ORDER, "{}是"), (_SECONDLY, "第{}")):
        last, told = reached[pattern], False
        reached[pattern] = 0
        for found in pattern.finditer(passage.text):
            number = _NUMERALS.index(found["number"]) + 1
            if pattern is _SECONDLY and last == 0:
                last = int(bool(re.search(r"第一|首先", passage.text[: found.start()])))
            starts_with_must = last == 0 and found.group().endswith("要")
            if number > last + 1 and not starts_with_must and not told:
                missing = shape.format(_NUMERALS[last])
                end = min(len(passage.text), found.end() + 14)
                told = True
                yield Fault(passage, found.start(), end, f"列举从“{found.group()}”说起，前面没有“{missing}”。")
            last = reached[pattern] = number


def _clauses(passage: Passage) -> Iterator[Fault]:
    """The same clause a second time in one field."""
    seen: dict[str, int] = {}
    for found in re.finditer(r"[^，,。；;：:、！!？?\n]+", passage.text):
        clause = found.group().strip()
        if len(clause) < _LEAST_CLAUSE or not re.search(rf"[{_CJK}]{{6}}", clause):
            continue
        if clause in seen:
            yield Fault(passage, *found.span(), f"“{clause}”在这一段里已经写过。")
        seen[clause] = found.start()


def _openings(material: Material) -> Iterator[Fault]:
    """Two sections of a plan that open with the same words."""
    seen: dict[str, Passage] = {}
    for passage in material.passages:
        if passage.field != "heading" or passage.kind != "heading":
            continue
        opening = re.split(r"[。；;]", passage.text, maxsplit=1)[0].strip()
        if len(opening) < _LEAST_OPENING:
            continue
        if opening in seen:
            yield Fault(passage, 0, len(opening), f"与“{seen[opening].label[:20]}”开头完全相同，可能有一条放错了。")
        seen.setdefault(opening, passage)


def _like_items(material: Material) -> Iterator[Fault]:
    """Short items of one list that plan the same thing twice: 开好一次组织生活会 / 开好每学期一次的组织生活会."""
    bodies = {passage.part for passage in material.passages if passage.field == "body"}
    groups: dict[tuple[str, ...], list[Passage]] = {}
    for passage in material.passages:
        if passage.kind == "heading" and passage.field == "heading" and passage.part not in bodies:
            if len(passage.text) <= _SHORT_ITEM:
                groups.setdefault(passage.headings[:-1], []).append(passage)
        elif passage.kind == "line" and passage.field == "text" and len(passage.text) <= _SHORT_ITEM:
            groups.setdefault((f"{passage.months}{passage.label}",), []).append(passage)
    for items in groups.values():
        for place, item in enumerate(items):
            kinds = {row.kind for row in mentions(item.text) if row.is_explicit}
            for other in items[:place]:
                same_kind = kinds & {row.kind for row in mentions(other.text) if row.is_explicit}
                if (same_kind and _pairs_shared(item.text, other.text) >= _ALIKE) or item.text == other.text:
                    yield Fault(item, 0, len(item.text), f"与同一处的“{other.text}”重复。")
                    break


def _pairs_shared(a: str, b: str) -> float:
    """Share of the shorter text's pairs of signs that the other one has too."""
    if min(len(a), len(b)) < _LEAST_LENGTH_SHARED * max(len(a), len(b)):
        return 0.0  # 召开支委会 and 召开支委会，研究接收预备党员 may well be two meetings
    pairs = [{text[i : i + 2] for i in range(len(text) - 1)} for text in (a.strip("、。；，"), b.strip("、。；，"))]
    shorter = min(len(row) for row in pairs)
    return len(pairs[0] & pairs[1]) / shorter if shorter else 0.0
