"""Names of documents in 《》 that are nearly those of known ones. Framework-free."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache

from plans.domain.checks.language.judging import Slip
from regulations.domain.wording import fixed_wording

_NAME = re.compile(r"《(?P<name>[^《》]{5,60})》")
#: What may follow a name inside 《》 without belonging to it.
_ADDITION = re.compile(r"[（(](?:试行|修订|修正|暂行|征求意见|[^）)]{0,12}\d{4}[^）)]{0,12})[^）)]{0,4}[）)]\s*$")
_OWN = re.compile(r"\d|[xX×_]{2}|[某市区县镇乡]|我校|我园|学校|校园|本校|本园")
_LEAST_ALIKE = 0.86
_MOST_EDITS = 3


def misnamed(text: str) -> Iterator[Slip]:
    """Names that no document has, or one to three signs away from a known document; `term` is the right name, the span that of the
    name without 《》."""
    wording = fixed_wording()
    for found in _NAME.finditer(text):
        addition = _ADDITION.search(found["name"])
        name = found["name"][: addition.start()] if addition else found["name"]
        plain = _plain(name)
        if plain in _right_names() or len(plain) < 5:
            continue
        span = found.start("name"), found.start("name") + len(name)
        if plain in wording.misnamed:
            yield Slip(*span, wording.misnamed[plain], is_sure=True)
            continue
        if _OWN.search(plain[:8]):
            continue
        best, edits, ratio = _nearest(plain)
        if (
            0 < edits <= _MOST_EDITS
            and ratio >= _LEAST_ALIKE
            and plain[-2:] == best[-2:]
            and not _is_of_its_own(plain, best)
        ):
            yield Slip(*span, best, is_sure=edits <= 2 and len(plain) >= 9)


@cache
def _right_names() -> frozenset[str]:
    wording = fixed_wording()
    return frozenset(_plain(name) for name in (*wording.documents, *wording.aliases))


def _plain(name: str) -> str:
    """Without spaces, inner marks and 暂行; 中共 written out."""
    plain = re.sub(r"[\s“”\"、，,·（）()—–\-]|暂行", "", name)
    return (
        re.sub(r"^中共(?=[^中]*(?:条例|准则|细则|章程)$)", "中国共产党", plain)
        if not plain.startswith("中共中央")
        else plain
    )


@cache
def _nearest(plain: str) -> tuple[str, int, float]:
    """The most similar known name, the signs put in, taken out or replaced, and the likeness from 0 to 1."""
    best = ("", len(plain), 0.0)
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(plain)
    for known in fixed_wording().documents:
        if abs(len(_plain(known)) - len(plain)) > _MOST_EDITS:
            continue
        matcher.set_seq1(_plain(known))
        if matcher.quick_ratio() < _LEAST_ALIKE:
            continue
        ratio = matcher.ratio()
        if ratio > best[2]:
            edits = sum(max(a2 - a1, b2 - b1) for tag, a1, a2, b1, b2 in matcher.get_opcodes() if tag != "equal")
            best = (known, edits, ratio)
    return best


def _is_of_its_own(plain: str, known: str) -> bool:
    """What differs names another field or rank (小学 for 中学, 高校 for 幼儿园): another document, not a slip."""
    kinds = (
        "小学",
        "中学",
        "高校",
        "高等",
        "幼儿",
        "中小学",
        "职业",
        "普通",
        "地方",
        "农村",
        "国有",
        "机关",
        "事业",
        "企业",
        "工会",
        "纪检",
    )
    return any((kind in plain) != (kind in known) for kind in kinds)
