"""The ledger of points: off until it is switched on, in the order of names, mistakes taken back by a line of their own."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry
from members.models import Member, PointsEntry, PointsScheme
from members.selectors.points import own_points, points_page
from members.services import points as services
from tests.cast import NOW, TODAY, Cast

ITEMS = [("参加志愿服务", Decimal(2)), ("无故缺席", Decimal("-0.5"))]


def person(cast: Cast, who: str) -> Member:
    return Member.objects.get(user=cast.people[who])


def switch_on(cast: Cast) -> PointsScheme:
    return services.set_scheme(branch=cast.branch, is_enabled=True, items=ITEMS, by=cast.lin, at=NOW)


def enter(cast: Cast, item: str, *who: str, on: date = TODAY) -> None:
    people = [person(cast, name) for name in who]
    facts = {"branch": cast.branch, "members": people, "item": item, "on": on, "note": "", "key": uuid4()}
    services.enter_points(**facts, by=cast.lin, at=NOW)


def test_nothing_is_kept_until_the_branch_switches_it_on(cast: Cast) -> None:
    with pytest.raises(services.PointsError, match="没有启用"):
        enter(cast, "参加志愿服务", "tang")
    client = Client()
    client.force_login(cast.lin)
    assert "本支部没有启用积分登记" in client.get(reverse("members:points", args=[cast.branch.pk])).content.decode()
    assert own_points(person(cast, "tang"), TODAY) == {"own_points": None}


def test_sums_stand_in_the_order_of_names(cast: Cast) -> None:
    switch_on(cast)
    enter(cast, "参加志愿服务", "tang", "song")
    enter(cast, "参加志愿服务", "tang")
    enter(cast, "无故缺席", "song")
    rows = points_page(cast.branch, TODAY.year).rows
    assert [row.member.name for row in rows] == ["林向阳", "乔木", "宋知秋", "唐果"]  # by pinyin, not by points
    assert {row.member.name: row.total for row in rows if row.total} == {"唐果": Decimal(4), "宋知秋": Decimal("1.5")}


def test_a_line_is_taken_back_once_and_stays_readable(cast: Cast) -> None:
    switch_on(cast)
    enter(cast, "参加志愿服务", "tang")
    line = PointsEntry.objects.get()
    back = services.take_back(entry=line, by=cast.lin, at=NOW)
    assert (back.points, PointsEntry.objects.count()) == (Decimal(-2), 2)
    with pytest.raises(services.PointsError, match="已经冲销过"):
        services.take_back(entry=line, by=cast.lin, at=NOW)
    with pytest.raises(services.PointsError, match="不能再冲销"):
        services.take_back(entry=back, by=cast.lin, at=NOW)
    assert own_points(person(cast, "tang"), TODAY)["own_points"]["total"] == 0


def test_pressing_the_button_twice_makes_one_line(cast: Cast) -> None:
    switch_on(cast)
    client = Client()
    client.force_login(cast.lin)
    address = reverse("members:points_enter", args=[cast.branch.pk])
    members = [str(person(cast, "tang").pk)]
    form = {"item": "参加志愿服务", "on": "2026-03-01", "members": members, "note": "", "key": str(uuid4())}
    assert [client.post(address, form).status_code for _ in range(2)] == [302, 302]
    assert PointsEntry.objects.count() == 1
    changed = client.post(address, {**form, "on": "2026-02-28"})
    text = changed.content.decode()
    assert (changed.status_code, "再按一次" in text, form["key"] in text) == (422, True, False)
    assert (PointsEntry.objects.count(), AuditEntry.objects.filter(action="points.enter").count()) == (1, 1)


def test_tomorrow_and_other_branches_are_refused(cast: Cast) -> None:
    switch_on(cast)
    with pytest.raises(services.PointsError, match="不能晚于今天"):
        enter(cast, "参加志愿服务", "tang", on=TODAY + timedelta(days=1))
    with pytest.raises(services.PointsError, match="本支部的党员"):
        enter(cast, "参加志愿服务", "gu")


def test_wrong_lines_of_the_scheme_are_named_and_kept(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.lin)
    address = reverse("members:points_scheme", args=[cast.branch.pk])
    answer = client.post(address, {"is_enabled": "on", "items": "参加志愿服务 2\n写错的一行\n零分 0"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "第2行写作" in text
    assert "第3行写作" in text
    assert "写错的一行" in text
    assert not PointsScheme.objects.exists()
