"""The pages on copying in a browser: no serious fault, not wider than the window, both texts beside each other on a desk."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from plans.services.copying import add_template
from tests.cast import NOW, Cast
from tests.journeys.conftest import Visit
from tests.plans.copying import texts
from tests.plans.copying.schools import Schools

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_reviewer_goes_from_the_queue_to_both_texts(
    visit: Visit, cast: Cast, serious_faults: Callable[[Page], list[str]], phone: bool
) -> None:
    schools = Schools(cast)
    schools.first(texts.RIVER)
    copy, _ = schools.second(texts.with_other_names(texts.RIVER))
    page = visit.enter("he", phone=phone)
    page.goto(f"{visit.address}/plans/queue/")
    page.locator(f"a[href='/plans/{copy.pk}/copying/']").first.click()
    faults = _faults(page, serious_faults)
    page.get_by_role("link", name="对照").click()
    faults += _faults(page, serious_faults)
    here, there = (page.locator(".version").nth(number).bounding_box() for number in (0, 1))
    assert here
    assert there
    assert here["x"] <= there["x"]
    assert faults == []


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_school_and_administrator_have_pages_without_faults(
    visit: Visit, cast: Cast, serious_faults: Callable[[Page], list[str]], phone: bool
) -> None:
    schools = Schools(cast)
    schools.first(texts.RIVER)
    copy, _ = schools.second(texts.with_other_names(texts.RIVER))
    add_template(district=cast.district, title="模板", text=texts.HILL, by=cast.wei, at=NOW)
    faults = []
    for person, path in (("fang", f"/plans/{copy.pk}/copying/"), ("wei", "/plans/templates/")):
        page = visit.enter(person, phone=phone)
        page.goto(f"{visit.address}{path}")
        faults += _faults(page, serious_faults)
    assert faults == []


def _faults(page: Page, serious_faults: Callable[[Page], list[str]]) -> list[str]:
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*serious_faults(page), *([f"{page.url}: {wide} px too wide"] if wide > 0 else [])]
