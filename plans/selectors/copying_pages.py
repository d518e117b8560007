"""The pages on copying. The district sees both texts side by side; the school sees its own fragments and the share, nothing of others.

Texts are read out of the snapshots that were compared: reports hold places only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from branches.models import User
from branches.querysets import below
from branches.scope import scope_of
from plans.domain.checks import material_of_paper
from plans.domain.copying.comparing import PassageKind, Relation
from plans.domain.copying.letters import Field, letters_of_material
from plans.domain.paper import paper_from
from plans.models import CopyingReport, DistrictTemplate, Plan
from workflow.domain.compare import Op, Piece, compare_text
from workflow.models import Snapshot

#: Longer passages are shown without marks: comparing them letter by letter would take too long.
MARKED_LENGTH = 3000

Places = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class ShownFragment:
    """Words of one plan and where they stand: （一）过好组织生活."""

    label: str
    text: str


@dataclass(frozen=True)
class ShownSource:
    """A line of the district's list. `plan` is None where it is outside the user's reach: then there is no way to its text."""

    key: str
    plan: Plan | None
    relation: Relation
    is_same_period: bool
    first_at: datetime
    percent: int
    letters: Mapping[str, int]
    passages: int
    headings: tuple[str, ...]


@dataclass(frozen=True)
class ShownPassage:
    """Both sides of one passage; `pieces` lay the other text under this one: equal, insert (only here), delete (only there)."""

    kind: PassageKind
    letters: int
    here_label: str
    there_label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class SchoolPage:
    """What the school may know."""

    report: CopyingReport
    fragments: tuple[ShownFragment, ...]
    headings: tuple[str, ...]
    own_plans: tuple[Plan, ...]


def latest_report(plan: Plan) -> CopyingReport | None:
    """That of the latest submission."""
    rows = CopyingReport.objects.filter(plan=plan, submission=F("plan__submission_count"))
    return rows.select_related("snapshot").first()


def sources_for(report: CopyingReport, user: User, plan: Plan) -> list[ShownSource]:
    """The report's sources as this user may know of them, in one query."""
    rows = Plan.objects.visible_to(user).filter(pk__in=[row["plan"] for row in report.sources])
    known = {str(row.pk): row for row in rows.select_related("branch")}
    return [_shown(row, known.get(row["plan"]), plan) for row in report.sources]


def _shown(row: Mapping[str, Any], other: Plan | None, plan: Plan) -> ShownSource:
    return ShownSource(
        row["plan"],
        other,
        Relation(row["relation"]),
        other is not None and other.period == plan.period,
        datetime.fromisoformat(row["first_at"]),
        round(row["share"] / 10),
        row["letters"],
        len(row["passages"]),
        tuple(row["headings"]),
    )


def passages_with(report: CopyingReport, source: UUID) -> list[ShownPassage]:
    """Both texts of every passage shared with this plan, in reading order; the caller has made sure that the user may see it."""
    row = next(row for row in report.sources if row["plan"] == str(source))
    here = _fields(report.snapshot)
    there = _fields(Snapshot.objects.get(pk=row["snapshot"]))
    return [_passage(passage, here, there) for passage in row["passages"]]


def _passage(passage: Mapping[str, Any], here: Mapping[Any, Field], there: Mapping[Any, Field]) -> ShownPassage:
    ours, theirs = _fragments(passage["here"], here), _fragments(passage["there"], there)
    text, other = ("\n".join(row.text for row in rows) for rows in (ours, theirs))
    pieces: tuple[Piece, ...] = (Piece(Op.INSERT, "", text), Piece(Op.DELETE, other, ""))
    if len(text) <= MARKED_LENGTH and len(other) <= MARKED_LENGTH:
        pieces = compare_text(other, text)
    kind = PassageKind(passage["kind"])
    return ShownPassage(kind, passage["letters"], _labels(ours), _labels(theirs), pieces)


def _labels(fragments: Iterable[ShownFragment]) -> str:
    return "；".join(dict.fromkeys(row.label for row in fragments))


def _fields(snapshot: Snapshot) -> dict[tuple[str, str], Field]:
    fields = letters_of_material(material_of_paper(paper_from(snapshot.content))).fields
    return {(row.part, row.name): row for row in fields}


def _fragments(places: Places, fields: Mapping[Any, Field]) -> list[ShownFragment]:
    found = ((fields.get((part, name)), start, end) for part, name, start, end in places)
    return [ShownFragment(row.label, row.text[start:end]) for row, start, end in found if row]


def school_page(report: CopyingReport, user: User) -> SchoolPage:
    """Own fragments that others had before, laid together; own earlier plans by name."""
    others = [row for row in report.sources if row["relation"] == Relation.EARLIER]
    places = [
        place
        for row in others
        for passage in row["passages"]
        if passage["kind"] == PassageKind.COPIED
        for place in passage["here"]
    ]
    headings = dict.fromkeys(heading for row in others for heading in row["headings"])
    own = [row["plan"] for row in report.sources if row["relation"] == Relation.OWN]
    return SchoolPage(
        report,
        tuple(_fragments(_joined(places), _fields(report.snapshot))),
        tuple(headings),
        tuple(Plan.objects.visible_to(user).filter(pk__in=own).order_by("-year", "-part")),
    )


def _joined(places: Places) -> list[list[Any]]:
    """Overlapping places of a field as one, in the order in which the fields come first."""
    by_field: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    for part, name, start, end in places:
        by_field[part, name].append([start, end])
    joined: list[list[Any]] = []
    for (part, name), stretches in by_field.items():
        kept: list[list[int]] = []
        for start, end in sorted(stretches):
            if kept and start <= kept[-1][1]:
                kept[-1][1] = max(end, kept[-1][1])
            else:
                kept.append([start, end])
        joined.extend([part, name, start, end] for start, end in kept)
    return joined


def templates_of(user: User) -> QuerySet[DistrictTemplate]:
    """The templates in force that the user administers."""
    rows = DistrictTemplate.objects.filter(below(scope_of(user).administered_paths, "district__"))
    return (
        rows.filter(removed_at__isnull=True).select_related("district", "added_by").order_by("district__path", "title")
    )
