"""The queue: what waits for the district, in which order, and whose it is. A fixed number of queries however many plans there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import F, FilteredRelation, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from branches.addresses import address_of_each
from branches.areas import area_choices, areas_around
from branches.models import RoleAssignment, User
from branches.models.people import REVIEWING_ROLES
from branches.querysets import below
from branches.scope import scope_of
from plans.domain.paper_kinds import PaperKind
from plans.domain.period import Cycle, Period
from plans.models import Plan, PlanningRound
from plans.models.plan import paper_title
from workflow.domain.transitions import UNCLAIMED, Status

PAGE_SIZE = 20
#: Counting stops here: "500 and more" tells as much, and costs the same in a district and in a city.
MOST_COUNTED = 500
#: What the column heads sort by; all of it stands in the plan or its branch, so that every order goes on from any plan.
SORTS: dict[str, tuple[str, ...]] = {
    "risk": ("risk",),
    "submitted": ("submitted_at",),
    "school": ("branch__short_name",),
    "status": ("status",),
    "year": ("year",),
}
USUAL = "-risk"


def capped_count(rows: QuerySet[Plan]) -> int:
    """No further than MOST_COUNTED."""
    return min(rows.order_by()[: MOST_COUNTED + 1].count(), MOST_COUNTED)


class CappedPaginator(Paginator):
    """Counts no further than MOST_COUNTED."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return capped_count(rows)


#: What a QueueRow reads, in the order of its fields behind the first two …
_READ = (
    "pk", "branch__short_name", "title", "cycle", "year", "part", "revision", "paper", "status", "submission_count", "submitted_at",
    "claimed_by", "assigned_to", "passed_by",
)  # fmt: skip


_PEOPLE = slice(_READ.index("claimed_by"), len(_READ))
#: … and behind it what a RowRisk reads.
_READ_OF_RISK = ("score", "reasons", "errors", "warnings", "dismissed", "share", "days_late")


class RowRisk(NamedTuple):
    """What the latest submission's risk (SubmissionRisk) says in a row."""

    score: int
    reasons: Sequence[Mapping[str, Any]]
    errors: int | None
    warnings: int | None
    dismissed: int | None
    share: int | None
    days_late: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A plan of the queue as the page shows it, and why it stands where it stands: text and dates, no rows of the database. People are
    their names; `risk` is None for what was handed in before there was any."""

    risk: RowRisk | None
    address: str
    pk: UUID
    school: str
    own_title: str
    cycle: str
    year: int
    part: int
    revision: int
    paper: str
    status: str
    submission: int
    submitted_at: datetime
    claimed_by: str | None
    assigned_to: str | None
    passed_by: str | None

    @property
    def period(self) -> str:
        return Period(Cycle(self.cycle), self.year, self.part).label

    @property
    def kind(self) -> str:
        """What it is, where it is not a work plan."""
        return "" if self.paper == PaperKind.PLAN else PaperKind(self.paper).label

    @property
    def title(self) -> str:
        return paper_title(self.own_title, self.paper, self.cycle, self.year, self.part)

    @property
    def is_free(self) -> bool:
        """It can be claimed."""
        return self.status in UNCLAIMED

    @property
    def held_by(self) -> str:
        """Who reads it, or will."""
        return self.claimed_by or (f"分给{self.assigned_to}" if self.assigned_to and self.is_free else "—")


@dataclass(frozen=True)
class QueuePage:
    page: Page[Plan]
    rows: list[QueueRow]
    is_capped: bool


def queue(user: User) -> QuerySet[Plan]:
    """Everything handed in below the districts one reviews for."""
    rows = Plan.objects.filter(below(scope_of(user).reviewed_paths, "branch__district__")).exclude(status=Status.DRAFT)
    return rows.select_related("branch__district", "claimed_by", "assigned_to", "passed_by")


def sorted_queue(rows: QuerySet[Plan], sort: str) -> QuerySet[Plan]:
    """By one of SORTS, "-" in front for the other direction; the riskiest first otherwise. What is equal: oldest submission first."""
    return rows.order_by(*(F(name).desc() if falling else F(name).asc() for name, falling in _order(sort)))


def queue_page(rows: QuerySet[Plan], sort: str, number: str | None) -> QueuePage:
    """A page of the sorted rows with their risks. Three queries: the people are read apart, since three joins more take the database longer
    to plan than all of it to answer."""
    page = CappedPaginator(sorted_queue(rows, sort), PAGE_SIZE).get_page(number)
    chosen: Any = page.object_list
    latest = FilteredRelation("risks", condition=Q(risks__submission=F("submission_count")))
    read: Any = chosen.annotate(latest=latest).values_list(*_READ, *(f"latest__{name}" for name in _READ_OF_RISK))
    read = list(read)
    people = {pk for row in read for pk in row[_PEOPLE] if pk}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "display_name"))
    paper_at = address_of_each("plans:review")
    shown = []
    for row in read:
        risk = RowRisk(*row[len(_READ) :])
        own = (*row[: _PEOPLE.start], *(names.get(pk) for pk in row[_PEOPLE]))
        shown.append(QueueRow(None if risk.score is None else risk, paper_at(row[0]), *own))
    return QueuePage(page, shown, page.paginator.count >= MOST_COUNTED)


def neighbour(plan: Plan, rows: QuerySet[Plan], sort: str, *, forwards: bool) -> UUID | None:
    """The plan after (or before) this one in a queue, also when it has left the queue itself; None at the end. One query, whatever its length."""
    found: UUID | None = Plan.objects.filter(pk=plan.pk).values_list(
        _next(plan, rows, sort, forwards=forwards), flat=True
    )[0]
    return found


def next_in_queue(plan: Plan, rows: QuerySet[Plan], sort: str) -> UUID | None:
    """The plan after this one; at the end of the queue its first one, None when nothing else is left."""
    after = neighbour(plan, rows, sort, forwards=True)
    if after is None:
        after = sorted_queue(rows.exclude(pk=plan.pk), sort).values_list("pk", flat=True).first()
    return after


def _next(plan: Plan, rows: QuerySet[Plan], sort: str, *, forwards: bool) -> Coalesce:
    """The next plan with the same value in the first column of the order, else the first one behind that value: two looks into an index,
    where one condition for both would read it from its beginning."""
    order = [(name, falling == forwards, _value(plan, name)) for name, falling in _order(sort)]
    (first, *rest), behind = order, Q(pk__in=[])
    columns = (F(name).desc() if falling else F(name).asc() for name, falling, _ in order)
    ordered = rows.order_by(*columns).values("pk")
    same = _is(first, "exact") & _is(rest[0], "gte")
    equal = Q()
    for column in rest:
        behind |= equal & _is(column, "gt")
        equal &= _is(column, "exact")
    return Coalesce(Subquery(ordered.filter(same & behind)[:1]), Subquery(ordered.filter(_is(first, "gt"))[:1]))


def _is(column: tuple[str, bool, Any], how: str) -> Q:
    """The column's value is the plan's ("exact") or follows it in the order ("gt", "gte")."""
    name, falling, value = column
    return Q(**{f"{name}__{how.replace('g', 'l') if falling else how}": value})


def _order(sort: str) -> list[tuple[str, bool]]:
    """Columns and whether they fall; the last two make the order one without equals."""
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    if name not in SORTS:
        name, falling = USUAL.removeprefix("-"), True
    chosen = [(column, falling) for column in SORTS[name]]
    return [*chosen, *((column, False) for column in ("submitted_at", "pk") if column not in SORTS[name])]


def _value(plan: Plan, name: str) -> Any:
    value: Any = plan
    for part in name.split("__"):
        value = getattr(value, part)
    return value


def areas_of(user: User, chosen: str = "") -> list[tuple[str, str]]:
    """The districts one reviews for and those around the chosen one, when there is more than one, by identifier and name."""
    names = area_choices(areas_around(scope_of(user).reviewed_paths, chosen))
    return names if len(names) > 1 else []


def rounds_of(user: User) -> QuerySet[PlanningRound]:
    """The rounds whose papers come to one's queue, newest first."""
    return PlanningRound.objects.visible_to(user).exclude(state="draft").order_by("-due_on", "title")


def reviewers_of(user: User, on: date) -> QuerySet[User]:
    """Who reviews at, above or below the districts one reviews for."""
    paths = scope_of(user).reviewed_paths
    above = {path[: end + 1] for path in paths for end, sign in enumerate(path) if sign == "/"}
    held = RoleAssignment.objects.current(on).filter(role__in=sorted(REVIEWING_ROLES))
    held = held.filter(below(paths, "district__") | Q(district__path__in=above))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name_pinyin", "pk")
