"""Automatic list numbers of Word: numbering.xml, counted paragraph by paragraph (ECMA-376 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from documents.domain.numbering import chinese_numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"


@dataclass
class Level:
    """How one level of a list counts."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass
class Listing:
    """All lists of a document and how far each has been counted."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    started: dict[tuple[str, int], int] = field(default_factory=dict)
    counters: dict[str, list[int | None]] = field(default_factory=dict)
    _used_overrides: set[tuple[str, int]] = field(default_factory=set)

    def next_number(self, list_id: str, level: int) -> str:
        """The marker of the next paragraph of this list and level, "" for bullets and unknown lists."""
        known = self.lists.get(list_id)
        if known is None or not 0 <= level < LEVELS:
            return ""
        abstract_id, overrides = known
        levels = self.abstract.get(abstract_id, {})
        counts = self.counters.setdefault(abstract_id, [None] * LEVELS)
        rule = overrides.get(level) or levels.get(level) or Level()
        if (list_id, level) in self.started and (list_id, level) not in self._used_overrides:
            # w:startOverride: the first paragraph of this list begins anew at this level.
            self._used_overrides.add((list_id, level))
            counts[level] = self.started[list_id, level]
        else:
            counts[level] = rule.start if counts[level] is None else (counts[level] or 0) + 1
        for deeper in range(level + 1, LEVELS):
            below = overrides.get(deeper) or levels.get(deeper) or Level()
            if below.restart is None or (below.restart > 0 and level < below.restart):
                counts[deeper] = None
        for higher in range(level):
            if counts[higher] is None:
                counts[higher] = (overrides.get(higher) or levels.get(higher) or Level()).start
        if rule.format in {"bullet", "none"}:
            return ""

        def written(found: re.Match[str]) -> str:
            depth = int(found.group(1)) - 1
            of = overrides.get(depth) or levels.get(depth) or Level()
            return format_number(counts[depth] or 1, "decimal" if rule.legal else of.format)

        return re.sub(r"%([1-9])", written, rule.text)


def read_listing(root: Any | None) -> Listing:
    """From the root element of numbering.xml; an empty listing without one."""
    listing = Listing()
    if root is None:
        return listing
    links: dict[str, str] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        identifier = abstract.get(f"{W}abstractNumId", "")
        listing.abstract[identifier] = {_integer(lvl.get(f"{W}ilvl")): _level(lvl) for lvl in abstract.iter(f"{W}lvl")}
        if (link := abstract.find(f"{W}numStyleLink")) is not None:
            links[identifier] = link.get(f"{W}val", "")
    named = {
        style.get(f"{W}val"): abstract.get(f"{W}abstractNumId", "")
        for abstract in root.iter(f"{W}abstractNum")
        if (style := abstract.find(f"{W}styleLink")) is not None
    }
    for identifier, style in links.items():
        if style in named:
            listing.abstract[identifier] = listing.abstract[named[style]]
    for num in root.iter(f"{W}num"):
        identifier = num.get(f"{W}numId", "")
        abstract_id = _value(num.find(f"{W}abstractNumId"))
        overrides: dict[int, Level] = {}
        for override in num.iter(f"{W}lvlOverride"):
            level = _integer(override.get(f"{W}ilvl"))
            if (lvl := override.find(f"{W}lvl")) is not None:
                overrides[level] = _level(lvl)
            if (start := override.find(f"{W}startOverride")) is not None:
                listing.started[identifier, level] = _integer(start.get(f"{W}val"), 1)
        listing.lists[identifier] = (abstract_id, overrides)
    return listing


def style_lists(listing: Listing) -> dict[str, tuple[str, int]]:
    """Paragraph styles that a list level is linked to: style id → list and level."""
    found: dict[str, tuple[str, int]] = {}
    for list_id, (abstract_id, _) in listing.lists.items():
        for number, level in listing.abstract.get(abstract_id, {}).items():
            if level.style:
                found.setdefault(level.style, (list_id, number))
    return found


def format_number(number: int, style: str) -> str:
    """A counter as Word writes it in this number format."""
    if style in {
        "chineseCounting",
        "chineseCountingThousand",
        "ideographTraditional",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "koreanCounting",
    }:
        return chinese_numeral(number) if 1 <= number <= 9999 else str(number)
    if style in {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if style in {"chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"}:
        return (
            "".join(_FORMAL[int(digit)] for digit in str(number))
            if number > 10
            else (_FORMAL[number] if number < 10 else "拾")
        )
    if style == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if style in {"ideographZodiacTraditional"}:
        return _STEMS[(number - 1) % 10]
    if style in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if style == "decimalEnclosedParen" and 1 <= number <= 20:
        return chr(0x2474 + number - 1)
    if style == "decimalEnclosedFullstop" and 1 <= number <= 20:
        return chr(0x2488 + number - 1)
    if style in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    if style == "decimalZero":
        return f"{number:02d}"
    if style in {"upperRoman", "lowerRoman"}:
        roman = _roman(number)
        return roman if style == "upperRoman" else roman.lower()
    if style in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    return str(number)


def _level(element: Any) -> Level:
    restart = element.find(f"{W}lvlRestart")
    return Level(
        start=_integer(_value(element.find(f"{W}start")), 1),
        format=_value(element.find(f"{W}numFmt")) or "decimal",
        text=_value(element.find(f"{W}lvlText")),
        restart=_integer(restart.get(f"{W}val")) if restart is not None else None,
        legal=element.find(f"{W}isLgl") is not None,
        style=_value(element.find(f"{W}pStyle")),
    )


def _value(element: Any | None) -> str:
    return (element.get(f"{W}val") or "") if element is not None else ""


def _integer(text: str | None, default: int = 0) -> int:
    try:
        return int(text or default)
    except ValueError:
        return default


def _roman(number: int) -> str:
    text = ""
    for value, sign in (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        text += sign * (number // value)
        number %= value
    return text
