"""The list behind a figure as a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from openpyxl import Workbook

from branches.models import District
from branches.querysets import below
from branchplan.overview.selectors import Asked, office_paths, rows_behind, title_of
from notices.services.jobs import JobError, Progress, work

KIND = "overview.list"
ROWS_A_STEP = 1000


@work(KIND)
def write_list(progress: Progress) -> Iterator[None]:
    """A thousand branches a step, with the rights its owner has now; another worker that goes on begins anew."""
    said, today = progress.arguments, timezone.localdate(progress.began_at)
    paths = office_paths(progress.owner)
    area = District.objects.filter(below(paths), pk=said["area"]).first() if said["area"] else None
    rows = rows_behind(progress.owner, said["key"], Asked(area, said["kind"]), today)
    if not paths or rows is None or (said["area"] and area is None):
        raise JobError("您现在没有查看这份名单的权限。")
    branches = list(rows.values_list("pk", flat=True))
    progress.done, progress.total = 0, len(branches)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title_of(said["key"])[:30] or "名单")
    sheet.append(["教育工委", "党组织", "学校类别", "任期届满", "欠交人数"])
    for start in range(0, len(branches), ROWS_A_STEP):
        portion = branches[start : start + ROWS_A_STEP]
        for branch in rows.filter(pk__in=portion):
            end, late = getattr(branch, "term_end", None), getattr(branch, "late_members", None)
            names = [branch.district.name, branch.short_name, branch.get_school_kind_display()]
            # What a spreadsheet would take for a formula is text.
            sheet.append([*(f"'{name}" if name[:1] in "=+-@" else name for name in names), str(end or ""), late])
        progress.done += len(portion)
        yield
    progress.filename = f"{title_of(said['key'])}-{today:%Y-%m-%d}.xlsx"
    book.save(progress.path)
