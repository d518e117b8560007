"""Enumerations in running text that begin in the middle or leave a number out: 二是 without 一是. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plans.domain.checks.language.fault import Fault
from plans.domain.checks.material import Material, Passage

_NUMERALS = "一二三四五六七八九"
_IS = re.compile(
    r"(?:^|(?<=[，,。；;：:、！？\n）)”’ \u3000]))(?P<number>[一二三四五六七八九])(?P<shape>是|要)(?=[^，,。；;\n]{2})(?!否|[一二三四五六七八九十]|[个种些年月天次切定]|素|点|件|务)"
)
#: Numbers after any other sign move a list on, but only one after a stop is trusted to be out of order.
_ANYWHERE = re.compile(r"(?<![一二三四五六七八九十百千第\d周期])(?P<number>[一二三四五六七八九])(?P<shape>是|要)")
_TH = re.compile(
    r"(?:^|(?<=[，,。；;：:、！？\n）)”’ \u3000]))第(?P<number>[一二三四五六七八九])(?P<shape>[，,、：:]|(?=是))(?!第?[一二三四五六七八九十])"
)
_SAID_FIRST = re.compile(r"首先|第一|其一|一方面|首要|一、|1[.、．]|（一）|①")


@dataclass
class _Reached:
    """How far a list has come; it may run over several fields. `is_open` while no field without a number has come between."""

    number: int = 0
    is_open: bool = False


def out_of_order(material: Material) -> Iterator[Fault]:
    """Lists that begin with 二是 or 三是, or jump."""
    for pattern, anywhere, shape in ((_IS, _ANYWHERE, "{}{}"), (_TH, _TH, "第{}")):
        reached = _Reached()
        for passage in material.passages:
            if passage.field not in {"title", "signature"}:
                yield from _in_passage(passage, pattern, anywhere, shape, reached)


def _in_passage(
    passage: Passage, pattern: re.Pattern[str], anywhere: re.Pattern[str], shape: str, reached: _Reached
) -> Iterator[Fault]:
    trusted = {hit.start("number") for hit in pattern.finditer(passage.text)}
    told, was_open = False, reached.is_open
    reached.is_open = False
    for hit in anywhere.finditer(passage.text):
        number = _NUMERALS.index(hit["number"]) + 1
        start = hit.start("number")
        is_next = number == reached.number + 1 or (was_open and number <= reached.number + 1)
        if number > 1 and not is_next and start in trusted and not told:
            first = reached.number if was_open and number > reached.number else 0
            is_must = hit["shape"] == "要" and first == 0
            said = number == 2 and first == 0 and _SAID_FIRST.search(passage.text[:start])
            if not is_must and not said:
                told = True
                end = min(len(passage.text), hit.end() + 14)
                missing = shape.format(_NUMERALS[first], hit["shape"])
                yield Fault(
                    passage, hit.start(), end, f"列举从“{hit.group()}”说起，前面没有“{missing}”。", rule="PC-NUMBERING"
                )
        reached.number, reached.is_open, was_open = number, True, True
