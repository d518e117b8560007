"""Return with its last day and its papers, on to the next plan, clean plans approved together."""

from __future__ import annotations

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from branches.models import AuditEntry, Branch, User
from branches.services.accounts import give_role
from documents.domain.content import Paragraph, Table
from notices.models import Job
from notices.services.jobs import run_next
from plans.documents_opinion import answers_document, opinion_document
from plans.domain.period import Cycle, Period
from plans.models import ApprovalBatch, Plan
from plans.services import batch as batches
from plans.services.batch import BatchRefused, clean_plans, draw_batch, drawing_of, sample_size
from plans.services.review import submit_plan
from regulations.domain.work_calendar import WorkCalendar
from tests.cast import NOW, TODAY, Cast, add_issue, plan_at
from workflow.domain.transitions import Action, Status
from workflow.models import Opinion, ReviewComment, ReviewSettings
from workflow.reminders import PaperFacts, papers_due
from workflow.services.perform import perform
from workflow.services.remarks import answer_issue


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district", "claimed_by", "assigned_to", "round").get(pk=plan.pk)


def year(cast: Cast, status: Status, number: int) -> Plan:
    return plan_at(cast, status, period=Period(Cycle.CALENDAR_YEAR, number))


# --- return ---------------------------------------------------------------------------------------------------------------


def test_a_return_names_its_last_day_and_goes_on_to_the_next_plan(cast: Cast) -> None:
    plan, following = year(cast, Status.IN_REVIEW, 2026), year(cast, Status.SUBMITTED, 2027)
    add_issue(plan, cast)
    reviewer, address = as_(cast.he), reverse("plans:return", args=[plan.pk])
    assert reviewer.get(address).context["form"].initial["answer_by"] > timezone.localdate()
    missing = reviewer.post(address, {"answer_by": "", "comment": "请看"})
    assert (missing.status_code, "请写明整改期限。" in missing.content.decode(), "请看" in missing.content.decode()) == (422, True, True)  # fmt: skip
    past = reviewer.post(address, {"answer_by": "2020-01-01"})
    assert (past.status_code, "不能早于今天" in past.content.decode()) == (422, True)
    done = reviewer.post(address, {"answer_by": "2099-01-01", "query": "kind=primary", "next": "1"})
    assert done.url == f"{reverse('plans:review', args=[following.pk])}?kind=primary"
    assert fresh(plan).answer_by == date(2099, 1, 1)
    page = as_(cast.lin).get(reverse("plans:issues", args=[plan.pk])).content.decode()
    assert "2099年1月1日（周四）" in page


def test_the_opinion_and_the_table_of_answers_stay_as_they_were(cast: Cast) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    add_issue(plan, cast)
    plan = perform(plan, Action.RETURN, by=cast.he, at=NOW, comment="写得具体些。", answer_by=date(2026, 3, 9))
    opinion = Opinion.objects.get()
    document = opinion_document(plan, opinion, signed=NOW.date())
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert (
        texts[1]
        == "1.“（一）过好组织生活”（必改）：原文“每月第一周星期五”。主题党日没有写明固定日期。建议：写明每月几日。"
    )
    assert texts[-1] == "请于2026年3月9日前修改完毕，逐条答复并重新报送。"
    answer_issue(issue=ReviewComment.objects.get(), document=plan, reply="已写明每月五日", by=cast.lin, at=NOW)
    submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    opinion.refresh_from_db()
    table = answers_document(plan, opinion, signed=None).blocks[0]
    assert isinstance(table, Table)
    assert table.rows[0][0::3] == ("1", "已写明每月五日")
    # Returned again: the issue waits for a new answer, the first table keeps the first answer.
    again = perform(fresh(plan), Action.CLAIM, by=cast.he, at=NOW)
    perform(again, Action.RETURN, by=cast.he, at=NOW)
    opinion.refresh_from_db()
    assert answers_document(plan, opinion, signed=None).blocks[0].rows[0][3] == "已写明每月五日"  # type: ignore[union-attr]
    assert Opinion.objects.get(number=2).answers is None


def test_the_day_is_told_about_before_and_after_it() -> None:
    facts = PaperFacts(
        kind="plans.plan", id=Plan().pk, title="2026年工作计划", branch=Plan().pk, district=Plan().pk,
        status=Status.RETURNED, since=date(2026, 3, 2), turn=1, author_path="/a", reviewer_path="/r",
        answer_by=date(2026, 3, 20),
    )  # fmt: skip
    calendar = WorkCalendar({}, frozenset({2026}))

    def told(day: int) -> list[tuple[str, int]]:
        found = papers_due([facts], date(2026, 3, day), calendar, review_days=5)
        return [(fact.title.rpartition("，")[2], fact.cap) for fact in found]

    assert [told(day) for day in (12, 13, 17, 20, 22)] == [
        [],
        [("还有7天到期", 0)],
        [("还有3天到期", 0)],
        [("今天到期", 0)],
        [("已超期2天", 3)],
    ]


# --- clean plans together -------------------------------------------------------------------------------------------------


def clean(cast: Cast, count: int) -> list[Plan]:
    plans = [year(cast, Status.SUBMITTED, 2026 + number) for number in range(count)]
    Plan.objects.update(is_clean=True)
    return plans


def draw_all(reviewer: Client) -> None:
    reviewer.post(reverse("plans:batch_draw"), {"plan": [str(pk) for pk in Plan.objects.values_list("pk", flat=True)]})


@pytest.mark.parametrize(("count", "size"), [(1, 1), (2, 2), (3, 2), (20, 2), (21, 3), (95, 10)])
def test_ten_per_cent_are_read_and_two_at_least(count: int, size: int) -> None:
    assert sample_size(count, percent=10, least=2) == size


def test_only_clean_plans_without_open_issues_and_not_of_the_own_school(cast: Cast) -> None:
    plans = clean(cast, 3)
    Plan.objects.filter(pk=plans[0].pk).update(is_clean=False)
    held = perform(fresh(plans[1]), Action.CLAIM, by=cast.he, at=NOW)
    add_issue(held, cast)
    perform(held, Action.RELEASE, by=cast.he, at=NOW)
    assert [plan.pk for plan in clean_plans(cast.he)] == [plans[2].pk]
    assert clean_plans(cast.duan) == []


def test_how_many_will_be_read_is_said_before_the_draw(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reviewer = as_(cast.he)
    page, sample = reverse("plans:batch"), reverse("plans:batch_sample")
    clean(cast, 1)
    reviewer.get(page)  # the session is written once
    with django_assert_num_queries(8):
        reviewer.get(page)
    plans = [Plan.objects.get(), *(year(cast, Status.SUBMITTED, number) for number in (2027, 2028))]
    Plan.objects.update(is_clean=True)
    with django_assert_num_queries(8):
        reviewer.get(page)
    assert (
        "选了 <strong>3</strong> 份，将随机抽 <strong>2</strong> 份通读（抽10%，至少2份）"
        in reviewer.get(page).content.decode()
    )
    one = {"plan": [plans[1].pk]}
    live = reviewer.post(sample, one, headers={"HX-Request": "true"}).content.decode()
    assert live.startswith("选了 <strong>1</strong> 份，将随机抽 <strong>1</strong> 份")
    again = reviewer.post(sample, one).content.decode()  # without JavaScript: the page, with the same one ticked
    assert (live.strip() in again, again.count(" checked")) == (True, 1)
    assert "还没有选计划。" in reviewer.get(page, {"pick": "none"}).content.decode()
    none = reviewer.post(reverse("plans:batch_draw"))
    assert (none.status_code, "请至少选一份计划。" in none.content.decode()) == (422, True)
    reviewer.post(reverse("plans:batch_draw"), one)
    assert [(item.plan_id, item.is_sample) for item in ApprovalBatch.objects.get().items.all()] == [(plans[1].pk, True)]


def test_each_district_has_its_own_sample(cast: Cast) -> None:
    ReviewSettings.objects.create(district=cast.city, sample_percent=50, sample_least=1)
    ReviewSettings.objects.create(district=cast.district, sample_percent=10, sample_least=2)
    near, far = Branch(district=cast.district), Branch(district=cast.other_district)
    drawing = drawing_of([Plan(branch=near), *(Plan(branch=far) for _ in range(40))])
    assert drawing is not None
    assert [(share.district, share.size) for share in drawing.shares] == [(cast.district, 1), (cast.other_district, 20)]
    assert (drawing.plans, drawing.size) == (41, 21)
    told = render_to_string("plans/review/_drawing.html", {"drawing": drawing})
    assert "（青榆区教育工委1份中1份：抽10%，至少2份；白鹭区教育工委40份中20份：抽50%，至少1份）" in told


def test_the_draw_is_in_the_trail_of_each_district(cast: Cast) -> None:
    plans = clean(cast, 2)
    give_role(user=cast.he, role="reviewer", organisation=cast.other_district, starts_on=TODAY, by=None, at=NOW)
    Plan.objects.filter(pk=plans[0].pk).update(branch=cast.far_branch)
    draw_batch(by=User.objects.get(pk=cast.he.pk), at=NOW)
    trail = AuditEntry.objects.filter(action="batch.draw").values_list("district__name", flat=True)
    assert sorted(trail) == ["白鹭区教育工委", "青榆区教育工委"]


def test_the_sample_is_read_before_anything_is_approved(cast: Cast) -> None:
    plans = clean(cast, 4)
    reviewer = as_(cast.he)
    draw_all(reviewer)
    batch = ApprovalBatch.objects.get()
    sample = list(batch.items.filter(is_sample=True))
    assert len(sample) == 2
    with pytest.raises(BatchRefused, match="还有一批"):
        draw_batch(by=cast.he, at=NOW)  # no second draw until a better sample comes
    early = reviewer.post(reverse("plans:batch_approve", args=[batch.pk]), follow=True).content.decode()
    assert "抽到的计划还有2份没有看。" in early
    read = reverse("plans:batch_read", args=[batch.pk])
    reviewer.post(read, {"item": sample[0].pk, "fine": "1"})
    reviewer.post(read, {"item": sample[1].pk, "fine": "0"})  # taken out: another one is drawn in its place
    (drawn,) = batch.items.filter(is_sample=True, state="waiting")
    reviewer.post(read, {"item": drawn.pk, "fine": "1"})
    withdrawn = batch.items.filter(state="waiting").get().plan
    perform(fresh(withdrawn), Action.WITHDRAW, by=cast.lin, at=NOW)
    reviewer.post(reverse("plans:batch_approve", args=[batch.pk]))
    states = dict(batch.items.values_list("plan", "state"))
    assert sorted(states.values()) == ["approved", "approved", "out", "skipped"]
    assert "草稿" in batch.items.get(state="skipped").note
    approved = [plan for plan in plans if fresh(plan).status == Status.APPROVED]
    assert {states[plan.pk] for plan in approved} == {"approved"}
    batch.refresh_from_db()
    assert batch.state == "done"


def test_many_are_left_to_a_worker_and_two_reviews_stay_two(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = clean(cast, 2)
    Plan.objects.update(two_reviews=True)
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    reviewer = as_(cast.he)
    draw_all(reviewer)
    batch = ApprovalBatch.objects.get()
    for item in batch.items.all():
        reviewer.post(reverse("plans:batch_read", args=[batch.pk]), {"item": item.pk, "fine": "1"})
    reviewer.post(reverse("plans:batch_approve", args=[batch.pk]))
    job = Job.objects.get(kind="plans.approve_batch")
    assert {fresh(plan).status for plan in plans} == {Status.SUBMITTED}
    assert run_next(now=timezone.now)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert {(fresh(plan).status, fresh(plan).passed_by) for plan in plans} == {(Status.PASSED, cast.he)}


def begun_by_a_worker(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> tuple[Client, ApprovalBatch, Job]:
    clean(cast, 2)
    monkeypatch.setattr(batches, "AT_ONCE", 1)
    reviewer = as_(cast.he)
    draw_all(reviewer)
    batch = ApprovalBatch.objects.get()
    batch.items.update(state="read", is_sample=True)
    reviewer.post(reverse("plans:batch_approve", args=[batch.pk]))
    return reviewer, batch, Job.objects.get(kind="plans.approve_batch")


def test_a_batch_whose_worker_was_stopped_can_go_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer, batch, job = begun_by_a_worker(cast, monkeypatch)
    page = reverse("plans:batch")
    assert "正在审定" in reviewer.get(page).content.decode()
    assert page in reviewer.get(reverse("notices:job", args=[job.pk])).content.decode()  # the way back
    reviewer.post(reverse("plans:batch_drop", args=[batch.pk]))  # a worker has it: not to be given up under its hands
    reviewer.post(reverse("notices:job_cancel", args=[job.pk]))
    stopped = reviewer.get(page).content.decode()
    assert ("正在审定" in stopped, "剩 2 份" in stopped) == (False, True)
    again = reviewer.post(reverse("plans:batch_approve", args=[batch.pk]))
    assert again.url != reverse("notices:job", args=[job.pk])
    assert run_next(now=timezone.now)
    batch.refresh_from_db()
    assert (batch.state, {item.state for item in batch.items.all()}) == ("done", {"approved"})


def test_the_rest_of_a_stopped_batch_can_be_given_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewer, batch, job = begun_by_a_worker(cast, monkeypatch)
    reviewer.post(reverse("notices:job_cancel", args=[job.pk]))
    reviewer.post(reverse("plans:batch_drop", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == "dropped"
    assert "抽取样本" in reviewer.get(reverse("plans:batch")).content.decode()


def test_a_drawn_plan_is_answered_where_it_is_read(cast: Cast) -> None:
    (plan,) = clean(cast, 1)
    address, reviewer = reverse("plans:review", args=[plan.pk]), as_(cast.he)
    assert "认领审核" in reviewer.get(address).content.decode()
    draw_all(reviewer)
    item = ApprovalBatch.objects.get().items.get()
    page = reviewer.get(address)
    assert page.context["sample"] == item
    assert ("没有问题" in page.content.decode(), "认领审核" in page.content.decode()) == (True, False)
    assert as_(cast.shen).get(address).context["sample"] is None  # another reviewer's batch
    reviewer.post(reverse("plans:batch_read", args=[item.batch_id]), {"item": item.pk, "fine": "1"})
    assert reviewer.get(address).context["sample"] is None


def test_a_batch_that_was_given_up_approved_nothing(cast: Cast) -> None:
    (plan,) = clean(cast, 1)
    reviewer = as_(cast.he)
    draw_all(reviewer)
    batch = ApprovalBatch.objects.get()
    reviewer.post(reverse("plans:batch_drop", args=[batch.pk]))
    batch.refresh_from_db()
    assert (batch.state, fresh(plan).status) == ("dropped", Status.SUBMITTED)
