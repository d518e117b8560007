"""The gazetteer of administrative divisions, read from `regulations/data/divisions.tsv`. Framework-free."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data" / "divisions.tsv"
_SHORTEST = 3
_SUFFIX = re.compile(r"(?:自治县|自治旗|自治州|地区|盟|区|县|市|旗|省|自治区)$")
#: Words of the names' own shape that mean something else in plans.
_AMBIGUOUS = frozenset(
    {
        "城中区",
        "城东区",
        "城西区",
        "城北区",
        "市中区",
        "新城区",
        "郊区",
        "矿区",
        "城区",
        "新市区",
        "老城区",
        "东区",
        "西区",
        "高新区",
        "开发区",
        "生态城",
    }
)


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county by one of its names; `codes` are all divisions that bear it."""

    name: str
    codes: tuple[str, ...]

    def is_near(self, other: Division) -> bool:
        """The two may lie in one city, or one may hold the other."""
        return any(a.startswith(b[:4]) or b.startswith(a[:4]) for a in self.codes for b in other.codes)


@cache
def gazetteer() -> dict[str, Division]:
    """Every division by its full name (镜湖区, 江苏省)."""
    codes: dict[str, list[str]] = {}
    for row in DATA.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            code, name = row.split("\t")
            codes.setdefault(name, []).append(code)
    return {name: Division(name, tuple(found)) for name, found in codes.items()}


@cache
def _by_last_sign() -> dict[str, frozenset[str]]:
    """Full names by the sign they end in: a text is searched from its 区, 县, 市 … backwards."""
    ends: dict[str, set[str]] = {}
    for name in gazetteer():
        if len(name) >= _SHORTEST and name not in _AMBIGUOUS:
            ends.setdefault(name[-1], set()).add(name)
    return {sign: frozenset(names) for sign, names in ends.items()}


def divisions_in(text: str) -> list[tuple[int, int, Division]]:
    """Full names of divisions in the text with their offsets, the longest at each place."""
    found = []
    book, ends = gazetteer(), _by_last_sign()
    for place, sign in enumerate(text):
        names = ends.get(sign)
        if not names:
            continue
        for length in range(min(15, place + 1), _SHORTEST - 1, -1):
            name = text[place - length + 1 : place + 1]
            if name in names:
                found.append((place - length + 1, place + 1, book[name]))
                break
    return found


@cache
def short_names() -> dict[str, Division]:
    """Divisions without their suffix (亭湖), two signs or more; too ordinary to be looked for anywhere but in telling company."""
    return {short: division for name, division in gazetteer().items() if len(short := _SUFFIX.sub("", name)) >= 2}
