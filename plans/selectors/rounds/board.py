"""The board of a round: figures by area and kind, and the schools behind each figure. Counted in the database, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, Max, Q, QuerySet
from django.utils.timezone import localdate

from branches.addresses import address_of_each
from branches.models import District, SchoolKind, User
from branches.querysets import below
from plans.domain.rounds.tally import BEFORE_HANDING_IN, COLUMNS, EXPECTED, OVERDUE, Figures, by_group, figures
from plans.domain.rounds.tally import Count as Counted
from plans.models import PlanningRound, RoundTarget, TargetState
from plans.rounds_querysets import office_paths

KEPT_SECONDS, RENEWED_SECONDS = 30, 300
#: Besides the columns, what the list can be narrowed to.
EXTENDED = "extended"
STATE_CHOICES = COLUMNS | {EXTENDED: "已延期"}
AREA_GONE = "筛选的片区已经不在您的范围内。"


@dataclass(frozen=True)
class Asked:
    """What the address asks for; the empty text asks for everything. `area` is a district below the round's."""

    area: District | None = None
    kind: str = ""
    state: str = ""
    q: str = ""


@dataclass(frozen=True)
class AreaRow:
    """The figures of an area or kind of schools; `value` is what the address says for it."""

    value: str
    label: str
    figures: Figures

    @property
    def cells(self) -> list[tuple[str, int]]:
        """What an address adds for a column, and the figure; made here because a page has hundreds of them."""
        return [("" if column == EXPECTED else f"&state={column}", self.figures.of(column)) for column in COLUMNS]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A school of the list as the page shows it: text and dates, no rows of the database. `late`: nothing is handed in and its day is past;
    `address` is that of its paper."""

    pk: UUID
    school: str
    area: str
    kind: str
    address: str
    state: str
    due_on: date
    extended_at: datetime | None
    extension_reason: str
    urged_on: date | None
    submitted_at: datetime | None
    late: bool

    @property
    def state_label(self) -> str:
        return str(TargetState(self.state).label)


@dataclass(frozen=True)
class Tallies:
    """What was counted. `above` leads from the round's district to the chosen area (ids and names); `names` are those of all districts."""

    total: Figures
    areas: list[AreaRow]
    kinds: list[AreaRow]
    above: list[tuple[str, str]]
    names: dict[UUID, str]


@dataclass(frozen=True)
class Board:
    """`stamp` changes when anything on the board has."""

    planning: PlanningRound
    asked: Asked
    tallies: Tallies
    page: Page[BoardRow]
    stamp: str


class BoardScope:
    """The part of a round that a user may look at, with its districts. One query, and one more when something is counted."""

    def __init__(self, planning: PlanningRound, user: User) -> None:
        self.planning = planning
        own = office_paths(user)
        whole = any(planning.district.path.startswith(path) for path in own)
        #: The roots of what is seen: the round's own district, or those districts below it that one works for.
        self.roots = {planning.district.path} if whole else {p for p in own if p.startswith(planning.district.path)}
        self.is_whole = whole

    @cached_property
    def districts(self) -> dict[UUID, District]:
        return {row.pk: row for row in District.objects.filter(below(self.roots)).order_by("path")}

    def targets(self) -> QuerySet[RoundTarget]:
        rows = RoundTarget.objects.filter(round=self.planning)
        return rows if self.is_whole else rows.filter(district__in=list(self.districts))

    def below(self, area: District) -> list[UUID]:
        """The districts of an area, itself included."""
        return [pk for pk, row in self.districts.items() if row.path.startswith(area.path)]

    def area(self, identifier: str) -> District | None:
        """The district of an address, or None when it names none that one may see."""
        return next((row for pk, row in self.districts.items() if str(pk) == identifier), None)

    def asked_again(self, said: Mapping[str, Any]) -> Asked | None:
        """What a page asked for earlier and a worker does now; None where its area is out of reach meanwhile, which is not everything."""
        area = self.area(said["area"]) if said["area"] else None
        if said["area"] and area is None:
            return None
        return Asked(area, said["kind"], said["state"], said["q"])

    def group_of(self, here: District | None) -> dict[UUID, District]:
        """For each district the one that stands for it in the table: the next below the chosen area, or that area itself."""
        roots = {here.path} if here else self.roots
        if not here and len(self.roots) > 1:
            heads = {row.path: row for row in self.districts.values() if row.path in roots}
        else:
            root = next(iter(roots), "")
            depth = root.count("/")
            heads = {
                row.path: row
                for row in self.districts.values()
                if row.path.startswith(root) and row.path.count("/") <= depth + 1
            }
        found = {}
        for pk, row in self.districts.items():
            fitting = [path for path in heads if row.path.startswith(path)]
            if fitting:
                found[pk] = heads[max(fitting, key=len)]
        return found


def board_of(scope: BoardScope, asked: Asked, *, number: str, size: int, at: datetime) -> Board:
    """Three queries and, unless the figures are at hand, three that count; however many schools there are.

    Figures are kept until something happens in the round, half a minute at most: of two schools that hand in at the same moment, the one
    that finishes second may carry the earlier time.
    """
    today = localdate(at)
    stamp = stamp_of(scope.planning, at)
    key = ".".join((stamp, *sorted(scope.roots), str(asked.area.pk if asked.area else ""), asked.kind))
    key = f"board.{scope.planning.pk}.{sha256(key.encode()).hexdigest()}.{int(at.timestamp()) // KEPT_SECONDS}"
    tallies: Tallies | None = cache.get(key)
    if tallies is None:
        tallies = _tallies(scope, asked, today)
        cache.set(key, tallies, KEPT_SECONDS)
    known = tallies.total.of(asked.state or EXPECTED) if not asked.q and asked.state != EXTENDED else None
    page = _page(scope, asked, number=number, size=size, known=known, names=tallies.names, today=today)
    return Board(scope.planning, asked, tallies, page, stamp)


def _tallies(scope: BoardScope, asked: Asked, today: date) -> Tallies:
    by_district = counted(narrowed(scope, Asked(kind=asked.kind), today), "district", today)
    by_kind = counted(narrowed(scope, Asked(area=asked.area), today), "school_kind", today)
    inside = set(scope.below(asked.area)) if asked.area else None
    districts = scope.districts.values()
    areas = by_group(by_district, scope.group_of(asked.area))
    kinds = by_group(by_kind, {kind: kind for kind in SchoolKind.values})
    return Tallies(
        figures(row for row in by_district if inside is None or row.group in inside),
        [AreaRow(str(row.pk), row.name, areas[row]) for row in districts if row in areas],
        [AreaRow(kind, str(label), kinds[kind]) for kind, label in SchoolKind.choices if kind in kinds],
        [(str(row.pk), row.name) for row in districts if asked.area and asked.area.path.startswith(row.path)],
        {row.pk: row.name for row in districts},
    )


def _page(
    scope: BoardScope,
    asked: Asked,
    *,
    number: str,
    size: int,
    known: int | None,
    names: Mapping[UUID, str],
    today: date,
) -> Page[BoardRow]:
    """The places of the page's schools out of an index, then these schools: the last page of a city costs what the first does.

    `known` is how many there are, where that was counted already; `names` are those of the districts.
    """
    places: Paginator[Any] = Paginator(
        narrowed(scope, asked, today).order_by("place").values_list("place", flat=True), size
    )
    if known is not None:
        places.count = known
    page = places.get_page(number)
    kinds = dict(SchoolKind.choices)
    rows = RoundTarget.objects.filter(round=scope.planning, place__in=list(page.object_list)).order_by("place")
    values: Any = rows.annotate(late=_late(today)).values_list(
        "pk", "branch__short_name", "district", "school_kind", "plan", "state", "due_on", "extended_at",
        "extension_reason", "urged_on", "plan__submitted_at", "late",
    )  # fmt: skip
    paper_at = address_of_each("plans:review")
    page.object_list = [
        BoardRow(pk, school, names.get(district, ""), str(kinds[kind]), paper_at(plan) if plan else "", *rest)
        for pk, school, district, kind, plan, *rest in values
    ]
    return page


def narrowed(scope: BoardScope, asked: Asked, today: date) -> QuerySet[RoundTarget]:
    """The schools that an address asks for, in no order."""
    rows = scope.targets()
    if asked.area:
        rows = rows.filter(district__in=scope.below(asked.area))
    if asked.kind:
        rows = rows.filter(school_kind=asked.kind)
    if asked.state == OVERDUE:
        rows = rows.filter(_overdue(today))
    elif asked.state == EXTENDED:
        rows = rows.filter(extended_at__isnull=False)
    elif asked.state in TargetState.values:
        rows = rows.filter(state=asked.state)
    if asked.q:
        named = Q(branch__short_name__icontains=asked.q) | Q(branch__school_name__icontains=asked.q)
        rows = rows.filter(named | Q(branch__name__icontains=asked.q))
    return rows


def stamp_of(planning: PlanningRound, at: datetime) -> str:
    """Changes when anything on the board has, and every five minutes. One look into an index."""
    last: datetime | None = RoundTarget.objects.filter(round=planning).aggregate(last=Max("changed_at"))["last"]
    changed = int(last.timestamp() * 1_000_000) if last else 0
    return f"{planning.version}.{localdate(at):%m%d}.{int(at.timestamp()) // RENEWED_SECONDS}.{changed}"


def _overdue(today: date) -> Q:
    return Q(due_on__lt=today, state__in=BEFORE_HANDING_IN)


def _late(today: date) -> ExpressionWrapper:
    return ExpressionWrapper(_overdue(today), output_field=BooleanField())


def counted(rows: QuerySet[RoundTarget], group: str, today: date) -> list[Counted]:
    """Schools by a column of theirs, state and lateness. One query, answered by an index."""
    # COUNT(*) and not of a column: so that the index alone answers.
    counts = (
        rows.annotate(late=_late(today)).order_by().values_list(group, "state", "late").annotate(schools=Count("*"))
    )
    return [Counted(*row) for row in counts]
