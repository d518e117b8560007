"""Outline markers at the head of a piece of text: what they look like and what they count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from documents.domain.numbering import parse_chinese_numeral

#: Same-length folding of full-width forms, so that positions in the folded text are positions in the source.
_FOLD = str.maketrans(
    "（）．，：；！？　０１２３４５６７８９〔〕﹙﹚﹑｡\u00a0—–－～〜ａｂｃｄｅｆ",
    "().,:;!? 0123456789()()、。 -----abcdef",
)

_CN = "一二三四五六七八九十百"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_DARK = "❶❷❸❹❺❻❼❽❾❿"
_ENCLOSED = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_STOPPED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"

#: Characters that are a marker by themselves, each row counted from one.
_ROWS = (_CIRCLED, _DARK, _BRACKETED, _ENCLOSED, _STOPPED, _ROMAN)
_SIGNS = "".join(_ROWS)

#: Rank of a marker kind in customary writing; a lower rank usually stands higher in the tree.
RANK = {
    "part": 0.0,
    "style1": 0.4,
    "plain": 0.5,
    "roman": 0.8,
    "cn": 1.0,
    "bold": 1.4,
    "style2": 1.5,
    "cnp": 2.0,
    "style3": 2.5,
    "ar": 3.0,
    "ar:other": 3.2,
    "style4": 3.5,
    "arp": 4.0,
    "nth": 4.2,
    "arh": 4.5,
    "circled": 5.0,
    "alpha": 6.0,
}

_PATTERNS = (
    ("part", re.compile(rf"第\s*([{_CN}\d]{{1,3}})\s*(?:部分|章|篇|编)[、.,:：]?\s*")),
    ("nth", re.compile(rf"第\s*([{_CN}]{{1,2}})\s*[、,:](?!\s*[第\d{_CN}])\s*")),
    ("cnp", re.compile(rf"\(\s*([{_CN}]{{1,3}})\s*\)\s*[、.,:]?\s*")),
    ("cnp", re.compile(rf"【\s*([{_CN}]{{1,2}})\s*】\s*[、.,:]?\s*")),
    ("cnp", re.compile(rf"([{_BRACKETED}])\s*[、.,:]?\s*")),
    ("cnp", re.compile(rf"([{_CN}]{{1,3}})\)\s*[、.,]?\s*")),
    ("cn", re.compile(rf"([{_CN}]{{1,3}})\s*(?:[、.,:·]|(?=\s+\S))\s*")),
    ("arp", re.compile(r"\(\s*(\d{1,2})\s*\)\s*[、.,]?\s*")),
    ("arp", re.compile(rf"([{_ENCLOSED}])\s*[、.,]?\s*")),
    ("ar", re.compile(rf"([{_STOPPED}])\s*")),
    ("arh", re.compile(r"(\d{1,2})\)\s*[、.,]?\s*")),
    ("multi", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%年月日.])[、.]?\s*")),
    ("ar", re.compile(r"(\d{1,2})\s*(?:[、·]|[.](?=(?:19|20)\d\d(?:\D|$)|\d{1,2}月)|[.](?!\d)|,(?!\d)|:(?!\d))\s*")),
    ("circled", re.compile(rf"([{_CIRCLED}{_DARK}])\s*[、.,]?\s*")),
    ("roman", re.compile(rf"([{_ROMAN}])\s*[、.,]?\s*")),
    ("alpha", re.compile(r"([A-Ha-h])[、.)]\s*(?=[\u4e00-\u9fff“《])")),
    ("lost", re.compile(r"()(?:[、.](?=[\u4e00-\u9fff“《])|\(\s*\)[、.]?|[,](?=[\u4e00-\u9fff“《]))\s*")),
)
#: A number with no mark behind it counts only where it continues a list; never before a unit or a date.
_BARE = re.compile(
    r"(\d{1,2})\s*(?=[\u4e00-\u9fff“《])(?!(?:[年月日号个名次项周位篇场本所人届天点时岁元课节期类级字步批份件幅条台家户%—\-]|学年|学期|小时|分钟|以上|周年|大))"
)

_BULLET = re.compile(r"[●○◆◇★☆■□▲△※•·►▶✦♦\-*+]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Marker:
    """`text` is the marker as written, blanks trimmed; `length` counts the characters up to the text behind it.

    `number` is 0 where it was lost; `style` is the mark that closes it (、 . ) …); `multi` markers carry their `depth`.
    """

    kind: str
    number: int
    text: str
    length: int
    style: str = ""
    depth: int = 0


def fold(text: str) -> str:
    """Full-width digits and punctuation as half-width ones, each character at its place."""
    return text.translate(_FOLD)


def marker_at(folded: str, *, bare: bool = False) -> Marker | None:
    """The marker that folded text begins with, blanks allowed before it; `bare` accepts a number without a mark."""
    body = folded.lstrip()
    indent = len(folded) - len(body)
    if not body:
        return None
    if body[0] in "、.,(【":
        patterns: tuple[tuple[str, re.Pattern[str]], ...] = _PATTERNS
    elif body[0] in _CN or body[0] == "第" or body[0].isascii() or body[0] in _SIGNS:
        patterns = _PATTERNS[:-1]
    else:
        return None
    for kind, pattern in patterns:
        found = pattern.match(body)
        if found:
            return _marker(kind, found, indent)
    if bare and (found := _BARE.match(body)):
        return _marker("ar", found, indent)
    return None


def bullet_length(folded: str) -> int:
    """How many characters a bullet and its blanks take, 0 without one."""
    body = folded.lstrip()
    found = _BULLET.match(body)
    return len(folded) - len(body) + found.end() if found else 0


def _marker(kind: str, found: re.Match[str], indent: int) -> Marker:
    counted, written = found.group(1), found.group(0).strip()
    depth = 0
    if kind == "multi":
        parts = counted.split(".")
        number, depth = int(parts[-1]), len(parts)
    elif counted and counted in _SIGNS:
        number = next(row.index(counted) + 1 for row in _ROWS if counted in row)
    elif kind == "alpha":
        number = ord(counted.lower()) - ord("a") + 1
    else:
        number = parse_chinese_numeral(counted) or 0
    return Marker(kind, number, written, indent + found.end(), written[-1:], depth)
