"""The list behind a figure as a workbook."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from branches.areas import area_among, areas_around
from branchplan.overview.selectors import Asked, office_paths, rows_behind, title_of
from documents.workbooks.tables import table_workbook
from notices.services.jobs import JobError, Progress, work

KIND = "overview.list"
ROWS_A_STEP = 1000
COLUMNS = (("教育工委", 22), ("党组织", 22), ("学校类别", 14), ("任期届满", 12), ("欠交人数", 10))


@work(KIND)
def write_list(progress: Progress) -> Iterator[None]:
    """A thousand branches a step, with the rights its owner has now; another worker that goes on begins anew."""
    said, today = progress.arguments, timezone.localdate(progress.began_at)
    paths = office_paths(progress.owner)
    area = area_among(areas_around(paths, said["area"]), said["area"])
    rows = rows_behind(progress.owner, said["key"], Asked(area, said["kind"]), today)
    if not paths or rows is None or (said["area"] and area is None):
        raise JobError("您现在没有查看这份名单的权限。")
    branches = list(rows.values_list("pk", flat=True))
    progress.done, progress.total = 0, len(branches)
    found: list[tuple[object, ...]] = []
    for start in range(0, len(branches), ROWS_A_STEP):
        portion = branches[start : start + ROWS_A_STEP]
        for branch in rows.filter(pk__in=portion):
            names = (branch.district.name, branch.short_name, branch.get_school_kind_display())
            found.append((*names, getattr(branch, "term_end", None), getattr(branch, "late_members", None)))
        progress.done += len(portion)
        yield
    title = title_of(said["key"])
    moment = timezone.localtime(progress.began_at)
    mark = f"{title}　{progress.owner.display_name}于{moment:%Y-%m-%d %H:%M}导出　内部资料，不得外传"
    progress.filename = f"{title}-{today:%Y-%m-%d}.xlsx"
    progress.path.write_bytes(table_workbook(title or "名单", COLUMNS, found, mark=mark))
