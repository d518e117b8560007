"""民主评议: the phases, the third, the ballot that cannot be joined to a voter, the pages."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from documents.domain.content import Signature
from members.documents.dues import receipt_document
from members.domain.appraisal import AppraisalLimits, Grade, Phase, paper_faults, too_many_excellent
from members.models import AppraisalEntry, AppraisalRound, BallotSum, DuesReceipt, Member
from members.selectors.appraisal import round_page
from members.services import appraisal as services
from tests.cast import NOW, TODAY, Cast

TO_BALLOT = (Phase.PREPARING, Phase.SELF, Phase.MUTUAL)


@pytest.fixture
def opened(cast: Cast) -> AppraisalRound:
    """青榆一小 2026: lin, qiao, song and tang take part."""
    return services.open_round(branch=cast.branch, year=2026, standards="对照党员标准", by=cast.lin, at=NOW)


def advance(appraisal: AppraisalRound, cast: Cast, *phases: Phase) -> AppraisalRound:
    for phase in phases:
        appraisal = services.advance_round(appraisal=appraisal, expected=phase, by=cast.lin, at=NOW)
    return appraisal


def entry_of(appraisal: AppraisalRound, cast: Cast, who: str) -> AppraisalEntry:
    return AppraisalEntry.objects.select_related("member", "round__branch").get(
        round=appraisal, member__user=cast.people[who]
    )


def ballot(appraisal: AppraisalRound, cast: Cast, who: str, **grades: Grade | None) -> None:
    choices = {str(entry_of(appraisal, cast, name).pk): grade for name, grade in grades.items()}
    services.cast_ballot(appraisal=appraisal, choices=choices, by=cast.people[who], at=NOW)


def sums(appraisal: AppraisalRound) -> dict[tuple[str, str], int]:
    rows = BallotSum.objects.filter(entry__round=appraisal, votes__gt=0)
    return {(row.entry.member.name, row.grade): row.votes for row in rows.select_related("entry__member")}


@pytest.mark.parametrize(("members", "most"), [(2, 0), (3, 1), (5, 1), (6, 2), (10, 3), (31, 10)])
def test_a_third_is_rounded_down(members: int, most: int) -> None:
    limits = AppraisalLimits()
    assert limits.most_excellent(members) == most
    assert too_many_excellent([Grade.EXCELLENT] * most, members, limits) == 0
    assert too_many_excellent([Grade.EXCELLENT] * (most + 1), members, limits) == 1


def test_paper_sums_cannot_exceed_the_ballots() -> None:
    voters = frozenset({"a", "b", "c"})
    counts = {"a": {Grade.EXCELLENT: 2}, "b": {Grade.EXCELLENT: 3}, "d": {Grade.QUALIFIED: 3}}
    # a and b handed one in themselves and are not on their own ballots: two at most.
    assert paper_faults(counts, voters) == {"b": "四项合计3票，多于收回的2票。"}


def test_a_round_takes_the_party_members_of_the_roster(cast: Cast, opened: AppraisalRound) -> None:
    Member.objects.create(branch=cast.branch, name="江申请", status="applicant")
    names = set(opened.entries.values_list("member__name", flat=True))
    assert names == {"林向阳", "乔木", "宋知秋", "唐果"}
    with pytest.raises(services.AppraisalError, match="2026年度的评议已经建立"):
        services.open_round(branch=cast.branch, year=2026, standards="", by=cast.lin, at=NOW)


def test_days_are_those_of_beijing(cast: Cast) -> None:
    """23:30 UTC on the first of March is 07:30 of the second here."""
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert services.open_round(branch=cast.branch, year=2026, standards="", by=cast.lin, at=at).opened_on == TODAY
    receipt = DuesReceipt(branch=cast.branch, member=Member.objects.get(user=cast.tang), year=2026, number=1,
                          paid_on=TODAY, paid_by="cash", issued_at=at)  # fmt: skip
    assert receipt_document(receipt, []).signature == Signature("青榆区第一小学党支部", TODAY, sealed=True)


def test_phases_follow_one_another_and_nobody_skips_one(cast: Cast, opened: AppraisalRound) -> None:
    assert [(a, a.next) for a in Phase][:-1] == list(pairwise(Phase))
    advance(opened, cast, Phase.PREPARING)
    with pytest.raises(services.AppraisalError, match="已经进入“个人自评”阶段"):
        advance(opened, cast, Phase.PREPARING)
    with pytest.raises(NotAllowed):
        services.advance_round(appraisal=opened, expected=Phase.SELF, by=cast.tang, at=NOW)


def test_a_ballot_is_counted_once_and_not_for_oneself(cast: Cast, opened: AppraisalRound) -> None:
    with pytest.raises(services.AppraisalError, match="不能投票"):
        ballot(opened, cast, "tang", lin=Grade.EXCELLENT)
    advance(opened, cast, *TO_BALLOT)
    ballot(opened, cast, "tang", lin=Grade.EXCELLENT, qiao=Grade.QUALIFIED, song=None)
    with pytest.raises(services.AppraisalError, match="已经投过票"):
        ballot(opened, cast, "tang", lin=Grade.QUALIFIED)
    with pytest.raises(services.AppraisalError, match="不给自己投票"):
        ballot(opened, cast, "lin", lin=Grade.EXCELLENT)
    with pytest.raises(NotAllowed):
        ballot(opened, cast, "gu", lin=Grade.EXCELLENT)
    assert sums(opened) == {("林向阳", "excellent"): 1, ("乔木", "qualified"): 1}
    assert entry_of(opened, cast, "tang").has_voted
    assert not entry_of(opened, cast, "lin").has_voted


def test_sums_are_shown_only_after_the_ballot_and_from_three_votes_on(cast: Cast, opened: AppraisalRound) -> None:
    advance(opened, cast, *TO_BALLOT)
    ballot(opened, cast, "tang", lin=Grade.EXCELLENT)
    ballot(opened, cast, "song", lin=Grade.QUALIFIED)
    during = round_page(AppraisalRound.objects.get(pk=opened.pk), least_ballots=3)
    assert (during.shows_sums, during.voted) == (False, 2)
    after = round_page(advance(opened, cast, Phase.BALLOT), least_ballots=3)
    assert not after.shows_sums
    assert all(row.cells == [0, 0, 0, 0] for row in after.rows)


def test_enough_votes_are_shown_as_sums(cast: Cast, opened: AppraisalRound) -> None:
    advance(opened, cast, *TO_BALLOT)
    for who in ("tang", "song", "qiao"):
        ballot(opened, cast, who, lin=Grade.EXCELLENT)
    page = round_page(advance(opened, cast, Phase.BALLOT), least_ballots=3)
    assert {row.entry.member.name: row.cells for row in page.rows if sum(row.cells)} == {"林向阳": [3, 0, 0, 0]}


def _everything() -> dict[str, list[tuple[str, ...]]]:
    """All rows of all tables but what is drawn by chance for every row (identifiers of entries, their hashes)."""
    content = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')  # noqa: S608 - names from the catalogue
            names = [column[0] for column in cursor.description]
            by_chance = {"hash", "previous_hash", "head"} | ({"id"} if table == "branches_auditentry" else set())
            wanted = ", ".join(f'"{name}"' for name in names if name not in by_chance)
            cursor.execute(f'SELECT {wanted} FROM "{table}"')  # noqa: S608 - names from the catalogue
            content[table] = sorted(tuple(map(str, row)) for row in cursor.fetchall())
    return content


def test_the_database_is_the_same_whoever_cast_which_ballot(cast: Cast, opened: AppraisalRound) -> None:
    """tang and song hand in a mild and a strict ballot; swapping them makes no difference to any row of any table."""
    advance(opened, cast, *TO_BALLOT)
    mild = {"lin": Grade.EXCELLENT, "qiao": Grade.EXCELLENT}
    strict = {"lin": Grade.UNQUALIFIED, "qiao": Grade.BASICALLY}
    worlds = []
    for tangs, songs in ((mild, strict), (strict, mild)):
        before = transaction.savepoint()
        ballot(opened, cast, "tang", **tangs)
        ballot(opened, cast, "song", **songs)
        worlds.append(_everything())
        assert sums(opened)["林向阳", "unqualified"] == 1
        transaction.savepoint_rollback(before)
    assert worlds[0] == worlds[1]
    assert sums(opened) == {}


def test_the_trail_and_the_log_tell_that_a_ballot_came_in_but_not_whose_nor_what(
    cast: Cast, opened: AppraisalRound, caplog: pytest.LogCaptureFixture
) -> None:
    advance(opened, cast, *TO_BALLOT)
    caplog.set_level(logging.DEBUG)
    client = Client()
    client.force_login(cast.tang)
    lin = entry_of(opened, cast, "lin")
    answer = client.post(reverse("members:my_appraisal_vote", args=[opened.pk]), {str(lin.pk): "unqualified"})
    assert answer.status_code == 302
    entry = AuditEntry.objects.filter(action="appraisal.ballot").get()
    assert (entry.actor, entry.actor_name, entry.detail) == (None, "系统", {})
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not any("unqualified" in message for message in said)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row versions are PostgreSQL's")
@pytest.mark.services
def test_row_versions_do_not_tell_which_sums_a_ballot_changed(cast: Cast, opened: AppraisalRound) -> None:
    advance(opened, cast, *TO_BALLOT)
    ballot(opened, cast, "tang", lin=Grade.EXCELLENT)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT s.xmin::text), count(*) FROM members_ballotsum s"
            " JOIN members_appraisalentry e ON e.id = s.entry_id WHERE e.round_id = %s",
            [opened.pk],
        )
        assert cursor.fetchone() == (1, 4 * len(Grade))


def test_paper_ballots_come_in_threes(cast: Cast, opened: AppraisalRound) -> None:
    advance(opened, cast, *TO_BALLOT)
    keys = {who: str(entry_of(opened, cast, who).pk) for who in ("lin", "qiao", "song", "tang")}
    counts = {keys["lin"]: {Grade.EXCELLENT: 2, Grade.QUALIFIED: 1}, keys["tang"]: {Grade.QUALIFIED: 2}}
    with pytest.raises(services.AppraisalError, match="至少3张"):
        services.count_paper(
            appraisal=opened, voters=frozenset([keys["qiao"], keys["song"]]), counts=counts, by=cast.lin, at=NOW
        )
    voters = frozenset([keys["qiao"], keys["song"], keys["tang"]])
    services.count_paper(appraisal=opened, voters=voters, counts=counts, by=cast.lin, at=NOW)
    assert sums(opened) == {("林向阳", "excellent"): 2, ("林向阳", "qualified"): 1, ("唐果", "qualified"): 2}
    with pytest.raises(services.AppraisalError, match="已经投过票"):
        services.count_paper(appraisal=opened, voters=voters, counts={}, by=cast.lin, at=NOW)


def to_grading(appraisal: AppraisalRound, cast: Cast) -> AppraisalRound:
    return advance(appraisal, cast, *TO_BALLOT, Phase.BALLOT)


def grade(appraisal: AppraisalRound, cast: Cast, who: str, grade: Grade, opinion: str = "", version: int = 1) -> None:
    services.grade_member(
        entry=entry_of(appraisal, cast, who), grade=grade, opinion=opinion, base_version=version, by=cast.lin, at=NOW
    )


def test_grades_keep_the_third_and_nothing_is_overwritten(cast: Cast, opened: AppraisalRound) -> None:
    to_grading(opened, cast)
    grade(opened, cast, "tang", Grade.EXCELLENT)
    with pytest.raises(services.AppraisalError, match="优秀最多1名（4人的3分之1，向下取整），现在多了1名"):
        grade(opened, cast, "song", Grade.EXCELLENT)
    with pytest.raises(services.AppraisalError, match="写明支部意见"):
        grade(opened, cast, "song", Grade.UNQUALIFIED)
    with pytest.raises(services.GradeConflict):
        grade(opened, cast, "tang", Grade.QUALIFIED, version=1)
    assert entry_of(opened, cast, "tang").grade == "excellent"


def test_a_round_closes_when_everybody_is_graded(cast: Cast, opened: AppraisalRound) -> None:
    to_grading(opened, cast)
    grade(opened, cast, "tang", Grade.EXCELLENT)
    with pytest.raises(services.AppraisalError, match="还没有评定等次：林向阳、乔木、宋知秋"):
        advance(opened, cast, Phase.GRADING)
    for who in ("lin", "qiao", "song"):
        grade(opened, cast, who, Grade.QUALIFIED)
    closed = advance(opened, cast, Phase.GRADING)
    assert (closed.stands_at, closed.closed_on) == (Phase.CLOSED, NOW.date())
    with pytest.raises(services.AppraisalError, match="已经结束"):
        advance(opened, cast, Phase.CLOSED)
    services.note_read(entry=entry_of(opened, cast, "tang"), by=cast.tang, at=NOW)
    assert entry_of(opened, cast, "tang").read_on == NOW.date()


def page(cast: Cast, who: str, name: str, *args: object) -> Any:
    client = Client()
    client.force_login(cast.people[who])
    return client.get(reverse(f"members:{name}", args=args))


def post(cast: Cast, who: str, name: str, args: list[object], data: dict[str, Any]) -> Any:
    client = Client()
    client.force_login(cast.people[who])
    return client.post(reverse(f"members:{name}", args=args), data)


def test_a_member_writes_a_self_appraisal_and_a_remark(cast: Cast, opened: AppraisalRound) -> None:
    advance(opened, cast, Phase.PREPARING, Phase.SELF)
    empty = post(cast, "tang", "my_appraisal_self", [opened.pk], {"text": "", "grade": "qualified"})
    assert (empty.status_code, "请写下自评内容。" in empty.content.decode()) == (422, True)
    post(
        cast,
        "tang",
        "my_appraisal_self",
        [opened.pk],
        {"text": "按时参加组织生活。", "grade": "qualified", "base_version": "1"},
    )
    entry = entry_of(opened, cast, "tang")
    assert entry.self_text == "按时参加组织生活。"
    paper = {"text": "纸质自评", "grade": "excellent", "base_version": "1"}  # opened before 唐果 wrote
    late = post(cast, "lin", "appraisal_self_for", [opened.pk, entry.pk], paper)
    text = late.content.decode()
    assert (late.status_code, "按时参加组织生活。" in text, "纸质自评" in text) == (409, True, True)
    assert 'name="base_version" value="2"' in text
    own = post(cast, "tang", "my_appraisal_self", [opened.pk], {**paper, "text": "另一个窗口"})
    assert (own.status_code, "按时参加组织生活。" in own.content.decode()) == (409, True)
    assert entry_of(opened, cast, "tang").self_text == "按时参加组织生活。"
    song = entry_of(opened, cast, "song")
    post(cast, "tang", "my_appraisal_remark", [opened.pk, song.pk], {"text": "多和青年教师交流。"})
    assert "多和青年教师交流。" not in page(cast, "song", "my_appraisal", opened.pk).content.decode()
    advance(opened, cast, Phase.MUTUAL)
    assert "多和青年教师交流。" in page(cast, "song", "my_appraisal", opened.pk).content.decode()


def test_the_committees_page_asks_the_same_number_of_queries_however_many_take_part(
    cast: Cast, opened: AppraisalRound, django_assert_num_queries: Any
) -> None:
    client = Client()
    client.force_login(cast.lin)
    address = reverse("members:appraisal", args=[opened.pk])
    client.get(address)
    with django_assert_num_queries(14, exact=False) as few:
        client.get(address)
    people = [Member.objects.create(branch=cast.branch, name=f"党员{n}", status="full") for n in range(20)]
    AppraisalEntry.objects.bulk_create(AppraisalEntry(round=opened, member=person) for person in people)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(address)


def test_wrong_grades_come_back_with_what_was_typed(cast: Cast, opened: AppraisalRound) -> None:
    to_grading(opened, cast)
    tang = entry_of(opened, cast, "tang")
    answer = post(
        cast,
        "lin",
        "appraisal_grade",
        [opened.pk, tang.pk],
        {"grade": "unqualified", "opinion": "", "base_version": "1"},
    )
    text = answer.content.decode()
    assert (answer.status_code, "写明支部意见" in text) == (422, True)
    assert '<option value="unqualified" selected>' in text


def test_the_result_sheet_is_for_the_committee(cast: Cast, opened: AppraisalRound) -> None:
    to_grading(opened, cast)
    sheet = page(cast, "lin", "appraisal_docx", opened.pk)
    assert sheet.status_code == 200
    assert sheet.content[:2] == b"PK"
    assert page(cast, "he", "appraisal_docx", opened.pk).status_code == 403
    assert page(cast, "tang", "appraisal", opened.pk).status_code == 403
    assert page(cast, "gu", "my_appraisal", opened.pk).status_code == 404
