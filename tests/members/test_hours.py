"""Study hours: what is recorded, what is asked of whom, who sees it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from branches.models import AuditEntry, User
from branches.permissions import NotAllowed
from members.domain.hours import Quota, Standing, lags_behind, quota_of
from members.models import CommitteePost, CommitteeTerm, Member, MemberStatus, StudyKind, StudyRecord
from members.selectors.hours import branch_hours, hours_rows
from members.services.hours import HoursRefused, record_hours, remove_hours
from regulations.domain.packs import national_rule_book
from regulations.services.overrides import set_override
from tests.cast import NOW, TODAY, Cast
from tests.members.dues_stage import D, at, member_of

REAL_TODAY = timezone.localdate()


@pytest.fixture
def enter(client: Client) -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def study(
    cast: Cast,
    users: list[User],
    hours: str,
    on: date = TODAY,
    kind: StudyKind = StudyKind.BRANCH_STUDY,
    by: User | None = None,
) -> list[StudyRecord]:
    return record_hours(
        branch=cast.branch, members=[member_of(user) for user in users], on=on, hours=D(hours), kind=kind, note="读书",
        by=by or cast.lin, at=NOW,
    )  # fmt: skip


def rows_of(cast: Cast, today: date) -> dict[str, tuple[Decimal, Decimal | None, bool]]:
    members = list(Member.objects.filter(branch=cast.branch, status=MemberStatus.FULL))
    rows = hours_rows(members, [cast.branch], today.year, today)
    return {row.member.name: (row.standing.hours, row.standing.quota.hours, row.lags) for row in rows}


def test_hours_of_a_year_add_up_and_the_next_year_begins_at_nothing(cast: Cast) -> None:
    study(cast, [cast.tang], "4.0", date(2025, 12, 31))
    study(cast, [cast.tang, cast.song], "2.5", date(2026, 1, 1))
    study(cast, [cast.tang], "1.5", date(2026, 2, 3))
    found = rows_of(cast, TODAY)
    assert found["唐果"] == (D("4.0"), D("32"), False)
    assert found["宋知秋"][0] == D("2.5")


def test_the_committee_studies_56_hours_everybody_else_32(cast: Cast) -> None:
    quotas = {name: quota for name, (_, quota, _) in rows_of(cast, TODAY).items()}
    assert quotas == {"林向阳": D("56"), "乔木": D("56"), "宋知秋": D("32"), "唐果": D("32")}


def test_a_post_in_the_committee_counts_without_a_role_while_it_lasts(cast: Cast) -> None:
    term = CommitteeTerm.objects.create(
        branch=cast.branch, elected_on=date(2025, 1, 10), years=3, ends_on=date(2028, 1, 10)
    )
    CommitteePost.objects.create(
        term=term, member=member_of(cast.tang), post="youth", starts_on=date(2025, 1, 10), ends_on=date(2026, 2, 28)
    )
    assert rows_of(cast, date(2026, 2, 28))["唐果"][1] == D("56")
    assert rows_of(cast, date(2026, 3, 1))["唐果"][1] == D("32")


def test_a_district_may_ask_for_more(cast: Cast) -> None:
    set_override(
        district=cast.district, code="ED-01", parameters={"hours_least": 40}, valid_from=TODAY, reason="区里要求",
        by=cast.wei, at=NOW,
    )  # fmt: skip
    assert rows_of(cast, TODAY)["唐果"][1] == D("40")


def test_who_lags_behind_is_named_from_30_september(cast: Cast) -> None:
    study(cast, [cast.tang], "19.1", date(2026, 1, 5))
    study(cast, [cast.song], "19.2", date(2026, 1, 5))
    assert [rows_of(cast, date(2026, 9, day))["唐果"][2] for day in (29, 30)] == [False, True]
    assert rows_of(cast, date(2026, 12, 31))["宋知秋"][2] is False


@pytest.mark.parametrize(
    ("hours", "percent", "missing", "met"),
    [("0", 0, "32", False), ("19.1", 59, "12.9", False), ("32", 100, "0", True), ("40.5", 126, "0", True)],
)
def test_percentages_are_rounded_down(hours: str, percent: int, missing: str, met: bool) -> None:
    standing = Standing(D(hours), Quota(D("32"), None))
    assert (standing.percent, standing.missing, standing.is_met) == (percent, D(missing), met)


def test_beyond_the_plan_of_2028_the_book_asks_for_nothing() -> None:
    quota = quota_of(national_rule_book(), date(2029, 1, 1), in_committee=True)
    standing = Standing(D("0"), quota)
    assert (quota.hours, standing.percent, standing.is_met) == (None, None, False)
    assert lags_behind(standing, date(2029, 12, 1), 2029) is False


def test_the_same_session_is_not_recorded_twice_and_nobody_gets_hours_then(cast: Cast) -> None:
    study(cast, [cast.tang], "2.0")
    with pytest.raises(HoursRefused, match=r"已经登记过：唐果（2\.0学时）"):
        study(cast, [cast.tang, cast.song], "2.0", by=cast.qiao)
    assert StudyRecord.objects.count() == 1


@pytest.mark.parametrize("hours", ["0", "-1", "24.1"])
def test_hours_that_no_day_has_are_refused(cast: Cast, hours: str) -> None:
    with pytest.raises(HoursRefused, match="大于0、不超过24"):
        study(cast, [cast.tang], hours)
    with pytest.raises(IntegrityError), transaction.atomic():
        StudyRecord.objects.create(
            branch=cast.branch, member=member_of(cast.tang), on=TODAY, hours=D(hours), kind="lecture", recorded_at=NOW
        )


def test_a_day_has_24_hours_in_all(cast: Cast) -> None:
    study(cast, [cast.tang], "20.0")
    with pytest.raises(HoursRefused, match="唐果这一天的学时合计会超过24"):
        study(cast, [cast.tang], "4.1", kind=StudyKind.LECTURE)


def test_hours_are_not_recorded_ahead_nor_for_other_branches_nor_for_applicants(cast: Cast) -> None:
    with pytest.raises(HoursRefused, match="不能晚于今天"):
        study(cast, [cast.tang], "1.0", date(2026, 3, 3))
    with pytest.raises(HoursRefused, match="顾小满不是本支部的党员"):
        study(cast, [cast.gu], "1.0")
    Member.objects.filter(user=cast.tang).update(status=MemberStatus.ACTIVIST)
    with pytest.raises(HoursRefused, match="唐果不是本支部的党员"):
        study(cast, [cast.tang], "1.0")


def test_only_the_committee_records(cast: Cast) -> None:
    for user in (cast.tang, cast.song, cast.fang, cast.he):
        with pytest.raises(NotAllowed):
            study(cast, [cast.tang], "1.0", by=user)


def test_a_removed_entry_stays_in_the_trail_and_is_removed_once(cast: Cast) -> None:
    row = study(cast, [cast.tang], "2.0")[0]
    for _ in range(2):
        remove_hours(row=row, by=cast.lin, at=NOW)
    assert not StudyRecord.objects.exists()
    entry = AuditEntry.objects.get(action="hours.remove")
    assert (entry.target_name, entry.detail) == ("唐果", {"on": "2026-03-02", "kind": "branch_study", "hours": "2.0"})


def test_counts_of_a_branch(cast: Cast) -> None:
    study(cast, [cast.tang, cast.lin], "24.0", date(2026, 1, 5))
    study(cast, [cast.tang, cast.lin], "10.0", date(2026, 1, 6))
    # 34 hours: enough for 唐果 (32), 60 % for 林向阳 (56: 33.6); 乔木 and 宋知秋 have none
    found = branch_hours([cast.branch], 2026, date(2026, 10, 8))[cast.branch.pk]
    assert (found.members, found.met, found.lagging) == (4, 1, 2)


def test_secretary_enters_hours_for_several_members_and_sees_bar_and_number(cast: Cast, enter: Callable) -> None:
    client = enter(cast.lin)
    people = [str(member_of(user).pk) for user in (cast.tang, cast.song)]
    data = {"on": REAL_TODAY.isoformat(), "kind": "lecture", "hours": "8", "note": "集中培训", "members": people}
    response = client.post(reverse("members:hours_record", args=[cast.branch.pk]), data, follow=True)
    text = response.content.decode()
    assert "已为2名党员登记学时。" in text
    assert text.count("8.0 / 32学时（25%） 还差24") == 2
    assert '<progress max="32"' in text


def test_wrong_hours_come_back_with_what_was_typed(cast: Cast, enter: Callable) -> None:
    url = reverse("members:hours_record", args=[cast.branch.pk])
    data = {"on": REAL_TODAY.isoformat(), "kind": "lecture", "hours": "八", "note": "集中培训"}
    response = enter(cast.lin).post(url, data)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="八"' in text
    assert "请至少选择一名党员。" in text


def test_member_sees_own_hours_only(cast: Cast, enter: Callable) -> None:
    for user, note in ((cast.tang, "读原著"), (cast.song, "听报告")):
        record_hours(
            branch=cast.branch, members=[member_of(user)], on=REAL_TODAY, hours=D("3.5"), kind=StudyKind.OTHER, note=note,
            by=cast.lin, at=at(REAL_TODAY),
        )  # fmt: skip
    text = enter(cast.tang).get(reverse("members:my_hours")).content.decode()
    assert "读原著" in text
    assert "听报告" not in text
    assert "删除" not in text


def test_the_table_asks_as_much_for_four_members_as_for_twenty(cast: Cast, enter: Callable) -> None:
    client, url = enter(cast.lin), reverse("members:hours", args=[cast.branch.pk])

    def queries() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    before = queries()
    for number in range(20):
        Member.objects.create(branch=cast.branch, name=f"党员{number:02d}", status="full")
    assert queries() == before


def test_the_district_sees_counts_without_names(cast: Cast, enter: Callable) -> None:
    text = enter(cast.he).get(reverse("members:hours_district")).content.decode()
    assert "青榆一小" in text
    assert "唐果" not in text


def test_the_day_and_share_of_the_alert_are_the_districts(cast: Cast) -> None:
    study(cast, [cast.tang], "19.2", date(2026, 1, 5))  # 60 % of 32
    assert rows_of(cast, date(2026, 9, 30))["唐果"][2] is False
    set_override(
        district=cast.district, code="KH-05", parameters={"reminder_on": "10-15", "share_percent": 70}, valid_from=TODAY,
        reason="区里要求", by=cast.wei, at=NOW,
    )  # fmt: skip
    assert [rows_of(cast, date(2026, 10, day))["唐果"][2] for day in (14, 15)] == [False, True]
