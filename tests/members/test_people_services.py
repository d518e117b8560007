"""Entering, changing, leaving and coming back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEntry, RoleAssignment
from branches.permissions import NotAllowed
from members.models import CommitteePost, LeftBecause, Member, PartyGroup
from members.services.committee import record_term, take_post
from members.services.people import (
    MemberConflict,
    RosterError,
    add_member,
    come_back,
    edit_member,
    leave_roster,
    report_mistake,
)
from members.services.transfers import send_transfer
from notices.models import Notice
from tests.cast import NOW, TODAY, Cast
from tests.members.desks import enter, entry_of


def trail(member: Member) -> list[tuple[str, dict]]:
    rows = AuditEntry.objects.about("members.member", member.pk).order_by("number")
    return [(row.action, row.detail) for row in rows]


def test_a_new_person_is_found_by_pinyin_and_initials(cast: Cast) -> None:
    member = add_member(branch=cast.branch, facts={"name": "欧阳晓云", "status": "activist"}, by=cast.qiao, at=NOW)
    stored = Member.objects.get(pk=member.pk)
    assert (stored.name_pinyin, stored.name_initials) == ("ouyangxiaoyun", "oyxy")
    assert trail(stored) == [("member.add", {})]


def test_people_entered_in_bulk_are_found_as_well(cast: Cast) -> None:
    (row,) = enter(cast.branch, "石榴花")
    stored = Member.objects.get(pk=row.pk)
    assert (stored.name_pinyin, stored.name_initials) == ("shiliuhua", "slh")


def test_the_same_person_is_not_entered_twice_but_a_namesake_is(cast: Cast) -> None:
    facts = {"name": "周雨", "status": "full", "birth_date": date(1990, 5, 1)}
    add_member(branch=cast.branch, facts=facts, by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="名册里已经有周雨"):
        add_member(branch=cast.branch, facts=facts, by=cast.lin, at=NOW)
    add_member(branch=cast.branch, facts=facts | {"birth_date": date(1988, 5, 1)}, by=cast.lin, at=NOW)
    assert Member.objects.filter(branch=cast.branch, name="周雨").count() == 2


def test_a_new_name_is_found_by_its_new_pinyin(cast: Cast) -> None:
    member = entry_of(cast.tang)
    edit_member(member=member, facts={"name": "唐糖"}, base_version=1, by=cast.lin, at=NOW)
    stored = Member.objects.get(pk=member.pk)
    assert (stored.name, stored.name_pinyin, stored.version) == ("唐糖", "tangtang", 2)


def test_the_trail_names_the_changed_facts_but_not_what_they_are(cast: Cast) -> None:
    member = entry_of(cast.tang)
    facts = {"phone": "13900001111", "birth_date": date(1991, 2, 3), "name": "唐果"}
    edit_member(member=member, facts=facts, base_version=1, by=cast.lin, at=NOW)
    assert trail(member) == [("member.edit", {"fields": ["出生日期", "联系电话"]})]
    assert not AuditEntry.objects.filter(detail__icontains="13900001111").exists()


def test_the_slower_of_two_editors_overwrites_nothing(cast: Cast) -> None:
    member = entry_of(cast.tang)
    edit_member(member=member, facts={"post": "语文教师"}, base_version=1, by=cast.qiao, at=NOW)
    with pytest.raises(MemberConflict) as refused:
        edit_member(member=member, facts={"post": "数学教师"}, base_version=1, by=cast.lin, at=NOW)
    assert (refused.value.current.post, refused.value.current.version) == ("语文教师", 2)
    assert str(refused.value) == "乔木在您打开之后修改了唐果的信息，请对照后再保存。"
    assert Member.objects.get(pk=member.pk).post == "语文教师"


def test_the_same_facts_twice_are_no_conflict(cast: Cast) -> None:
    member = entry_of(cast.tang)
    edit_member(member=member, facts={"post": "语文教师"}, base_version=1, by=cast.lin, at=NOW)
    again = edit_member(member=member, facts={"post": "语文教师"}, base_version=1, by=cast.lin, at=NOW)
    assert (again.version, len(trail(member))) == (2, 1)


def test_a_group_of_another_branch_is_refused(cast: Cast) -> None:
    other = PartyGroup.objects.create(branch=cast.kindergarten, name="第一党小组")
    with pytest.raises(RosterError, match="不属于本支部"):
        edit_member(member=entry_of(cast.tang), facts={"group": other}, base_version=1, by=cast.lin, at=NOW)


@pytest.mark.parametrize("who", ["fang", "tang", "song", "he", "wei"])
def test_only_the_committee_of_the_branch_writes(cast: Cast, who: str) -> None:
    by = cast.people[who]
    with pytest.raises(NotAllowed):
        add_member(branch=cast.branch, facts={"name": "某人", "status": "full"}, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        edit_member(member=entry_of(cast.qiao), facts={"post": "校长"}, base_version=1, by=by, at=NOW)


def test_leaving_ends_group_lead_posts_and_roles_and_keeps_the_record(cast: Cast) -> None:
    song = entry_of(cast.song)
    PartyGroup.objects.filter(pk=cast.group.pk).update(leader=song)
    term = record_term(branch=cast.branch, facts={"elected_on": date(2024, 6, 1)}, by=cast.lin, at=NOW)
    take_post(term=term, member=song, post="youth", starts_on=date(2024, 6, 1), by=cast.lin, at=NOW)
    leave_roster(member=song, because=LeftBecause.DIED, left_on=date(2026, 2, 20), by=cast.lin, at=NOW)
    stored = Member.objects.get(pk=song.pk)
    assert (stored.is_active, stored.group_id, stored.left_on) == (False, None, date(2026, 2, 20))
    assert CommitteePost.objects.get(member=song).ends_on == date(2026, 2, 20)
    assert PartyGroup.objects.get(pk=cast.group.pk).leader is None
    assert not RoleAssignment.objects.current(TODAY).filter(user=cast.song).exists()
    assert trail(song) == [("member.leave", {"because": "去世"})]


def test_who_left_cannot_be_changed_and_comes_back_once(cast: Cast) -> None:
    member = entry_of(cast.tang)
    leave_roster(member=member, because=LeftBecause.MISTAKE, left_on=TODAY, by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="请先办理重新编入"):
        edit_member(member=member, facts={"post": "校医"}, base_version=2, by=cast.lin, at=NOW)
    come_back(member=member, by=cast.lin, at=NOW)
    stored = Member.objects.get(pk=member.pk)
    assert (stored.is_active, stored.left_on, stored.left_because) == (True, None, "")
    with pytest.raises(RosterError, match="在名册上"):
        come_back(member=member, by=cast.lin, at=NOW)


def test_nobody_is_taken_off_while_a_letter_is_on_its_way(cast: Cast) -> None:
    member = entry_of(cast.tang)
    facts = {"counterpart": "红柳区第三中学党支部", "issued_on": TODAY}
    send_transfer(member=member, facts=facts, by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="正在接转"):
        leave_roster(member=member, because=LeftBecause.DIED, left_on=TODAY, by=cast.lin, at=NOW)


def test_a_mistake_goes_to_the_secretary_once_a_day(cast: Cast) -> None:
    member = entry_of(cast.tang)
    for _ in range(2):
        report_mistake(member=member, text="入党日期应为2015年6月", by=cast.tang, at=NOW)
    assert [(n.recipient, n.title, n.body) for n in Notice.objects.filter(kind="member.mistake")] == [
        (cast.lin, "唐果反映名册信息有误", "入党日期应为2015年6月")
    ]
    report_mistake(member=member, text="入党日期应为2015年6月", by=cast.tang, at=NOW + timedelta(days=1))
    assert Notice.objects.filter(kind="member.mistake").count() == 2


def test_nobody_reports_about_somebody_else(cast: Cast) -> None:
    with pytest.raises(RosterError, match="只能就自己的信息"):
        report_mistake(member=entry_of(cast.tang), text="电话有误", by=cast.song, at=NOW)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"name": ""}, "member_has_name"),
        ({"joined_on": date(2020, 1, 2), "became_full_on": date(2020, 1, 1)}, "member_full_after_joining"),
        ({"left_on": date(2026, 1, 1)}, "member_left_is_inactive"),
    ],
)
def test_the_database_refuses_nonsense(cast: Cast, change: dict, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Member.objects.filter(user=cast.tang).update(**change)
