"""What the panel of the checks is made of: findings with their buttons, folds, sections, and the cells of the coverage grid. Framework-free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from plans.domain.checks.model import ActivityVerdict
from regulations.domain.findings import Finding, Level, Replacement, SuggestedLine
from regulations.domain.quoting import quoted
from regulations.domain.rules import Evidence

#: Where findings stand that belong to no section: as parts of the panel.
WHOLE, COVERAGE, SCHEDULE = "whole", "coverage", "schedule"
#: How many of the folded words a fold shows.
MAX_WORDS = 4


@dataclass(frozen=True, slots=True)
class Excuse:
    """Why a finding does not apply here: in the school's words, with who said so and when."""

    reason: str
    by: str
    at: datetime
    id: str = ""

    def to_plain(self) -> dict[str, str]:
        """As JSON, for the frozen report."""
        return {"reason": self.reason, "by": self.by, "at": self.at.isoformat(), "id": self.id}

    @classmethod
    def from_plain(cls, row: Mapping[str, str]) -> Excuse:
        """The reverse of `to_plain`."""
        return cls(row["reason"], row["by"], datetime.fromisoformat(row["at"]), row["id"])


@dataclass(frozen=True, slots=True)
class Offer:
    """A mend as a button: `choice` tells the mends of a finding apart and stays the same while others are carried out."""

    choice: str
    label: str
    text: str
    month: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with what can be done about it. `anchor` names its place on a page, `tab` the editor ("outline", "schedule") it is in."""

    finding: Finding
    excuse: Excuse | None = None
    anchor: str = ""
    tab: str = "outline"

    @property
    def evidence(self) -> str:
        """How sure the source is, in words."""
        return Evidence(self.finding.evidence).label

    @property
    def offers(self) -> list[Offer]:
        return [offer_of(mend) for mend in self.finding.mends]

    @property
    def lines(self) -> list[Offer]:
        """The offers that add schedule lines."""
        return [offer for offer in self.offers if offer.month]

    @property
    def replacements(self) -> list[Offer]:
        return [offer for offer in self.offers if not offer.month]


def offer_of(mend: Replacement | SuggestedLine) -> Offer:
    """The button of a mend; it says what it will put."""
    if isinstance(mend, Replacement):
        return Offer(mend.text, f"改为{quoted(mend.text)}" if mend.text else "删去", mend.text)
    return Offer(f"{mend.kind}:{mend.month.isoformat()}", f"{mend.month.month}月", mend.text, mend.month)


@dataclass(frozen=True, slots=True)
class Fold:
    """Findings of one kind and level in one section: the first is shown, the others on demand."""

    first: Row
    rest: tuple[Row, ...] = ()

    @property
    def rest_words(self) -> str:
        """What the folded ones are about: “某某小学”、“20XX年”."""
        texts = dict.fromkeys(row.finding.text[:12] for row in self.rest if row.finding.text)
        return "、".join(quoted(text) for text in list(texts)[:MAX_WORDS]) + ("等" if len(texts) > MAX_WORDS else "")


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of a section. `part` is the section's lasting identifier, or WHOLE, COVERAGE, SCHEDULE."""

    part: str
    label: str
    folds: tuple[Fold, ...]

    @property
    def rows(self) -> list[Row]:
        return [row for fold in self.folds for row in (fold.first, *fold.rest)]

    @property
    def gravest(self) -> Level:
        return min((fold.first.finding.level for fold in self.folds), key=lambda level: level.rank)

    @property
    def id(self) -> str:
        """For the page: letters, digits and hyphens only."""
        return f"group-{self.part}"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A line that is missing in a month, one click away from being a draft."""

    choice: str
    kind: str
    text: str
    month: date

    @property
    def id(self) -> str:
        return f"ghost-{self.kind}-{self.month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind in a month: how the schedule holds it, or the ghost of what is missing."""

    month: date
    is_planned: bool
    ghost: Ghost | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A kind over the period's months."""

    verdict: ActivityVerdict
    cells: tuple[Cell, ...]
    excuse: Excuse | None

    @property
    def planned(self) -> int:
        return sum(cell.is_planned for cell in self.cells)
