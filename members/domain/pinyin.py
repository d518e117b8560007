"""How a name is typed: its pinyin and initials, for search. Framework-free."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=4096)
def pinyin_of(name: str) -> tuple[str, str]:
    """Pinyin without tones and the initials: 李明 → ("liming", "lm"); anything that is not Chinese is kept in small letters."""
    syllables = lazy_pinyin(name, style=Style.NORMAL)
    return "".join(syllables).lower()[:120], "".join(syllable[:1] for syllable in syllables).lower()[:30]
