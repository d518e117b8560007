"""Numbers that do not add up: members and their parts, party groups counted twice. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from documents.domain.numbering import parse_chinese_numeral
from plans.domain.checks.cite import at, cite
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.findings import Finding, Level

_N = r"\d{1,4}|[一二三四五六七八九十百]{1,5}|两"
#: 党员46名，其中正式党员43名、预备党员3名
_MEMBERS = re.compile(rf"党员(?:总数)?(?:共|为|有|计)?(?P<total>{_N})[名人](?P<parts>[，,（(：:]?[^。；;\n]{{0,40}})")
_FULL = re.compile(rf"正式党员(?:为|有)?(?P<n>{_N})[名人]|(?P<m>{_N})[名人]正式党员")
_PROBATIONARY = re.compile(rf"预备党员(?:为|有)?(?P<n>{_N})[名人]|(?P<m>{_N})[名人]预备党员")
_GROUPS = re.compile(rf"(?:下设|设有|设立|分为|划分为|分成|组成|共有|现有|设)(?P<n>{_N})个党小组")


def check_numbers(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Sums within a sentence, then counts that the plan gives twice."""
    findings = [row for passage in material.passages for row in _members(passage, knowledge, today)]
    return findings + list(_groups(material, knowledge, today))


def _members(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    for found in _MEMBERS.finditer(passage.text):
        if passage.text[: found.start()].endswith(("正式", "预备")):
            continue
        full, probationary = _FULL.search(found["parts"]), _PROBATIONARY.search(found["parts"])
        if not full or not probationary:
            continue
        total, parts = _number(found["total"]), [_number(row["n"] or row["m"]) for row in (full, probationary)]
        if total != sum(parts):
            end = found.start("parts") + max(full.end(), probationary.end())
            text, where = at(passage, found.start(), end)
            yield cite(
                knowledge,
                "PC-SUM",
                today,
                Level.WARNING,
                f"党员总数{total}与各项之和不符（{parts[0]} + {parts[1]} = {sum(parts)}）。",
                text=text,
                where=where,
                evidence="computed",
            )


def _groups(material: Material, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    first: int | None = None
    for passage in material.passages:
        for found in _GROUPS.finditer(passage.text):
            number = _number(found["n"])
            first = number if first is None else first
            if number != first:
                text, where = at(passage, *found.span())
                yield cite(
                    knowledge,
                    "PC-SUM",
                    today,
                    Level.WARNING,
                    f"党小组的数目前后不一：前面写{first}个，这里写{number}个。",
                    text=text,
                    where=where,
                )


def _number(text: str) -> int:
    return 2 if text == "两" else parse_chinese_numeral(text) or 0
