"""The language check: fixed terms misspelt, documents misnamed, words doubled, sentences cut. Framework-free.

A finding of level error or warning is certain enough for a reader to agree with; guesses are hints.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plans.domain.checks.cite import at, cite
from plans.domain.checks.language.documents import misnamed
from plans.domain.checks.language.sentences import sentence_faults
from plans.domain.checks.language.terms import slips
from plans.domain.checks.material import Material, Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.findings import Finding, Level, Replacement
from regulations.domain.wording import fixed_wording

__all__ = ["check_language"]


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
                "PC-SENTENCE",
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
    taken: list[tuple[int, int]] = []
    for pattern, right in fixed_wording().wrong:
        for found in pattern.finditer(passage.text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            yield _misspelt(passage, found.start(), found.end(), right, Level.ERROR, knowledge, today)
    for slip in misnamed(passage.text):
        if not any(start < slip.end and slip.start < end for start, end in taken):
            taken.append((slip.start, slip.end))
            yield _misspelt(passage, slip.start, slip.end, slip.term, Level.WARNING, knowledge, today)
    for slip in slips(passage.text):
        if not any(start < slip.end and slip.start < end for start, end in taken):
            taken.append((slip.start, slip.end))
            level = Level.WARNING if slip.is_sure else Level.INFO
            yield _misspelt(passage, slip.start, slip.end, slip.term, level, knowledge, today)


def _misspelt(
    passage: Passage, start: int, end: int, right: str, level: Level, knowledge: Knowledge, today: date
) -> Finding:
    text, where = at(passage, start, end)
    return cite(
        knowledge,
        "PC-TERM",
        today,
        level,
        f"“{text}”疑为“{right}”之误。",
        text=text,
        where=where,
        mends=[Replacement(right)],
    )
