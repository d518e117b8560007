"""Coming in: lockout, the first password, idle time, several roles, and what administrators may do to log-ins."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branches.models import AuditEntry, District, Role, RoleAssignment, User
from branches.services.accounts import AccountError, create_account, end_role, end_roles_in_branch, give_role
from tests.cast import NOW, PASSWORD, TODAY, Cast
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


def test_a_wrong_role_that_ends_on_its_first_day_leaves_the_account_with_its_administrator(cast: Cast) -> None:
    wei, today = as_(cast.wei), timezone.localdate()
    form = {
        "username": "xin.ren",
        "display_name": "新任",
        "role": "deputy",
        "branch": cast.branch.pk,
        "starts_on": today,
    }
    wei.post(reverse("branches:account_add"), form)
    account = User.objects.get(username="xin.ren")
    page = reverse("branches:account", args=[account.pk])
    answer = wei.post(reverse("branches:role_end", args=[account.pk, account.assignments.get().pk]))
    assert (answer.headers["Location"], account.assignments.count()) == (page, 0)
    assert "没有角色" in wei.get(page).content.decode()
    assert as_(_administrator_of(cast, cast.other_district)).get(page).status_code == 404
    again = {"role": "secretary", "branch": cast.branch.pk, "starts_on": today}
    assert wei.post(reverse("branches:role_give", args=[account.pk]), again).status_code == 302


def test_a_refused_first_role_leaves_no_account_behind(cast: Cast) -> None:
    facts = {"username": "xin.ren", "display_name": "新任", "email": "", "starts_on": TODAY, "by": cast.wei, "at": NOW}
    with pytest.raises(ValueError, match="no such role"):
        create_account(role="no such role", organisation=cast.branch, **facts)
    assert not User.objects.filter(username="xin.ren").exists()


def test_who_moved_to_another_district_is_managed_there_and_seen_no_more_in_the_old_one(cast: Cast) -> None:
    page, reset = (reverse(f"branches:{name}", args=[cast.gu.pk]) for name in ("account", "account_reset"))
    wei, other = as_(cast.wei), as_(_administrator_of(cast, cast.other_district))
    old = RoleAssignment.objects.select_related("branch__district", "user").get(user=cast.gu)
    end_role(assignment=old, last_day=date(2026, 2, 28), by=cast.wei, at=NOW)
    assert (wei.get(page).status_code, other.get(page).status_code) == (
        200,
        404,
    )  # nowhere yet: where the last role was
    give_role(user=cast.gu, role="member", organisation=cast.far_branch, starts_on=TODAY, by=None, at=NOW)
    assert (wei.get(page).status_code, other.get(page).status_code) == (404, 200)
    assert (wei.post(reset).status_code, other.post(reset).status_code) == (404, 200)
    assert AuditEntry.objects.filter(action="account.reset_password").get().branch == cast.far_branch


def test_who_leaves_a_branch_does_not_come_back_through_a_role_that_was_to_begin(cast: Cast) -> None:
    for role, first_day in (("deputy", TODAY), ("secretary", date(2026, 9, 1))):
        give_role(user=cast.tang, role=role, organisation=cast.branch, starts_on=first_day, by=None, at=NOW)
    assert end_roles_in_branch(user=cast.tang, branch=cast.branch, by=cast.lin, at=NOW) == 3
    assert not RoleAssignment.objects.not_over(TODAY).filter(user=cast.tang).exists()
    assert User.objects.get(pk=cast.tang.pk).home == cast.district


def _administrator_of(cast: Cast, district: District) -> User:
    user = User.objects.create(username="admin-elsewhere", display_name="韩露", must_change_password=False)
    give_role(user=user, role="administrator", organisation=district, starts_on=TODAY, by=None, at=NOW)
    return user


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
