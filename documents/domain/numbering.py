"""Chinese numerals and the markers of outline levels (GB/T 9704—2012, 7.3.3). Framework-free."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIGITS = "零一二三四五六七八九"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def chinese_numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 205 → 二百零五; raises ValueError outside 1–9999."""
    if not 1 <= number <= 9999:
        raise ValueError(f"no Chinese numeral for {number}")
    text = ""
    pending_zero = False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if pending_zero else "") + _DIGITS[digit] + name
            pending_zero = False
        elif text:
            pending_zero = True
    return text[1:] if text.startswith("一十") else text


def parse_chinese_numeral(text: str) -> int | None:
    """The number that a numeral stands for (十二, 廿三, 二〇二六, 12, １２), or None when it is none."""
    text = text.strip().replace("廿", "二十").replace("卅", "三十")
    if re.fullmatch(r"[0-9０-９]+", text):
        return int(text)
    if not text or any(char not in _VALUES and char not in _UNITS for char in text):
        return None
    if not any(char in _UNITS for char in text):
        return int("".join(str(_VALUES[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _VALUES[char]
    return total + digit


def outline_marker(level: int, number: int) -> str:
    """The marker we print: level 1 一、 2 （一） 3 1. 4 （1） 5 ① 6 1）."""
    match level:
        case 1:
            return f"{chinese_numeral(number)}、"
        case 2:
            return f"（{chinese_numeral(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
        case 5 if number <= len(_CIRCLED):
            return _CIRCLED[number - 1]
        case 5 | 6:
            return f"{number}）"
    raise ValueError(f"no marker for level {level}")


def compute_markers(levels: Sequence[int]) -> list[str]:
    """Markers of a flat list of levelled headings; counting begins anew below each higher heading."""
    counts: dict[int, int] = {}
    markers = []
    for level in levels:
        counts = {known: count for known, count in counts.items() if known <= level}
        counts[level] = counts.get(level, 0) + 1
        markers.append(outline_marker(level, counts[level]))
    return markers
