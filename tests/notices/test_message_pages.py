"""The pages about messages, as people see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branches.models import AuditEntry, User
from notices.domain.causes import CAUSES
from notices.domain.due import Audience, DueFact
from notices.models import (
    Channel,
    Delivery,
    DeliveryState,
    GroupBot,
    Heartbeat,
    Job,
    Notice,
    NoticeSettings,
    OutboxEntry,
    Preference,
)
from notices.services.address import address_due
from notices.services.post import post, post_due
from tests.cast import NOW, TODAY, Cast


def _login(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _reminder(cast: Cast) -> Notice:
    audience = Audience(branch=cast.branch.pk, roles=("secretary",))
    post_due([DueFact("committee.term", "k", TODAY, "请准备换届", audience)], at=NOW)
    address_due(at=NOW)
    return Notice.objects.get()


def _page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_reminder_can_be_taken_in_hand(cast: Cast) -> None:
    notice, client = _reminder(cast), _login(cast.lin)
    assert "我来处理" in _page(client, "notices:inbox")
    client.post(reverse("notices:acknowledge", args=[notice.pk]))
    page = _page(client, "notices:inbox")
    assert ("处理中" in page, "我来处理" in page) == (True, False)
    assert AuditEntry.objects.filter(action="notice.acknowledge", actor=cast.lin).count() == 1


def test_a_reminder_put_off_leaves_the_page_and_the_count(cast: Cast) -> None:
    notice, client = _reminder(cast), _login(cast.lin)
    assert ">1<" in _page(client, "notices:unread")
    client.post(reverse("notices:snooze", args=[notice.pk]), {"days": "3"})
    assert "请准备换届" not in _page(client, "notices:inbox")
    assert "count" not in _page(client, "notices:unread").replace("unread", "")
    notice.refresh_from_db()
    assert (timezone.localdate(notice.snoozed_until) - timezone.localdate()).days == 3


def test_the_count_asked_for_every_minute_is_counted_once(cast: Cast, django_assert_num_queries: Any) -> None:
    client, url = _login(cast.lin), reverse("notices:unread")
    client.get(url)
    with django_assert_num_queries(4):  # session, user, roles, count
        client.get(url)


def test_nobody_elses_message_can_be_taken_or_put_off(cast: Cast) -> None:
    notice = _reminder(cast)
    for name in ("notices:acknowledge", "notices:snooze", "notices:open"):
        assert _login(cast.fang).post(reverse(name, args=[notice.pk])).status_code == 404


def test_the_count_is_asked_for_once_a_minute(cast: Cast) -> None:
    assert 'hx-trigger="every 60s"' in _page(_login(cast.lin), "notices:inbox")


def test_preferences_are_kept_as_ticked(cast: Cast) -> None:
    client = _login(cast.lin)
    assert _page(client, "notices:preferences").count(" checked") == len(CAUSES)  # by mail
    client.post(reverse("notices:preferences"), {"wanted": ["dues/email", "hours/email"]})
    assert _page(client, "notices:preferences").count(" checked") == 2
    assert Preference.objects.filter(user=cast.lin, channel="email").count() == len(CAUSES) - 2


def test_the_administrator_sees_that_the_beat_is_missing(cast: Cast) -> None:
    client = _login(cast.wei)
    assert "没有运行" in _page(client, "notices:health")
    Heartbeat.objects.create(name="beat", at=timezone.now())
    assert "发送正常" in _page(client, "notices:health")
    Heartbeat.objects.create(name="reminded", at=timezone.now(), faults=2)
    assert "有2个党组织没有推算成功" in _page(client, "notices:health")
    answer = client.get(reverse("readyz"), {"messages": "1"})
    assert (answer.status_code, answer.json()["messages"]) == (503, "reminders incomplete")


def test_dead_letters_are_listed_and_sent_again(cast: Cast) -> None:
    post(to=[cast.lin, cast.qiao], kind="workflow.x", title="退回修改", body="", path="", dedupe_key="k", at=NOW)
    Delivery.objects.update(state=DeliveryState.DEAD, last_error="550 no such mailbox")
    client = _login(cast.wei)
    page = _page(client, "notices:health")
    assert (page.count("550 no such mailbox"), "林向阳" in page) == (2, True)
    one = Delivery.objects.get(recipient=cast.lin)
    client.post(reverse("notices:retry"), {"delivery": str(one.pk)})
    assert Delivery.objects.get(recipient=cast.lin).state == DeliveryState.PENDING
    assert Delivery.objects.get(recipient=cast.qiao).state == DeliveryState.DEAD
    client.post(reverse("notices:retry"), {"all": "1"})
    assert not Delivery.objects.filter(state=DeliveryState.DEAD).exists()


def test_send_me_a_test(cast: Cast) -> None:
    _login(cast.wei).post(reverse("notices:test_message"))
    assert Delivery.objects.get().address == "wei@example.cn"
    assert Notice.objects.get().title == "测试消息"


SETTINGS = {
    "digest_at": "07:30",
    "quiet_from": "22:00",
    "quiet_to": "06:30",
    "window_1": "10",
    "window_2": "5",
    "window_3": "2",
    "case_window": "45",
    "escalate_days": "4",
    "escalate_cap": "2",
    "review_days": "7",
    "event_days": "1",
    "record_days": "3",
}


def test_the_administrator_sets_the_districts_habits(cast: Cast) -> None:
    url = reverse("notices:settings", args=[cast.district.pk])
    assert _login(cast.wei).post(url, SETTINGS).status_code == 302
    manners = NoticeSettings.objects.get(district=cast.district).manners()
    assert (manners.windows, manners.case_window, manners.escalate_after) == ((10, 5, 2), 45, (4, 4, 4))
    assert manners.escalate_cap == 2
    assert AuditEntry.objects.filter(action="notice.settings", district=cast.district).count() == 1


def test_windows_that_do_not_descend_are_refused_and_nothing_typed_is_lost(cast: Cast) -> None:
    answer = _login(cast.wei).post(reverse("notices:settings", args=[cast.district.pk]), SETTINGS | {"window_2": "12"})
    page = answer.content.decode()
    assert (answer.status_code, "三次提醒的天数应从大到小。" in page, 'value="12"' in page) == (422, True, True)
    assert not NoticeSettings.objects.exists()


def test_a_group_chat_is_added_by_its_address_and_shown_without_its_key(cast: Cast) -> None:
    client, key = _login(cast.wei), "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"
    facts = {
        "channel": "wecom",
        "name": "工委群",
        "address": f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}",
    }
    assert client.post(reverse("notices:bot_add", args=[cast.district.pk]), facts).status_code == 302
    page = _page(client, "notices:settings", cast.district.pk)
    assert ("…5aaa" in page, key in page) == (True, False)
    assert key not in str(list(AuditEntry.objects.filter(action="bot.add").values()))
    client.post(reverse("notices:bot_remove", args=[cast.district.pk]), {"bot": str(GroupBot.objects.get().pk)})
    assert not GroupBot.objects.exists()


@pytest.mark.parametrize(
    ("beat_minutes", "due_minutes", "word"),
    [(1, 1, "ok"), (6, 1, "beat or worker missing"), (1, 16, "late"), (None, 1, "beat or worker missing")],
)
def test_monitoring_hears_when_messages_do_not_get_through(
    beat_minutes: int | None, due_minutes: int, word: str, cast: Cast
) -> None:
    now = timezone.now()
    if beat_minutes is not None:
        Heartbeat.objects.create(name="beat", at=now - timedelta(minutes=beat_minutes))
    post(to=[cast.lin], kind="workflow.x", title="t", body="", path="", dedupe_key="k", at=NOW)
    Delivery.objects.update(due_at=now - timedelta(minutes=due_minutes))
    client = Client()
    asked = client.get(reverse("readyz"), {"messages": "1"})
    assert (asked.status_code, asked.json()["messages"]) == (200 if word == "ok" else 503, word)
    for name in ("readyz", "healthz"):
        answer = client.get(reverse(name))
        assert (answer.status_code, answer.json()["messages"]) == (200, word)


def test_entries_that_nobody_addresses_are_late_too(cast: Cast) -> None:
    now = timezone.now()
    Heartbeat.objects.create(name="beat", at=now)
    _reminder(cast)
    Delivery.objects.all().delete()
    OutboxEntry.objects.update(addressed_at=None, due_at=now - timedelta(minutes=16))
    assert Client().get(reverse("readyz"), {"messages": "1"}).json() == {"status": "ok", "messages": "late", "queue": 1}
    # Each count stands with the oldest of what it counts: nothing to be sent, so nothing that waits to be sent.
    page = _page(_login(cast.wei), "notices:health")
    assert "<td>1条，最早的到期于" in page
    assert "到期待发送</th><td>0条</td>" in page


@pytest.mark.parametrize(("name", "status", "word"), [("healthz", 200, "ok"), ("readyz", 503, "database out of reach")])
def test_without_a_database_the_process_is_alive_and_not_ready(
    name: str, status: int, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(at: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("branchplan.views.pulse", gone)
    answer = Client().get(reverse(name))
    assert (answer.status_code, answer.json()["status"]) == (status, word)


def test_preferences_offer_only_the_channels_there_are(cast: Cast, settings: Any) -> None:
    client = _login(cast.lin)
    assert "短信" not in _page(client, "notices:preferences")
    settings.NOTICES_SMS_SENDER = "notices.channels.files.SmsFileSender"
    client.post(reverse("notices:preferences"), {"wanted": ["dues/email"]})
    settings.NOTICES_SMS_SENDER = ""
    client.post(reverse("notices:preferences"), {"wanted": ["dues/email"]})
    assert Preference.objects.filter(user=cast.lin, channel="sms").count() == len(CAUSES)


def test_the_bar_asks_again_while_work_goes_on_and_stops_when_it_is_over(cast: Cast) -> None:
    job = Job.objects.create(owner=cast.he, kind="k", title="名单", created_at=NOW, done=3, total=4)
    client = _login(cast.he)
    page = client.get(reverse("notices:job", args=[job.pk]), headers={"HX-Request": "true"}).content.decode()
    assert ('value="75"' in page, "every 2s" in page, "<html" in page) == (True, True, False)
    Job.objects.update(state="cancelled")
    assert "every 2s" not in _page(client, "notices:job", job.pk)


def test_a_person_without_an_address_has_the_inbox_alone(cast: Cast) -> None:
    User.objects.filter(pk=cast.lin.pk).update(email="")
    cast.lin.refresh_from_db()
    post(to=[cast.lin], kind="workflow.x", title="t", body="", path="", dedupe_key="k", at=NOW)
    assert (Notice.objects.count(), Delivery.objects.count()) == (1, 0)


def test_short_messages_go_to_a_file_where_that_adapter_is_named(cast: Cast, settings: Any, tmp_path: Any) -> None:
    settings.NOTICES_SMS_SENDER = "notices.channels.files.SmsFileSender"
    settings.DATA_DIR = tmp_path
    cast.lin.member.phone = "13900001234"
    cast.lin.member.save()
    _reminder(cast)
    assert set(Delivery.objects.values_list("channel", flat=True)) == {Channel.EMAIL, Channel.SMS}
