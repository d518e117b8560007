"""The review as both sides see it: what each page shows, what is refused and in which words."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from branches.models import User
from documents.intake import read_source
from notices.models import Notice
from plans.domain.period import Cycle, Period
from plans.models import Plan, PlanSection
from plans.selectors.beginning import earlier_plans
from plans.services.review import submit_plan
from plans.services.sections import edit_section
from plans.services.wording import decline_wording
from tests.cast import NOW, Cast, add_issue, plan_at
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment
from workflow.services.perform import InvalidTransition, perform
from workflow.services.remarks import answer_issue


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district", "claimed_by").get(pk=plan.pk)


def test_a_plan_without_title_is_not_submitted_and_says_so(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    Plan.objects.filter(pk=plan.pk).update(title="")
    response = as_(cast.lin).post(reverse("plans:submit", args=[plan.pk]), {"comment": ""})
    assert response.status_code == 422
    assert "还没有标题。" in response.content.decode()
    assert fresh(plan).status == Status.DRAFT


def test_a_commissioner_writes_but_does_not_submit(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    page = as_(cast.qiao).get(reverse("plans:detail", args=[plan.pk])).content.decode()
    assert "只有青榆一小的书记或副书记可以提交和撤回。" in page
    assert as_(cast.qiao).post(reverse("plans:submit", args=[plan.pk]), {}).status_code == 403


def test_withdrawn_before_the_claim_not_after(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    as_(cast.lin).post(reverse("plans:withdraw", args=[plan.pk]))
    assert fresh(plan).status == Status.DRAFT
    claimed = plan_at(cast, Status.IN_REVIEW, period=Period(Cycle.CALENDAR_YEAR, 2027))
    page = as_(cast.lin).post(reverse("plans:withdraw", args=[claimed.pk]), follow=True).content.decode()
    assert "“审核中”状态下不能撤回。" in page


def test_returning_needs_an_issue_with_words(cast: Cast) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    reviewer = as_(cast.he)
    refused = reviewer.post(reverse("plans:return", args=[plan.pk]), {"comment": "请看", "answer_by": "2099-01-01"})
    assert refused.status_code == 409
    assert "退回修改须至少写一条编号意见" in refused.content.decode()
    section = plan.sections.present().get(heading="过好组织生活")
    empty = reviewer.post(
        reverse("plans:remark_add", args=[plan.pk]), {"anchor": section.pk, "body": "", "suggestion": "写明日期"}
    )
    assert (
        empty.status_code,
        "请写明是什么问题。" in empty.content.decode(),
        "写明日期" in empty.content.decode(),
    ) == (422, True, True)


def test_a_plan_is_returned_for_an_issue_at_a_schedule_line_alone(cast: Cast) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    line = plan.items.get(text__startswith="主题党日")
    reviewer, body = as_(cast.he), "没有写明由谁带队"
    reviewer.post(reverse("plans:remark_add", args=[plan.pk]), {"anchor": line.pk, "body": body, "is_issue": "on"})
    page = reviewer.get(reverse("plans:return", args=[plan.pk])).content.decode()
    assert (f"【行事历3月：主题党日：走进社区服务站】（必改）{body}" in page, "退回须至少写一条编号意见" in page) == (
        True,
        False,
    )


def test_the_school_sees_remarks_only_when_they_are_sent(cast: Cast) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    add_issue(plan, cast)
    page = as_(cast.lin).get(reverse("plans:issues", args=[plan.pk])).content.decode()
    assert "主题党日没有写明固定日期" not in page
    as_(cast.he).post(reverse("plans:return", args=[plan.pk]), {"comment": "", "answer_by": "2099-01-01"})
    page = as_(cast.lin).get(reverse("plans:issues", args=[plan.pk])).content.decode()
    assert "主题党日没有写明固定日期" in page
    notice = Notice.objects.get(recipient=cast.lin, kind="workflow.return")
    assert "1. 【（一）过好组织生活】（必改）主题党日没有写明固定日期" in notice.body


def test_every_issue_is_answered_before_the_plan_goes_back(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    secretary = as_(cast.lin)
    refused = secretary.post(reverse("plans:submit", args=[plan.pk]), {"comment": ""})
    assert (refused.status_code, "还有1条意见没有答复" in refused.content.decode()) == (422, True)
    issue = ReviewComment.objects.get()
    empty = secretary.post(reverse("plans:answer", args=[plan.pk, issue.pk]), {"reply": " "})
    assert (empty.status_code, "请写明怎样修改的" in empty.content.decode()) == (422, True)
    long = secretary.post(reverse("plans:answer", args=[plan.pk, issue.pk]), {"reply": "已改" * 1001})
    assert (long.status_code, "已改" * 1001 in long.content.decode()) == (422, True)
    secretary.post(reverse("plans:answer", args=[plan.pk, issue.pk]), {"reply": "已写明每月五日"})
    assert secretary.post(reverse("plans:submit", args=[plan.pk]), {"comment": ""}).status_code == 302
    assert fresh(plan).submission_count == 2


def test_of_two_answers_to_one_issue_the_second_sees_the_first(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    issue = ReviewComment.objects.get()
    address = reverse("plans:answer", args=[plan.pk, issue.pk])
    as_(cast.qiao).post(address, {"reply": "委员写的"})
    secretary = as_(cast.lin)
    page = secretary.post(address, {"reply": "书记写的"})
    text = page.content.decode()
    assert (page.status_code, "乔木刚才答复了这一条，请对照后再保存。" in text) == (409, True)
    assert (text.count("现在的答复：委员写的"), text.count(">书记写的</textarea>")) == (1, 1)
    issue.refresh_from_db()
    assert issue.reply == "委员写的"
    (shown,) = re.findall(r'name="seen" value="(.*?)"', text)
    assert secretary.post(address, {"reply": "书记写的", "seen": shown}).status_code == 302
    issue.refresh_from_db()
    assert (issue.reply, issue.replied_by) == ("书记写的", cast.lin)


def test_nothing_is_answered_or_decided_behind_a_submission(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    issue = ReviewComment.objects.get()
    ReviewComment.objects.update(wording="每月五日", wording_state="offered")
    seen_by_colleague = fresh(plan)
    answer_issue(issue=issue, document=plan, reply="已改", by=cast.lin, at=NOW)
    submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    with pytest.raises(InvalidTransition):
        answer_issue(issue=issue, document=seen_by_colleague, reply="又改", seen=NOW, by=cast.qiao, at=NOW)
    with pytest.raises(InvalidTransition):
        decline_wording(issue=issue, plan=seen_by_colleague, by=cast.qiao, at=NOW)
    issue.refresh_from_db()
    assert (issue.reply, issue.wording_state) == ("已改", "offered")


def test_the_second_look_shows_issue_answer_and_what_changed(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    section = PlanSection.objects.select_related("plan__branch__district").get(
        plan=plan, heading="过好组织生活", removal=None
    )
    edit_section(
        section=section, heading=section.heading, body="每月五日开展主题党日。", base_version=1, by=cast.lin, at=NOW
    )
    issue = ReviewComment.objects.get()
    answer_issue(issue=issue, document=fresh(plan), reply="已写明每月五日", by=cast.lin, at=NOW)
    again = submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    perform(again, Action.CLAIM, by=cast.he, at=NOW)
    page = as_(cast.he).get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert "已写明每月五日" in page
    assert "有 1 处改动" in page
    assert "<ins>" in page
    assert "<del>" in page


def test_an_approved_plan_cannot_be_changed_by_anybody(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    section = plan.sections.present().get(heading="指导思想")
    secretary = as_(cast.lin)
    for name, arguments, form in (
        ("facts", [plan.pk], {"title": "改"}),
        ("section_save", [plan.pk, section.pk], {"heading": "改", "body": "改", "base_version": 1}),
        ("section_remove", [plan.pk, section.pk], {}),
        ("item_add", [plan.pk], {"text": "改", "first_month": "2026-03-01"}),
    ):
        response = secretary.post(reverse(f"plans:{name}", args=arguments), form)
        assert (response.status_code, "已审定，如需调整请新建修订版" in response.content.decode()) == (403, True), name
    assert plan.sections.present().get(heading="指导思想").version == 1


def test_an_amendment_replaces_the_plan_when_it_is_approved(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    as_(cast.lin).post(reverse("plans:amend", args=[plan.pk]))
    revision = Plan.objects.get(revision=2)
    assert fresh(plan).status == Status.APPROVED
    submitted = submit_plan(plan=fresh(revision), comment="", by=cast.lin, at=NOW)
    perform(submitted, Action.CLAIM, by=cast.he, at=NOW)
    assert earlier_plans(cast.branch).get() == revision  # of a period the latest revision alone
    as_(cast.he).post(reverse("plans:approve", args=[revision.pk]), {"comment": ""})
    assert (fresh(plan).status, fresh(revision).status) == (Status.ARCHIVED, Status.APPROVED)
    twice = as_(cast.lin).post(reverse("plans:amend", args=[plan.pk]), follow=True).content.decode()
    assert "只有已审定的计划才能新建修订版。" in twice


def test_nobody_reviews_the_own_school(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    response = as_(cast.duan).post(reverse("plans:claim", args=[plan.pk]))
    assert (response.status_code, "不能审核本单位的材料" in response.content.decode()) == (403, True)


def test_the_reviewer_reads_what_was_submitted(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    PlanSection.objects.filter(plan=plan, heading="指导思想").update(body="偷偷改过的话")
    page = as_(cast.he).get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert "偷偷改过的话" not in page
    assert "围绕教书育人" in page


def test_what_the_school_is_mending_is_read_by_the_school_alone(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    Plan.objects.filter(pk=plan.pk).update(title="改了一半的标题")
    plan.sections.filter(heading="指导思想").update(body="改了一半的话")
    plan.items.filter(text__startswith="青年教师").update(text="改了一半的条目")

    def read_by(user: User) -> tuple[bool, ...]:
        pages = [
            as_(user).get(reverse(f"plans:{name}", args=[plan.pk])) for name in ("detail", "docx", "schedule_workbook")
        ]
        book = load_workbook(BytesIO(pages[2].content))["行事历"]
        word = str(read_source(pages[1].content, "plan.docx"))
        schedule = "".join(str(value) for row in book.values for value in row)
        return "改了一半的" in pages[0].content.decode(), "改了一半的" in word, "改了一半的" in schedule

    assert read_by(cast.lin) == (True, True, True)
    assert read_by(cast.he) == (False, False, False)


def test_remarks_at_a_removed_section_are_kept_in_the_tray(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    plan.sections.filter(heading="过好组织生活").update(removal=plan.pk)
    issue = ReviewComment.objects.get()
    answer_issue(issue=issue, document=fresh(plan), reply="并入第二条", by=cast.lin, at=NOW)
    again = submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    perform(again, Action.CLAIM, by=cast.he, at=NOW)
    page = as_(cast.he).get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert "主题党日没有写明固定日期" in page
    assert "删去的段落" in page


@pytest.mark.parametrize(
    ("query", "schools"),
    [
        ("", ["青榆一小"]),
        ("status=all", ["青榆一小", "青榆一小"]),
        ("status=approved", ["青榆一小"]),
        ("kind=kindergarten", []),
        ("year=2027", []),
        ("name=一小", ["青榆一小"]),
        ("who=me", []),
        ("sort=-school", ["青榆一小"]),
    ],
)
def test_filters_of_the_queue(cast: Cast, query: str, schools: list[str]) -> None:
    plan_at(cast, Status.APPROVED)
    plan_at(cast, Status.SUBMITTED, period=Period(Cycle.SEMESTER, 2026, 1))
    response = as_(cast.he).get(f"{reverse('plans:queue')}?{query}")
    assert [row.school for row in response.context["shown"].rows] == schools


def test_wrong_filters_are_told_and_narrow_nothing(cast: Cast) -> None:
    plan_at(cast, Status.SUBMITTED)
    response = as_(cast.he).get(f"{reverse('plans:queue')}?year=abc")
    assert response.status_code == 422
    assert len(response.context["shown"].rows) == 1


@pytest.mark.parametrize("count", [1, 4])
def test_queries_of_the_review_page_do_not_grow(cast: Cast, count: int, django_assert_num_queries: object) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    for number in range(count):
        add_issue(plan, cast, f"第{number}个问题")
    client = as_(cast.he)
    client.get(reverse("plans:review", args=[plan.pk]))
    with django_assert_num_queries(11):  # type: ignore[operator]
        client.get(reverse("plans:review", args=[plan.pk]))


def test_comparison_of_two_submissions(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)
    section = PlanSection.objects.select_related("plan__branch__district").get(
        plan=plan, heading="指导思想", removal=None
    )
    edit_section(section=section, heading="总体要求", body=section.body, base_version=1, by=cast.lin, at=NOW)
    answer_issue(issue=ReviewComment.objects.get(), document=fresh(plan), reply="已改", by=cast.lin, at=NOW)
    submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    page = as_(cast.lin).get(reverse("plans:compare", args=[plan.pk])).content.decode()
    assert "<del>指导思想</del>" in page
    assert "<ins>总体要求</ins>" in page
