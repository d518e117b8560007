"""Composes a plan's words from the text files: which wording is taken depends on the school and the year."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from branchplan.demo.people import Place
from plans.domain.draft import ItemDraft, PlanDraft, SectionDraft
from plans.domain.period import Period
from regulations.domain.activities import ActivityKind, activity_kind_of

TEXTS = Path(__file__).parent / "texts"
#: Schools of these kinds borrow the texts of another kind where none are written for them.
_ALIKE = {"twelve_year": "nine_year", "other": "primary"}

#: Schools whose plans do not say how often they meet, for the checks to find.
VAGUE = {"青榆一小", "桃溪小学", "青榆七中"}
SUMMER = {7, 8}

#: What a branch without a committee calls its work.
_WITHOUT_COMMITTEE = (
    ("支委会议", "支部会议"),
    ("支委会研究", "支部研究"),
    ("支委会", "支部会议"),
    ("委员分工", "分工"),
)


@cache
def texts(name: str) -> dict[str, Any]:
    """A text file, parsed: "common" or a value of SchoolKind."""
    return tomllib.loads((TEXTS / f"{_ALIKE.get(name, name)}.toml").read_text(encoding="utf-8"))


def compose(place: Place, period: Period, signed_on: date) -> PlanDraft:
    """The whole plan of a school for a period. The same arguments give the same words."""
    words = _Words(place, period)
    kind = texts(place.school.kind)
    sections = [SectionDraft("preamble", 0, "", words.choose(kind["preamble"]["text"]))]
    main = next(section for section in kind["sections"] if section.get("parts"))
    for section in kind["sections"]:
        sections += _section(words, section)
        if section is main and place.school.short not in VAGUE:
            life = texts("common")["life"]
            sections.append(SectionDraft("heading", 2, *words.choose_together(life["heading"], life["body"])))
    if closing := words.choose(kind["closing"]["text"]):
        sections.append(SectionDraft("closing", 0, "", closing))
    return PlanDraft(
        period=period,
        title=f"{place.school.organisation}{period.label}工作计划",
        sections=sections,
        items=sorted(_items(words, kind), key=lambda item: (item.first_month, not item.is_theme)),
        signature=place.school.signature,
        signed_on=signed_on,
    )


class _Words:
    """Chooses and fills wordings: neighbouring years of one school always choose differently, two schools mostly do."""

    def __init__(self, place: Place, period: Period) -> None:
        year = period.months[0].year
        facts = texts("common")["years"]
        self.place, self.period, self.turn, self.count = place, period, year + period.part, 0
        self.filling = {
            **facts.get(str(year), facts["other"]),
            "school": place.school.name,
            "short": place.school.short,
            "branch": place.school.short + place.school.type.label,
            "brand": place.school.brand or "党员先锋岗",
            "year": year,
            "next_year": year + 1,
            "period": period.label,
            "groups": "党小组会每月一次，" if place.school.groups else "",
            "group_item": "党小组会、" if place.school.groups else "",
        }

    def choose(self, wordings: list[str]) -> str:
        self.count += 1
        return self._fill(wordings[(self.turn + self._taste()) % len(wordings)])

    def choose_together(self, headings: list[str], bodies: list[str]) -> tuple[str, str]:
        """A heading and its own body: the lists go in step, a shorter list of headings starts again."""
        self.count += 1
        turn = self.turn + self._taste()
        body = turn % len(bodies)
        return self._fill(headings[body % len(headings)]), self._fill(bodies[body])

    def _fill(self, wording: str) -> str:
        text = wording.format_map(self.filling)
        if not self.place.school.has_committee:
            for there, here in _WITHOUT_COMMITTEE:
                text = text.replace(there, here)
        return text

    def leaves_out(self, index: int, total: int) -> bool:
        """One of three or more parts is left out, each year another one."""
        return total >= 3 and index == (self.turn + crc32(self.place.school.short.encode())) % total

    def _taste(self) -> int:
        """A number for this place in the text that is the school's own and the same every year: `turn` alone changes it."""
        return crc32(f"{self.place.school.short} {self.count}".encode())


def _section(words: _Words, section: dict[str, Any]) -> Iterator[SectionDraft]:
    kind = section.get("kind", "heading")
    yield SectionDraft(kind, 1, words.choose(section["heading"]), words.choose(section["body"]))
    parts = section.get("parts", [])
    gone = [index for index in range(len(parts)) if words.leaves_out(index, len(parts))]
    for index, part in enumerate(parts):
        if index not in gone:
            yield SectionDraft("heading", 2, *words.choose_together(part["heading"], part["body"]))


def _items(words: _Words, kind: dict[str, Any]) -> Iterator[ItemDraft]:
    months = words.period.months
    for month in months:
        if theme := kind["themes"][month.month - 1]:
            yield ItemDraft(month, month, theme, ActivityKind.OTHER, is_theme=True)
    if words.place.school.short not in VAGUE:
        yield from _regular(words)
    for line in [*texts("common")["lines"], *kind["lines"]]:
        first = words.period.month_of(line["month"])
        if first is None or words.period.cycle not in line.get("only", [words.period.cycle]):
            continue
        last = words.period.month_of(line.get("until", line["month"])) or first
        text = words.choose(line["text"])
        who = words.place.responsible(line.get("who", "secretary"))
        yield ItemDraft(first, max(first, last), text, activity_kind_of(text), responsible_text=who)


def _regular(words: _Words) -> Iterator[ItemDraft]:
    """What comes every month in one line over the whole period, and what comes every quarter."""
    life, months = texts("common")["life"], words.period.months
    every_month, secretary = words.choose(life["monthly"]), words.place.responsible("secretary")
    yield ItemDraft(months[0], months[-1], every_month, ActivityKind.THEME_DAY, responsible_text=secretary)
    held = {(month.year, (month.month - 1) // 3): month for month in months if month.month not in SUMMER}
    for month in held.values():
        text = words.choose(life["quarterly"])
        yield ItemDraft(month, month, text, ActivityKind.GENERAL_MEETING, responsible_text=secretary)
