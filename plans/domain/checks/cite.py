"""Findings that cite their rule: document, article and how sure that source is come from the rule book. Framework-free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plans.domain.checks.material import Passage
from plans.domain.checks.model import Knowledge
from regulations.domain.findings import Finding, Level, Mend, Place


def cite(
    knowledge: Knowledge,
    rule: str,
    on: date,
    level: Level,
    message: str,
    *,
    code: str = "",
    text: str = "",
    hint: str = "",
    where: Place | None = None,
    mends: Sequence[Mend] = (),
    evidence: str = "",
) -> Finding:
    """A finding under the rule in force on the day. `code` tells findings of one rule apart; `evidence` replaces the rule's own where the
    fact at hand (a campaign's dates) has another one."""
    found = knowledge.rules.find(rule, on)
    return Finding(
        code or rule,
        level,
        message,
        text,
        hint or (found.note if found else ""),
        where or Place(),
        rule,
        found.source if found else "",
        evidence or (found.evidence.value if found else "local"),
        tuple(mends),
    )


def clause_around(text: str, start: int, end: int, *, limit: int = 30) -> tuple[int, int]:
    """The clause that holds these characters, at most `limit` characters to either side: what a finding quotes."""
    stops = "，,。；;！!？?\n：:、"
    first = start
    while first > 0 and start - first < limit and text[first - 1] not in stops:
        first -= 1
    last = end
    while last < len(text) and last - end < limit and text[last] not in stops:
        last += 1
    return first, last


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds these characters."""
    stops = "。；;！!？?\n"
    first = start
    while first > 0 and text[first - 1] not in stops:
        first -= 1
    last = end
    while last < len(text) and text[last] not in stops:
        last += 1
    return first, last


def at(passage: Passage, start: int, end: int) -> tuple[str, Place]:
    """The characters and their place, as `text=…, where=…` want them."""
    return passage.text[start:end], passage.place(start, end)
