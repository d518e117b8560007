"""Every night the figures of all districts are reckoned anew: a dozen grouped queries, whatever the size of the city, and the ledgers of dues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone

from branches.models import Branch, District
from branchplan.overview import behind
from branchplan.overview.behind import Measures
from branchplan.overview.models import BranchArrears, DistrictFigure
from members.domain.development.stages import Stage
from members.domain.dues import published_by
from members.selectors.dues_overview import branch_dues
from regulations.selectors.rules import rule_book_for

LABELS = {
    "case_overdue": "发展党员步骤超期",
    "term_over": "任期届满未换届",
    "term_soon": "任期将满",
    "round_overdue": "上报超过期限",
    "dues_arrears": "有党员欠交党费",
    "dues_unpublished": "上年党费没有公布",
    "missed": "计划事项没有完成",
}
#: So many branches' ledgers are read at a time.
LEDGERS = 200
Row = tuple[Any, str, str, str, int, int]


def measures_on(today: date) -> Measures:
    """What holds on the day; an edition without one of the rules measures nothing by it."""
    top = District.objects.filter(parent__isnull=True).order_by("path").first()
    if top is None:
        return Measures()
    book = rule_book_for(top, today)
    term = book.find("ZB-09", today)
    return Measures(int(term.parameters["months_before"]) if term else 0, published_by(book, today))


def reckon(*, at: datetime) -> int:
    """Replace all figures in one transaction; returns how many there are. A page sees the old ones or the new ones."""
    today = timezone.localdate(at)
    late = late_members(today)
    found = [*figures_on(today), *_arrears(late)]
    rows = [DistrictFigure(**_facts(row), reckoned_at=at) for row in found if row[4] or row[5]]
    with transaction.atomic():
        DistrictFigure.objects.all().delete()
        DistrictFigure.objects.bulk_create(rows, batch_size=1000)
        BranchArrears.objects.all().delete()
        owing = [BranchArrears(branch=branch, members=number) for branch, number in late.items()]
        BranchArrears.objects.bulk_create(owing, batch_size=1000)
    return len(rows)


def late_members(today: date) -> dict[Branch, int]:
    """How many members owe dues, by branch: the one figure that is reckoned person by person, some hundred branches at a time."""
    found: dict[Branch, int] = {}
    branches = Branch.objects.filter(is_active=True).select_related("district").order_by("pk")
    last = None
    while portion := list((branches.filter(pk__gt=last) if last else branches)[:LEDGERS]):
        found |= {row.branch: row.late_members for row in branch_dues(portion, today.year, today) if row.late_members}
        last = portion[-1].pk
    return found


def _arrears(late: Mapping[Branch, int]) -> Iterable[Row]:
    places = Counter((branch.district_id, branch.school_kind) for branch in late)
    for (district, kind), number in places.items():
        yield district, kind, "dues_arrears", LABELS["dues_arrears"], number, 0


def _facts(row: Row) -> dict[str, Any]:
    return dict(zip(("district_id", "school_kind", "key", "label", "value", "total"), row, strict=True))


def figures_on(today: date) -> Iterable[Row]:
    """(district, kind of school, key, label, value, total) for everything that is counted."""
    yield from _gaps(today)
    yield from _cases(today)
    yield from _kept(today)
    branches = Branch.objects.filter(is_active=True)
    measures = measures_on(today)
    for key in ("term_over", "term_soon", "round_overdue", "dues_unpublished"):
        rows = behind.branches_behind(key, branches, today, measures)
        if rows is not None:
            counted = rows.order_by().values("district", "school_kind").annotate(number=Count("pk"))
            for row in counted:
                yield row["district"], row["school_kind"], key, LABELS[key], row["number"], 0


def _gaps(today: date) -> Iterable[Row]:
    place = ("report__plan__branch__district", "report__plan__branch__school_kind")
    rows = behind.checked(today).exclude(verdict="not_required").filter(report__plan__branch__is_active=True)
    is_gap = ~Q(verdict__in=behind.FINE) & Q(is_excused=False)
    grouped = rows.order_by().values(*place, "kind", "name").annotate(all=Count("pk"), open=Count("pk", filter=is_gap))
    for row in grouped:
        yield row[place[0]], row[place[1]], f"gap:{row['kind']}", row["name"], row["open"], row["all"]


def _cases(today: date) -> Iterable[Row]:
    place = ("member__branch__district", "member__branch__school_kind")
    late = Q(next_due__lt=today)
    rows = behind.cases().order_by().values(*place, "stage").annotate(all=Count("pk"), late=Count("pk", filter=late))
    overdue: dict[tuple[Any, str], int] = {}
    for row in rows:
        where = (row[place[0]], row[place[1]])
        overdue[where] = overdue.get(where, 0) + row["late"]
        yield *where, f"stage:{row['stage']}", Stage(row["stage"]).label, row["all"], 0
    for (district, kind), number in overdue.items():
        yield district, kind, "case_overdue", LABELS["case_overdue"], number, 0


def _kept(today: date) -> Iterable[Row]:
    """兑现率 as its two numbers, and how many things were not done."""
    place = ("branch__district", "branch__school_kind")
    rows = behind.fulfilment(today).filter(branch__is_active=True).order_by().values(*place)
    for row in rows.annotate(h=Sum("held"), l=Sum("late"), d=Sum("dropped"), m=Sum("missed")):
        kept, missed = row["h"] + row["l"], row["m"]
        yield row[place[0]], row[place[1]], "kept", "计划兑现", kept, kept + row["d"] + missed
        yield row[place[0]], row[place[1]], "missed", LABELS["missed"], missed, 0
