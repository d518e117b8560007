"""The list of a round's board as a sheet: text stays text, who took it stands on every page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from documents.workbooks.writing import TEXT, put_head, put_text
from plans.domain.rounds.tally import BEFORE_HANDING_IN
from plans.models import RoundTarget

COLUMNS = (
    ("序号", 6), ("所属", 20), ("党组织", 30), ("学校", 24), ("类别", 12), ("进度", 10), ("截止日期", 12), ("是否超期", 10),
    ("提交时间", 18), ("退回次数", 10), ("延期理由", 30), ("最近催办", 12),
)  # fmt: skip


class BoardSheet:
    """Rows are kept as texts and written at the end: half a workbook that is given up could not be closed."""

    def __init__(self, *, title: str, watermark: str, today: date) -> None:
        self.title, self.watermark, self.today = title, watermark, today
        self.rows: list[tuple[str, ...]] = []

    def add(self, target: RoundTarget, *, area: str) -> None:
        """A school; `target` with branch and plan."""
        plan = target.plan
        late = target.due_on < self.today and target.state in BEFORE_HANDING_IN
        submitted = timezone.localtime(plan.submitted_at) if plan and plan.submitted_at else None
        row = (
            str(len(self.rows) + 1),
            area,
            target.branch.name,
            target.branch.school_name,
            target.get_school_kind_display(),
            target.get_state_display(),
            target.due_on.isoformat(),
            "超期" if late else "",
            f"{submitted:%Y-%m-%d %H:%M}" if submitted else "",
            str(plan.return_count) if plan and plan.return_count else "",
            target.extension_reason,
            target.urged_on.isoformat() if target.urged_on else "",
        )
        self.rows.append(row)

    def write_to(self, path: Path) -> None:
        book = Workbook(write_only=True)
        sheet: Any = book.create_sheet("进度")
        for number, (_, width) in enumerate(COLUMNS, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        printed = self.watermark.replace("&", "&&")[:200]  # & begins a code there, and 255 characters is all that fits
        sheet.oddHeader.center.text = printed
        sheet.oddFooter.center.text = printed
        sheet.freeze_panes = "D4"
        sheet.print_title_rows = "1:3"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
        day = f"{self.today.year}年{self.today.month}月{self.today.day}日"
        sheet.append([_text(sheet, f"{self.title}：报送进度（{day}）")])
        sheet.append([_text(sheet, self.watermark)])
        sheet.append([_head(sheet, name) for name, _ in COLUMNS])
        for row in self.rows:
            sheet.append([_text(sheet, value) for value in row])
        book.save(path)


def _text(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet)
    if value:
        put_text(cell, value)
        cell.number_format = TEXT
    return cell


def _head(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet)
    put_head(cell, value)
    return cell
