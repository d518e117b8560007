"""党小组: made, renamed, closed, led, filled."""

from __future__ import annotations

import pytest

from branches.models import AuditEntry, Branch
from branches.permissions import NotAllowed
from members.models import Member, PartyGroup
from members.services.groups import assign_members, close_group, create_group, rename_group, set_leader
from members.services.people import RosterError
from tests.cast import NOW, Cast
from tests.members.desks import client_of, enter, entry_of


def test_a_branch_has_groups_as_soon_as_it_has_one(cast: Cast) -> None:
    group = create_group(branch=cast.kindergarten, name="第一党小组", by=cast.fang, at=NOW)
    assert Branch.objects.get(pk=cast.kindergarten.pk).has_groups is True
    close_group(group=group, by=cast.fang, at=NOW)
    assert Branch.objects.get(pk=cast.kindergarten.pk).has_groups is False


def test_a_name_is_used_once_and_a_closed_group_opens_again(cast: Cast) -> None:
    with pytest.raises(RosterError, match="已经有"):
        create_group(branch=cast.branch, name="第一党小组", by=cast.lin, at=NOW)
    close_group(group=cast.group, by=cast.lin, at=NOW)
    again = create_group(branch=cast.branch, name="第一党小组", by=cast.lin, at=NOW)
    assert (again.pk, PartyGroup.objects.get(pk=again.pk).is_active) == (cast.group.pk, True)


def test_closing_leaves_nobody_in_the_group(cast: Cast) -> None:
    assert close_group(group=cast.group, by=cast.lin, at=NOW) == 4
    assert Member.objects.filter(branch=cast.branch, group__isnull=True).count() == 4
    with pytest.raises(RosterError, match="已经撤销"):
        close_group(group=cast.group, by=cast.lin, at=NOW)


def test_the_trail_keeps_the_old_name(cast: Cast) -> None:
    rename_group(group=cast.group, name="教学党小组", by=cast.qiao, at=NOW)
    entry = AuditEntry.objects.about("members.partygroup", cast.group.pk).get()
    assert (entry.action, entry.detail) == ("group.rename", {"before": "第一党小组", "after": "教学党小组"})
    second = create_group(branch=cast.branch, name="第二党小组", by=cast.lin, at=NOW)
    with pytest.raises(RosterError, match="换一个名称"):
        rename_group(group=second, name="教学党小组", by=cast.lin, at=NOW)
    for name, words in (("教学党小组", "教学党小组"), ("组" * 31, "组" * 31)):
        wrong = client_of(cast.lin).post(f"/members/groups/{second.pk}/rename/", {"name": name})
        assert (wrong.status_code, f'value="{words}"' in wrong.content.decode()) == (422, True)


def test_a_leader_is_a_party_member_of_the_group(cast: Cast) -> None:
    set_leader(group=cast.group, leader=entry_of(cast.song), by=cast.lin, at=NOW)
    assert PartyGroup.objects.get(pk=cast.group.pk).leader == entry_of(cast.song)
    (outsider,) = enter(cast.branch, "未编组的人")
    with pytest.raises(RosterError, match="不在第一党小组"):
        set_leader(group=cast.group, leader=outsider, by=cast.lin, at=NOW)
    (activist,) = enter(cast.branch, "积极分子", status="activist", group=cast.group)
    with pytest.raises(RosterError, match="由党员担任"):
        set_leader(group=cast.group, leader=activist, by=cast.lin, at=NOW)


def test_several_people_are_assigned_at_once_and_a_leader_who_goes_leads_no_more(cast: Cast) -> None:
    second = create_group(branch=cast.branch, name="第二党小组", by=cast.lin, at=NOW)
    set_leader(group=cast.group, leader=entry_of(cast.song), by=cast.lin, at=NOW)
    people = [entry_of(cast.song), entry_of(cast.tang)]
    assert assign_members(branch=cast.branch, group=second, members=people, by=cast.lin, at=NOW) == 2
    assert assign_members(branch=cast.branch, group=second, members=people, by=cast.lin, at=NOW) == 0
    assert set(Member.objects.filter(group=second).values_list("name", flat=True)) == {"宋知秋", "唐果"}
    assert PartyGroup.objects.get(pk=cast.group.pk).leader is None
    assert entry_of(cast.tang).version == 2


def test_people_of_another_branch_are_left_alone(cast: Cast) -> None:
    assert assign_members(branch=cast.branch, group=cast.group, members=[entry_of(cast.gu)], by=cast.lin, at=NOW) == 0
    assert entry_of(cast.gu).group is None


def test_only_the_committee_arranges_groups(cast: Cast) -> None:
    for by in (cast.song, cast.fang, cast.he):
        with pytest.raises(NotAllowed):
            create_group(branch=cast.branch, name="第三党小组", by=by, at=NOW)


# --- pages ------------------------------------------------------------------------------------------------------------------
def test_groups_are_made_filled_led_and_closed_on_the_page(cast: Cast) -> None:
    client, base = client_of(cast.lin), f"/members/branches/{cast.branch.pk}/groups/"
    assert client.post(f"{base}create/", {"name": "第二党小组"}).status_code == 302
    second = PartyGroup.objects.get(name="第二党小组")
    tang = entry_of(cast.tang)
    assert client.post(f"{base}assign/", {"group": second.pk, "members": [tang.pk]}).status_code == 302
    assert client.post(f"/members/groups/{second.pk}/lead/", {"leader": tang.pk}).status_code == 302
    page = client.get(base).content.decode()
    assert "组长：唐果" in page
    assert client.post(f"/members/groups/{second.pk}/close/").status_code == 302
    assert entry_of(cast.tang).group is None


def test_what_is_refused_is_told_on_the_page(cast: Cast) -> None:
    client, base = client_of(cast.lin), f"/members/branches/{cast.branch.pk}/groups/"
    twice = client.post(f"{base}create/", {"name": "第一党小组"})
    assert (twice.status_code, "已经有（或曾有）名为“第一党小组”的党小组" in twice.content.decode()) == (422, True)
    nobody = client.post(f"{base}assign/", {"group": cast.group.pk})
    assert (nobody.status_code, "请至少勾选一个人" in nobody.content.decode()) == (422, True)


def test_people_of_other_branches_cannot_be_named_in_the_form(cast: Cast) -> None:
    base = f"/members/branches/{cast.branch.pk}/groups/"
    answer = client_of(cast.lin).post(f"{base}assign/", {"group": cast.group.pk, "members": [entry_of(cast.gu).pk]})
    assert answer.status_code == 422


@pytest.mark.parametrize("extra", [0, 2])
def test_the_page_costs_the_same_for_one_group_and_for_three(
    cast: Cast, extra: int, django_assert_num_queries: object
) -> None:
    for number in range(extra):
        group = create_group(branch=cast.branch, name=f"第{number + 2}党小组", by=cast.lin, at=NOW)
        enter(cast.branch, "甲", "乙", group=group)
    client = client_of(cast.lin)
    with django_assert_num_queries(10):  # type: ignore[operator]
        client.get(f"/members/branches/{cast.branch.pk}/groups/")
