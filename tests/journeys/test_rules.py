"""An administrator sets a value of the district's own, and confirms a newer edition after seeing what it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from regulations.services.editions import load_edition
from tests.cast import NOW, Cast, plan_at
from tests.journeys.conftest import Visit
from tests.regulations.test_rule_editions import load_older
from workflow.domain.transitions import Status

pytestmark = pytest.mark.browser


def test_a_value_is_set_and_shown_to_the_school(visit: Visit, cast: Cast) -> None:
    page = visit.enter("wei")
    page.goto(f"{visit.address}/rules/?q=FQ-04")
    page.get_by_role("link", name="FQ-04").click()
    page.get_by_role("link", name="设定本地取值").click()
    page.get_by_label("周期").select_option("half_year")
    page.get_by_label("依据或理由").fill("青教工委〔2026〕3号")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("row", name="周期").get_by_role("cell")).to_have_text(["每季度", "每半年"])
    school = visit.enter("lin")
    school.goto(f"{visit.address}/rules/code/FQ-04/")
    expect(school.get_by_text("青教工委〔2026〕3号")).to_be_visible()
    expect(school.get_by_role("link", name="设定本地取值")).to_have_count(0)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_newer_edition_is_confirmed_after_its_effect_was_seen(
    visit: Visit, cast: Cast, serious_faults: Callable[[Page], list[str]], phone: bool
) -> None:
    load_older()
    load_edition(at=NOW + timedelta(days=1))
    plan_at(cast, Status.SUBMITTED)
    page = visit.enter("wei", phone=phone)
    page.goto(f"{visit.address}/rules/")
    page.get_by_role("link", name="查看变化和受影响的计划").click()
    page.get_by_role("button", name="查看受影响的计划").click()
    expect(page.get_by_role("button", name="确认启用")).to_be_visible()
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="确认启用").click()
    expect(page.get_by_text("没有等待确认的新版本")).to_be_visible()
