"""Identity numbers in the portal: off by default, sealed in the database, shown for a reason, nowhere else."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from branches.services.audit import verify
from members.models import IdentityNumber, KeepNumbers, Member, PeopleSetting
from members.selectors.identity import keeps_numbers, number_policy
from members.services.identity import (
    NumberRefused,
    SettingRefused,
    find_by_number,
    record_number,
    rotate_numbers,
    set_people_setting,
    show_number,
)
from tests.cast import NOW, TODAY, Cast
from tests.members.roster_stage import EXAMPLE, RINGS, number_for, turn_on

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def keys(settings: Any) -> Any:
    for name, ring in RINGS.items():
        setattr(settings, name, ring)
    return settings


@pytest.fixture
def tang(cast: Cast, keys: Any) -> Member:
    """唐果 of 青榆一小, where numbers are kept."""
    turn_on(cast)
    return Member.objects.get(user=cast.tang)


def _client(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


def _decide(cast: Cast, district: str, keep: KeepNumbers, valid_from: date = TODAY) -> PeopleSetting:
    facts = {"district": getattr(cast, district), "keep_numbers": keep, "valid_from": valid_from, "reason": "通知"}
    return set_people_setting(**facts, by=cast.wei, at=NOW)


def test_nothing_is_kept_where_nobody_decided(cast: Cast, keys: Any) -> None:
    member = Member.objects.get(user=cast.tang)
    assert keeps_numbers(cast.branch, TODAY) is False
    with pytest.raises(NumberRefused, match="没有启用"):
        record_number(member=member, number=EXAMPLE, by=cast.lin, at=NOW)
    assert IdentityNumber.objects.count() == 0


def test_a_district_cannot_turn_it_on_without_keys_on_the_server(cast: Cast) -> None:
    with pytest.raises(SettingRefused, match="密钥"):
        turn_on(cast)


def test_the_decision_holds_below_the_district_and_from_its_day_on(cast: Cast, keys: Any) -> None:
    tomorrow = TODAY + timedelta(days=1)
    _decide(cast, "district", KeepNumbers.YES, tomorrow)
    assert [keeps_numbers(cast.branch, day) for day in (TODAY, tomorrow)] == [False, True]
    assert keeps_numbers(cast.far_branch, tomorrow) is False


def test_the_nearest_decision_counts_and_the_later_one_replaces_it(cast: Cast, keys: Any) -> None:
    city = PeopleSetting(district=cast.city, keep_numbers="yes", valid_from=TODAY, reason="市里", by=cast.wei, at=NOW)
    city.save(force_insert=True)
    assert number_policy(cast.district, TODAY).decided == city
    _decide(cast, "district", KeepNumbers.NO)
    assert number_policy(cast.district, TODAY).kept is False
    assert number_policy(cast.other_district, TODAY).kept is True
    later = NOW + timedelta(hours=1)
    set_people_setting(
        district=cast.district, keep_numbers="inherit", valid_from=TODAY, reason="按市里", by=cast.wei, at=later
    )
    assert number_policy(cast.district, TODAY).kept is True


def test_the_decision_is_the_administrators_and_stands_in_the_trail(cast: Cast, keys: Any) -> None:
    with pytest.raises(NotAllowed):
        set_people_setting(
            district=cast.district, keep_numbers="yes", valid_from=TODAY, reason="想要", by=cast.he, at=NOW
        )
    turn_on(cast)
    entry = AuditEntry.objects.get(action="people.setting")
    assert (entry.actor, entry.district, entry.detail["before"], entry.detail["after"]) == (
        cast.wei, cast.district, "no", "yes",
    )  # fmt: skip


def test_the_database_holds_no_number(cast: Cast, tang: Member) -> None:
    with CaptureQueriesContext(connection) as queries:
        record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
        assert show_number(member=tang, reason="核对信息", by=cast.lin, at=NOW) == EXAMPLE
    assert not [query for query in queries if EXAMPLE in query["sql"]]
    row = IdentityNumber.objects.get()
    assert EXAMPLE not in "|".join([row.sealed, row.index, row.key, row.index_key])
    assert (row.key, row.index_key) == ("s1", "i1")


def test_a_number_copied_to_another_person_does_not_open(cast: Cast, tang: Member) -> None:
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    song = Member.objects.get(user=cast.song)
    IdentityNumber.objects.update(member=song)
    with pytest.raises(NumberRefused, match="解不开"):
        show_number(member=song, reason="核对信息", by=cast.lin, at=NOW)


def test_two_people_of_a_branch_cannot_have_one_number(cast: Cast, tang: Member) -> None:
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    with pytest.raises(NumberRefused, match="唐果"):
        record_number(member=Member.objects.get(user=cast.song), number=EXAMPLE, by=cast.lin, at=NOW)


def test_what_the_number_contradicts_is_told(cast: Cast, tang: Member) -> None:
    Member.objects.filter(pk=tang.pk).update(birth_date=date(1980, 1, 1), sex="female")
    tang.refresh_from_db()
    (doubt,) = record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    assert "出生日期" in doubt


def test_looking_at_a_number_needs_a_reason_and_leaves_it_in_the_trail(cast: Cast, tang: Member) -> None:
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    client = _client(cast, "lin")
    url = reverse("members:identity_show", args=[tang.pk])
    assert EXAMPLE not in client.get(reverse("members:identity", args=[tang.pk])).content.decode()
    refused = client.post(url, {"reason": " "})
    assert (refused.status_code, EXAMPLE in refused.content.decode()) == (422, False)
    assert not AuditEntry.objects.filter(action="identity.show").exists()
    shown = client.post(url, {"reason": "核对党内统计"})
    assert (shown.status_code, EXAMPLE in shown.content.decode()) == (200, True)
    assert "no-store" in shown.headers["Cache-Control"]
    entry = AuditEntry.objects.get(action="identity.show")
    assert (entry.actor, entry.target_name, entry.detail) == (cast.lin, "唐果", {"because": "核对党内统计"})
    assert list(verify()) == []


@pytest.mark.parametrize("who", ["he", "wei", "tang"])
def test_the_district_and_the_person_are_not_shown_the_number(who: str, cast: Cast, tang: Member) -> None:
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    response = _client(cast, who).post(reverse("members:identity_show", args=[tang.pk]), {"reason": "想看"})
    assert response.status_code == 403


def test_turned_off_again_the_numbers_are_unreadable_and_can_only_be_deleted(cast: Cast, tang: Member) -> None:
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    later = NOW + timedelta(hours=1)
    set_people_setting(
        district=cast.district, keep_numbers="no", valid_from=TODAY, reason="停用", by=cast.wei, at=later
    )
    client = _client(cast, "lin")
    page = client.get(reverse("members:identity", args=[tang.pk])).content.decode()
    assert 'name="number"' not in page
    shown = client.post(reverse("members:identity_show", args=[tang.pk]), {"reason": "核对信息"})
    assert (shown.status_code, EXAMPLE in shown.content.decode()) == (422, False)
    assert client.post(reverse("members:identity_record", args=[tang.pk]), {"number": EXAMPLE}).status_code == 422
    gone = client.post(reverse("members:identity_remove", args=[tang.pk]), {"reason": "已停用"})
    assert (gone.status_code, IdentityNumber.objects.count()) == (302, 0)


def test_a_wrong_number_is_told_and_not_sent_back(cast: Cast, tang: Member) -> None:
    wrong = EXAMPLE[:-1] + "1"
    response = _client(cast, "lin").post(reverse("members:identity_record", args=[tang.pk]), {"number": wrong})
    page = response.content.decode()
    assert (response.status_code, "校验码不对" in page, wrong in page) == (422, True, False)


def test_a_person_is_found_by_number_within_the_branch(cast: Cast, tang: Member) -> None:
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    facts: dict[str, Any] = {"reason": "核对信息", "by": cast.lin, "at": NOW, "branch": cast.branch}
    assert find_by_number(number=EXAMPLE.lower(), **facts) == [tang]
    assert find_by_number(number=number_for(date(1990, 1, 1)), **facts) == []
    gu = Member.objects.get(user=cast.gu)
    record_number(member=gu, number=number_for(date(1991, 1, 1)), by=cast.fang, at=NOW)
    assert find_by_number(number=number_for(date(1991, 1, 1)), **facts) == []
    assert AuditEntry.objects.filter(action="identity.find").count() == 3


def test_logs_messages_and_trail_hold_no_number(
    cast: Cast, tang: Member, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.DEBUG = True
    connection.force_debug_cursor = True  # every statement goes through the log of the database
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django.db.backends")
    client = _client(cast, "lin")
    wrong = EXAMPLE[:-1] + "1"
    try:
        client.post(reverse("members:identity_record", args=[tang.pk]), {"number": wrong})
        client.post(reverse("members:identity_record", args=[tang.pk]), {"number": EXAMPLE}, follow=True)
        client.post(reverse("members:identity_find", args=[cast.branch.pk]), {"number": EXAMPLE, "reason": "核对"})
        assert (
            EXAMPLE
            in client.post(reverse("members:identity_show", args=[tang.pk]), {"reason": "核对信息"}).content.decode()
        )
    finally:
        connection.force_debug_cursor = False
    assert "members_identitynumber" in caplog.text  # the log was listening
    assert EXAMPLE[6:] not in caplog.text
    assert wrong[6:] not in caplog.text
    said = "".join(f"{entry.detail}{entry.target_name}" for entry in AuditEntry.objects.all())
    assert EXAMPLE[6:] not in said


def test_lists_and_the_persons_page_show_no_number(cast: Cast, tang: Member) -> None:
    record_number(member=tang, number=EXAMPLE, by=cast.lin, at=NOW)
    client = _client(cast, "lin")
    for url in (reverse("members:branch", args=[cast.branch.pk]), reverse("members:person", args=[tang.pk])):
        page = client.get(url).content.decode()
        assert "唐果" in page
        assert EXAMPLE[6:] not in page


def _three_numbers(cast: Cast) -> None:
    for order, who in enumerate(("tang", "song", "qiao"), 1):
        member = Member.objects.get(user=cast.people[who])
        record_number(member=member, number=number_for(date(1980, 1, order)), by=cast.lin, at=NOW)


def test_rotation_renews_everything_and_may_be_interrupted(cast: Cast, tang: Member, keys: Any) -> None:
    _three_numbers(cast)
    keys.IDENTITY_KEYS = {"s2": b"t" * 32, **RINGS["IDENTITY_KEYS"]}
    keys.IDENTITY_INDEX_KEYS = {"i2": b"j" * 32, **RINGS["IDENTITY_INDEX_KEYS"]}
    steps = rotate_numbers(at=NOW, batch=2)
    assert next(steps).renewed == 2
    steps.close()  # type: ignore[attr-defined]
    facts: dict[str, Any] = {"branch": cast.branch, "reason": "核对", "by": cast.lin, "at": NOW}
    for order in (1, 2, 3):  # half-way, old and new rows are found alike
        assert len(find_by_number(number=number_for(date(1980, 1, order)), **facts)) == 1
    assert [done.renewed for done in rotate_numbers(at=NOW, batch=2)] == [1]
    assert list(rotate_numbers(at=NOW)) == []
    keys.IDENTITY_KEYS = {"s2": b"t" * 32}
    keys.IDENTITY_INDEX_KEYS = {"i2": b"j" * 32}
    assert show_number(member=tang, reason="核对信息", by=cast.lin, at=NOW) == number_for(date(1980, 1, 1))
    assert len(find_by_number(number=number_for(date(1980, 1, 2)), **facts)) == 1


def test_the_command_says_when_the_old_key_may_go(
    cast: Cast, tang: Member, keys: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    _three_numbers(cast)
    keys.IDENTITY_KEYS = {"s2": b"t" * 32, **RINGS["IDENTITY_KEYS"]}
    call_command("rotate_identity_keys", "--batch", "2")
    assert capsys.readouterr().out.splitlines() == ["已重新加密 2 条", "已重新加密 3 条", "全部完成，旧密钥可以去掉。"]
    call_command("rotate_identity_keys")
    assert capsys.readouterr().out.splitlines() == ["没有需要重新加密的号码。"]


def test_the_command_fails_when_a_key_is_missing(cast: Cast, tang: Member, keys: Any) -> None:
    _three_numbers(cast)
    keys.IDENTITY_KEYS = {"s2": b"t" * 32}
    with pytest.raises(CommandError, match="3 条没有密钥能解开"):
        call_command("rotate_identity_keys")


def test_pages_ask_the_same_number_of_queries_for_any_number_of_decisions(
    cast: Cast, keys: Any, django_assert_num_queries: Any
) -> None:
    turn_on(cast)
    with django_assert_num_queries(1):
        assert keeps_numbers(cast.branch, TODAY)
    _decide(cast, "district", KeepNumbers.YES)
    with django_assert_num_queries(1):
        assert keeps_numbers(cast.branch, TODAY)
