"""The roster as people walk it: the secretary enters somebody, forms a group, sends a colleague to the kindergarten, which confirms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from members.models import Member, Transfer
from members.services.people import edit_member
from tests.cast import NOW, Cast
from tests.journeys.conftest import Visit
from tests.members.desks import entry_of

pytestmark = pytest.mark.browser


def wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_from_the_roster_to_the_other_branch(
    visit: Visit, cast: Cast, serious_faults: Callable[[Page], list[str]]
) -> None:
    visit.tolerated = ("422",)
    secretary = visit.enter("lin")
    secretary.get_by_role("link", name="党员", exact=True).click()
    assert serious_faults(secretary) == []
    # Somebody new, first with a mistake.
    secretary.get_by_role("link", name="添加人员").click()
    secretary.fill("[name=name]", "纪春晓")
    secretary.select_option("[name=status]", "probationary")
    secretary.fill("[name=became_full_on]", "2025-01-01")
    secretary.get_by_role("button", name="保存").click()
    secretary.get_by_text("预备党员还没有转正").first.wait_for()
    assert secretary.input_value("[name=name]") == "纪春晓"
    assert serious_faults(secretary) == []
    secretary.fill("[name=became_full_on]", "")
    secretary.get_by_role("button", name="保存").click()
    secretary.get_by_role("heading", name="纪春晓").wait_for()
    assert Member.objects.get(name="纪春晓").name_initials == "jcx"
    assert serious_faults(secretary) == []
    # Found by initials.
    secretary.get_by_role("link", name="名册", exact=True).click()
    secretary.fill("[name=q]", "jcx")
    secretary.get_by_role("button", name="查找").click()
    secretary.get_by_role("link", name="纪春晓").wait_for()
    # Into the group.
    secretary.get_by_role("link", name="党小组", exact=True).click()
    secretary.get_by_label("纪春晓").check()
    secretary.select_option("[name=group]", label="第一党小组")
    secretary.get_by_role("button", name="编入", exact=True).click()
    secretary.get_by_text("已将1人编入第一党小组").wait_for()
    assert serious_faults(secretary) == []
    # A colleague goes to the kindergarten.
    secretary.get_by_role("link", name="组织关系").click()
    secretary.get_by_role("link", name="转出", exact=True).click()
    secretary.select_option("[name=member]", label="唐果")
    secretary.select_option("[name=to_branch]", label="青榆区实验幼儿园党支部")
    secretary.get_by_role("button", name="开具介绍信").click()
    with secretary.expect_download() as download:
        secretary.get_by_role("link", name="介绍信 PDF").click()
    assert download.value.suggested_filename == "组织关系介绍信-唐果.pdf"
    assert serious_faults(secretary) == []

    receiver = visit.enter("fang", phone=True)
    receiver.goto(f"{visit.address}/members/")
    receiver.get_by_role("link", name="组织关系").click()
    receiver.get_by_role("link", name="唐果").first.click()
    receiver.get_by_role("button", name="接收", exact=True).click()
    receiver.get_by_text("已登记接收").wait_for()
    assert wide(receiver) <= 0
    assert Transfer.objects.get().accepted_on is not None
    assert entry_of(cast.tang).branch == cast.kindergarten

    member = visit.enter("tang", phone=True)
    member.goto(f"{visit.address}/members/me/")
    assert "青榆区实验幼儿园党支部" in member.locator("main").inner_text()
    assert wide(member) <= 0


def test_two_secretaries_at_one_person_and_a_member_without_javascript(visit: Visit, cast: Cast) -> None:
    visit.tolerated = ("409",)
    page = visit.enter("lin")
    tang = entry_of(cast.tang)
    page.goto(f"{visit.address}/members/{tang.pk}/edit/")
    page.fill("[name=post]", "数学教师")
    edit_member(member=tang, facts={"post": "语文教师"}, base_version=1, by=cast.qiao, at=NOW)
    page.get_by_role("button", name="保存").click()
    page.get_by_text("乔木在您打开之后修改了唐果的信息").wait_for()
    assert "语文教师" in page.locator("table").inner_text()
    page.get_by_role("button", name="保存").click()
    page.get_by_role("heading", name="唐果").wait_for()
    assert entry_of(cast.tang).post == "数学教师"

    plain = visit.enter("tang", javascript=False, phone=True)
    plain.goto(f"{visit.address}/members/me/")
    plain.get_by_text("信息有误？告诉支部书记").click()
    plain.fill("[name=text]", "岗位应为校医")
    plain.get_by_role("button", name="发送").click()
    assert "已告诉支部书记" in plain.locator("main").inner_text()
