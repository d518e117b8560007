"""Congresses, plenums and campaigns: list, confirmation, additions; observed days listed and left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branches.models import AuditEntry
from regulations.models import ObservanceChoice, TimelineEntry
from regulations.selectors.calendar import timeline_for
from regulations.services.timeline import list_observance
from tests.cast import NOW, Cast

BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "regulations:calendar_timeline"
#: Confirming needs a meeting that is over: the tests do not depend on the day they run.
YESTERDAY = timezone.localdate() - timedelta(days=1)


def _as(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


def _edit(cast: Cast, key: str = "plenum-20-5") -> str:
    return reverse("regulations:calendar_timeline_edit", args=[cast.district.pk, key])


def _add(cast: Cast, kind: str) -> str:
    return reverse("regulations:calendar_timeline_add", args=[cast.district.pk, kind])


def _plenum(**changes: str) -> dict[str, str]:
    form = {"first": "2026-01-26", "last": "2026-01-29", "topic": "", "evidence": "verified", "source": "全会公报"}
    return form | {"confirmed": "on"} | changes


CAMPAIGN = {
    "name": "师德师风专项教育",
    "writings": "师德专项教育活动\n\n师德师风教育活动",
    "first": "2026-03-01",
    "last": "",
    "evidence": "secondary",
    "source": "区教育局通知",
    "confirmed": "on",
}


def test_everybody_of_the_district_reads_the_timeline(cast: Cast) -> None:
    page = _as(cast, "tang").get(reverse(LIST)).content.decode()
    assert "党的二十届五中全会" in page
    assert "待确认" in page
    assert "2025年10月20日—23日" in page
    assert _edit(cast) not in page


def test_the_administrator_confirms_an_announced_plenum(cast: Cast) -> None:
    client = _as(cast, "wei")
    assert f"{_edit(cast)}?confirm=1" in client.get(reverse(LIST)).content.decode()
    form = client.get(_edit(cast), {"confirm": "1"}).content.decode()
    assert 'value="2026-10-26"' in form
    assert 'name="confirmed"' in form
    assert client.post(_edit(cast), _plenum(topic="加快建设教育强国")).status_code == 302
    newest = timeline_for(cast.district).newest_plenum(YESTERDAY)
    assert newest is not None
    assert (newest[1].number, newest[1].topic) == (5, "加快建设教育强国")
    page = client.get(reverse(LIST)).content.decode()
    assert "青榆区教育工委：全会公报（魏然" in page
    entry = AuditEntry.objects.get(action="timeline.set")
    assert (entry.target_name, entry.detail["before"], entry.detail["after"]["confirmed"]) == (
        "党的二十届五中全会",
        None,
        True,
    )


def test_a_correction_can_be_taken_back(cast: Cast) -> None:
    client = _as(cast, "wei")
    client.post(_edit(cast), _plenum())
    client.post(reverse("regulations:calendar_timeline_remove", args=[cast.district.pk, "plenum-20-5"]))
    assert not TimelineEntry.objects.exists()
    assert AuditEntry.objects.get(action="timeline.remove").detail["before"]["source"] == "全会公报"


def test_a_meeting_that_is_not_over_cannot_be_confirmed(cast: Cast) -> None:
    today = timezone.localdate().isoformat()
    answer = _as(cast, "wei").post(_edit(cast), _plenum(last=today))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "会议闭幕以后才能确认" in page
    assert f'value="{today}"' in page
    assert 'value="全会公报"' in page
    assert not TimelineEntry.objects.exists()


def test_a_local_campaign_is_added_and_found_by_its_writings(cast: Cast) -> None:
    client = _as(cast, "wei")
    assert client.post(_add(cast, "campaign"), CAMPAIGN).status_code == 302
    campaign = next(row for row in timeline_for(cast.district).campaigns if row.name == "师德师风专项教育")
    assert campaign.pattern.search("结合师德师风教育活动开展谈心")
    assert "师德师风专项教育" in client.get(reverse(LIST)).content.decode()
    entry = TimelineEntry.objects.get()
    edited = client.get(_edit(cast, entry.key)).content.decode()
    assert "师德专项教育活动\n师德师风教育活动</textarea>" in edited


@pytest.mark.parametrize(
    ("kind", "changes", "message"),
    [
        ("plenum", {"congress": "20", "plenum": "7"}, "二十届中央委员会下一次是六中全会。"),
        ("plenum", {"congress": "20", "plenum": "4"}, "党的二十届四中全会已经在列，请在列表中修改。"),
        ("plenum", {"congress": "20", "plenum": "6", "last": ""}, "该字段是必填项"),
        ("congress", {"congress": "30"}, "只能接着添加下一次。"),
        ("congress", {"congress": "20"}, "党的二十大已经在列，请在列表中修改。"),
        ("campaign", {**CAMPAIGN, "writings": "师德"}, "“师德”太短"),
        ("campaign", {**CAMPAIGN, "source": ""}, "该字段是必填项"),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field(
    cast: Cast, kind: str, changes: dict[str, str], message: str
) -> None:
    answer = _as(cast, "wei").post(_add(cast, kind), _plenum() | changes)
    assert (answer.status_code, message in answer.content.decode()) == (422, True)
    assert not TimelineEntry.objects.exists()


def test_kinds_and_rows_that_do_not_exist_are_not_found(cast: Cast) -> None:
    client = _as(cast, "wei")
    assert client.get(_add(cast, "meeting")).status_code == 404
    assert client.get(_edit(cast, "plenum-20-9")).status_code == 404
    unknown = reverse("regulations:calendar_observance_list", args=[cast.district.pk, "nothing"])
    assert client.post(unknown, {"listed": "1"}).status_code == 404


def test_the_timeline_takes_the_same_queries_with_entries_and_without(cast: Cast, django_assert_num_queries) -> None:
    client = _as(cast, "lin")
    client.get(reverse(LIST))
    with django_assert_num_queries(7):
        client.get(reverse(LIST))
    admin = _as(cast, "wei")
    for number in range(3):
        admin.post(_add(cast, "campaign"), CAMPAIGN | {"name": f"专项教育第{number}期"})
    with django_assert_num_queries(7):
        client.get(reverse(LIST))


def test_observed_days_of_a_year_are_read_with_number_rule_and_source(cast: Cast) -> None:
    page = _as(cast, "tang").get(reverse("regulations:calendar_observances"), {"year": "2026"}).content.decode()
    for words in ("教师节", "第42个", "105周年", "农历九月初九", "10月18日（周日）", "5月20日—6月20日", "推算得出"):
        assert words in page
    assert "思廉日" not in page


def test_only_what_is_meant_for_the_kind_of_school_is_shown(cast: Cast) -> None:
    url, client = reverse("regulations:calendar_observances"), _as(cast, "lin")
    assert "学前教育宣传月" in client.get(url, {"year": "2026", "kind": "kindergarten"}).content.decode()
    assert "学前教育宣传月" not in client.get(url, {"year": "2026", "kind": "primary"}).content.decode()
    assert client.get(url, {"kind": "college"}).status_code == 404


def test_the_administrator_lists_a_local_day(cast: Cast) -> None:
    client, reader = _as(cast, "wei"), _as(cast, "tang")
    url = reverse("regulations:calendar_observances")
    assert "思廉日" in client.get(url, {"year": "2026"}).content.decode()
    set_url = reverse("regulations:calendar_observance_list", args=[cast.district.pk, "silian_day"])
    assert client.post(set_url, {"listed": "1", "year": "2026"}).status_code == 302
    assert "思廉日" in reader.get(url, {"year": "2026"}).content.decode()
    client.post(set_url, {"listed": "0", "year": "2026"})
    assert "思廉日" not in reader.get(url, {"year": "2026"}).content.decode()
    entries = AuditEntry.objects.filter(action="observance.list").order_by("number")
    assert [(entry.target_name, entry.detail["listed"]) for entry in entries] == [("思廉日", True), ("思廉日", False)]
    assert ObservanceChoice.objects.count() == 1


def test_observed_days_take_the_same_queries_with_choices_and_without(cast: Cast, django_assert_num_queries) -> None:
    url, client = reverse("regulations:calendar_observances"), _as(cast, "lin")
    client.get(url)
    for key in ("qixi", "tree_day", "eye_day"):
        with django_assert_num_queries(7):
            client.get(url)
        list_observance(district=cast.district, key=key, listed=False, by=cast.wei, at=NOW)
