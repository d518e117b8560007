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
    """Written row by row, so that memory does not grow with the city."""

    def __init__(self, *, title: str, watermark: str, today: date) -> None:
        self.today = today
        self.book = Workbook(write_only=True)
        self.sheet: Any = self.book.create_sheet("进度")
        for number, (_, width) in enumerate(COLUMNS, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = width
        printed = watermark.replace("&", "&&")[:200]  # & begins a code there, and 255 characters is all that fits
        self.sheet.oddHeader.center.text = printed
        self.sheet.oddFooter.center.text = printed
        self.sheet.freeze_panes = "D4"
        self.sheet.print_title_rows = "1:3"
        self.sheet.page_setup.orientation, self.sheet.page_setup.paperSize = "landscape", 9
        self.sheet.page_setup.fitToHeight, self.sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
        self.sheet.append([self._text(f"{title}：报送进度（{today.year}年{today.month}月{today.day}日）")])
        self.sheet.append([self._text(watermark)])
        self.sheet.append([self._head(name) for name, _ in COLUMNS])
        self.count = 0

    def add(self, target: RoundTarget, *, area: str) -> None:
        """A school; `target` with branch and plan."""
        self.count += 1
        plan = target.plan
        late = target.due_on < self.today and target.state in BEFORE_HANDING_IN
        submitted = timezone.localtime(plan.submitted_at) if plan and plan.submitted_at else None
        values = (
            str(self.count),
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
        self.sheet.append([self._text(value) for value in values])

    def write_to(self, path: Path) -> None:
        self.book.save(path)

    def _text(self, value: str) -> Any:
        cell = WriteOnlyCell(self.sheet)
        if value:
            put_text(cell, value)
            cell.number_format = TEXT
        return cell

    def _head(self, value: str) -> Any:
        cell = WriteOnlyCell(self.sheet)
        put_head(cell, value)
        return cell
