"""An approved plan offers its lines as events, and what a revision changes is asked about. The plan of the cast promises four things in 2026:
支委会 in January, 主题党日 in March, 青年教师结对听课 in March or April, 支部党员大会 in December. Today is 2 March 2026 where services are asked."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.urls import reverse

from branches.models import AuditEntry
from calendar_events.models import CalendarEvent, DroppedPromise
from calendar_events.selectors.offers import Offer, offer_page, undated_plans
from calendar_events.selectors.revisions import revision_page
from calendar_events.services.event_facts import EventError, EventFacts
from calendar_events.services.events import EventConflict, edit_event, move_event
from calendar_events.services.offers import Choice, confirm_offers, drop_promise, restore_promise, schedule_again
from calendar_events.services.revising import Decided, apply_revision
from members.models import Member, PartyGroup
from plans.models import Plan, PlanItem
from plans.services.drafting import amend_plan
from plans.services.items import ItemFacts, add_item, edit_item, remove_item
from plans.services.review import approve_plan, submit_plan
from plans.services.routine import RoutineDay, RoutineDraft, save_routine
from tests.calendar_events.events import event_of
from tests.cast import NOW, TODAY, Cast, plan_at
from tests.plans.test_review import as_
from workflow.domain.transitions import Action, Status
from workflow.services.perform import perform

TALK, DAY, PAIRS, MEETING = (
    "召开支委会，讨论全年工作",
    "主题党日：走进社区服务站",
    "青年教师结对听课",
    "召开支部党员大会，总结全年工作",
)


def approved(cast: Cast) -> Plan:
    return fresh(plan_at(cast, Status.APPROVED))


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district").get(pk=plan.pk)


def offer_for(plan: Plan, text: str, nth: int = 0) -> Offer:
    return [row for row in offer_page(plan, TODAY).offers if row.promised.line.text == text][nth]


def choice_for(offer: Offer, **facts: Any) -> Choice:
    origin, month = offer.promised.key
    return Choice(origin, month, facts.pop("day", offer.proposal.day), **facts)


def confirm(plan: Plan, cast: Cast, *texts: str, **facts: Any) -> tuple[int, int]:
    choices = [choice_for(offer_for(plan, text), **facts) for text in texts]
    done = confirm_offers(plan=plan, choices=choices, by=cast.lin, at=NOW)
    return done.made, done.already


def test_every_promise_is_asked_about_once_with_a_day(cast: Cast) -> None:
    page = offer_page(approved(cast), TODAY)
    # first Monday of January, first Friday of March, third Thursday of March, second Wednesday of December
    assert [(row.promised.line.text, row.proposal.day) for row in page.offers] == [
        (TALK, date(2026, 1, 5)),
        (DAY, date(2026, 3, 6)),
        (PAIRS, date(2026, 3, 19)),
        (MEETING, date(2026, 12, 9)),
    ]


def test_confirming_makes_events_that_know_their_promise(cast: Cast) -> None:
    plan = approved(cast)
    item = plan.items.present().get(text=DAY)
    section = plan.sections.get(heading="过好组织生活")
    PlanItem.objects.filter(pk=item.pk).update(measure=section, responsible_member=Member.objects.get(user=cast.song))
    assert confirm(plan, cast, DAY, day=date(2026, 3, 13), starts_at=time(15, 30), place="社区") == (1, 0)
    event = CalendarEvent.objects.with_people().get()
    assert (event.subject, event.kind, event.starts_on, event.starts_at, event.place, event.host) == (
        DAY, "theme_day", date(2026, 3, 13), time(15, 30), "社区", "宋知秋",
    )  # fmt: skip
    assert (event.item_origin, event.promised_month, event.item_text, event.section_origin) == (
        item.origin, date(2026, 3, 1), DAY, section.origin,
    )  # fmt: skip
    assert event.audience == "party_members"
    confirm(plan, cast, TALK)
    assert CalendarEvent.objects.get(subject=TALK).audience == "committee"
    assert AuditEntry.objects.filter(action="event.add").count() == 2


def test_confirming_twice_makes_nothing_twice(cast: Cast) -> None:
    plan = approved(cast)
    choice = choice_for(offer_for(plan, DAY))
    for made in (1, 0):
        assert confirm_offers(plan=plan, choices=[choice], by=cast.lin, at=NOW).made == made
    assert offer_for(plan, DAY).events[0].starts_on == date(2026, 3, 6)
    assert confirm_offers(plan=plan, choices=[choice], by=cast.lin, at=NOW).already == 1


def test_one_line_may_become_several_events(cast: Cast) -> None:
    plan = approved(cast)
    confirm(plan, cast, PAIRS, day=date(2026, 3, 19))
    schedule_again(plan=plan, choice=choice_for(offer_for(plan, PAIRS), day=date(2026, 4, 16)), by=cast.lin, at=NOW)
    assert [row.promised_turn for row in offer_for(plan, PAIRS).events] == [1, 2]


def test_every_group_gets_its_own_meeting(cast: Cast) -> None:
    PartyGroup.objects.create(branch=cast.branch, name="第二党小组")
    plan = approved(cast)
    PlanItem.objects.filter(plan=plan, text=DAY).update(text="召开党小组会", kind="group_meeting")
    offer = offer_for(plan, "召开党小组会")
    assert [group.name for group in offer.groups] == ["第一党小组", "第二党小组"]
    assert confirm(plan, cast, "召开党小组会", per_group=True) == (2, 0)
    rows = CalendarEvent.objects.order_by("promised_turn").values_list("subject", "group__name", "promised_turn")
    assert list(rows) == [
        ("第一党小组：召开党小组会", "第一党小组", 1),
        ("第二党小组：召开党小组会", "第二党小组", 2),
    ]


def test_what_cannot_be_names_its_line_and_makes_nothing(cast: Cast) -> None:
    plan = approved(cast)
    good, bad = choice_for(offer_for(plan, TALK)), choice_for(offer_for(plan, DAY), last_day=date(2026, 3, 1))
    with pytest.raises(EventError, match="“主题党日：走进社区服务站”：结束日期不能早于"):
        confirm_offers(plan=plan, choices=[good, bad], by=cast.lin, at=NOW)
    with pytest.raises(EventError, match="计划里没有这一条"):
        confirm_offers(plan=plan, choices=[Choice(good.origin, date(2026, 5, 1), TODAY)], by=cast.lin, at=NOW)
    assert not CalendarEvent.objects.exists()
    with pytest.raises(EventError, match="只有审定并且在用的计划"):
        confirm_offers(plan=amend_plan(plan=plan, by=cast.lin, at=NOW), choices=[], by=cast.lin, at=NOW)


def test_a_promise_given_up_says_why_and_can_be_taken_up_again(cast: Cast) -> None:
    plan = approved(cast)
    origin, month = offer_for(plan, PAIRS).promised.key
    drop: dict[str, Any] = {"plan": plan, "origin": origin, "month": month, "by": cast.lin, "at": NOW}
    with pytest.raises(EventError, match="请写明不再安排的原因"):
        drop_promise(**drop, reason=" ")
    drop_promise(**drop, reason="与区里的活动合并")
    drop_promise(**drop, reason="并入区教研活动")
    assert offer_for(plan, PAIRS).dropped == DroppedPromise.objects.get(reason="并入区教研活动")
    assert confirm(plan, cast, PAIRS) == (0, 1)
    restore_promise(**drop)
    assert confirm(plan, cast, PAIRS) == (1, 0)
    with pytest.raises(EventError, match="已经排成活动"):
        drop_promise(**drop, reason="x")
    with pytest.raises(EventError, match="没有标记"):
        restore_promise(**drop)


def test_the_desk_counts_what_is_still_to_come(cast: Cast) -> None:
    plan = approved(cast)
    # January is over on 2 March
    assert undated_plans(cast.lin, TODAY) == [(plan, 3, 0)]
    confirm(plan, cast, DAY, MEETING, PAIRS)
    assert undated_plans(cast.lin, TODAY) == []
    assert undated_plans(cast.tang, TODAY) == []


def revised(cast: Cast, plan: Plan, month: date) -> Plan:
    """A second revision in force: 主题党日 reworded, 支部党员大会 moved to `month`, 结对听课 gone, a line new."""
    draft = amend_plan(plan=plan, by=cast.lin, at=NOW)
    rows = {row.text: row for row in draft.items.present()}
    day, meeting = rows[DAY], rows[MEETING]
    reworded = ItemFacts("主题党日：走进敬老院", day.first_month, day.last_month, day.kind)
    edit_item(item=day, facts=reworded, base_version=day.version, by=cast.lin, at=NOW)
    moved = ItemFacts(MEETING, month, month, meeting.kind)
    edit_item(item=meeting, facts=moved, base_version=meeting.version, by=cast.lin, at=NOW)
    remove_item(item=rows[PAIRS], by=cast.lin, at=NOW)
    add_item(plan=draft, facts=ItemFacts("慰问退休教师", month, month, "care"), by=cast.lin, at=NOW)
    submitted = submit_plan(plan=draft, comment="", by=cast.lin, at=NOW)
    return fresh(
        approve_plan(plan=perform(submitted, Action.CLAIM, by=cast.he, at=NOW), comment="", by=cast.he, at=NOW)
    )


def test_a_revision_says_what_becomes_of_each_event_and_changes_nothing_by_itself(cast: Cast) -> None:
    plan = approved(cast)
    confirm(plan, cast, TALK, DAY, PAIRS, MEETING)
    revision = revised(cast, plan, date(2026, 11, 1))
    page = revision_page(revision, TODAY)
    assert {row.event.subject: row.fate.value for row in page.rows} == {
        TALK: "untouched",
        DAY: "reworded",
        PAIRS: "gone",
        MEETING: "moved",
    }
    assert [row.line.text for row in page.new] == ["慰问退休教师"]
    moved = next(row for row in page.rows if row.event.subject == MEETING)
    # the second Wednesday of November 2026
    assert moved.proposal is not None
    assert moved.proposal.day == date(2026, 11, 11)
    assert CalendarEvent.objects.filter(version=1).count() == 4
    # the meeting waits to be moved into November, so only the new line is without a date
    assert undated_plans(cast.lin, TODAY) == [(revision, 1, 3)]
    assert confirm(revision, cast, MEETING) == (0, 1)
    assert [row.promised.line.text for row in offer_page(revision, TODAY).offers if row.moving] == [MEETING]


def decided(page: Any, subject: str, decision: str, **facts: Any) -> Decided:
    event = next(row.event for row in page.rows if row.event.subject == subject)
    return Decided(event.pk, facts.pop("base_version", event.version), decision, **facts)


def test_what_was_decided_is_done_and_then_nothing_is_left_to_decide(cast: Cast) -> None:
    plan = approved(cast)
    confirm(plan, cast, TALK, DAY, PAIRS, MEETING)
    revision = revised(cast, plan, date(2026, 11, 1))
    page = revision_page(revision, TODAY)
    decisions = [
        decided(page, DAY, "adopt"),
        decided(page, PAIRS, "cancel", reason="计划修订"),
        decided(page, MEETING, "move", day=date(2026, 11, 13)),
    ]
    assert apply_revision(plan=revision, decisions=decisions, by=cast.lin, at=NOW) == 3
    rows = {row.subject: row for row in CalendarEvent.objects.all()}
    assert rows["主题党日：走进敬老院"].starts_on == date(2026, 3, 6)
    assert (rows[PAIRS].state, rows[PAIRS].cancelled_reason) == ("cancelled", "计划修订")
    assert (rows[MEETING].starts_on, rows[MEETING].promised_month) == (date(2026, 11, 13), date(2026, 11, 1))
    assert revision_page(revision, TODAY).asked == []
    assert [offer.promised.line.text for offer in offer_page(revision, TODAY).open] == ["慰问退休教师"]
    with pytest.raises(EventError, match="刚刚有了变化"):
        apply_revision(plan=revision, decisions=decisions, by=cast.lin, at=NOW)


def test_keeping_ties_an_event_to_the_line_as_it_is_now(cast: Cast) -> None:
    plan = approved(cast)
    confirm(plan, cast, DAY, PAIRS, MEETING)
    revision = revised(cast, plan, date(2026, 11, 1))
    page = revision_page(revision, TODAY)
    keep = [decided(page, subject, "keep") for subject in (DAY, PAIRS, MEETING)]
    apply_revision(plan=revision, decisions=keep, by=cast.lin, at=NOW)
    rows = {row.subject: row for row in CalendarEvent.objects.planned()}
    assert (rows[DAY].item_text, rows[DAY].sequence) == ("主题党日：走进敬老院", 0)
    assert (rows[PAIRS].item_origin, rows[PAIRS].promised_month) == (None, None)
    assert (rows[MEETING].promised_month, rows[MEETING].starts_on) == (date(2026, 11, 1), date(2026, 12, 9))
    assert revision_page(revision, TODAY).asked == []


def test_somebody_elses_change_in_between_stops_all_of_it(cast: Cast) -> None:
    plan = approved(cast)
    confirm(plan, cast, DAY, PAIRS, MEETING)
    revision = revised(cast, plan, date(2026, 11, 1))
    page = revision_page(revision, TODAY)
    event = CalendarEvent.objects.get(subject=MEETING)
    move_event(event=event, starts_on=date(2026, 12, 10), base_version=1, by=cast.qiao, at=NOW)
    both = [decided(page, PAIRS, "keep"), decided(page, MEETING, "move", day=date(2026, 11, 13))]
    with pytest.raises(EventConflict, match="乔木刚才修改"):
        apply_revision(plan=revision, decisions=both, by=cast.lin, at=NOW)
    assert CalendarEvent.objects.get(subject=PAIRS).item_origin is not None
    former = [decided(page, PAIRS, "keep")]
    with pytest.raises(EventError, match="新的一版"):
        apply_revision(plan=plan, decisions=former, by=cast.lin, at=NOW)


def test_the_page_confirms_all_that_is_ticked_or_one(cast: Cast) -> None:
    plan = approved(cast)
    client, url = as_(cast.lin), reverse("calendar_events:offers", args=[plan.pk])
    keys = {offer.promised.line.text: offer.key for offer in offer_page(plan, TODAY).offers}
    typed = {
        f"{key}-{name}": value for key in keys.values() for name, value in (("day", "2026-03-13"), ("place", "校内"))
    }
    wrong = client.post(f"{url}confirm/", {**typed, f"{keys[DAY]}-take": "on", f"{keys[DAY]}-day": "13号"})
    assert (wrong.status_code, wrong.context["forms"][keys[DAY]].messages) == (422, ["日期写作2026-03-13。"])
    assert 'value="13号"' in wrong.content.decode()
    one = client.post(f"{url}confirm/", {**typed, "only": keys[PAIRS], f"{keys[MEETING]}-place": "礼堂"})
    assert (one.status_code, CalendarEvent.objects.get().subject) == (200, PAIRS)
    assert one.context["forms"][keys[MEETING]]["place"].value() == "礼堂"
    ticked = {f"{key}-take": "on" for text, key in keys.items() if text != TALK}
    assert client.post(f"{url}confirm/", {**typed, **ticked}).status_code == 302
    assert set(CalendarEvent.objects.values_list("subject", "place")) == {
        (text, "校内") for text in (DAY, PAIRS, MEETING)
    }
    assert client.post(f"{url}confirm/", typed).status_code == 422
    again = client.post(f"{url}confirm/", {**typed, "only": keys[DAY]})
    assert (again.status_code, "没有重复添加" in again.content.decode()) == (200, True)
    part = client.post(f"{url}confirm/", {**typed, f"{keys[TALK]}-take": "on"}, HTTP_HX_REQUEST="true").content.decode()
    assert ("<html" in part, "这份计划的条目都已经排好" in part) == (False, True)


def test_the_page_gives_up_and_takes_up_and_asks_for_reasons(cast: Cast) -> None:
    plan = approved(cast)
    client, key = as_(cast.lin), offer_for(plan, DAY).key
    url = reverse("calendar_events:offers", args=[plan.pk]) + f"{key}/"
    assert client.post(f"{url}drop/").status_code == 422
    assert client.post(f"{url}drop/", {f"{key}-reason": "停办"}).status_code == 302
    assert "不再安排：停办" in client.get(reverse("calendar_events:offers", args=[plan.pk])).content.decode()
    assert client.post(f"{url}restore/").status_code == 302
    assert client.post(f"{url}restore/").status_code == 409
    assert client.post(f"{url}again/", {f"{key}-day": "2026-03-20"}).status_code == 302
    assert client.post(f"{url}again/", {f"{key}-day": "x"}).status_code == 422
    assert client.post(f"{url}drop/", {f"{key}-reason": "停办"}).status_code == 422
    assert client.post(url.replace(key, "nonsense") + "drop/").status_code == 404


def test_the_revision_page_asks_and_keeps_what_was_typed(cast: Cast) -> None:
    plan = approved(cast)
    far = {"day": date(2099, 3, 13)}
    confirm(plan, cast, DAY, PAIRS, MEETING, **far)
    revision = revised(cast, plan, date(2026, 11, 1))
    client, url = as_(cast.lin), reverse("calendar_events:revision", args=[revision.pk])
    events = {row.subject: row for row in CalendarEvent.objects.all()}
    assert {form.row.event.subject for form in client.get(url).context["forms"]} == {DAY, PAIRS, MEETING}
    sent = {f"{row.pk.hex}-base_version": "1" for row in events.values()}
    wrong = {**sent, f"{events[MEETING].pk.hex}-decision": "move", f"{events[MEETING].pk.hex}-day": ""}
    page = client.post(url, wrong)
    assert (page.status_code, "请选择改到哪一天。" in page.content.decode()) == (422, True)
    assert client.post(url, sent).status_code == 422
    move_event(event=events[PAIRS], starts_on=date(2099, 3, 20), base_version=1, by=cast.qiao, at=NOW)
    cancel = {**sent, f"{events[PAIRS].pk.hex}-decision": "cancel", f"{events[PAIRS].pk.hex}-reason": "合并到区里"}
    page = client.post(url, cancel)
    assert (page.status_code, "合并到区里" in page.content.decode()) == (409, True)
    form = next(row for row in page.context["forms"] if row.row.event.subject == PAIRS)
    assert form["base_version"].value() == "2"
    assert client.post(url, {**cancel, f"{events[PAIRS].pk.hex}-base_version": "2"}).status_code == 302


def test_the_branchs_routine_gives_day_hour_and_place(cast: Cast) -> None:
    day = RoutineDay("每月16日", time(15, 30), time(17), "党员活动室")
    draft = RoutineDraft({"theme_day": day})
    save_routine(branch=cast.branch, draft=draft, base_version=0, by=cast.lin, at=NOW)
    plan = approved(cast)
    offer = offer_for(plan, DAY)
    assert (offer.proposal.day, offer.proposal.starts_at, offer.proposal.place, offer.proposal.basis) == (
        date(2026, 3, 16), time(15, 30), "党员活动室", "本支部固定安排",
    )  # fmt: skip
    # the day that the plan sets for the line goes first
    PlanItem.objects.filter(plan=plan, text=DAY).update(planned_on=date(2026, 3, 20))
    offer = offer_for(plan, DAY)
    assert (offer.proposal.day, offer.proposal.starts_at, offer.proposal.basis) == (
        date(2026, 3, 20), time(15, 30), "计划拟定",
    )  # fmt: skip
    html = as_(cast.lin).get(reverse("calendar_events:offers", args=[plan.pk])).content.decode()
    assert f"{reverse('plans:routine')}?plan={plan.pk}" in html


@pytest.mark.parametrize("lines", [1, 30])
def test_queries_do_not_grow_with_lines(cast: Cast, lines: int, django_assert_num_queries: Any) -> None:
    plan = approved(cast)
    item = plan.items.present()[0]
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, first_month=item.first_month, last_month=item.last_month, position=9, text=f"条目{n}")
        for n in range(lines)
    )
    for offer in offer_page(plan, TODAY).offers[:lines]:
        confirm_offers(plan=plan, choices=[choice_for(offer)], by=cast.lin, at=NOW)
    client, url = as_(cast.lin), reverse("calendar_events:offers", args=[plan.pk])
    client.get(url)
    with django_assert_num_queries(15):
        client.get(url)
    with django_assert_num_queries(12):
        client.get(reverse("calendar_events:revision", args=[plan.pk]))


def test_an_edit_of_the_event_is_no_change_of_the_line(cast: Cast) -> None:
    """An event whose words the secretary changed is still kept by the same line."""
    plan = approved(cast)
    confirm(plan, cast, MEETING)
    event = CalendarEvent.objects.get()
    facts = {"subject": "总结大会", "starts_on": event.starts_on, "ends_on": event.ends_on, "kind": event.kind}
    edit_event(event=event, facts=EventFacts(**facts), base_version=1, by=cast.lin, at=NOW)
    assert offer_for(plan, MEETING).events[0].subject == "总结大会"
    assert event_of(cast).item_origin is None
