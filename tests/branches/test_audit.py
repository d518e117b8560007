from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from branches.models import AuditChain, AuditEntry, User
from branches.services.accounts import change_password, give_role
from branches.services.audit import record, verify
from tests.cast import NOW, Cast
from tests.plans.test_review import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def tampering(request):
    """Lets a test do what the database refuses: the trigger is switched off as somebody with the owner's password could."""
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgres:
            cursor.execute(
                "SET CONSTRAINTS ALL IMMEDIATE"
            )  # PostgreSQL alters no table with foreign keys still to check
            cursor.execute("ALTER TABLE branches_auditentry DISABLE TRIGGER append_only")
        yield  # the test's transaction is rolled back, and with it the ALTER TABLE


def entries(cast: Cast) -> list[AuditEntry]:
    for number in range(3):
        record(
            action=f"test.{number}",
            by=cast.lin,
            at=NOW,
            target=cast.branch,
            branch=cast.branch,
        )
    return list(AuditEntry.objects.filter(branch=cast.branch).order_by("number"))


def test_every_chain_of_the_cast_holds(cast: Cast):
    assert AuditEntry.objects.count() > 0
    assert list(verify()) == []


def test_entries_of_one_organisation_are_numbered_without_gaps(cast: Cast):
    rows = entries(cast)
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.previous_hash for row in rows[1:]] == [row.hash for row in rows[:-1]]


def test_other_organisations_have_their_own_chain(cast: Cast):
    names = set(AuditChain.objects.values_list("name", flat=True))
    assert {f"branch:{cast.branch.pk}", f"district:{cast.district.pk}"} <= names


def test_a_changed_entry_is_found(cast: Cast, tampering):
    row = entries(cast)[-2]
    AuditEntry.objects.filter(pk=row.pk).update(action="test.other")
    assert [(fault.number, fault.message) for fault in verify()] == [(row.number, "内容与校验值不符：记录被改动过")]


def test_a_missing_entry_in_the_middle_is_found(cast: Cast, tampering):
    row = entries(cast)[-2]
    AuditEntry.objects.filter(pk=row.pk).delete()
    assert "中间有记录缺失" in next(iter(verify())).message


def test_a_missing_tail_is_found(cast: Cast, tampering):
    row = entries(cast)[-1]
    AuditEntry.objects.filter(pk=row.pk).delete()
    assert [fault.number for fault in verify()] == [row.number - 1]


def test_the_command_names_the_place_and_fails(cast: Cast, tampering):
    row = entries(cast)[-1]
    AuditEntry.objects.filter(pk=row.pk).update(actor_name="别人")
    errors = StringIO()
    with pytest.raises(CommandError, match="1处不符"):
        call_command("verify_audit", stderr=errors, stdout=StringIO())
    assert f"第{row.number}条" in errors.getvalue()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the trigger is PostgreSQL's")
def test_postgresql_itself_refuses_to_rewrite_the_trail(cast: Cast):
    row = entries(cast)[-1]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).update(action="other")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=row.pk).delete()


def test_only_the_auditor_of_the_subtree_sees_entries(cast: Cast):
    assert AuditEntry.objects.visible_to(cast.yu).filter(branch=cast.branch).exists()
    assert not AuditEntry.objects.visible_to(cast.yu).filter(branch=cast.far_branch).exists()
    for name in ("lin", "he", "wei", "tang"):
        assert not AuditEntry.objects.visible_to(cast.people[name]).exists()


def test_every_entry_has_an_auditor_who_reads_it(cast: Cast):
    """Somebody's own password, work in the background: where they are in office. What the system does by itself: at the top."""
    above = User.objects.create(username="top", display_name="江一舟", must_change_password=False)
    give_role(user=above, role="auditor", organisation=cast.city, starts_on=NOW.date(), by=None, at=NOW)
    last = AuditEntry.objects.count()
    change_password(user=cast.lin, password="Xin-mima-2026", at=NOW)
    as_(cast.he).post(reverse("call_list"))
    as_(cast.bai).post(reverse("notices:preferences"), {"wanted": []})
    record(action="rule.load", by=None, at=NOW, target=cast.city)
    assert AuditEntry.objects.count() == last + 4
    actions = ("account.change_password", "job.start", "notice.preferences", "rule.load")
    rows = AuditEntry.objects.filter(action__in=actions)
    assert set(rows.visible_to(cast.yu).values_list("action", "branch", "district")) == {
        ("account.change_password", cast.branch.pk, None),
        ("job.start", None, cast.district.pk),
    }
    assert rows.visible_to(above).count() == 4
    assert list(verify()) == []
