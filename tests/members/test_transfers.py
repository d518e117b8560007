"""Letters of introduction: out, in, and from branch to branch."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEntry, District, RoleAssignment
from branches.permissions import NotAllowed
from members.domain.transfers import due_to_move, valid_until
from members.models import CommitteePost, Member, PartyGroup, Transfer, TransferKind, TransferState
from members.selectors.transfers import expired_in_district, hint_on_move, transfer_desk
from members.services.committee import record_term, take_post
from members.services.people import RosterError
from members.services.transfers import accept_transfer, enter_incoming, return_transfer, send_transfer
from notices.models import Notice
from regulations.domain.packs import national_rule_book
from regulations.models import RuleOverride
from tests.cast import NOW, TODAY, Cast
from tests.members.desks import enter, entry_of

BOOK = national_rule_book()
OUTSIDE = {"counterpart": "红柳区第三中学党支部", "issued_on": TODAY}


def send(cast: Cast, member: Member | None = None, **facts: Any) -> Transfer:
    return send_transfer(member=member or entry_of(cast.tang), facts=OUTSIDE | facts, by=cast.lin, at=NOW)


def within(cast: Cast, member: Member | None = None, **facts: Any) -> Transfer:
    """From 青榆一小 to the kindergarten."""
    return send(cast, member, to_branch=cast.kindergarten, **facts)


# --- the term of validity -----------------------------------------------------------------------------------------------------
def test_thirty_days_from_the_second_of_march_end_on_the_first_of_april() -> None:
    assert valid_until(date(2026, 3, 2), 30) == date(2026, 4, 1)


def test_the_usual_days_come_from_the_rule_book(cast: Cast) -> None:
    transfer = send(cast)
    assert (transfer.valid_days, transfer.valid_until) == (30, date(2026, 4, 1))


def test_a_district_has_its_own_days(cast: Cast) -> None:
    district = District.objects.get(pk=cast.district.pk)
    RuleOverride.objects.create(
        district=district,
        code="ED-09",
        parameters={"days": 10, "days_most": 60},
        valid_from=date(2026, 1, 1),
        reason="本区规定",
        by=cast.wei,
        at=NOW,
    )
    assert send(cast).valid_days == 10
    with pytest.raises(RosterError, match="最长60天"):
        send(cast, entry_of(cast.qiao), valid_days=61)


@pytest.mark.parametrize(("days", "allowed"), [(1, True), (90, True), (91, False)])
def test_no_letter_is_valid_for_more_than_ninety_days(cast: Cast, days: int, allowed: bool) -> None:
    if allowed:
        assert send(cast, valid_days=days).valid_days == days
    else:
        with pytest.raises(RosterError, match="最长90天"):
            send(cast, valid_days=days)


def test_a_letter_expires_the_day_after_its_last_day(cast: Cast) -> None:
    transfer = send(cast)
    assert transfer.state_on(date(2026, 4, 1)) is TransferState.OPEN
    assert transfer.state_on(date(2026, 4, 2)) is TransferState.EXPIRED
    assert transfer_desk(cast.branch, BOOK, date(2026, 4, 1)).expired == []
    assert transfer_desk(cast.branch, BOOK, date(2026, 4, 2)).expired == [transfer]
    assert list(expired_in_district(cast.he, date(2026, 4, 2))) == [transfer]
    assert list(expired_in_district(cast.bai, date(2026, 4, 2))) == []


# --- the rule of six months ---------------------------------------------------------------------------------------------------
def test_six_months_are_calendar_months() -> None:
    assert due_to_move(date(2025, 8, 31), BOOK, TODAY) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("moved_on", "hint"),
    [
        (None, ""),
        (date(2025, 9, 2), ""),
        (date(2025, 9, 1), "变动日期2025-09-01，到2026-03-01已满6个月，开具介绍信时已经超过。"),
    ],
)
def test_a_late_letter_is_pointed_out(cast: Cast, moved_on: date | None, hint: str) -> None:
    assert hint_on_move(send(cast, moved_on=moved_on), BOOK) == hint


def test_people_away_are_listed_for_their_branch(cast: Cast) -> None:
    Member.objects.filter(user=cast.song).update(is_moving=True)
    desk = transfer_desk(cast.branch, BOOK, TODAY)
    assert ([row.name for row in desk.moving], desk.moving_rule and desk.moving_rule.code) == (["宋知秋"], "ED-08")


# --- sending ------------------------------------------------------------------------------------------------------------------
def test_letters_are_numbered_by_year_and_no_number_is_used_twice(cast: Cast) -> None:
    first = send(cast)
    second = send(cast, entry_of(cast.qiao))
    assert (first.letter_number, second.letter_number) == ("〔2026〕1号", "〔2026〕2号")
    with pytest.raises(RosterError, match="已经用过"):
        send(cast, entry_of(cast.song), letter_number="〔2026〕2号")


def test_one_person_has_one_letter_on_its_way(cast: Cast) -> None:
    transfer = send(cast)
    with pytest.raises(RosterError, match="已有一份在途的介绍信"):
        send(cast)
    return_transfer(transfer=transfer, returned_on=TODAY, reason="单位写错", by=cast.lin, at=NOW)
    assert send(cast).is_open


@pytest.mark.parametrize("status", ["applicant", "activist", "candidate"])
def test_who_is_not_in_the_party_has_no_membership_to_transfer(cast: Cast, status: str) -> None:
    (person,) = enter(cast.branch, "未入党的人", status=status)
    with pytest.raises(RosterError, match="没有党的组织关系"):
        send(cast, person)


def test_probationary_members_go_only_to_organisations_that_may_approve(cast: Cast) -> None:
    (person,) = enter(cast.branch, "预备党员甲", status="probationary")
    with pytest.raises(RosterError, match="有审批预备党员权限"):
        send(cast, person)
    assert send(cast, person, can_approve=True).can_approve is True
    (another,) = enter(cast.branch, "预备党员乙", status="probationary")
    assert within(cast, another).can_approve is True
    with pytest.raises(RosterError, match="有审批预备党员权限"):
        enter_incoming(
            branch=cast.branch, facts=OUTSIDE | {"name": "丙", "standing": "probationary"}, by=cast.lin, at=NOW
        )


def test_branches_of_another_district_are_reached_by_a_letter_in_words(cast: Cast) -> None:
    with pytest.raises(RosterError, match="请选择本区的另一个党支部"):
        send(cast, to_branch=cast.far_branch)
    with pytest.raises(RosterError, match="请选择本区的另一个党支部"):
        send(cast, to_branch=cast.branch)


def test_only_the_committee_writes_letters(cast: Cast) -> None:
    for by in (cast.tang, cast.song, cast.fang, cast.he, cast.wei):
        with pytest.raises(NotAllowed):
            send_transfer(member=entry_of(cast.tang), facts=OUTSIDE, by=by, at=NOW)


# --- out ----------------------------------------------------------------------------------------------------------------------
def test_the_receipt_takes_the_person_off_the_roster(cast: Cast) -> None:
    transfer = send(cast)
    assert entry_of(cast.tang).is_active
    accept_transfer(transfer=transfer, accepted_on=TODAY, by=cast.lin, at=NOW + timedelta(days=5))
    stored, person = Transfer.objects.get(pk=transfer.pk), entry_of(cast.tang)
    assert (stored.accepted_on, stored.receipt_on) == (TODAY, date(2026, 3, 7))
    assert (person.is_active, person.left_because, person.left_on, person.group) == (False, "transferred", TODAY, None)
    assert not RoleAssignment.objects.current(date(2026, 3, 7)).filter(user=cast.tang).exists()


def test_a_letter_is_not_accepted_before_it_was_written(cast: Cast) -> None:
    with pytest.raises(RosterError, match="不能早于介绍信开具日期2026年3月2日"):
        accept_transfer(transfer=send(cast), accepted_on=date(2026, 3, 1), by=cast.lin, at=NOW)


# --- from branch to branch ------------------------------------------------------------------------------------------------------
def test_the_receiving_branch_confirms_and_the_person_moves(cast: Cast) -> None:
    term = record_term(branch=cast.branch, facts={"elected_on": date(2024, 6, 1)}, by=cast.lin, at=NOW)
    take_post(term=term, member=entry_of(cast.song), post="youth", starts_on=date(2024, 6, 1), by=cast.lin, at=NOW)
    PartyGroup.objects.filter(pk=cast.group.pk).update(leader=entry_of(cast.song))
    transfer = within(cast, entry_of(cast.song))
    accept_transfer(transfer=transfer, accepted_on=TODAY, by=cast.fang, at=NOW)
    person = entry_of(cast.song)
    assert (person.branch, person.group, person.is_active) == (cast.kindergarten, None, True)
    assert CommitteePost.objects.get(member=person).ends_on == TODAY
    assert PartyGroup.objects.get(pk=cast.group.pk).leader is None
    current = RoleAssignment.objects.current(TODAY).filter(user=cast.song)
    assert [(row.branch, row.role) for row in current] == [(cast.kindergarten, "member")]


def test_history_stays_with_the_person_and_each_branch_has_its_side(cast: Cast) -> None:
    transfer = within(cast)
    accept_transfer(transfer=transfer, accepted_on=TODAY, by=cast.fang, at=NOW)
    rows = AuditEntry.objects.about("members.member", entry_of(cast.tang).pk).order_by("at", "action")
    assert [(row.action, row.branch) for row in rows] == [
        ("member.move_in", cast.kindergarten),
        ("member.move_out", cast.branch),
    ]
    assert Transfer.objects.visible_to(cast.lin).filter(pk=transfer.pk).exists()
    assert Transfer.objects.visible_to(cast.fang).filter(pk=transfer.pk).exists()
    assert not Member.objects.visible_to(cast.lin).filter(user=cast.tang).exists()
    assert Member.objects.visible_to(cast.fang).filter(user=cast.tang).exists()


def test_the_sender_cannot_confirm_for_the_receiver(cast: Cast) -> None:
    transfer = within(cast)
    for by in (cast.lin, cast.gu, cast.he, cast.bai):
        with pytest.raises(NotAllowed):
            accept_transfer(transfer=transfer, accepted_on=TODAY, by=by, at=NOW)


def test_a_letter_is_settled_once(cast: Cast) -> None:
    transfer = within(cast)
    accept_transfer(transfer=transfer, accepted_on=TODAY, by=cast.fang, at=NOW)
    with pytest.raises(RosterError, match="已经办结"):
        accept_transfer(transfer=transfer, accepted_on=TODAY, by=cast.fang, at=NOW)
    with pytest.raises(RosterError, match="已经办结"):
        return_transfer(transfer=transfer, returned_on=TODAY, reason="误", by=cast.lin, at=NOW)


def test_both_branches_hear_of_it(cast: Cast) -> None:
    transfer = within(cast)
    assert [n.recipient for n in Notice.objects.filter(kind="transfer")] == [cast.fang]
    accept_transfer(transfer=transfer, accepted_on=TODAY, by=cast.fang, at=NOW)
    titles = Notice.objects.filter(kind="transfer", recipient=cast.lin).values_list("title", flat=True)
    assert list(titles) == ["唐果的组织关系已由青榆幼儿园接收"]


def test_the_receiver_sends_a_letter_back_and_the_person_stays(cast: Cast) -> None:
    transfer = within(cast)
    return_transfer(transfer=transfer, returned_on=TODAY, reason="本园没有这名教师", by=cast.fang, at=NOW)
    assert (entry_of(cast.tang).branch, entry_of(cast.tang).group) == (cast.branch, cast.group)
    told = Notice.objects.get(kind="transfer", recipient=cast.lin)
    assert (told.title, told.body) == ("唐果的组织关系介绍信已退回", "本园没有这名教师")


# --- in -----------------------------------------------------------------------------------------------------------------------
def test_somebody_from_outside_is_entered_when_accepted(cast: Cast) -> None:
    facts = OUTSIDE | {"name": "水云间", "standing": "full", "letter_number": "红组介18号"}
    transfer = enter_incoming(branch=cast.branch, facts=facts, by=cast.qiao, at=NOW)
    assert not Member.objects.filter(name="水云间").exists()
    accept_transfer(transfer=transfer, accepted_on=TODAY, by=cast.qiao, at=NOW)
    person = Member.objects.get(name="水云间")
    assert (person.branch, person.status, person.transfers.get().pk) == (cast.branch, "full", transfer.pk)


# --- the database ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"accepted_on": TODAY, "returned_on": TODAY}, "transfer_ends_once"),
        ({"kind": TransferKind.WITHIN}, "transfer_within_has_receiver"),
        ({"standing": "probationary"}, "transfer_probationary_to_approver"),
        ({"standing": "activist"}, "transfer_of_party_members"),
        ({"valid_until": date(2026, 3, 1)}, "transfer_valid_after_issue"),
    ],
)
def test_the_database_refuses_nonsense(cast: Cast, change: dict, constraint: str) -> None:
    transfer = send(cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Transfer.objects.filter(pk=transfer.pk).update(**change)
