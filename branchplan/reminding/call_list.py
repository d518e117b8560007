"""催办名单: what is overdue, by school with the secretary's phone, as a sheet to print when nothing else works. Long work for a big district."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from branches.models import Branch, Role, RoleAssignment, User
from branches.permissions import NotAllowed
from branches.querysets import below
from branches.scope import scope_of
from branchplan.reminding.gather import due_on
from branchplan.reminding.phones import phones_of
from notices.domain.due import DueFact
from notices.selectors.manners import habits_for
from notices.services.jobs import JobError, Progress, work

KIND = "reminding.call_list"
COLUMNS = (("学校", 18), ("书记", 10), ("电话", 14), ("催办事项", 70), ("到期日", 12), ("联系情况", 20))
BRANCHES_A_STEP = 50
#: Matters of single members are their branch's business; the district calls about papers, terms, letters and development.
PRIVATE = ("dues", "hours", "member")


def check_can_call(user: User) -> None:
    """Reviewers and administrators call the schools of their district."""
    scope = scope_of(user)
    if not scope.reviewed_paths | scope.administered_paths:
        raise NotAllowed("只有教育工委的审核员和管理员可以生成催办名单。")


@work(KIND)
def write_call_list(progress: Progress) -> Iterator[None]:
    """Fifty schools a step; `checkpoint` keeps the rows so far and the last school, so that another worker can go on."""
    day = date.fromisoformat(progress.arguments["day"])
    scope = scope_of(progress.owner, timezone.localdate())
    paths = scope.reviewed_paths | scope.administered_paths
    if not paths:
        raise JobError("您现在没有查看这些学校的权限。")
    branches = list(
        Branch.objects.filter(below(paths, "district__"), is_active=True)
        .select_related("district__parent")
        .order_by("district__path", "short_name", "pk")
    )
    progress.total = len(branches)
    rows: list[list[str]] = progress.checkpoint.setdefault("rows", [])
    while progress.done < len(branches):
        portion = branches[progress.done : progress.done + BRANCHES_A_STEP]
        portion = [branch for branch in portion if branch.district_id == portion[0].district_id]
        rows += _rows(portion, day)
        progress.done += len(portion)
        yield
    progress.filename = f"催办名单-{day:%Y-%m-%d}.xlsx"
    _write(progress, rows, day)


def _rows(branches: Sequence[Branch], day: date) -> list[list[str]]:
    habits = habits_for([branches[0].district])[branches[0].district_id]
    overdue: dict[UUID, list[DueFact]] = {}
    for fact in due_on(list(branches), day, habits):
        place = fact.audience.branch
        if place and fact.due_on < day and fact.kind.partition(".")[0] not in PRIVATE:
            overdue.setdefault(place, []).append(fact)
    leaders = _leaders(list(overdue), day)
    phones = phones_of([user.pk for user in leaders.values()])
    rows = []
    for branch in branches:
        for fact in sorted(overdue.get(branch.pk, []), key=lambda fact: fact.due_on):
            leader = leaders.get(branch.pk)
            name, phone = (leader.display_name, phones.get(leader.pk, "")) if leader else ("", "")
            rows.append([branch.short_name, name, phone, fact.title, fact.due_on.isoformat(), ""])
    return rows


def _leaders(branches: Sequence[UUID], day: date) -> dict[UUID, User]:
    held = RoleAssignment.objects.current(day).filter(branch__in=branches, role=Role.SECRETARY, user__is_active=True)
    return {row.branch_id: row.user for row in held.select_related("user").order_by("starts_on") if row.branch_id}


def _write(progress: Progress, rows: Sequence[Sequence[str]], day: date) -> None:
    """A4 across, the head on every page, the first column kept on the screen."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "催办名单"
    sheet.append([f"催办名单（{day.year}年{day.month}月{day.day}日）"])
    sheet.append([title for title, _ in COLUMNS])
    for row in rows:
        # Text stays text: a name that begins with "=" is no formula.
        sheet.append([f"'{value}" if value[:1] in "=+-@" and value else value for value in row])
    for number, (_, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[sheet.cell(2, number).column_letter].width = width
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=3):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    book.save(progress.path)
