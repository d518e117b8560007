"""axe-core finds no serious fault on any page, on a desk and on a phone; no page is wider than its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from documents.domain.source import SourceText
from members.models import Member
from plans.domain.period import Cycle, Period
from plans.services.uploads import store_upload
from tests.cast import NOW, Cast, plan_at
from tests.journeys.conftest import DESK, PHONE, Visit
from tests.journeys.pages_of_the_year import pages_of_the_year
from workflow.domain.transitions import Status

pytestmark = pytest.mark.browser

TEXT = "青榆一小2025年工作计划\n一、目标\n争创先进。\n、丢了数字\n二、行事历\n三月：党课\n寒假：慰问"


def _pages(cast: Cast) -> dict[str, list[str]]:
    approved = plan_at(cast, Status.APPROVED)
    returned = plan_at(cast, Status.RETURNED, period=Period(Cycle.CALENDAR_YEAR, 2027))
    reviewed = plan_at(cast, Status.IN_REVIEW, period=Period(Cycle.SEMESTER, 2026, 1))
    upload = store_upload(
        branch=cast.branch, source=SourceText.from_lines(TEXT), data=TEXT.encode(), filename="", by=cast.lin, at=NOW
    )
    plans = "/plans"
    people = f"/members/branches/{cast.branch.pk}"
    rules = f"/rules/{cast.district.pk}"
    return {
        "lin": [
            "/", f"{plans}/", f"{plans}/new/", f"{plans}/new/blank/", f"{plans}/uploads/{upload.pk}/", f"{plans}/uploads/{upload.pk}/roll/",
            f"{plans}/{approved.pk}/", f"{plans}/{approved.pk}/roll/", f"{plans}/{returned.pk}/edit/", f"{plans}/{returned.pk}/schedule/",
            f"{plans}/{returned.pk}/items/add/?month=2027-03-01", f"{plans}/{returned.pk}/issues/", f"{plans}/{returned.pk}/submit/",
            f"{plans}/{approved.pk}/compare/", "/calendar/", "/calendar/year/", "/calendar/feeds/", "/notices/", "/notices/preferences/", "/account/password/",
            f"{people}/", f"{people}/add/", f"{people}/groups/", f"{people}/committee/", f"{people}/committee/elect/", f"{people}/transfers/", f"{people}/transfers/send/",
            f"{people}/transfers/enter/", f"/members/{Member.objects.get(user=cast.tang).pk}/", f"/members/{Member.objects.get(user=cast.tang).pk}/edit/",
        ],
        "he": ["/", "/members/district/", "/members/search/?q=t", f"{plans}/queue/", f"{plans}/{reviewed.pk}/review/", f"{plans}/{reviewed.pk}/review/?at=whole", f"{plans}/{reviewed.pk}/return/", f"{plans}/{reviewed.pk}/approve/"],
        "wei": ["/", "/organisations/", "/organisations/add/", "/accounts/", "/accounts/add/", f"/accounts/{cast.tang.pk}/", "/rules/", "/rules/code/FQ-04/", f"/rules/{cast.district.pk}/FQ-04/override/",
            "/rules/calendar/?year=2026", "/rules/calendar/?year=2027", "/rules/calendar/terms/", "/rules/calendar/timeline/", "/rules/calendar/observances/?year=2026",
            f"{rules}/calendar/2027/", f"{rules}/terms/2026/", f"{rules}/timeline/plenum-20-5/", f"{rules}/timeline/add/campaign/",
            "/notices/health/", f"/notices/settings/{cast.district.pk}/", "/notices/call-list/", "/notices/feedback/all/"],
        "yu": ["/", "/audit/"],
        "tang": ["/calendar/?month=2026-03", "/calendar/year/", "/calendar/feeds/", "/members/me/", "/notices/", "/notices/feedback/?from=/calendar/", "/no-such-page/"],
    }  # fmt: skip


def _check(visit: Visit, pages: dict[str, list[str]], serious_faults: Callable[..., list[str]]) -> list[str]:
    """Each page once, on a desk and then narrow as on a phone."""
    visit.tolerated = ("404",)
    faults = []
    for person, paths in pages.items():
        page = visit.enter(person)
        for path in paths:
            page.set_viewport_size(DESK)
            answer = page.goto(f"{visit.address}{path}")
            if answer is None or (not answer.ok and "no-such-page" not in path):
                faults.append(f"{person} {path}: {answer and answer.status}")
                continue
            for width in (DESK, PHONE):
                page.set_viewport_size(width)
                place = f"{person} {path} at {width['width']} px"
                faults += [f"{place}: {fault}" for fault in serious_faults(page, again=width is PHONE)]
                wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                faults += [f"{place}: {wide} px too wide"] if wide > 0 else []
    return faults


def test_no_serious_fault_on_any_page(
    visit: Visit, cast: Cast, serious_faults: Callable[..., list[str]], settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    pages = _pages(cast)
    for person, paths in pages_of_the_year(cast).items():
        pages.setdefault(person, []).extend(paths)
    faults = _check(visit, pages, serious_faults)
    assert faults == [], "\n".join(faults)


def test_no_serious_fault_on_the_login_page(visit: Visit, serious_faults: Callable[..., list[str]]) -> None:
    visit.tolerated = ("422",)
    page = visit.enter("nobody")
    assert "用户名或密码不对" in page.content()
    assert serious_faults(page) == []
