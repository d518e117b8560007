"""Addresses that a phone reads: what they hold, for whom, until when, and what is written down about them."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from branches.models import AuditEntry, Branch, User
from branchplan.logs import HideSecrets, hidden
from calendar_events.models import CalendarEvent, CalendarFeed, FeedAlarm, FeedKind
from calendar_events.services.event_facts import EventFacts
from calendar_events.services.events import cancel_event, edit_event, move_event, reinstate_event
from calendar_events.services.feeds import MOST, FeedError, change_alarm, create_feed, renew_feed, revoke_feed
from members.models import Member
from members.services.people import leave_roster
from members.services.transfers import accept_transfer, send_transfer
from tests.access_rows.feeds import FEED_ROWS
from tests.calendar_events.events import event_of, person, talk_with
from tests.cast import NOW, Cast
from tests.plans.test_review import as_

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAGE = reverse("calendar_events:feeds")
#: Session, user, roles, unread; addresses, branches to give out, branches and groups of the tabs.
PAGE_QUERIES = 8


def soon(days: int = 7) -> date:
    return timezone.localdate() + timedelta(days=days)


def made(by: User, kind: FeedKind = FeedKind.PERSON, alarm: FeedAlarm = FeedAlarm.NONE, **facts: Any) -> str:
    """The address of a new feed."""
    secret = create_feed(kind=kind, name="手机", alarm=alarm, by=by, at=timezone.now(), **facts)[1]
    return reverse("calendar_events:feed", args=[secret])


def events(address: str) -> dict[str, Any]:
    """What stands in the feed, by subject, as a stranger's program reads it."""
    answer = Client().get(address)
    assert answer.status_code == 200, answer.content.decode()
    return {str(row["SUMMARY"]): row for row in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def subjects(address: str) -> set[str]:
    return set(events(address))


def test_an_event_travels_to_the_phone_and_its_changes_follow_under_one_name(cast: Cast, settings: Settings) -> None:
    settings.PORTAL_URL = "https://dangjian.example/"
    event = event_of(cast, starts_on=soon(), agenda="讨论接收预备党员", note="带身份证", host_text="林向阳")
    day_event = event_of(cast, "宣传周", starts_on=soon(14), ends_on=soon(18), starts_at=None, ends_at=None)
    event_of(cast, "参观", starts_on=soon(20), ends_on=soon(21), starts_at=time(9, 0), ends_at=None)
    event_of(cast, "早会", starts_on=soon(22), ends_at=None)
    address = made(cast.tang, alarm=FeedAlarm.MORNING)
    first = events(address)[event.subject]
    assert str(first["UID"]) == f"{event.pk}@dangjian.example"
    assert first.decoded("DTSTART") == datetime.combine(soon(), time(15, 30), SHANGHAI)
    assert first["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert (first["SEQUENCE"], str(first["STATUS"]), str(first["LOCATION"])) == (0, "CONFIRMED", "社区服务站")
    assert str(first["URL"]) == f"https://dangjian.example{event.get_absolute_url()}"
    (alarm,) = first.walk("VALARM")
    assert alarm.decoded("TRIGGER") == timedelta(
        hours=-7, minutes=-30
    )  # 15:30 less seven and a half hours is 8 o'clock
    raw = Client().get(address).content
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert all(words not in raw.decode().replace("\r\n ", "") for words in ("讨论接收", "身份证", "林向阳"))
    # the second reader, on the same bytes
    read = {row.summary.value: row for row in vobject.readOne(raw.decode()).vevent_list}
    assert (read["宣传周"].dtstart.value, read["宣传周"].dtend.value) == (soon(14), soon(19))
    assert (read["参观"].dtstart.value, read["参观"].dtend.value) == (soon(20), soon(22))
    assert "09:00开始" in read["参观"].description.value
    assert "dtend" not in read["早会"].contents

    event = move_event(event=event, starts_on=soon(8), base_version=1, by=cast.lin, at=NOW)
    facts = {"subject": "主题党日：走访", "starts_on": soon(8), "ends_on": soon(8), "starts_at": time(15, 30)}
    event = edit_event(event=event, facts=EventFacts(**facts), base_version=2, by=cast.lin, at=NOW)
    after = events(address)["主题党日：走访"]
    assert (str(after["UID"]), after["SEQUENCE"]) == (str(first["UID"]), 2)
    assert after.decoded("DTSTART") == datetime.combine(soon(8), time(15, 30), SHANGHAI)
    event = cancel_event(event=event, reason="下雨", base_version=3, by=cast.lin, at=NOW)
    gone = events(address)["（已取消）主题党日：走访"]
    assert (str(gone["STATUS"]), gone["SEQUENCE"], gone.walk("VALARM")) == ("CANCELLED", 3, [])
    reinstate_event(event=event, base_version=4, by=cast.lin, at=NOW)
    assert events(address)["主题党日：走访"]["SEQUENCE"] == 4
    assert str(events(address)[day_event.subject]["TRANSP"]) == "TRANSPARENT"


def test_what_each_kind_holds(cast: Cast) -> None:
    day = {"starts_on": soon()}
    event_of(cast, "全体党员", **day)
    event_of(cast, "支委会", kind="committee_meeting", audience="committee", **day)
    event_of(cast, "一组", audience="group", group=cast.group, **day)
    event_of(cast, "申请人谈话", audience="applicants", **day)
    event_of(cast, "教职工大会", audience="staff", owner="union", **day)
    talk_with(cast, "song", **day)
    event_of(cast, "由唐果主持", audience="chosen", host_member=person(cast, "tang"), **day)
    event_of(cast, "别家", branch=cast.kindergarten, **day)
    event_of(cast, "一年多以前", starts_on=timezone.localdate() - timedelta(days=400))
    event_of(cast, "两年以后", starts_on=soon(700))
    Member.objects.filter(user=cast.qiao).update(group=None)
    open_to_all = {"全体党员", "支委会", "一组", "申请人谈话", "教职工大会", "由唐果主持"}
    assert subjects(made(cast.tang)) == open_to_all
    assert subjects(made(cast.song)) == open_to_all | {"谈心谈话"}
    # the committee sees every talk on the page, but carries about only its own
    assert subjects(made(cast.lin)) == open_to_all
    assert subjects(made(cast.tang, FeedKind.MINE)) == {"全体党员", "一组", "教职工大会", "由唐果主持"}
    assert subjects(made(cast.qiao, FeedKind.MINE)) == {"全体党员", "支委会", "教职工大会"}
    assert subjects(made(cast.song, FeedKind.MINE)) == {"全体党员", "一组", "教职工大会", "谈心谈话"}
    assert subjects(made(cast.lin, FeedKind.BRANCH, branch=cast.branch)) == {"全体党员", "教职工大会"}
    assert subjects(made(cast.lin, FeedKind.SCHOOL, branch=cast.branch)) == {"教职工大会"}
    # a reviewer who is a member of 青榆一小 gets that branch, not the district
    assert subjects(made(cast.duan)) == open_to_all


def test_a_sealed_talk_is_told_by_its_kind_alone(cast: Cast) -> None:
    talk = talk_with(cast, "tang", starts_on=soon())
    CalendarEvent.objects.filter(pk=talk.pk).update(subject="与唐果谈处分一事")
    assert subjects(made(cast.tang)) == {"谈心谈话"}


def test_who_moves_to_another_branch_sees_its_events_and_none_of_the_old_one(cast: Cast) -> None:
    event_of(cast, "旧支部", starts_on=soon())
    event_of(cast, "新支部", starts_on=soon(), branch=cast.kindergarten)
    addresses = [made(cast.tang), made(cast.tang, FeedKind.MINE)]
    assert [subjects(address) for address in addresses] == [{"旧支部"}, {"旧支部"}]
    facts = {"issued_on": timezone.localdate(), "to_branch": cast.kindergarten}
    letter = send_transfer(member=person(cast, "tang"), facts=facts, by=cast.lin, at=timezone.now())
    accept_transfer(transfer=letter, accepted_on=timezone.localdate(), by=cast.fang, at=timezone.now())
    event_of(cast, "旧支部后来的", starts_on=soon(9))
    assert [subjects(address) for address in addresses] == [{"新支部"}, {"新支部"}]


def test_what_each_address_answers_whoever_asks(cast: Cast) -> None:
    now = timezone.now()
    lin = {"by": cast.lin, "branch": cast.branch}
    addresses = {
        "live": made(cast.tang),
        "of the branch": made(kind=FeedKind.BRANCH, **lin),
        "of the school": made(kind=FeedKind.SCHOOL, **lin),
        "unknown": reverse("calendar_events:feed", args=["bpf_" + "a" * 43]),
        "revoked": made(cast.song),
        "exchanged": made(cast.qiao),
        "of somebody shut out": made(cast.gu),
        "of somebody who left": made(cast.duan),
        "of a branch given up": made(cast.fang, FeedKind.BRANCH, branch=cast.kindergarten),
    }
    song, qiao = (CalendarFeed.objects.get(owner=who) for who in (cast.song, cast.qiao))
    assert revoke_feed(feed=song, by=cast.song, at=now)
    assert not revoke_feed(feed=song, by=cast.song, at=now)
    renew_feed(feed=qiao, by=cast.qiao, at=now)
    User.objects.filter(pk=cast.gu.pk).update(is_active=False)
    cast.duan.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    Branch.objects.filter(pk=cast.kindergarten.pk).update(is_active=False)
    for client in (Client(), as_(cast.tang), as_(cast.he)):
        got = {name: client.get(address) for name, address in addresses.items()}
        assert {name: answer.status_code for name, answer in got.items()} == FEED_ROWS
        assert len({answer.content for name, answer in got.items() if FEED_ROWS[name] == 404}) == 1
    assert Client().post(addresses["live"]).status_code == 405


def test_who_leaves_the_roster_is_shut_out(cast: Cast) -> None:
    address = made(cast.tang)
    facts = {"because": "transferred", "left_on": timezone.localdate()}
    leave_roster(member=person(cast, "tang"), by=cast.lin, at=timezone.now(), **facts)
    assert Client().get(address).status_code == 404


def test_what_the_client_has_is_not_sent_again(cast: Cast) -> None:
    event = event_of(cast, starts_on=soon())
    address, client = made(cast.tang), Client()
    first = client.get(address)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert (first["Cache-Control"], first["X-Robots-Tag"]) == ("private, no-cache", "noindex")
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-cache"
    head = client.head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    move_event(event=event, starts_on=soon(9), base_version=1, by=cast.lin, at=NOW)
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)
    # another alarm is another feed
    found = CalendarFeed.objects.get()
    assert change_alarm(feed=found, alarm=FeedAlarm.HOUR, before="none", by=cast.tang, at=timezone.now())
    assert client.get(address, headers={"If-None-Match": changed["ETag"]}).status_code == 200


def test_a_client_that_asks_too_often_is_told_to_wait(cast: Cast, settings: Settings) -> None:
    settings.FEED_REQUESTS_A_MINUTE = 3
    mine, other = made(cast.tang), made(cast.song)
    assert [Client().get(mine).status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = Client().head(mine)
    assert answer.status_code == 429
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert Client().get(other).status_code == 200
    assert CalendarFeed.objects.get(owner=cast.tang).last_used_on == timezone.localdate()


@pytest.mark.parametrize("kind", [FeedKind.MINE, FeedKind.PERSON, FeedKind.BRANCH])
def test_a_long_calendar_costs_no_query_more(
    cast: Cast, kind: FeedKind, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    place = {"branch": cast.branch} if kind == FeedKind.BRANCH else {}
    address, wanted = made(cast.lin, kind, **place), {"mine": 6, "person": 5, "branch": 3}[kind]
    Client().get(address)
    for rows in (1, 3):
        while CalendarEvent.objects.count() < rows:
            event_of(cast, starts_on=soon())
        with django_assert_num_queries(wanted):
            Client().get(address)


def test_the_page_costs_the_same_with_one_address_and_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(cast.lin)
    client.get(PAGE)
    for rows in (1, 3):
        while CalendarFeed.objects.count() < rows:
            made(cast.lin, FeedKind.BRANCH, branch=cast.branch)
        with django_assert_num_queries(PAGE_QUERIES):
            client.get(PAGE)


def test_the_page_shows_an_address_once_and_keeps_no_copy(cast: Cast, settings: Settings) -> None:
    settings.PORTAL_URL = "https://dangjian.example"
    client = as_(cast.tang)
    assert f'href="{PAGE}"' in client.get(reverse("calendar_events:month")).content.decode()
    assert f'href="{PAGE}"' not in as_(cast.he).get(reverse("calendar_events:month")).content.decode()
    answer = client.post(PAGE, {"what": "mine", "name": " 我的  手机 ", "alarm": "day"})
    address = answer.context["address"]
    assert address["url"].startswith("https://dangjian.example/calendar/feeds/bpf_")
    assert address["opens"] == address["url"].replace("https:", "webcal:")
    assert answer["Cache-Control"] == "no-store"
    secret = address["url"].rsplit("/", 1)[1].removesuffix(".ics")
    assert Client().get(f"/calendar/feeds/{secret}.ics").status_code == 200
    again = client.get(PAGE).content.decode()
    assert "我的 手机" in again
    assert secret not in again
    row = CalendarFeed.objects.values().get()
    assert secret not in "".join(map(str, row.values()))
    (entry,) = AuditEntry.objects.filter(action="feed.create")
    assert (entry.actor, entry.branch, entry.detail) == (cast.tang, cast.branch, {"kind": "mine", "alarm": "day"})
    assert secret not in str(entry.__dict__)
    # exchanged, given another alarm, revoked: each stands in the trail
    renewed = client.post(reverse("calendar_events:feed_renew", args=[row["id"]])).context["address"]["url"]
    assert renewed != address["url"]
    assert client.post(reverse("calendar_events:feed_renew", args=[row["id"]])).status_code == 409
    live = CalendarFeed.objects.live().get()
    change = reverse("calendar_events:feed_alarm", args=[live.pk])
    assert client.post(change, {"alarm": "hour", "before": "day"}).status_code == 302
    assert client.post(change, {"alarm": "none", "before": "day"}).status_code == 409
    assert client.post(change, {"alarm": "never", "before": "hour"}).status_code == 422
    client.post(reverse("calendar_events:feed_revoke", args=[live.pk]))
    actions = AuditEntry.objects.filter(action__startswith="feed.").order_by("number").values_list("action", flat=True)
    assert list(actions) == ["feed.create", "feed.renew", "feed.alarm", "feed.revoke"]


def test_a_reset_password_ends_the_persons_addresses_and_says_so(cast: Cast) -> None:
    addresses = [made(cast.tang, FeedKind.MINE), made(cast.tang, FeedKind.PERSON)]
    kept = [made(cast.lin, FeedKind.MINE), made(cast.lin, FeedKind.BRANCH, branch=cast.branch)]
    gone = {str(row.pk) for row in CalendarFeed.objects.filter(owner=cast.tang)}
    stale = User.objects.get(pk=cast.tang.pk)
    page = as_(cast.wei).post(reverse("branches:account_reset", args=[cast.tang.pk])).content.decode()
    assert "日历订阅地址2个已同时停用" in page
    assert [Client().get(address).status_code for address in addresses + kept] == [404, 404, 200, 200]
    entries = AuditEntry.objects.filter(actor=cast.wei).order_by("number")
    assert {entry.target_id for entry in entries if entry.action == "feed.revoke"} == gone
    assert entries.get(action="account.reset_password").detail == {"ended": "日历订阅地址2个"}
    # a request that came in with the old password while it was being reset
    with pytest.raises(FeedError, match="密码刚被重置"):
        made(stale, FeedKind.MINE)
    page = as_(cast.wei).post(reverse("branches:account_reset", args=[cast.gu.pk])).content.decode()
    assert "已同时停用" not in page


def test_changing_ones_password_offers_to_end_ones_addresses(cast: Cast) -> None:
    url, words = reverse("branches:change_password"), ("Ji7-shan-lu-qiao", "Qing2-shan-bu-lao")
    cast.tang.set_password(words[0])
    cast.tang.save()
    client = as_(cast.tang)
    assert "停用我的" not in client.get(url).content.decode()
    made(cast.tang, FeedKind.MINE)
    assert "同时停用我的日历订阅地址1个" in client.get(url).content.decode()
    typed = {"old_password": words[0], "new_password": words[1], "repeated": words[1]}
    client.post(url, typed)
    assert CalendarFeed.objects.live().count() == 1
    typed = {"old_password": words[1], "new_password": words[0], "repeated": words[0], "with_keys": "on"}
    assert "日历订阅地址1个已停用" in client.post(url, typed, follow=True).content.decode()
    assert CalendarFeed.objects.live().count() == 0
    (entry,) = AuditEntry.objects.filter(action="feed.revoke")
    assert (entry.actor, entry.branch, entry.detail) == (cast.tang, cast.branch, {"reason": "password"})


def test_what_was_typed_wrong_stays_with_the_reason(cast: Cast) -> None:
    client = as_(cast.tang)
    answer = client.post(PAGE, {"what": "mine", "name": "手" * 21, "alarm": "day"})
    assert answer.status_code == 422
    assert "最多20字" in answer.content.decode()
    assert "手" * 21 in answer.content.decode()
    # a member gives nothing out in the branch's name, however the form is sent
    forged = client.post(PAGE, {"what": f"branch:{cast.branch.pk}", "name": "群", "alarm": "none"})
    assert (forged.status_code, CalendarFeed.objects.count()) == (422, 0)
    choices = [value for value, _ in as_(cast.lin).get(PAGE).context["form"].fields["what"].choices]
    assert choices == ["mine", "person", f"branch:{cast.branch.pk}", f"school:{cast.branch.pk}"]
    for _ in range(MOST):
        made(cast.tang)
    full = client.post(PAGE, {"what": "mine", "name": "再来一个", "alarm": "day"})
    assert full.status_code == 422
    assert "最多同时使用5个地址" in full.content.decode()


def test_the_database_refuses_a_feed_of_nobody(cast: Cast) -> None:
    facts = {"name": "手机", "created_by": cast.tang, "created_at": NOW}
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("feed_is_a_persons_or_a_branchs", {"kind": "person"}),
        ("feed_is_a_persons_or_a_branchs", {"kind": "branch", "owner": cast.tang}),
        ("feed_has_name", {"kind": "person", "owner": cast.tang, "name": ""}),
        ("feed_revoked_whole", {"kind": "person", "owner": cast.tang, "revoked_at": NOW}),
    ]
    for number, (name, more) in enumerate(wrong):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            CalendarFeed.objects.create(**{**facts, "digest": str(number), **more})


def test_no_log_holds_an_address(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    address = made(cast.tang)
    CalendarFeed.objects.update(revoked_at=NOW, revoked_by=cast.tang)
    with caplog.at_level(logging.DEBUG):
        assert Client().get(address).status_code == 404
    assert "Not Found: /calendar/feeds/bpf_***.ics" in caplog.text
    assert address not in caplog.text
    assert hidden(f'"GET {address} HTTP/1.1" 200') == '"GET /calendar/feeds/bpf_***.ics HTTP/1.1" 200'
    assert hidden("token bp_" + "x1-_" * 10) == "token bp_***"
    record = logging.LogRecord(
        "gunicorn.access", 20, "", 0, "%(r)s %(s)s", ({"r": f"GET {address}", "s": "200"},), None
    )
    assert HideSecrets().filter(record)
    assert record.getMessage() == "GET /calendar/feeds/bpf_***.ics 200"
