"""Two plans compared as a whole: how much of the smaller one stands in the other, and what that means. Framework-free."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from plans.domain.checks.material import Material, material_of_reading
from plans.domain.copying.formulas import Formulas
from plans.domain.copying.headings import SharedHeadings, headings_of, shared_headings, telling_headings
from plans.domain.copying.letters import Letters, letters_of_material, letters_of_reading
from plans.domain.copying.shingles import own_shingles, shingles
from plans.domain.reading.model import PlanReading

COPIED = 0.90
PARTIAL = 0.15
#: Short plans share a few stock phrases and reach a high share with them: fewer common shingles than this prove nothing.
LEAST_SHARED = 50
#: What remains when set formulas are taken out must still be more than one writer's habits (120 letters in four or five sentences) and than
#: chance in a long plan, or half of a very short one.
LEAST_OWN = 110
LEAST_OWN_SHARE = 0.06
LEAST_OF_A_SHORT_PLAN = 0.5


class PairClass(StrEnum):
    COPIED = "copied"
    PARTIAL = "partial"
    INDEPENDENT = "independent"

    @property
    def label(self) -> str:
        return {"copied": "整篇雷同", "partial": "部分雷同", "independent": "各自撰写"}[self.value]


@dataclass(frozen=True)
class WholePlan:
    """A plan made ready to be compared; what is worked out is kept."""

    letters: Letters
    headings: tuple[str, ...]
    formulas: Formulas

    @cached_property
    def shingles(self) -> set[str]:
        return shingles(self.letters.letters)

    @cached_property
    def own(self) -> set[str]:
        """Shingles outside set formulas."""
        return own_shingles(self.letters.letters, self.mask)

    @cached_property
    def mask(self) -> bytearray:
        """1 where a letter belongs to a set formula."""
        return self.formulas.mask(self.letters.letters)


@dataclass(frozen=True, slots=True)
class Pair:
    """`containment` is the number of shared shingles by that of the smaller plan, 0–1; `own_…` the same without set formulas."""

    shared: int
    containment: float
    own_shared: int
    own_containment: float
    headings: SharedHeadings

    @property
    def verdict(self) -> PairClass:
        is_own = self.own_shared >= LEAST_OWN and self.own_containment >= LEAST_OWN_SHARE
        is_own = is_own or self.own_containment >= LEAST_OF_A_SHORT_PLAN
        if self.shared >= LEAST_SHARED and is_own:
            if self.containment >= COPIED:
                return PairClass.COPIED
            if self.containment >= PARTIAL:
                return PairClass.PARTIAL
        return PairClass.PARTIAL if self.headings.is_copied else PairClass.INDEPENDENT


def whole_reading(reading: PlanReading, formulas: Formulas) -> WholePlan:
    """A file that was read."""
    headings = headings_of(material_of_reading(reading))
    return WholePlan(letters_of_reading(reading), telling_headings(headings, formulas), formulas)


def whole_material(material: Material, formulas: Formulas) -> WholePlan:
    """A plan of the portal."""
    return WholePlan(letters_of_material(material), telling_headings(headings_of(material), formulas), formulas)


def compare_pair(first: WholePlan, second: WholePlan) -> Pair:
    """The same whichever comes first, but for the order of the headings."""
    shared, own = len(first.shingles & second.shingles), len(first.own & second.own)
    smaller, own_smaller = min(len(first.shingles), len(second.shingles)), min(len(first.own), len(second.own))
    return Pair(
        shared,
        shared / smaller if smaller else 0.0,
        own,
        own / own_smaller if own_smaller else 0.0,
        shared_headings(first.headings, second.headings),
    )
