"""The 25 steps, read from `members/data/development_steps.toml`. Framework-free."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from members.domain.development.case import FIRST_STEP, LAST_STEP
from regulations.domain.rules import Evidence

DATA = Path(__file__).resolve().parent.parent.parent / "data" / "development_steps.toml"
_FIELDS = {
    "number", "stage", "name", "name_2014", "actor", "limits", "papers", "articles", "evidence", "follows", "follows_2014", "rules",
}  # fmt: skip


class StepDataError(Exception):
    """The step table does not hold; the message names the step and the field."""


class Phase(StrEnum):
    """The five parts of the work."""

    APPLICATION = "application"
    ACTIVIST = "activist"
    CANDIDATE = "candidate"
    ADMISSION = "admission"
    PROBATION = "probation"

    @property
    def label(self) -> str:
        return _PHASE_LABELS[self]


_PHASE_LABELS = {
    Phase.APPLICATION: "申请入党",
    Phase.ACTIVIST: "入党积极分子的确定和培养教育",
    Phase.CANDIDATE: "发展对象的确定和考察",
    Phase.ADMISSION: "预备党员的接收",
    Phase.PROBATION: "预备党员的教育考察和转正",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the table. `follows` are the steps that must not come later; `rules` are codes of the rule book."""

    number: int
    phase: Phase
    name: str
    name_2014: str
    actor: str
    limits: str
    papers: tuple[str, ...]
    articles: tuple[str, ...]
    evidence: Evidence
    follows: tuple[int, ...]
    follows_2014: tuple[int, ...]
    rules: tuple[str, ...]

    def called(self, version: str) -> str:
        """The name in the words of a text ("2014", "2026")."""
        return self.name_2014 if version == "2014" else self.name

    def predecessors(self, version: str) -> tuple[int, ...]:
        return self.follows_2014 if version == "2014" else self.follows


@cache
def development_steps() -> dict[int, Step]:
    """The table by number, read once per process."""
    return parse_steps(DATA.read_text(encoding="utf-8"))


def parse_steps(text: str) -> dict[int, Step]:
    """The table in a TOML text; raises StepDataError naming what does not hold."""
    try:
        rows = tomllib.loads(text).get("step", [])
    except tomllib.TOMLDecodeError as error:
        raise StepDataError(f"not TOML: {error}") from error
    steps = [_step(row) for row in rows]
    if [step.number for step in steps] != list(range(FIRST_STEP, LAST_STEP + 1)):
        raise StepDataError(f"steps must be {FIRST_STEP} to {LAST_STEP}, each once and in order")
    return {step.number: step for step in steps}


def _step(row: dict[str, Any]) -> Step:
    number = row.get("number")
    if surplus := set(row) - _FIELDS:
        raise StepDataError(f"step {number}: unknown field {', '.join(sorted(surplus))}")
    try:
        step = Step(
            number=int(row["number"]),
            phase=Phase(row["stage"]),
            name=row["name"],
            name_2014=row.get("name_2014", row["name"]),
            actor=row["actor"],
            limits=row["limits"],
            papers=tuple(row["papers"]),
            articles=tuple(row["articles"]),
            evidence=Evidence(row["evidence"]),
            follows=tuple(row["follows"]),
            follows_2014=tuple(row.get("follows_2014", row["follows"])),
            rules=tuple(row["rules"]),
        )
    except KeyError as error:
        raise StepDataError(f"step {number}: {error.args[0]} is missing") from error
    except (TypeError, ValueError) as error:
        raise StepDataError(f"step {number}: {error}") from error
    if any(other >= step.number for other in (*step.follows, *step.follows_2014)):
        raise StepDataError(f"step {number}: follows must name earlier steps")
    return step
