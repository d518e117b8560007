"""Two people at the same person or letter at the same moment, each on a PostgreSQL connection of their own."""

from __future__ import annotations

from datetime import date
from functools import partial
from threading import Thread

import pytest
from django.db import connection, transaction

from branches.models import AuditEntry, RoleAssignment
from members.models import CommitteePost, CommitteeTerm, Member, Transfer
from members.services.committee import record_term, take_post
from members.services.groups import create_group
from members.services.people import MemberConflict, RosterError, add_member, edit_member
from members.services.roster_confirm import RosterChanged, confirm_import
from members.services.transfers import accept_transfer, return_transfer, send_transfer
from tests.cast import NOW, TODAY, Cast, assemble_cast
from tests.members.desks import entry_of
from tests.members.roster_stage import bring, workbook
from tests.races import at_once as at_once_telling
from tests.races import fresh, races, refused

pytestmark = races
at_once = partial(at_once_telling, told=(RosterError, MemberConflict))


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


@pytest.mark.parametrize("round_number", range(4))
def test_two_people_edit_one_person_and_no_word_is_lost(cast: Cast, round_number: int) -> None:
    steps = [
        lambda who=who, job=job: edit_member(
            member=entry_of(cast.tang), facts={"post": job}, base_version=1, by=fresh(who), at=NOW
        )
        for who, job in ((cast.lin, "语文教师"), (cast.qiao, "数学教师"))
    ]
    outcomes = at_once(*steps)
    (loser,) = refused(outcomes)
    (winner,) = [outcome for outcome in outcomes if isinstance(outcome, Member)]
    stored = entry_of(cast.tang)
    assert isinstance(loser, MemberConflict)
    assert (stored.post, stored.version, loser.current.post) == (winner.post, 2, winner.post)
    assert AuditEntry.objects.filter(action="member.edit").count() == 1


@pytest.mark.parametrize("round_number", range(4))
def test_two_people_of_the_receiving_branch_confirm_and_the_person_moves_once(cast: Cast, round_number: int) -> None:
    facts = {"to_branch": cast.kindergarten, "issued_on": TODAY}
    transfer = send_transfer(member=entry_of(cast.tang), facts=facts, by=cast.lin, at=NOW)
    days = (TODAY, date(2026, 3, 3))
    outcomes = at_once(
        *(
            lambda day=day: accept_transfer(transfer=transfer, accepted_on=day, by=fresh(cast.fang), at=NOW)
            for day in days
        )
    )
    assert len(refused(outcomes)) == 1
    assert AuditEntry.objects.filter(action="member.move_in").count() == 1
    assert RoleAssignment.objects.filter(user=cast.tang, branch=cast.kindergarten).count() == 1


@pytest.mark.parametrize("round_number", range(4))
def test_calling_back_against_confirming_leaves_one_of_both(cast: Cast, round_number: int) -> None:
    facts = {"to_branch": cast.kindergarten, "issued_on": TODAY}
    transfer = send_transfer(member=entry_of(cast.tang), facts=facts, by=cast.lin, at=NOW)
    outcomes = at_once(
        lambda: accept_transfer(transfer=transfer, accepted_on=TODAY, by=fresh(cast.fang), at=NOW),
        lambda: return_transfer(transfer=transfer, returned_on=TODAY, reason="收回", by=fresh(cast.lin), at=NOW),
    )
    stored = Transfer.objects.get(pk=transfer.pk)
    assert len(refused(outcomes)) == 1
    assert (stored.accepted_on is None) != (stored.returned_on is None)
    assert entry_of(cast.tang).branch == (cast.kindergarten if stored.accepted_on else cast.branch)


@pytest.mark.parametrize("round_number", range(4))
def test_one_person_is_entered_once_and_sent_once(cast: Cast, round_number: int) -> None:
    facts = {"name": "周雨", "status": "full"}
    outcomes = at_once(
        *(
            lambda who=who: add_member(branch=cast.branch, facts=facts, by=fresh(who), at=NOW)
            for who in (cast.lin, cast.qiao)
        )
    )
    assert (len(refused(outcomes)), Member.objects.filter(name="周雨").count()) == (1, 1)
    letter = {"counterpart": "红柳区第三中学党支部", "issued_on": TODAY}
    outcomes = at_once(
        *(
            lambda who=who: send_transfer(member=entry_of(cast.tang), facts=letter, by=fresh(who), at=NOW)
            for who in (cast.lin, cast.qiao)
        )
    )
    assert (len(refused(outcomes)), Transfer.objects.count()) == (1, 1)


@pytest.mark.parametrize("round_number", range(4))
def test_two_letters_at_once_have_different_numbers(cast: Cast, round_number: int) -> None:
    letter = {"counterpart": "红柳区第三中学党支部", "issued_on": TODAY}
    at_once(
        *(
            lambda user=user: send_transfer(member=entry_of(user), facts=letter, by=fresh(cast.lin), at=NOW)
            for user in (cast.tang, cast.song)
        )
    )
    numbers = Transfer.objects.order_by("letter_number").values_list("letter_number", flat=True)
    assert list(numbers) == ["〔2026〕1号", "〔2026〕2号"]


@pytest.mark.parametrize("round_number", range(4))
def test_two_secretaries_or_two_groups_of_one_name_are_one(cast: Cast, round_number: int) -> None:
    elected = date(2024, 6, 20)
    term: CommitteeTerm = record_term(branch=cast.branch, facts={"elected_on": elected}, by=cast.lin, at=NOW)
    outcomes = at_once(
        *(
            lambda user=user: take_post(
                term=term, member=entry_of(user), post="secretary", starts_on=elected, by=fresh(cast.lin), at=NOW
            )
            for user in (cast.lin, cast.qiao)
        )
    )
    assert (len(refused(outcomes)), CommitteePost.objects.count()) == (1, 1)
    outcomes = at_once(
        *(
            lambda who=who: create_group(branch=cast.branch, name="第二党小组", by=fresh(who), at=NOW)
            for who in (cast.lin, cast.qiao)
        )
    )
    assert len(refused(outcomes)) == 1


def test_an_edit_under_way_is_waited_for_and_never_written_over_by_an_import(cast: Cast) -> None:
    roster = bring(cast, workbook(("姓名", "职务"), ("唐果", "教务主任")))
    outcomes: list[object] = []

    def confirm() -> None:
        step = partial(confirm_import, roster_import=roster, digest=roster.digest, by=fresh(cast.lin), at=NOW)
        outcomes.extend(at_once_telling(step, told=(RosterChanged,)))

    importing = Thread(target=confirm)
    with transaction.atomic():
        edit_member(member=entry_of(cast.tang), facts={"post": "语文教师"}, base_version=1, by=fresh(cast.qiao), at=NOW)
        importing.start()
        while importing.is_alive() and not _somebody_waits_for_us():
            pass
    importing.join()
    assert [str(outcome) for outcome in outcomes] == ["预览之后名册有变动，没有写入。请重新核对后再确认。"]
    assert entry_of(cast.tang).post == "语文教师"


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid")
        return cursor.fetchone() is not None
