"""From a fact that is due to messages: who hears, how often, when; what happens when nobody does anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from branches.models import RoleAssignment, User
from branches.services.accounts import give_role
from notices.domain.due import Audience, DueFact
from notices.domain.manners import Manners
from notices.models import Delivery, DeliveryState, Notice, NoticeSettings, OutboxEntry
from notices.selectors import unread_count
from notices.services.address import address_due
from notices.services.deliver import deliver_due
from notices.services.inbox import acknowledge, choose, snooze, wake_up
from notices.services.post import post, post_due
from notices.services.remind import remind
from tests.cast import NOW, TODAY, Cast

MORNING = datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), NOW.tzinfo) + timedelta(hours=8)  # Tuesday


def _fact(cast: Cast, key: str = "k", **facts: Any) -> DueFact:
    audience = facts.pop("audience", Audience(branch=cast.branch.pk, roles=("secretary",)))
    return DueFact(facts.pop("kind", "committee.term"), key, TODAY, facts.pop("title", "换届"), audience, **facts)


def _tell(*facts: DueFact, at: datetime = NOW) -> None:
    post_due(facts, at=at)
    address_due(at=at)


def _recipients() -> set[str]:
    return set(Notice.objects.values_list("recipient__username", flat=True))


def _mails() -> list[tuple[str, str]]:
    return [(message.to[0], message.subject) for message in mail.outbox]


def test_who_holds_the_role_when_it_goes_out_hears_of_it(cast: Cast) -> None:
    post_due([_fact(cast)], at=NOW)
    lin = RoleAssignment.objects.get(user=cast.lin)
    lin.ends_on = TODAY - timedelta(days=1)
    lin.save()
    give_role(user=cast.qiao, role="secretary", organisation=cast.branch, starts_on=TODAY, by=None, at=NOW)
    address_due(at=NOW)
    assert _recipients() == {"qiao"}


def test_a_fact_posted_twice_is_told_once(cast: Cast) -> None:
    _tell(_fact(cast), _fact(cast))
    _tell(_fact(cast))
    assert (OutboxEntry.objects.count(), Notice.objects.count(), Delivery.objects.count()) == (1, 1, 1)


def test_a_district_without_such_people_passes_it_to_the_one_above(cast: Cast) -> None:
    RoleAssignment.objects.filter(user=cast.bai).update(district=cast.city)
    _tell(_fact(cast, audience=Audience(district=cast.other_district.pk, roles=("reviewer",))))
    assert _recipients() == {"bai"}
    assert Notice.objects.get().district == cast.city


def test_a_message_needs_somebody_to_hear_it(cast: Cast) -> None:
    facts = {"dedupe_key": "x", "kind": "k", "title": "t", "posted_at": NOW, "due_at": NOW}
    with pytest.raises(IntegrityError, match="outbox_has_audience"), transaction.atomic():
        OutboxEntry.objects.create(branch=cast.branch, **facts)


def test_ordinary_messages_come_as_one_digest_the_next_morning(cast: Cast) -> None:
    _tell(_fact(cast, "a", title="甲"), _fact(cast, "b", title="乙"))
    _tell(_fact(cast, "c", title="丙"), at=NOW + timedelta(hours=3))
    assert deliver_due(at=MORNING - timedelta(minutes=1)) == 0
    assert deliver_due(at=MORNING) == 3
    assert _mails() == [("lin@example.cn", "乙（另有2条）")]
    body = mail.outbox[0].body
    assert body.index("1. 乙") < body.index("2. 甲") < body.index("3. 丙")
    assert body.startswith("林向阳，您好：")


def test_urgent_ones_within_two_minutes_are_joined(cast: Cast) -> None:
    for second, title in ((0, "甲"), (20, "乙"), (70, "丙")):
        at = NOW + timedelta(seconds=second)
        post(to=[cast.lin], kind="workflow.x", title=title, body="", path="", dedupe_key=title, at=at)
        deliver_due(at=at)
    assert _mails() == [("lin@example.cn", "甲")]
    deliver_due(at=NOW + timedelta(minutes=2))
    assert _mails()[1:] == [("lin@example.cn", "乙（另有1条）")]


def test_quiet_hours_of_the_district_hold_urgent_ones_back(cast: Cast) -> None:
    NoticeSettings.objects.create(district=cast.city, quiet_from="09:00", quiet_to="11:00")
    post(to=[cast.lin], kind="workflow.x", title="急", body="", path="", dedupe_key="q", at=NOW)
    assert Delivery.objects.get().due_at == NOW.replace(hour=11, minute=0)


def test_who_has_left_the_branch_is_not_mailed(cast: Cast) -> None:
    _tell(_fact(cast))
    RoleAssignment.objects.filter(user=cast.lin).update(ends_on=TODAY)
    assert deliver_due(at=MORNING) == 0
    row = Delivery.objects.get()
    assert (row.state, row.last_error, mail.outbox) == (DeliveryState.DROPPED, "已不在该组织任职", [])


def test_what_was_read_on_the_page_is_not_in_the_digest(cast: Cast) -> None:
    _tell(_fact(cast, "a", title="甲"), _fact(cast, "b", title="乙"))
    Notice.objects.filter(title="甲").update(read_at=NOW)
    deliver_due(at=MORNING)
    assert _mails() == [("lin@example.cn", "乙")]


def test_a_cause_that_is_not_wanted_by_mail_stays_in_the_inbox(cast: Cast) -> None:
    choose(wanted={("committee", "sms"), ("dues", "email")}, by=cast.lin, at=NOW)
    _tell(_fact(cast, "a"), _fact(cast, "b", kind="dues.late"))
    assert unread_count(cast.lin) == 2
    assert [row.notice.kind for row in Delivery.objects.select_related("notice")] == ["dues.late"]


def test_snoozed_until_the_third_morning_in_the_inbox_and_by_mail(cast: Cast) -> None:
    _tell(_fact(cast))
    until = snooze(notice=Notice.objects.get(), days=3, by=cast.lin, at=NOW)
    assert until == NOW.replace(day=5, hour=7, minute=0)
    assert (unread_count(cast.lin), deliver_due(at=MORNING)) == (0, 0)
    wake_up(at=until)
    assert (unread_count(cast.lin), deliver_due(at=until)) == (1, 1)


# --- climbing -------------------------------------------------------------------------------------------------------------


def _remind(cast: Cast, day: int, *facts: DueFact, manners: Manners | None = None) -> set[str]:
    """Run a morning in March 2026; who is told on that day."""
    at = NOW.replace(day=day)
    before = set(Notice.objects.values_list("pk", flat=True))
    habits = {cast.district.pk: manners or Manners()}
    remind(facts, branches={cast.branch.pk: cast.branch}, manners=habits, at=at)
    while address_due(at=at):
        pass
    return set(Notice.objects.exclude(pk__in=before).values_list("recipient__username", flat=True))


def _overdue(cast: Cast, **facts: Any) -> DueFact:
    audience = Audience(branch=cast.branch.pk, roles=("organisation",))
    return _fact(cast, "late", title="考察超期", audience=audience, cap=3, **facts)


def test_nobody_acts_so_it_climbs_to_the_secretary_then_the_district_then_the_city(cast: Cast) -> None:
    give_role(user=cast.bai, role="reviewer", organisation=cast.city, starts_on=date(2026, 1, 1), by=None, at=NOW)
    told = {day: _remind(cast, day, _overdue(cast)) for day in range(2, 14)}
    assert {day: people for day, people in told.items() if people} == {
        2: {"qiao"},
        5: {"lin"},
        8: {"he", "shen", "duan", "wei"},
        11: {"bai"},
    }
    assert OutboxEntry.objects.get(level=2).title == "【催办】青榆一小：考察超期"


def test_the_districts_cap_keeps_it_in_the_branch(cast: Cast) -> None:
    told = [_remind(cast, day, _overdue(cast), manners=Manners(escalate_cap=1)) for day in range(2, 14)]
    assert [people for people in told if people] == [{"qiao"}, {"lin"}]


def test_whoever_takes_it_in_hand_stops_it(cast: Cast) -> None:
    _remind(cast, 2, _overdue(cast))
    _remind(cast, 5, _overdue(cast))
    acknowledge(notice=Notice.objects.get(recipient=cast.lin), by=cast.lin, at=NOW)
    assert [_remind(cast, day, _overdue(cast)) for day in range(6, 14)] == [set()] * 8


def test_what_is_settled_is_not_mentioned_again(cast: Cast) -> None:
    _remind(cast, 2, _overdue(cast))
    assert [_remind(cast, day) for day in range(3, 14)] == [set()] * 11


def test_a_round_that_runs_twice_a_day_posts_nothing_the_second_time(cast: Cast) -> None:
    assert (_remind(cast, 2, _overdue(cast)), _remind(cast, 2, _overdue(cast))) == ({"qiao"}, set())


def test_reading_the_whole_batch_costs_the_same_with_one_message_and_with_twenty(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    for number in (1, 20):
        post_due([_fact(cast, f"{number}-{n}") for n in range(number)], at=NOW)
        with django_assert_num_queries(16):
            address_due(at=NOW)


def _people(cast: Cast) -> list[User]:
    return [cast.lin, cast.qiao]


def test_two_people_get_a_mail_each(cast: Cast) -> None:
    post(to=_people(cast), kind="workflow.x", title="急", body="", path="", dedupe_key="two", at=NOW)
    deliver_due(at=NOW)
    assert sorted(_mails()) == [("lin@example.cn", "急"), ("qiao@example.cn", "急")]
