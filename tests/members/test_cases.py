"""Steps of a development case: what the rules refuse, what they only advise, what old paper may say, and what follows on the roster."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from branches.models import AuditEntry, OrganisationType
from branches.permissions import NotAllowed
from members.models import DevelopmentCase, DevelopmentQuota, Member, StepRecord
from members.selectors.case_people import may_support, supporters
from members.selectors.case_quota import admissions_possible, quota_line
from members.services.case_steps import (
    StepConflict,
    StepRefused,
    record_step,
    remove_step,
    restore_step,
)
from members.services.cases import CaseError, close_case, open_case, recompute_open, reopen_case, set_quota
from tests.cast import Cast
from tests.members.case_steps import LATER, applicant, case_up_to, entry


def refused(case: DevelopmentCase, cast: Cast, row, base_version: int = 0) -> list[tuple[str, str]]:
    with pytest.raises(StepRefused) as told:
        record_step(case=case, entry=row, base_version=base_version, by=cast.lin, at=LATER)
    return told.value.faults


def test_a_lawful_way_is_recorded_and_the_stage_follows(cast: Cast) -> None:
    case = case_up_to(cast, 17)
    assert (case.stage, case.is_open) == ("PROBATIONARY", True)
    assert StepRecord.objects.filter(case=case).count() == 17
    member = Member.objects.get(pk=case.member_id)
    assert (member.status, member.joined_on, member.became_full_on) == ("probationary", date(2026, 8, 20), None)


def test_the_next_step_with_its_deadline_stands_in_the_case(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    assert (case.stage, case.next_step, case.next_due) == ("APPLICANT", 2, date(2025, 4, 3))
    assert list(DevelopmentCase.objects.overdue(LATER.date())) == [case]
    assert list(DevelopmentCase.objects.overdue(date(2025, 4, 3))) == []


def test_a_person_has_one_open_case(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    with pytest.raises(CaseError, match="一人一份"):
        open_case(member=case.member, opened_on=LATER.date(), by=cast.lin, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        DevelopmentCase.objects.create(member=case.member, opened_on=LATER.date())


def test_the_database_refuses_a_step_beyond_the_25_and_a_second_first_meeting(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    facts = {"case": case, "entered_by": cast.lin, "entered_at": LATER}
    for wrong in ({"step": 26}, {"step": 15, "turn": 2}, {"step": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            StepRecord.objects.create(**facts, **wrong)


def test_becoming_a_candidate_before_the_year_is_over_is_refused_with_article_beside_the_day(cast: Cast) -> None:
    case = case_up_to(cast, 6)
    [(field, sentence)] = refused(case, cast, entry(7, "2026-06-09"))
    assert field == "on"
    assert "2025-06-10 + 12 个月 → 2026-06-10" in sentence
    assert "《中国共产党发展党员工作细则》（2026年）第十三条" in sentence
    assert not StepRecord.objects.filter(case=case, step=7).exists()
    record_step(case=case, entry=entry(7, "2026-06-10"), base_version=0, by=cast.lin, at=LATER)


def test_old_paper_may_break_the_rule_and_the_finding_stays(cast: Cast) -> None:
    case = case_up_to(cast, 6)
    done = record_step(case=case, entry=entry(7, "2026-06-09", paper=True), base_version=0, by=cast.lin, at=LATER)
    assert "培养教育考察未满12个月" in done.warnings[0]
    assert done.record.is_from_paper
    [(_, sentence)] = refused(case, cast, entry(7, "2026-06-08"), base_version=1)
    assert "未满12个月" in sentence


def test_a_late_talk_is_warned_of_and_kept(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    done = record_step(case=case, entry=entry(2, "2025-04-04"), base_version=0, by=cast.lin, at=LATER)
    assert "1个月内（2025-03-03 + 1 个月 → 2025-04-03）" in done.warnings[0]
    assert StepRecord.objects.get(case=case, step=2).on == date(2025, 4, 4)


def test_a_missing_half_yearly_review_is_pointed_out_when_a_candidate_is_decided_on(cast: Cast) -> None:
    case = case_up_to(cast, 5)
    record_step(case=case, entry=entry(6, "2025-06-25", reviews=["2025-12-10"]), base_version=0, by=cast.lin, at=LATER)
    done = record_step(case=case, entry=entry(7, "2026-06-12"), base_version=0, by=cast.lin, at=LATER)
    assert done.warnings == ("到期的半年考察应有2次（2025-12-10、2026-06-10），已登记1次。",)


def test_steps_are_recorded_in_their_order(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    [(field, sentence)] = refused(case, cast, entry(3, "2025-06-10"))
    assert field == "on"
    assert "第2步“派人谈话”还没有完成" in sentence


def test_an_old_file_goes_on_behind_its_gaps(cast: Cast) -> None:
    case = open_case(member=applicant(cast), opened_on=LATER.date(), by=cast.lin, at=LATER)
    record_step(case=case, entry=entry(3, "2025-06-10", paper=True), base_version=0, by=cast.lin, at=LATER)
    record_step(case=case, entry=entry(5, "2025-06-24", contacts=[{}]), base_version=0, by=cast.lin, at=LATER)
    case.refresh_from_db()
    assert case.stage == "ACTIVIST"


def test_what_has_not_happened_yet_is_not_recorded(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    [(field, sentence)] = refused(case, cast, entry(2, "2026-11-21", paper=True))
    assert (field, "不能晚于今天" in sentence) == ("on", True)


@pytest.mark.parametrize("step", [4, 13, 17])
def test_what_the_superior_decides_is_not_entered_by_the_branch(cast: Cast, step: int) -> None:
    case = case_up_to(cast, step - 1)
    details = {13: {"outcome": "合格"}, 17: {"approver": "党委"}}.get(step, {})
    days = {4: "2025-06-20", 13: "2026-07-27", 17: "2026-09-15"}
    [(field, sentence)] = refused(case, cast, entry(step, days[step], **details))
    assert (field, "由上级党委办理" in sentence) == ("on", True)


def test_a_committee_of_a_school_decides_itself(cast: Cast) -> None:
    cast.branch.organisation_type = OrganisationType.COMMITTEE
    cast.branch.save()
    case = case_up_to(cast, 12)
    done = record_step(case=case, entry=entry(13, "2026-07-27", outcome="合格"), base_version=0, by=cast.lin, at=LATER)
    assert done.record.on == date(2026, 7, 27)


def test_no_notice_and_no_listing_before_the_superior_consents(cast: Cast) -> None:
    case = case_up_to(cast, 7)
    row = entry(8, "2026-07-03", notice_start="2026-06-25", notice_end="2026-07-01")
    [(field, sentence)] = refused(case, cast, row)
    assert (field, "还没有同意" in sentence) == ("notice_start", True)


def test_a_notice_counted_over_a_weekend_is_too_short(cast: Cast) -> None:
    """25 June (Thu) to 30 June (Tue) are four working days."""
    case = case_up_to(cast, 8)
    row = entry(8, "2026-07-03", consent_on="2026-06-24", notice_start="2026-06-25", notice_end="2026-06-30")
    [(field, sentence)] = refused(case, cast, row, base_version=1)
    assert (field, "不足5个工作日" in sentence) == ("notice_end", True)


def test_six_of_eleven_present_are_a_quorum_and_five_votes_are_no_majority(cast: Cast) -> None:
    case = case_up_to(cast, 14)
    count = {"eligible": 11, "present": 6, "written": 0, "yes": 5, "secret": True}
    [(field, sentence)] = refused(case, cast, entry(15, "2026-08-20", meeting=count))
    assert (field, "至少6票" in sentence) == ("yes", True)
    faults = refused(case, cast, entry(15, "2026-08-28", meeting={**count, "present": 5, "yes": 6, "secret": False}))
    assert [name for name, _ in faults] == ["yes"]  # more votes than people: a slip of the pen comes first
    count = {"eligible": 11, "present": 5, "written": 1, "yes": 6, "secret": False}
    faults = refused(case, cast, entry(15, "2026-08-28", meeting=count))
    assert [name for name, _ in faults] == ["on", "present", "secret"]


def test_the_same_step_recorded_by_somebody_else_is_a_conflict_and_the_same_words_are_none(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    first = entry(2, "2025-03-20")
    record_step(case=case, entry=first, base_version=0, by=cast.qiao, at=LATER)
    assert record_step(case=case, entry=first, base_version=0, by=cast.lin, at=LATER).record.entered_by == cast.qiao
    with pytest.raises(StepConflict, match="乔木刚才登记了这一步"):
        record_step(case=case, entry=entry(2, "2025-03-21"), base_version=0, by=cast.lin, at=LATER)
    assert StepRecord.objects.get(case=case, step=2).on == date(2025, 3, 20)


def test_a_removed_step_comes_back_and_the_roster_with_it(cast: Cast) -> None:
    case = case_up_to(cast, 17)
    approval = StepRecord.objects.get(case=case, step=17)
    removal = remove_step(record=approval, base_version=1, by=cast.lin, at=LATER)
    case.refresh_from_db()
    assert (case.stage, Member.objects.get(pk=case.member_id).status) == ("CANDIDATE", "candidate")
    assert Member.objects.get(pk=case.member_id).joined_on is None
    restore_step(case=case, removal=removal, by=cast.lin, at=LATER)
    case.refresh_from_db()
    assert (case.stage, Member.objects.get(pk=case.member_id).joined_on) == ("PROBATIONARY", date(2026, 8, 20))
    actions = list(
        AuditEntry.objects.filter(target_id=str(case.pk)).order_by("number").values_list("action", flat=True)
    )
    assert actions[-2:] == ["case.step_remove", "case.step_restore"]


def test_an_old_file_with_gaps_lowers_nobody_on_the_roster(cast: Cast) -> None:
    member = Member.objects.get(user=cast.tang)
    case = open_case(member=member, opened_on=LATER.date(), by=cast.lin, at=LATER)
    record_step(case=case, entry=entry(1, "2010-03-03", paper=True), base_version=0, by=cast.lin, at=LATER)
    member.refresh_from_db()
    case.refresh_from_db()
    assert (case.stage, member.status) == ("APPLICANT", "full")


def test_conversion_sets_the_day_the_party_age_counts_from(cast: Cast) -> None:
    """Meeting 2026-08-20 + 12 months → 2027-08-20, whatever the day of the meeting on conversion."""
    case = case_up_to(cast, 17)
    at = datetime(2027, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    count = {"eligible": 10, "present": 9, "yes": 9, "secret": True}
    for row in (
        entry(21, "2026-08-20", reviews=["2027-02-20", "2027-08-20"]),
        entry(22, "2027-08-20"),
        entry(23, "2027-09-03", meeting=count, outcome="按期转正"),
        entry(24, "2027-10-08", approver="党委", paper=True),
    ):
        record_step(case=case, entry=row, base_version=0, by=cast.lin, at=at)
    member = Member.objects.get(pk=case.member_id)
    assert (member.status, member.became_full_on) == ("full", date(2027, 8, 20))


def test_a_second_extension_is_refused(cast: Cast) -> None:
    case = case_up_to(cast, 17)
    at = datetime(2028, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    count = {"eligible": 10, "present": 9, "yes": 9, "secret": True}
    extended = {"meeting": count, "outcome": "延长预备期", "extension_months": 6}
    for row in (
        entry(18, "2026-09-16"),
        entry(19, "2026-09-16"),
        entry(20, "2026-10-09"),
        entry(21, "2026-08-20", reviews=["2027-02-20", "2027-08-20"]),
        entry(22, "2027-08-20"),
        entry(23, "2027-09-03", **extended),
        entry(24, "2027-10-08", approver="党委", paper=True),
    ):
        record_step(case=case, entry=row, base_version=0, by=cast.lin, at=at)
    case.refresh_from_db()
    assert (case.stage, case.next_step, case.next_earliest) == ("PROBATION_EXTENDED", 23, date(2028, 2, 20))
    row = entry(23, "2028-02-21", turn=2, **extended)
    with pytest.raises(StepRefused) as told:
        record_step(case=case, entry=row, base_version=0, by=cast.lin, at=at)
    assert [name for name, _ in told.value.faults] == ["outcome"]


def test_only_the_committee_of_the_branch_records(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    for outsider in (cast.tang, cast.fang, cast.he):
        with pytest.raises(NotAllowed):
            record_step(case=case, entry=entry(2, "2025-03-20"), base_version=0, by=outsider, at=LATER)


def test_a_case_that_was_ended_takes_no_steps_until_it_goes_on(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    close_case(case=case, because="withdrawn", closed_on=date(2026, 3, 2), by=cast.lin, at=LATER)
    case.refresh_from_db()
    assert (case.stage, case.is_open, case.next_step) == ("WITHDRAWN", False, None)
    with pytest.raises(CaseError, match="已经终止"):
        record_step(case=case, entry=entry(2, "2025-03-20"), base_version=0, by=cast.lin, at=LATER)
    with pytest.raises(CaseError, match="已经终止"):
        remove_step(record=StepRecord.objects.get(case=case), base_version=1, by=cast.lin, at=LATER)
    reopen_case(case=case, by=cast.lin, at=LATER)
    case.refresh_from_db()
    assert (case.stage, case.next_step) == ("APPLICANT", 2)


def test_supporters_are_the_full_members_of_that_day(cast: Cast) -> None:
    Member.objects.filter(user=cast.lin).update(became_full_on=date(2010, 1, 1))
    Member.objects.filter(user=cast.qiao).update(became_full_on=date(2025, 7, 1))
    Member.objects.filter(user=cast.song).update(
        became_full_on=date(2010, 1, 1), is_active=False, left_on=date(2025, 6, 1)
    )
    Member.objects.filter(user=cast.tang).update(status="probationary")
    day, today = date(2025, 6, 24), LATER.date()
    assert [row.member.name for row in may_support(cast.branch, day, today)] == ["林向阳"]
    reasons = {row.member.name: row.reason for row in supporters(cast.branch, day, today) if row.reason}
    assert reasons == {
        "乔木": "乔木在 2025-07-01 才转为正式党员",
        "宋知秋": "宋知秋已在 2025-06-01 离开本支部",
        "唐果": "唐果是预备党员，不是正式党员",
    }


def test_quota_against_the_pipeline(cast: Cast) -> None:
    case_up_to(cast, 17)
    case_up_to(cast, 13, name="程思齐")
    set_quota(branch=cast.branch, year=2026, number=1, by=cast.he, at=LATER)
    line = quota_line(cast.branch, 2026, LATER.date())
    assert (line.admitted, line.left, line.is_exceeded) == (1, 0, False)
    with pytest.raises(CaseError, match="由上级下达"):
        set_quota(branch=cast.branch, year=2026, number=5, by=cast.lin, at=LATER)
    assert DevelopmentQuota.objects.get().number == 1
    with pytest.raises(NotAllowed):
        set_quota(branch=cast.branch, year=2026, number=5, by=cast.bai, at=LATER)


def test_admissions_that_a_plan_can_promise(cast: Cast) -> None:
    """An activist of 2026-06-10 becomes a candidate on 2027-06-10 at the earliest: not in 2026, but in 2027."""
    today = LATER.date()
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert admissions_possible(cast.branch, *year, today) is None
    case = open_case(member=applicant(cast), opened_on=today, by=cast.lin, at=LATER)
    for row in (entry(1, "2026-03-03"), entry(2, "2026-03-21"), entry(3, "2026-06-10")):
        record_step(case=case, entry=row, base_version=0, by=cast.lin, at=LATER)
    assert admissions_possible(cast.branch, *year, today) == 0
    assert admissions_possible(cast.branch, date(2027, 1, 1), date(2027, 12, 31), today) == 1
    case_up_to(cast, 17, name="程思齐")  # admitted by the meeting of 2026-08-20
    assert admissions_possible(cast.branch, *year, today) == 1


def test_what_lists_show_is_reckoned_anew_once_a_day_and_then_changes_nothing(cast: Cast) -> None:
    case = case_up_to(cast, 4)
    DevelopmentCase.objects.filter(pk=case.pk).update(next_due=None, stage="FULL")
    assert recompute_open(LATER.date()) == 1
    assert recompute_open(LATER.date()) == 0
    case.refresh_from_db()
    assert case.stage == "ACTIVIST"
