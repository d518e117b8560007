"""Whom a round reaches, as it is chosen: a preview before the opening, the list of targets at the opening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from branches.models import Branch, District, SchoolKind
from branches.querysets import below
from plans.models import PlanningRound

SHOWN = 200
#: A list of names to choose from is no longer than this.
MOST_NAMES = 2000


@dataclass(frozen=True)
class ReachPreview:
    """How many schools a round reaches, by area and by kind, and the first of them."""

    total: int
    by_area: list[tuple[str, int]]
    by_kind: list[tuple[str, int]]
    first: list[Branch]

    @property
    def more(self) -> int:
        return self.total - len(self.first)


@dataclass(frozen=True)
class NamesRead:
    """What a list of names means: the schools found, and what was not found or could be two."""

    branches: list[Branch]
    unknown: list[str]
    ambiguous: list[str]


def reach_of(planning: PlanningRound) -> QuerySet[Branch]:
    """Active branches of the areas, of the chosen kinds if any, with those of the groups and the single schools; each once, in the order of
    the list. Four queries, however many schools there are."""
    paths = set(planning.areas.values_list("path", flat=True))
    by_area = below(paths, "district__")
    if planning.school_kinds:
        by_area &= Q(school_kind__in=planning.school_kinds)
    in_groups = Branch.objects.filter(pk__in=planning.groups.values("branches"))
    chosen = by_area | Q(pk__in=in_groups.values("pk")) | Q(pk__in=planning.schools.values("pk"))
    return branches_below(planning.district).filter(chosen).order_by("district__path", "short_name", "pk")


def branches_below(district: District) -> QuerySet[Branch]:
    """Active branches of a district and of those below it."""
    return Branch.objects.filter(district__path__startswith=district.path, is_active=True)


def areas_of(district: District) -> list[District]:
    """The district itself and every one below it, in the order of the tree."""
    return list(District.objects.filter(path__startswith=district.path).order_by("path"))


def reach_preview(planning: PlanningRound) -> ReachPreview:
    """Counts in the database, the first schools by name."""
    rows = reach_of(planning)
    areas = rows.order_by("district__path").values_list("district__name").annotate(Count("pk"))
    kinds = dict(rows.order_by().values_list("school_kind").annotate(Count("pk")))
    by_kind = [(str(label), kinds[kind]) for kind, label in SchoolKind.choices if kind in kinds]
    return ReachPreview(sum(kinds.values()), list(areas), by_kind, list(rows.select_related("district")[:SHOWN]))


def schools_named(district: District, names: Sequence[str]) -> NamesRead:
    """Schools below the district by short name, name of the school or of the branch, one name each. One query."""
    wanted = list(dict.fromkeys(name for line in names if (name := "".join(line.split()))))[:MOST_NAMES]
    rows = branches_below(district).filter(Q(short_name__in=wanted) | Q(school_name__in=wanted) | Q(name__in=wanted))
    found: dict[str, list[Branch]] = {}
    for row in rows:
        for name in {row.short_name, row.school_name, row.name}:
            found.setdefault(name, []).append(row)
    chosen = {row.pk: row for name in wanted for row in found.get(name, [])[:1] if len(found[name]) == 1}
    return NamesRead(
        list(chosen.values()),
        [name for name in wanted if name not in found],
        [name for name in wanted if len(found.get(name, ())) > 1],
    )
