"""The overview of what lies below a person's districts: stored figures added up, and one page of the branches behind one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Sum

from branches.addresses import address_of_each
from branches.areas import Area
from branches.models import Branch, SchoolKind, User
from branches.querysets import below
from branches.scope import scope_of
from branchplan.overview.behind import Measures, branches_behind
from branchplan.overview.models import DistrictFigure
from branchplan.overview.reckoning import LABELS, measures_on
from members.domain.development.stages import Stage

#: The order of what needs looking at, and of the stages.
MATTERS = ("round_overdue", "case_overdue", "term_over", "term_soon", "dues_arrears", "dues_unpublished", "missed")
#: What the rule book measures.
MEASURED = ("term_soon", "dues_unpublished")
BAR = 320  # the longest bar of a chart, in pixels
#: From so many branches on, their counts are kept for so long.
KEPT_FROM, KEPT_SECONDS = 1000, 60
FIGURES_KEPT_SECONDS = 3600  # sums of one night do not change


@dataclass(frozen=True)
class Asked:
    """Which part of one's district: an area below it, a kind of school."""

    area: Area | None = None
    kind: str = ""


@dataclass(frozen=True)
class Figure:
    """A number with the list behind it; `width` is the length of its bar."""

    key: str
    label: str
    value: int
    total: int = 0
    width: int = 0

    @property
    def percent(self) -> str:
        """Of the total, whole percent, never 100 while something is missing; "—" of nothing."""
        if not self.total:
            return "—"
        return f"{100 if self.value == self.total else min(99, round(100 * self.value / self.total))}%"


@dataclass(frozen=True)
class Overview:
    """`gaps` by name of the activity, `stages` in the order of the way into the Party, `matters` in a fixed order: nothing is ranked."""

    matters: list[Figure]
    gaps: list[Figure]
    stages: list[Figure]
    kept: Figure
    reckoned_at: datetime | None


def office_paths(user: User) -> frozenset[str]:
    """Districts one reviews for or administers."""
    scope = scope_of(user)
    return scope.reviewed_paths | scope.administered_paths


@dataclass(frozen=True)
class Sums:
    """The night's figures added up: by key label, value and total."""

    of: dict[str, tuple[str, int, int]]
    reckoned_at: datetime | None


def figures_below(paths: frozenset[str], kind: str = "") -> Sums:
    """One query over sums of the night; adding them up again only after the next reckoning, which replaces every row."""
    night = DistrictFigure.objects.order_by("pk").values_list("pk", "reckoned_at").first()
    if night is None:
        return Sums({}, None)
    kept_as = f"figures.{sha256('.'.join((*map(str, night), kind, *sorted(paths))).encode()).hexdigest()}"
    of: dict[str, tuple[str, int, int]] | None = cache.get(kept_as)
    if of is None:
        of = _added_up(paths, kind)
        cache.set(kept_as, of, FIGURES_KEPT_SECONDS)
    return Sums(of, night[1])


def _added_up(paths: frozenset[str], kind: str) -> dict[str, tuple[str, int, int]]:
    rows = DistrictFigure.objects.filter(below(paths, "district__"))
    if kind:
        rows = rows.filter(school_kind=kind)
    found: dict[str, tuple[str, int, int]] = {}
    # By label as well: the database groups texts faster than it finds the last of them. A key has two for one night at most.
    for key, label, value, total in rows.order_by().values_list("key", "label").annotate(Sum("value"), Sum("total")):
        _, others, other_total = found.get(key, ("", 0, 0))
        found[key] = (label, others + value, other_total + total)
    return found


def overview(user: User, asked: Asked) -> Overview:
    """One query besides the roles'."""
    paths = frozenset({asked.area.path}) if asked.area else office_paths(user)
    sums = figures_below(paths, asked.kind)
    found = sums.of
    gaps = [(key, *row) for key, row in found.items() if key.startswith("gap:")]
    stages = [
        (f"stage:{stage.value}", stage.label, found.get(f"stage:{stage.value}", ("", 0, 0))[1], 0) for stage in Stage
    ]
    kept = found.get("kept", ("计划兑现", 0, 0))
    return Overview(
        matters=[Figure(key, LABELS[key], found.get(key, ("", 0, 0))[1]) for key in MATTERS],
        gaps=_with_bars(sorted(gaps, key=lambda row: row[1])),
        stages=_with_bars([row for row in stages if row[2]]),
        kept=Figure("missed", *kept),
        reckoned_at=sums.reckoned_at,
    )


def _with_bars(rows: Sequence[tuple[str, str, int, int]]) -> list[Figure]:
    """Bars share one scale: the largest total, or the largest value where there are no totals."""
    longest = max((total or value for _, _, value, total in rows), default=0)
    return [
        Figure(key, label, value, total, BAR * value // longest if longest else 0) for key, label, value, total in rows
    ]


def branches_of(user: User, asked: Asked) -> QuerySet[Branch]:
    paths = frozenset({asked.area.path}) if asked.area else office_paths(user)
    rows = Branch.objects.filter(below(paths, "district__"), is_active=True)
    return rows.filter(school_kind=asked.kind) if asked.kind else rows


def rows_behind(user: User, key: str, asked: Asked, today: date) -> QuerySet[Branch] | None:
    """The branches that a figure counts, as they stand now, by name; None for a key that is none."""
    measures = measures_on(today) if key in MEASURED else Measures()
    rows = branches_behind(key, branches_of(user, asked), today, measures)
    return rows.select_related("district").order_by("district__path", "short_name", "pk") if rows is not None else None


def title_of(key: str) -> str:
    """The figure's name; of a gap it is the activity's as the checks call it."""
    head, _, tail = key.partition(":")
    if head == "stage" and tail in set(Stage):
        return f"有{Stage(tail).label}的党组织"
    if head == "gap":
        label = DistrictFigure.objects.filter(key=key).values_list("label", flat=True).first()
        return f"计划里{label or tail}有缺口"
    return LABELS.get(key, "")


#: What a figure's list says of each branch besides its name.
_SAID = {"term_over": "term_end", "term_soon": "term_end", "dues_arrears": "late_members"}


@dataclass(frozen=True, slots=True)
class BranchBehind:
    """A branch of a figure's list. `said` is the end of its committee's term or how many members owe dues, where the figure is about that;
    `address` is where its matter is seen to."""

    address: str
    name: str
    district: str
    kind: str
    said: Any = None


def page_behind(
    user: User, key: str, asked: Asked, *, today: date, number: str | None, size: int
) -> Page[BranchBehind] | None:
    """A page of `rows_behind`. Two queries: how many there are in each district, and the rows of the few districts that the page is about.
    In a city the first one reads all branches, so large counts are kept for a minute; rows are read each time."""
    rows = rows_behind(user, key, asked, today)
    if rows is None:
        return None
    kept_as = ".".join(
        (key, str(today), asked.kind, asked.area.path if asked.area else "", *sorted(office_paths(user)))
    )
    kept_as = f"behind.{sha256(kept_as.encode()).hexdigest()}"
    counts: dict[UUID, int] | None = cache.get(kept_as)
    if counts is None:
        found = rows.order_by("district__path").values("district__path", "district").annotate(branches=Count("*"))
        counts = dict(found.values_list("district", "branches"))
        if sum(counts.values()) >= KEPT_FROM:
            cache.set(kept_as, counts, KEPT_SECONDS)
    page: Page[Any] = Paginator(range(sum(counts.values())), size).get_page(number)
    districts, skipped = districts_of_page(counts, skipped=max(0, page.start_index() - 1), size=size)
    read = ["pk", "short_name", "district__name", "school_kind", *([_SAID[key]] if key in _SAID else [])]
    shown: Any = rows.filter(district__in=districts).values_list(*read)[skipped : skipped + size]
    address, kinds = address_of_each(_seen_to(key)), dict(SchoolKind.choices)
    page.object_list = [
        BranchBehind(address(pk), name, district, str(kinds[kind]), *said) for pk, name, district, kind, *said in shown
    ]
    return page


def districts_of_page(counts: Mapping[UUID, int], *, skipped: int, size: int) -> tuple[list[UUID], int]:
    """The districts that hold a page's rows, in the order of `counts`, and how many rows of the first one come before the page."""
    districts: list[UUID] = []
    found = 0
    for pk, there in counts.items():
        if not districts and there <= skipped:
            skipped -= there
        elif found < skipped + size:
            districts.append(pk)
            found += there
    return districts, skipped


def _seen_to(key: str) -> str:
    """The name of the page where a branch's matter is seen to."""
    head = key.partition(":")[0]
    if head in ("stage", "case_overdue"):
        return "members:development_board"
    return "members:committee" if head in ("term_over", "term_soon") else "members:branch"
