"""The board's list as a workbook: who has handed in and who has not, with the filters of the page."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from branches.models import SchoolKind
from notices.services.jobs import JobError, Progress, work
from plans.models import PlanningRound
from plans.rounds_querysets import office_paths
from plans.selectors.rounds.board import AREA_GONE, STATE_CHOICES, BoardScope, narrowed
from plans.workbooks.board import BoardSheet
from regulations.domain.quoting import quoted

KIND = "plans.round_board"
ROWS_A_STEP = 1000


@work(KIND)
def write_board(progress: Progress) -> Iterator[None]:
    """A thousand schools a step, with the rights its owner has now. Another worker that goes on begins anew: the file is made in one go."""
    said, today = progress.arguments, timezone.localdate()
    planning = PlanningRound.objects.visible_to(progress.owner).filter(pk=said["round"]).first()
    if planning is None or not office_paths(progress.owner):
        raise JobError("您现在没有查看这项布置的权限。")
    scope = BoardScope(planning, progress.owner)
    asked = scope.asked_again(said)
    if asked is None:
        raise JobError(AREA_GONE)
    rows = narrowed(scope, asked, today).select_related("branch", "plan").order_by("place")
    progress.done, progress.total = 0, rows.count()
    moment = timezone.localtime(progress.began_at)
    filters = [
        words
        for words in (
            asked.area.name if asked.area else "",
            SchoolKind(asked.kind).label if asked.kind else "",
            STATE_CHOICES.get(asked.state, ""),
            f"名称含{quoted(asked.q)}" if asked.q else "",
        )
        if words
    ]
    sheet = BoardSheet(
        title=planning.title,
        watermark=f"{progress.owner.display_name}（{progress.owner.username}）于{moment:%Y-%m-%d %H:%M}导出　"
        f"范围：{'、'.join(filters) or '全部'}　内部资料，不得外传",
        today=today,
    )
    place = 0
    while portion := list(rows.filter(place__gt=place)[:ROWS_A_STEP]):
        for row in portion:
            sheet.add(row, area=scope.districts[row.district_id].name)
        place = portion[-1].place
        progress.done += len(portion)
        yield
    progress.filename = f"{planning.title}进度-{today:%Y-%m-%d}.xlsx"
    sheet.write_to(progress.path)
