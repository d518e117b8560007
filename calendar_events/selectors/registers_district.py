"""What the committee above sees of the registers: numbers by branch, of those registers that it sees anything of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q

from branches.models import Branch, User
from branches.querysets import below
from branches.scope import scope_of
from calendar_events.domain.registers import DistrictSees, Register, registers
from calendar_events.models import RegisterEntry

PAGE_SIZE = 30


@dataclass(frozen=True)
class Cell:
    """One register of one branch."""

    register: Register
    open: int = 0
    total: int = 0
    late: int = 0

    @property
    def shows_entries(self) -> bool:
        return self.register.district is DistrictSees.ENTRIES


def district_columns() -> list[Register]:
    """Registers that the district sees numbers or entries of."""
    return [row for row in registers().values() if row.district is not DistrictSees.NOTHING]


def district_rows(user: User, today: date, number: str | None) -> tuple[Page, list[tuple[Branch, list[Cell]]]]:
    """A page of branches with their numbers. Three queries."""
    scope = scope_of(user)
    branches = Branch.objects.filter(
        below(scope.reviewed_paths | scope.administered_paths, "district__"), is_active=True
    ).order_by("short_name", "pk")
    page = Paginator(branches, PAGE_SIZE).get_page(number)
    columns = district_columns()
    late = Q(is_closed=False, last_day__lt=today)
    counts: dict[tuple[UUID, str], dict] = {
        (row["branch"], row["register"]): row
        for row in RegisterEntry.objects.present()
        .filter(branch__in=[branch.pk for branch in page], register__in=[column.key for column in columns])
        .values("branch", "register")
        .annotate(total=Count("pk"), open=Count("pk", filter=Q(is_closed=False)), late=Count("pk", filter=late))
        .order_by("branch", "register")
    }
    rows = []
    for branch in page:
        cells = []
        for column in columns:
            found = counts.get((branch.pk, column.key))
            late_ones = found["late"] if found and column.is_deadline else 0
            cells.append(Cell(column, found["open"], found["total"], late_ones) if found else Cell(column))
        rows.append((branch, cells))
    return page, rows
