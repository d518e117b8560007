"""A broken place in a text. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass

from plans.domain.checks.material import Passage


@dataclass(frozen=True, slots=True)
class Fault:
    """Passage, characters, what is wrong, what would mend it (None when a person has to), whether it is certain, and its code."""

    passage: Passage
    start: int
    end: int
    message: str
    mend: str | None = None
    is_sure: bool = True
    rule: str = "PC-SENTENCE"
