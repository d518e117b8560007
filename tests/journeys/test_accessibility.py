"""axe-core finds no serious fault on any page, on a desk and on a phone; no page is wider than its window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from documents.domain.source import SourceText
from members.models import Member
from plans.domain.period import Cycle, Period
from plans.services.uploads import store_upload
from tests.cast import NOW, Cast, plan_at
from tests.journeys.conftest import Visit
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
            f"{plans}/{approved.pk}/compare/", "/calendar/", "/calendar/year/", "/notices/", "/notices/preferences/", "/account/password/",
            f"{people}/", f"{people}/add/", f"{people}/groups/", f"{people}/committee/", f"{people}/committee/elect/", f"{people}/transfers/", f"{people}/transfers/send/",
            f"{people}/transfers/enter/", f"/members/{Member.objects.get(user=cast.tang).pk}/", f"/members/{Member.objects.get(user=cast.tang).pk}/edit/",
        ],
        "he": ["/", "/members/district/", "/members/search/?q=t", f"{plans}/queue/", f"{plans}/{reviewed.pk}/review/", f"{plans}/{reviewed.pk}/review/?at=whole", f"{plans}/{reviewed.pk}/return/", f"{plans}/{reviewed.pk}/approve/"],
        "wei": ["/", "/organisations/", "/organisations/add/", "/accounts/", "/accounts/add/", f"/accounts/{cast.tang.pk}/", f"{plans}/queue/", "/rules/", "/rules/code/FQ-04/", f"/rules/{cast.district.pk}/FQ-04/override/",
            "/rules/calendar/?year=2026", "/rules/calendar/?year=2027", "/rules/calendar/terms/", "/rules/calendar/timeline/", "/rules/calendar/observances/?year=2026",
            f"{rules}/calendar/2027/", f"{rules}/terms/2026/", f"{rules}/timeline/plenum-20-5/", f"{rules}/timeline/add/campaign/",
            "/notices/health/", f"/notices/settings/{cast.district.pk}/", "/notices/call-list/", "/notices/feedback/all/"],
        "yu": ["/", "/audit/"],
        "tang": ["/calendar/?month=2026-03", "/calendar/year/", "/members/me/", "/notices/", "/notices/feedback/?from=/calendar/", "/no-such-page/"],
    }  # fmt: skip


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_no_serious_fault_on_any_page(
    visit: Visit, cast: Cast, serious_faults: Callable[[Page], list[str]], phone: bool
) -> None:
    visit.tolerated = ("404", "403")
    faults = []
    for person, paths in _pages(cast).items():
        page = visit.enter(person, phone=phone)
        for path in paths:
            page.goto(f"{visit.address}{path}")
            faults += [f"{person} {path}: {fault}" for fault in serious_faults(page)]
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            faults += [f"{person} {path}: {wide} px too wide"] if wide > 0 else []
    assert faults == []


def test_no_serious_fault_on_the_login_page(visit: Visit, serious_faults: Callable[[Page], list[str]]) -> None:
    visit.tolerated = ("422",)
    page = visit.enter("nobody")
    assert "用户名或密码不对" in page.content()
    assert serious_faults(page) == []
