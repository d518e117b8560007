"""Requests to the superior on the common desk: begun in the customary words, returned with issues, decided by a person into the step."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from members.models import ConsentRequest, DevelopmentCase, StepRecord
from members.services.case_steps import StepEntry, StepRefused, record_step, remove_step, restore_step
from members.services.cases import CaseError
from members.services.consents import (
    Decision,
    RequestConflict,
    begin_request,
    decide_request,
    edit_request,
    submit_request,
)
from members.services.people import RosterError
from members.services.transfers import accept_transfer, send_transfer
from notices.models import Notice
from tests.cast import Cast
from tests.members.case_steps import LATER, case_up_to, entry
from workflow.domain.transitions import Action
from workflow.services.perform import InvalidTransition, perform
from workflow.services.remarks import Anchor, Words, add_remark, answer_issue, settle_issue


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def claimed(cast: Cast, step: int, name: str = "陆静好") -> ConsentRequest:
    """A request for `step` that he has claimed."""
    case = case_up_to(cast, step - 1, name=name)
    request = begin_request(case=case, step=step, by=cast.lin, at=LATER)
    request = submit_request(request=request, comment="", by=cast.lin, at=LATER)
    return perform(request, Action.CLAIM, by=cast.he, at=LATER)


def test_a_draft_is_worded_from_the_records_with_blanks_for_what_is_missing(cast: Cast) -> None:
    case = case_up_to(cast, 7)
    request = begin_request(case=case, step=8, by=cast.qiao, at=LATER)
    assert request.title == "关于拟将陆静好同志列为发展对象的请示"
    assert "陆静好，女，汉族，1998年7月出生，大学本科学历，现任语文教师" in request.body
    assert "2025年6月10日确定为入党积极分子，培养联系人林向阳、乔木" in request.body
    assert "共考察2次" in request.body
    assert "（______）" in request.body
    assert begin_request(case=case, step=8, by=cast.lin, at=LATER) == request


def test_nothing_is_asked_for_before_its_time(cast: Cast) -> None:
    case = case_up_to(cast, 11)
    with pytest.raises(CaseError, match="第12步“党支部委员会会议审查”还没有登记"):
        begin_request(case=case, step=13, by=cast.lin, at=LATER)
    with pytest.raises(CaseError, match="已经登记了上级的批复"):
        begin_request(case=case, step=8, by=cast.lin, at=LATER)


def test_consent_opens_the_notice_and_the_branch_lists(cast: Cast) -> None:
    request = claimed(cast, 8)
    decision = Decision(date(2026, 6, 24), number="青榆教党〔2026〕12号")
    decided, _ = decide_request(request=request, decision=decision, comment="", by=cast.he, at=LATER)
    record = StepRecord.objects.get(case=request.case, step=8)
    assert (decided.status, record.on, record.details) == ("approved", None, {"consent_on": "2026-06-24"})
    assert record.facts == {"number": "青榆教党〔2026〕12号"}
    row = entry(8, "2026-07-03", consent_on="2026-06-24", notice_start="2026-06-25", notice_end="2026-07-01")
    record_step(case=request.case, entry=row, base_version=record.version, by=cast.lin, at=LATER)
    assert DevelopmentCase.objects.get().stage == "CANDIDATE"
    told = Notice.objects.filter(recipient=cast.lin, kind="workflow.approve").get()
    assert "批复已经登记到发展党员档案" in told.body


def test_approval_writes_the_first_day_of_probation_from_the_meeting(cast: Cast) -> None:
    request = claimed(cast, 17)
    decision = Decision(date(2026, 9, 15), approver="党委")
    _, recorded = decide_request(request=request, decision=decision, comment="", by=cast.he, at=LATER)
    assert recorded.record.details == {"approver": "党委", "probation_start": "2026-08-20"}
    assert DevelopmentCase.objects.get().stage == "PROBATIONARY"


def test_what_the_superior_decided_only_its_reviewer_takes_back(cast: Cast) -> None:
    request = claimed(cast, 17)
    decision = Decision(date(2026, 9, 15), approver="党委")
    _, recorded = decide_request(request=request, decision=decision, comment="", by=cast.he, at=LATER)
    record, case = recorded.record, DevelopmentCase.objects.get()
    as_paper = StepEntry(17, on=date(2026, 9, 16), details=record.details, is_from_paper=True)
    with pytest.raises(StepRefused, match="不是补录"):
        record_step(case=case, entry=as_paper, base_version=1, by=cast.lin, at=LATER)
    for outsider, why in ((cast.lin, "由上级批复登记，支部不能删除"), (cast.bai, "审核员")):
        with pytest.raises(NotAllowed, match=why):
            remove_step(record=record, base_version=1, by=outsider, at=LATER)
    assert DevelopmentCase.objects.get().stage == "PROBATIONARY"
    assert "收回批复" not in browser(cast.lin).get(reverse("members:case", args=[case.pk])).content.decode()
    assert "收回批复" in browser(cast.he).get(reverse("members:case", args=[case.pk])).content.decode()
    removal = remove_step(record=record, base_version=1, by=cast.he, at=LATER)
    assert DevelopmentCase.objects.get().stage == "CANDIDATE"
    assert Notice.objects.get(recipient=cast.lin, kind="development.taken_back").title == "上级收回了陆静好第17步的批复"
    with pytest.raises(NotAllowed):
        restore_step(case=case, removal=removal, by=cast.lin, at=LATER)
    assert begin_request(case=case, step=17, by=cast.lin, at=LATER).pk != request.pk  # asked again


def test_a_draft_moves_with_its_person_and_nothing_moves_under_review(cast: Cast) -> None:
    at = LATER.replace(year=2027)
    case = case_up_to(cast, 17)
    count = {"eligible": 10, "present": 9, "yes": 9, "secret": True}
    for row in (
        entry(18, "2026-09-16"),
        entry(19, "2026-09-16"),
        entry(20, "2026-10-09"),
        entry(21, "2026-08-20", reviews=["2027-02-20", "2027-08-20"]),
        entry(22, "2027-08-20"),
        entry(23, "2027-09-03", meeting=count, outcome="按期转正"),
    ):
        record_step(case=case, entry=row, base_version=0, by=cast.lin, at=at)
    request = begin_request(case=case, step=24, by=cast.lin, at=at)
    waiting = submit_request(request=request, comment="", by=cast.lin, at=at)
    letter = {"member": case.member, "facts": {"to_branch": cast.kindergarten, "issued_on": at.date()}}
    with pytest.raises(RosterError, match="正在上级审核"):
        send_transfer(**letter, by=cast.lin, at=at)
    perform(waiting, Action.WITHDRAW, by=cast.lin, at=at)
    transfer = send_transfer(**letter, by=cast.lin, at=at)
    with pytest.raises(InvalidTransition, match="正在接转"):
        submit_request(request=request, comment="", by=cast.lin, at=at)
    accept_transfer(transfer=transfer, accepted_on=at.date(), by=cast.fang, at=at)
    moved = ConsentRequest.objects.get()
    assert (moved.branch, AuditEntry.objects.get(action="consent.move").branch) == (cast.kindergarten,) * 2
    assert submit_request(request=moved, comment="", by=cast.fang, at=at).status == "submitted"


def test_a_general_branch_cannot_approve_and_nothing_is_settled(cast: Cast) -> None:
    request = claimed(cast, 17)
    with pytest.raises(StepRefused, match="由党总支审批，应由党委审批"):
        decide_request(
            request=request, decision=Decision(date(2026, 9, 15), approver="党总支"), comment="", by=cast.he, at=LATER
        )
    request.refresh_from_db()
    assert (request.status, StepRecord.objects.filter(step=17).exists()) == ("in_review", False)


def test_a_failed_pre_review_is_a_decision_too(cast: Cast) -> None:
    request = claimed(cast, 13)
    decision = Decision(date(2026, 7, 27), outcome="不合格")
    decide_request(request=request, decision=decision, comment="材料不全", by=cast.he, at=LATER)
    assert DevelopmentCase.objects.get().stage == "REJECTED"


def test_a_returned_request_is_answered_and_handed_in_again(cast: Cast) -> None:
    request = claimed(cast, 13)
    with pytest.raises(InvalidTransition, match="至少写一条编号意见"):
        perform(request, Action.RETURN, by=cast.he, at=LATER)
    issue = add_remark(document=request, anchor=Anchor(), words=Words("政审材料没有附上"), by=cast.he, at=LATER)
    request = perform(request, Action.RETURN, by=cast.he, at=LATER)
    with pytest.raises(InvalidTransition, match="1条意见没有答复"):
        submit_request(request=request, comment="", by=cast.lin, at=LATER)
    issue.refresh_from_db()
    answer_issue(issue=issue, document=request, reply="已附", by=cast.lin, at=LATER)
    request = submit_request(request=request, comment="", by=cast.lin, at=LATER)
    request = perform(request, Action.CLAIM, by=cast.he, at=LATER)
    issue.refresh_from_db()
    settle_issue(issue=issue, document=request, settled=True, by=cast.he, at=LATER)
    decision = Decision(date(2026, 7, 27), outcome="合格")
    decided, _ = decide_request(request=request, decision=decision, comment="", by=cast.he, at=LATER)
    assert (decided.status, decided.submission_count) == ("approved", 2)


def test_only_the_reviewer_who_claimed_decides_and_never_for_the_own_branch(cast: Cast) -> None:
    request = claimed(cast, 13)
    decision = Decision(date(2026, 7, 27), outcome="合格")
    for other in (cast.shen, cast.duan, cast.lin, cast.wei):
        with pytest.raises(NotAllowed):
            decide_request(request=request, decision=decision, comment="", by=other, at=LATER)


def test_words_are_changed_over_the_version_they_were_read_from(cast: Cast) -> None:
    case = case_up_to(cast, 3)
    request = begin_request(case=case, step=4, by=cast.lin, at=LATER)
    facts = {"title": request.title, "recipient": request.recipient, "body": "改过的正文。", "signed_on": None}
    edited = edit_request(request=request, facts=facts, base_version=1, by=cast.qiao, at=LATER)
    assert (edited.version, edited.body) == (2, "改过的正文。")
    with pytest.raises(RequestConflict):
        edit_request(request=request, facts={**facts, "body": "别的。"}, base_version=1, by=cast.lin, at=LATER)
    with pytest.raises(NotAllowed, match="书记或副书记"):
        submit_request(request=request, comment="", by=cast.qiao, at=LATER)


def test_nobody_else_in_the_branch_sees_a_request_not_even_when_it_is_decided(cast: Cast) -> None:
    request = claimed(cast, 8)
    decide_request(request=request, decision=Decision(date(2026, 6, 24)), comment="", by=cast.he, at=LATER)
    seen = {name: ConsentRequest.objects.visible_to(cast.people[name]).count() for name in cast.people}
    assert {name for name, count in seen.items() if count} == {"lin", "qiao", "he", "shen", "duan"}


def test_the_queue_asks_the_same_number_of_queries_for_one_and_for_three(cast: Cast, django_assert_num_queries) -> None:
    client = browser(cast.he)
    claimed(cast, 4)
    client.get(reverse("members:consent_queue"))
    with django_assert_num_queries(6):
        page = client.get(reverse("members:consent_queue"))
    assert page.content.decode().count("备案报告") == 1
    claimed(cast, 4, "程思齐")
    claimed(cast, 4, "苗立新")
    with django_assert_num_queries(6):
        page = client.get(reverse("members:consent_queue"))
    assert page.content.decode().count("备案报告") == 3


def test_the_whole_way_over_the_pages(cast: Cast) -> None:
    """From the branch's button to the reviewer's decision; a wrong day comes back with its sentence and 422."""
    case = case_up_to(cast, 12)
    lin, he = browser(cast.lin), browser(cast.he)
    answer = lin.post(reverse("members:consent_begin", args=[case.pk, 13]))
    request = ConsentRequest.objects.get()
    assert answer.headers["Location"] == reverse("members:consent", args=[request.pk])
    assert "关于对发展对象陆静好同志进行预审的请示" in lin.get(answer.headers["Location"]).content.decode()
    edit = {"title": request.title, "recipient": request.recipient, "body": "", "base_version": "1"}
    wrong = lin.post(reverse("members:consent_edit", args=[request.pk]), edit)
    assert (wrong.status_code, "请写明请示的内容" in wrong.content.decode()) == (422, True)
    assert lin.post(reverse("members:consent_submit", args=[request.pk])).status_code == 302
    assert he.post(reverse("members:consent_claim", args=[request.pk])).status_code == 302
    decide = reverse("members:consent_decide", args=[request.pk])
    early = he.post(decide, {"on": "2026-07-19", "outcome": "合格"})
    assert (early.status_code, "应在下列步骤之后" in early.content.decode()) == (422, True)
    ahead = timezone.localdate().replace(year=timezone.localdate().year + 1)
    assert "不能晚于今天" in he.post(decide, {"on": ahead.isoformat(), "outcome": "合格"}).content.decode()
    assert he.post(decide, {"on": "2026-07-27", "outcome": "合格", "number": "12号"}).status_code == 302
    assert StepRecord.objects.get(case=case, step=13).details == {"outcome": "合格"}
    page = lin.get(reverse("members:consent", args=[request.pk])).content.decode()
    assert "批复日期 2026-07-27，合格，12号" in page


def test_a_note_does_not_touch_what_the_superior_decided(cast: Cast) -> None:
    case = case_up_to(cast, 13)
    record = StepRecord.objects.get(case=case, step=13)
    StepRecord.objects.filter(pk=record.pk).update(is_from_paper=False)
    row = StepEntry(13, on=record.on, details=record.details, note="批复原件在档案柜")
    record_step(case=case, entry=row, base_version=1, by=cast.lin, at=LATER)
    assert StepRecord.objects.get(case=case, step=13).note == "批复原件在档案柜"
