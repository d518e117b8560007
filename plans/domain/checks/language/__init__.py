"""The language check: fixed terms misspelt, documents misnamed, words doubled, sentences cut. Framework-free.

A finding of level error or warning is certain enough for a reader to agree with; guesses are hints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from plans.domain.checks.cite import at, cite
from plans.domain.checks.language.documents import misnamed
from plans.domain.checks.language.formulas import broken_formulas
from plans.domain.checks.language.sentences import sentence_faults
from plans.domain.checks.language.spelling import doubtful, misspellings, mixed_years, reworded, unsimplified
from plans.domain.checks.language.suspects import doubled, suspects
from plans.domain.checks.language.terms import slips
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.findings import Finding, Level, Replacement
from regulations.domain.quoting import quoted
from regulations.domain.wording import fixed_wording

__all__ = ["check_language", "forget_texts"]

_REPLACED = "多半是范文网站改写时整批替换的词，请通读全文。"
_RECOGNISABLE = 4


def check_language(material: Material, knowledge: Knowledge, today: date) -> list[Finding]:
    """Spelling by passages, then sentences."""
    findings: list[Finding] = []
    for passage in material.passages:
        if passage.field != "signature":
            findings += _spelling(passage, knowledge, today)
    for fault in sentence_faults(material):
        text, where = at(fault.passage, fault.start, fault.end)
        findings.append(
            cite(
                knowledge,
                fault.rule,
                today,
                Level.WARNING if fault.is_sure else Level.INFO,
                fault.message,
                text=text,
                where=where,
                mends=[Replacement(fault.mend)] if fault.mend is not None else [],
            )
        )
    return findings


def _spelling(passage: Passage, knowledge: Knowledge, today: date) -> Iterator[Finding]:
    for row in _chosen(passage.text):
        start, end, right = _recognisable(passage.text, row)
        text, where = at(passage, start, end)
        yield cite(
            knowledge,
            "PC-TERM",
            today,
            row.level,
            row.message.format(text=text, right=right, said=quoted(text), meant=quoted(right)),
            text=text,
            hint=row.hint,
            where=where,
            mends=[Replacement(right)] if row.is_certain else [],
        )


@lru_cache(maxsize=4096)
def _chosen(text: str) -> tuple[_Reading, ...]:
    """The longest certain reading of each place, then the doubtful ones; what overlaps it is left out.

    Kept for the texts seen last: from one save to the next most passages of a plan stay as they are.
    """
    taken: list[_Reading] = []
    for row in sorted(_readings(text), key=lambda row: (row.level.rank == 2, row.start - row.end, row.level.rank)):
        if not any(other.start < row.end and row.start < other.end for other in taken):
            taken.append(row)
    return tuple(taken)


def forget_texts() -> None:
    """As if no text had been seen before: for measuring."""
    _chosen.cache_clear()


@dataclass(frozen=True, slots=True)
class _Reading:
    start: int
    end: int
    right: str
    level: Level
    message: str = "{said}疑为{meant}之误。"
    hint: str = ""
    is_certain: bool = True


def _readings(text: str) -> Iterator[_Reading]:
    for name in misnamed(text):
        level = Level.WARNING if name.is_sure else Level.INFO
        yield _Reading(
            name.start, name.end, name.term, level, "没有《{text}》这个文件，疑为《{right}》。", is_certain=name.is_sure
        )
    for broken in broken_formulas(text):
        level = Level.WARNING if broken.is_sure else Level.INFO
        yield _Reading(broken.start, broken.end, broken.right, level, broken.message, is_certain=broken.is_sure)
    for slip in slips(text):
        level = Level.WARNING if slip.is_sure else Level.INFO
        yield _Reading(slip.start, slip.end, slip.term, level, is_certain=slip.is_sure)
    for row in misspellings(text):
        yield _Reading(row.start, row.end, row.right, Level.ERROR)
    for row in reworded(text):
        yield _Reading(row.start, row.end, row.right, Level.WARNING, "{said}用在这里不通，疑为{meant}。", _REPLACED)
    for row in mixed_years(text):
        yield _Reading(row.start, row.end, row.right, Level.ERROR, "{said}里混进了字母，应为{meant}。")
    for row in unsimplified(text):
        yield _Reading(row.start, row.end, row.right, Level.ERROR, "{said}不是规范的简化字写法，应为{meant}。")
    for guess in suspects(text):
        yield _Reading(
            guess.start, guess.end, guess.term, Level.INFO, "{said}不成词，是不是{meant}？", is_certain=False
        )
    for guess in doubled(text):
        yield _Reading(guess.start, guess.end, guess.term, Level.INFO, "{said}里像是多写了一个字。", is_certain=False)
    for row in doubtful(text):
        yield _Reading(row.start, row.end, row.right, Level.INFO, "{said}现在一般写作{meant}。")


def _recognisable(text: str, row: _Reading) -> tuple[int, int, str]:
    """Short places with their neighbours, so that a reader finds them again: 査 as 检査, 进步 as 进步抓好."""
    start, end, right = row.start, row.end, row.right
    ordinary = fixed_wording().ordinary
    if end - start < _RECOGNISABLE and text[start - 1 : start] + right[0] in ordinary:
        start, right = start - 1, text[start - 1] + right
    if end - start < _RECOGNISABLE and right[-1] + text[end : end + 1] in ordinary:
        end, right = end + 1, right + text[end]
    if end - start < _RECOGNISABLE and text[end : end + 2] in ordinary:
        end, right = end + 2, right + text[end : end + 2]
    return start, end, right
