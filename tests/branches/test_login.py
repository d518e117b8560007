"""Coming in: lockout, the first password, idle time, several roles, and what administrators may do to log-ins."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branches.models import Role, RoleAssignment, User
from branches.services.accounts import AccountError, give_role
from tests.cast import NOW, PASSWORD, Cast
from tests.plans.test_review import as_

LOGIN = "/login/"


def _try(client: Client, username: str, password: str) -> int:
    return client.post(LOGIN, {"username": username, "password": password}).status_code


def test_five_wrong_passwords_lock_the_name_and_nobody_else(cast: Cast) -> None:
    client = Client()
    assert [_try(client, "lin", "falsch") for _ in range(5)] == [422, 422, 422, 422, 429]
    assert _try(client, "lin", PASSWORD) == 429
    assert _try(Client(), "qiao", PASSWORD) == 302


def test_a_first_password_has_to_be_changed_before_anything_else(cast: Cast) -> None:
    User.objects.filter(pk=cast.lin.pk).update(must_change_password=True)
    client = as_(User.objects.get(pk=cast.lin.pk))
    assert client.get(reverse("plans:list")).headers["Location"] == reverse("branches:change_password")
    wrong = {"old_password": PASSWORD, "new_password": "kurz", "repeated": "anders"}
    page = client.post(reverse("branches:change_password"), wrong)
    assert (page.status_code, "两次输入的新密码不一样。" in page.content.decode()) == (422, True)
    good = {"old_password": PASSWORD, "new_password": "Xin-mima-2026", "repeated": "Xin-mima-2026"}
    assert client.post(reverse("branches:change_password"), good).status_code == 302
    assert client.get(reverse("plans:list")).status_code == 200


def test_an_idle_session_ends_with_a_word(cast: Cast) -> None:
    client = as_(cast.lin)
    client.get(reverse("plans:list"))
    _turn_back(client, last_seen=int(timezone.now().timestamp()) - settings.SESSION_IDLE_SECONDS - 1)
    page = client.get(reverse("plans:list"), follow=True).content.decode()
    assert "为保护资料已自动退出" in page


@pytest.mark.parametrize(("key", "age"), [("last_seen", 1801), ("logged_in_at", 8 * 3600)])
def test_an_open_page_that_asks_by_itself_neither_keeps_a_session_nor_hides_its_end(
    cast: Cast, key: str, age: int
) -> None:
    client, now = as_(cast.lin), int(timezone.now().timestamp())
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/members/?q=tang"}
    poll = partial(client.get, reverse("notices:unread"), headers=headers)
    client.get(reverse("plans:list"))
    _turn_back(client, last_seen=now - 900)
    assert poll().status_code == 200
    assert client.session["last_seen"] == now - 900
    poll(headers=headers | {"X-Touched": "1"})  # somebody typed on the page
    assert client.session["last_seen"] >= now
    _turn_back(client, **{key: now - age})
    assert poll().headers["HX-Redirect"] == "/login/?next=/members/%3Fq%3Dtang"
    assert "为保护资料已自动退出" in client.get(LOGIN).content.decode()


def _turn_back(client: Client, **moments: int) -> None:
    session = client.session
    session.update(moments)
    session.save()


def test_a_reset_password_ends_all_sessions(cast: Cast) -> None:
    member = as_(cast.tang)
    assert member.get(reverse("members:me")).status_code == 200
    page = as_(cast.wei).post(reverse("branches:account_reset", args=[cast.tang.pk])).content.decode()
    assert "只显示这一次" in page
    assert member.get(reverse("members:me")).status_code == 302


def test_a_person_with_two_roles_switches_between_them(cast: Cast) -> None:
    client = as_(cast.duan)
    assert "待认领" in client.get("/").content.decode()
    member = RoleAssignment.objects.get(user=cast.duan, role=Role.MEMBER)
    client.post(reverse("branches:switch_role"), {"role": member.pk})
    assert client.get("/").headers["Location"] == reverse("calendar_events:month")


def test_administrator_and_auditor_are_never_one_person(cast: Cast) -> None:
    form = {"role": "administrator", "district": cast.district.pk, "starts_on": "2026-11-01"}
    page = as_(cast.wei).post(reverse("branches:role_give", args=[cast.yu.pk]), form)
    assert (page.status_code, "须由不同的人担任" in page.content.decode()) == (422, True)
    with pytest.raises(AccountError, match="不能给自己加角色"):
        give_role(
            user=cast.wei, role="reviewer", organisation=cast.district, starts_on=date(2026, 3, 1), by=cast.wei, at=NOW
        )


def test_a_district_cannot_take_over_an_account_of_the_city(cast: Cast) -> None:
    give_role(user=cast.he, role="reviewer", organisation=cast.city, starts_on=date(2025, 9, 1), by=None, at=NOW)
    response = as_(cast.wei).post(reverse("branches:account_reset", args=[cast.he.pk]))
    assert (response.status_code, "管理范围之外还有角色" in response.content.decode()) == (403, True)


def test_a_new_account_gets_a_first_password_that_works_once(cast: Cast) -> None:
    form = {
        "username": "xin.ren",
        "display_name": "新任",
        "role": "secretary",
        "branch": cast.branch.pk,
        "starts_on": "2026-03-01",
    }
    response = as_(cast.wei).post(reverse("branches:account_add"), form)
    password = response.context["password"]
    client = Client()
    assert _try(client, "xin.ren", password) == 302
    assert client.get("/").headers["Location"] == reverse("branches:change_password")
    again = as_(cast.wei).post(reverse("branches:account_add"), form)
    assert (again.status_code, "已经有人用了" in again.content.decode()) == (422, True)
