"""Headings copied alone: the same skeleton under other words. Framework-free."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.domain.checks.material import Material
from plans.domain.copying.formulas import Formulas
from plans.domain.copying.letters import letters_of_text
from plans.domain.copying.shingles import key_of

#: A telling heading has so many letters; shorter ones (党员发展) say what the matter is, not how a writer put it.
TELLING = 6
#: So many telling headings must be the same, …
LEAST_SAME = 5
#: … with so many letters together, …
LEAST_LETTERS = 45
#: … and be this share of those of the plan that has fewer.
LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class SharedHeadings:
    """The headings two plans have word for word, in the order of the first, and their share of the smaller plan's telling ones."""

    headings: tuple[str, ...]
    share: float

    @property
    def is_copied(self) -> bool:
        letters = sum(map(len, self.headings))
        return len(self.headings) >= LEAST_SAME and letters >= LEAST_LETTERS and self.share >= LEAST_SHARE


def telling_headings(headings: Iterable[str], formulas: Formulas) -> tuple[str, ...]:
    """Headings as letters, each once, in order; those that everybody has or that only quote a slogan are left out."""
    found = dict.fromkeys(letters_of_text(row) for row in headings)
    return tuple(
        row
        for row in found
        if len(row) >= TELLING and not formulas.is_generic(row) and 2 * sum(formulas.mask(row)) < len(row)
    )


def headings_of(material: Material) -> list[str]:
    """The headings of a plan, the schedule's own left out."""
    return [row.text for row in material.passages if row.field == "heading" and row.kind != "schedule"]


def heading_keys(headings: Iterable[str]) -> frozenset[int]:
    """The keys under which an index keeps telling headings, all of them."""
    return frozenset(key_of(f"#{heading}") for heading in headings)


def shared_headings(first: Sequence[str], second: Sequence[str]) -> SharedHeadings:
    """What two lists of telling headings have in common."""
    other = set(second)
    same = tuple(row for row in first if row in other)
    fewer = min(len(first), len(second))
    return SharedHeadings(same, len(same) / fewer if fewer else 0.0)
