"""The month on A4 and the year on one sheet of A3: read back from the finished pages."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pdfplumber
import pytest
from django.urls import reverse

from documents.domain.posters import MonthPoster, PosterBox, PosterDay, PosterEntry, YearPoster
from documents.rendering.posters import render_poster
from tests.calendar_events.events import event_of, talk_with
from tests.cast import Cast, plan_at
from tests.plans.test_review import as_
from workflow.domain.transitions import Status

A4, A3 = (842, 595), (1191, 842)


def read(content: bytes) -> tuple[int, tuple[int, int], str]:
    with pdfplumber.open(BytesIO(content)) as file:
        page = file.pages[0]
        return len(file.pages), (round(page.width), round(page.height)), (page.extract_text() or "").replace("\n", "")


def test_the_month_of_a_branch_without_talks(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    event_of(cast, "党日活动")
    talk_with(cast, "tang")
    answer = as_(cast.lin).get(reverse("calendar_events:month_pdf"), {"month": "2026-03"})
    pages, size, text = read(answer.content)
    assert (pages, size) == (1, A4)
    assert "2026年3月行事历" in text
    assert "15:30" in text
    assert "谈心" not in text
    assert "本月未定日期" in text


def test_the_year_of_a_branch_on_one_sheet(cast: Cast) -> None:
    plan_at(cast, Status.APPROVED)
    event_of(cast, "党日活动", state="cancelled", cancelled_reason="停电")
    talk_with(cast, "tang")
    pages, size, text = read(as_(cast.tang).get(reverse("calendar_events:year_pdf"), {"year": "2025"}).content)
    assert (pages, size) == (1, A3)
    assert "2025—2026学年行事历" in text
    assert "（取消）" in text
    assert "谈心" not in text


@pytest.mark.parametrize("many", [1, 24])
def test_however_much_happens_it_is_one_sheet(many: int) -> None:
    entries = tuple(PosterEntry(f"第{n}项活动：走进社区服务站看望退休教师", "13日") for n in range(many))
    boxes = tuple(PosterBox(f"{n}月", ("第1—4周",), entries) for n in range(1, 13))
    assert read(render_poster(YearPoster("2026年行事历", "青榆一小", boxes)))[:2] == (1, A3)
    days = tuple(PosterDay(str(n), True, n > 5, entries=entries[:4]) for n in range(1, 8))
    weeks = tuple((f"第{n}周", days) for n in range(1, 7))
    title = f"{date(2026, 3, 1):%Y年%m月}行事历"
    assert read(render_poster(MonthPoster(title, "青榆一小", weeks)))[:2] == (1, A4)
