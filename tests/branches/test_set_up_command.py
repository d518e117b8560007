"""`manage.py set_up`: from an empty database to somebody who can log in."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from branches.models import AuditEntry, District, Role, RoleAssignment, User
from branches.services.audit import verify
from tests.cast import Cast

PEOPLE = ("--administrator", "wei", "魏然", "--auditor", "yu", "余静")


def test_administrator_logs_in_with_the_printed_password_and_must_change_it(
    db: None, capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    call_command("set_up", "--district", "青榆区教育工委", "--code", "qy", *PEOPLE)
    first, second = capsys.readouterr().out.splitlines()
    assert (District.objects.get().path, User.objects.count()) == ("qy/", 2)
    assert set(RoleAssignment.objects.values_list("user__username", "role")) == {
        ("wei", Role.DISTRICT_ADMINISTRATOR),
        ("yu", Role.AUDITOR),
    }
    assert "yu" in second
    answer = client.post("/login/", {"username": "wei", "password": first.split()[-1]})
    assert answer.status_code == 302
    assert client.get("/", follow=True).redirect_chain[-1][0].startswith("/account/password/")


def test_every_step_is_in_the_audit_trail(db: None) -> None:
    call_command("set_up", "--district", "青榆区教育工委", "--code", "qy", *PEOPLE)
    assert AuditEntry.objects.count() == 5
    assert list(verify()) == []


def test_a_database_with_accounts_is_left_alone(cast: Cast) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError, match="已有组织或账号"):
        call_command("set_up", "--district", "白鹭区", "--code", "bl", *PEOPLE)
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--code", "q/y", *PEOPLE), "短代码"),
        (("--code", "qy", "--administrator", "wei", "魏然", "--auditor", "wei", "魏然"), "不同的人"),
    ],
)
def test_what_would_make_a_bad_start_is_refused(db: None, arguments: tuple[str, ...], reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        call_command("set_up", "--district", "青榆区", *arguments)
    assert not District.objects.exists()
