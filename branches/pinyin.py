"""How a name is typed: its pinyin and initials, for search and for the order of lists of people. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=4096)
def pinyin_of(name: str) -> tuple[str, str]:
    """Pinyin without tones and the initials: 李明 → ("liming", "lm"); anything that is not Chinese is kept in small letters."""
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    return "".join(syllables).lower()[:120], "".join(syllable[:1] for syllable in syllables).lower()[:30]


def in_order(names: Iterable[str]) -> list[str]:
    """Names as every list of people has them: by pinyin, what sounds alike by its characters."""
    return sorted(names, key=lambda name: (pinyin_of(name)[0], name))
