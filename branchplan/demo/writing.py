"""Demo plans put together from the sentences in `words.toml`: other schools and other years get other sentences. Pure but for the two files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from plans.domain.draft import ItemDraft, PlanDraft, SectionDraft
from plans.domain.period import Period
from regulations.domain.activities import activity_kind_of

FOLDER = Path(__file__).resolve().parent


@cache
def schools_file() -> dict[str, Any]:
    """The invented district."""
    return tomllib.loads((FOLDER / "schools.toml").read_text(encoding="utf-8"))


@cache
def words_file() -> dict[str, Any]:
    """The sentences."""
    return tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))


def write_plan(school: Mapping[str, Any], number: int, period: Period, people: Sequence[str]) -> PlanDraft:
    """The plan of school `number` for a period; `people` are taken in turn as responsible."""
    words = words_file()
    turn = number + period.year + period.part
    fill = {key: school[key] for key in ("school", "short", "brand", "focus", "project", "partner")} | {
        "year": period.year
    }

    def pick(choices: Sequence[str], shift: int = 0) -> str:
        return choices[(turn + shift) % len(choices)].format(**fill)

    sections = [
        SectionDraft("preamble", 0, "", pick(words["preamble"])),
        SectionDraft("heading", 1, "总体要求", pick(words["aim"], 1)),
    ]
    sections.append(SectionDraft("heading", 1, "主要任务", ""))
    for place, measure in enumerate(words["measure"]):
        if (turn + place) % 6 == 5 and place > 1:
            continue  # no two schools write about everything
        sections.append(SectionDraft("heading", 2, measure["area"], ""))
        points = measure["points"]
        kept = [point for i, point in enumerate(points) if len(points) <= 2 or (turn + place + i) % 4 != 3]
        sections += [SectionDraft("heading", 3, heading.format(**fill), body.format(**fill)) for heading, body in kept]
    sections.append(SectionDraft("schedule", 1, "行事历", ""))
    sections.append(SectionDraft("heading", 1, words["safeguards"]["heading"], pick(words["safeguards"]["texts"])))
    sections.append(SectionDraft("closing", 0, "", pick(words["closing"], 2)))
    organisation = organisation_of(school)
    return PlanDraft(
        period, f"{organisation}{period.label}工作计划", sections, _items(period, turn, fill, people), organisation
    )


def organisation_of(school: Mapping[str, Any]) -> str:
    """青榆区第一小学党支部, …党总支, …党委."""
    suffix = {"general_branch": "党总支", "committee": "党委"}.get(school.get("type", "branch"), "党支部")
    return f"{school['school']}{suffix}"


def _items(period: Period, turn: int, fill: Mapping[str, Any], people: Sequence[str]) -> list[ItemDraft]:
    items = []
    for month in period.months:
        lines = words_file()["months"][str(month.month)]
        for i, line in enumerate(lines):
            if len(lines) > 3 and (turn + month.month + i) % 5 == 4:
                continue
            theme = line.startswith("theme:")
            text = line.removeprefix("theme:").format(**{**fill, "year": month.year})
            responsible = "" if theme or not people else people[(turn + month.month + i) % len(people)]
            items.append(ItemDraft(month, month, text, activity_kind_of(text).value, theme, responsible))
    return items
