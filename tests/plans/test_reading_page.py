"""The reading page: remarks on words, wordings, phrases, the same section of other schools, marks against other versions."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from branches.services.accounts import give_role
from plans.domain.period import Cycle, Period
from plans.models import Plan, PlanSection, ReviewPhrase
from plans.selectors.phrases import phrases_for
from plans.services.drafting import create_plan
from plans.services.review import submit_plan
from plans.services.sections import edit_section
from tests.cast import NOW, Cast, plan_at, plan_draft
from workflow.domain.anchoring import locate, quoted, quoted_words
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment, ReviewerLook, WordingState
from workflow.services.perform import perform
from workflow.services.remarks import answer_issue


def as_(user: object) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def fresh(plan: Plan) -> Plan:
    return Plan.objects.select_related("branch__district", "claimed_by", "assigned_to", "round").get(pk=plan.pk)


def section_of(plan: Plan, heading: str = "过好组织生活") -> PlanSection:
    return PlanSection.objects.select_related("plan__branch__district").get(plan=plan, heading=heading, removal=None)


# --- words found again ----------------------------------------------------------------------------------------------------


def test_words_are_found_where_they_stood_and_where_they_went() -> None:
    text = "每月一次主题党日。每季度一次党课。每月一次支委会。"
    first, last = quoted_words(text, "每月一次"), quoted(text, 17, 21)
    assert first
    assert last
    assert (last.words, last.before[-3:], last.after[:3]) == ("每月一次", "党课。", "支委会")
    moved = "新写的一句。" + text
    assert locate(moved, "每月一次", start=17, before=last.before, after=last.after) == (23, 27)
    assert locate(moved, "每月一次", start=0, before=first.before, after=first.after) == (6, 10)
    assert locate("都改了。", "每月一次", start=0, before="", after="") is None
    assert quoted(text, 9, 9) is None


# --- remarks on words -----------------------------------------------------------------------------------------------------


def remark(client: Client, plan: Plan, **more: object) -> object:
    form = {"anchor": section_of(plan).pk, "body": "写明日期", "is_issue": "on", "severity": "must", **more}
    return client.post(reverse("plans:remark_add", args=[plan.pk]), form)


def test_selected_words_are_marked_in_the_text(cast: Cast) -> None:
    plan, client = plan_at(cast, Status.IN_REVIEW), as_(cast.he)
    # The section's text: "过好组织生活\n每月第一周星期五下午开展主题党日，每季度召开支部党员大会。"
    remark(client, plan, quote="每季度", start=24, end=27, clause="《支部工作条例》第十一条", severity="advice")
    row = ReviewComment.objects.get()
    assert (row.quote, row.start, row.end, row.severity) == ("每季度", 24, 27, "advice")
    page = client.get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert f'<mark data-remarks="{row.pk}">每季度</mark>召开支部党员大会。' in page
    assert "依据：《支部工作条例》第十一条" in page


def test_a_place_that_the_browser_counted_wrongly_is_not_believed(cast: Cast) -> None:
    plan, client = plan_at(cast, Status.IN_REVIEW), as_(cast.he)
    remark(client, plan, quote="每季度", start=2, end=5)
    remark(client, plan, quote="不在这一段的话", start=2, end=5, wording="换一句")
    first, second = ReviewComment.objects.order_by("created_at", "pk")
    assert {(row.quote, row.start) for row in (first, second)} == {("每季度", 24), ("不在这一段的话", None)}
    assert not ReviewComment.objects.exclude(wording="").exists()  # nothing that could be replaced


def test_wording_without_words_to_replace_is_told(cast: Cast) -> None:
    plan = plan_at(cast, Status.IN_REVIEW)
    response = remark(as_(cast.he), plan, wording="每季度末")
    assert response.status_code == 422  # type: ignore[attr-defined]
    assert "先选中要替换的原文" in response.content.decode()  # type: ignore[attr-defined]


# --- suggested wording ----------------------------------------------------------------------------------------------------


def returned_with_wording(cast: Cast) -> tuple[Plan, ReviewComment]:
    plan = plan_at(cast, Status.IN_REVIEW)
    remark(as_(cast.he), plan, quote="每季度", start=24, end=27, wording="每季度末")
    plan = perform(fresh(plan), Action.RETURN, by=cast.he, at=NOW, answer_by=date(2026, 3, 9))
    return plan, ReviewComment.objects.get()


def test_the_secretary_accepts_a_wording_with_a_click(cast: Cast) -> None:
    plan, issue = returned_with_wording(cast)
    secretary = as_(cast.lin)
    assert "采用建议文字" in secretary.get(reverse("plans:issues", args=[plan.pk])).content.decode()
    secretary.post(reverse("plans:wording", args=[plan.pk, issue.pk]), {"decision": "accept"})
    section = section_of(plan)
    assert (section.heading, section.body, section.version) == (
        "过好组织生活",
        "每月第一周星期五下午开展主题党日，每季度末召开支部党员大会。",
        2,
    )
    issue.refresh_from_db()
    assert (issue.wording_state, issue.reply) == (WordingState.ACCEPTED, "已按建议改为：“每季度末”")
    again = secretary.post(reverse("plans:wording", args=[plan.pk, issue.pk]), {"decision": "accept"})
    assert (again.status_code, section_of(plan).version) == (409, 2)


def test_or_declines_it(cast: Cast) -> None:
    plan, issue = returned_with_wording(cast)
    as_(cast.lin).post(reverse("plans:wording", args=[plan.pk, issue.pk]), {"decision": "decline"})
    issue.refresh_from_db()
    assert (issue.wording_state, section_of(plan).version) == (WordingState.DECLINED, 1)
    assert issue.reply.startswith("未采用建议文字")


def test_an_accepted_wording_is_taken_back_with_a_click(cast: Cast) -> None:
    plan, issue = returned_with_wording(cast)
    secretary, address = as_(cast.lin), reverse("plans:wording", args=[plan.pk, issue.pk])
    before = section_of(plan).body
    secretary.post(address, {"decision": "accept"})
    assert "撤销采用，改回原文" in secretary.get(reverse("plans:issues", args=[plan.pk])).content.decode()
    secretary.post(address, {"decision": "undo"})
    issue.refresh_from_db()
    assert (section_of(plan).body, issue.wording_state, issue.reply, issue.wording_by) == (before, "offered", "", None)
    assert secretary.post(address, {"decision": "undo"}).status_code == 409  # nothing is left to take back
    secretary.post(address, {"decision": "accept"})
    section = section_of(plan)
    edit_section(section=section, heading=section.heading, body="都重写了。", base_version=4, by=cast.qiao, at=NOW)
    late = secretary.post(address, {"decision": "undo"})
    issue.refresh_from_db()
    assert (late.status_code, issue.wording_state) == (409, WordingState.ACCEPTED)
    assert "采用的文字后来又改过" in late.content.decode()


def test_an_answer_of_ones_own_outlives_the_undoing(cast: Cast) -> None:
    plan, issue = returned_with_wording(cast)
    secretary, address = as_(cast.lin), reverse("plans:wording", args=[plan.pk, issue.pk])
    secretary.post(address, {"decision": "decline"})
    shown, reply = ReviewComment.objects.get(), "按惯例每季度第一个月"
    answer_issue(issue=shown, document=fresh(plan), reply=reply, seen=shown.replied_at, by=cast.lin, at=NOW)
    secretary.post(address, {"decision": "undo"})
    issue.refresh_from_db()
    assert (issue.wording_state, issue.reply) == (WordingState.OFFERED, "按惯例每季度第一个月")


# --- a single line of the schedule ----------------------------------------------------------------------------------------


def test_a_line_of_the_schedule_is_remarked_on_and_its_wording_put_in(cast: Cast) -> None:
    plan, reviewer = plan_at(cast, Status.IN_REVIEW), as_(cast.he)
    line = plan.items.get(text="召开支委会，讨论全年工作")
    form = {"anchor": line.pk, "body": "写明是否通过", "is_issue": "on", "severity": "must"}
    words = {"quote": "讨论", "start": 6, "end": 8, "wording": "讨论通过"}
    answer = reviewer.post(reverse("plans:remark_add", args=[plan.pk]), {**form, **words})
    assert answer.url.endswith(f"#part-{line.pk}")
    issue = ReviewComment.objects.get()
    assert (issue.anchor, issue.anchor_label, issue.start) == (
        line.pk,
        "行事历1月：召开支委会，讨论全年工作",
        6,
    )
    page = reviewer.get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert f'<mark data-remarks="{issue.pk}">讨论</mark>全年工作' in page
    perform(fresh(plan), Action.RETURN, by=cast.he, at=NOW, answer_by=date(2026, 3, 9))
    secretary = as_(cast.lin)
    assert f"#item-{line.pk}" in secretary.get(reverse("plans:issues", args=[plan.pk])).content.decode()
    assert f'id="issue-{issue.pk}"' in secretary.get(reverse("plans:schedule", args=[plan.pk])).content.decode()
    secretary.post(reverse("plans:wording", args=[plan.pk, issue.pk]), {"decision": "accept"})
    line.refresh_from_db()
    assert (line.text, line.version) == ("召开支委会，讨论通过全年工作", 2)
    secretary.post(reverse("plans:wording", args=[plan.pk, issue.pk]), {"decision": "undo"})
    line.refresh_from_db()
    assert line.text == "召开支委会，讨论全年工作"


# --- last year's version ----------------------------------------------------------------------------------------------------


def test_last_years_sections_stand_beside_this_years(cast: Cast) -> None:
    earlier = plan_at(cast, Status.DRAFT, period=Period(Cycle.CALENDAR_YEAR, 2025))
    old = section_of(earlier)
    edit_section(section=old, heading=old.heading, body="当年的组织生活安排。", base_version=1, by=cast.lin, at=NOW)
    submit_plan(plan=fresh(earlier), comment="", by=cast.lin, at=NOW)
    plan = plan_at(cast, Status.SUBMITTED)
    address, client = reverse("plans:review", args=[plan.pk]), as_(cast.he)
    assert "当年的组织生活安排。" not in client.get(address).content.decode()
    page = client.get(address, {"beside": "1"}).content.decode()
    assert "当年的组织生活安排。" in page
    assert "2025年的计划 · 文字未改" in page  # the other sections
    assert "beside=1" not in page.split("收起上年版本")[0].rpartition("href=")[2]


def test_words_that_were_changed_meanwhile_are_not_replaced(cast: Cast) -> None:
    plan, issue = returned_with_wording(cast)
    section = section_of(plan)
    edit_section(section=section, heading=section.heading, body="都重写了。", base_version=1, by=cast.qiao, at=NOW)
    response = as_(cast.lin).post(reverse("plans:wording", args=[plan.pk, issue.pk]), {"decision": "accept"})
    assert (response.status_code, "找不到要替换的文字" in response.content.decode()) == (409, True)
    issue.refresh_from_db()
    assert (issue.wording_state, issue.reply) == (WordingState.OFFERED, "")


# --- what changed since my own last look ----------------------------------------------------------------------------------


def test_each_reviewer_sees_what_changed_since_their_own_last_look(cast: Cast) -> None:
    plan = plan_at(cast, Status.RETURNED)  # he saw the first version
    section = section_of(plan)
    edit_section(section=section, heading=section.heading, body="每月五日开展主题党日。", base_version=1, by=cast.lin, at=NOW)  # fmt: skip
    answer_issue(issue=ReviewComment.objects.get(), document=fresh(plan), reply="已改", by=cast.lin, at=NOW)
    submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    address = reverse("plans:review", args=[plan.pk])
    for _ in range(2):  # the same however often it is opened
        assert "与您上次看的第1稿相比，有 1 处改动" in as_(cast.he).get(address).content.decode()
    assert "与您上次看的" not in as_(cast.shen).get(address).content.decode()
    assert "与第1稿相比，有 1 处改动" in as_(cast.shen).get(address, {"against": "last"}).content.decode()
    looks = {look.reviewer: (look.previous, look.number) for look in ReviewerLook.objects.select_related("reviewer")}
    assert looks == {cast.he: (1, 2), cast.shen: (0, 2)}


# --- phrases and calibration ----------------------------------------------------------------------------------------------


def test_phrases_of_ones_own_and_of_the_district(cast: Cast) -> None:
    form = {"title": "缺日期", "body": "没有写明固定日期", "severity": "must", "position": "1"}
    reviewer = as_(cast.he)
    assert reviewer.post(reverse("plans:phrases"), {**form, "shared": "on"}).status_code == 302
    twice = reviewer.post(reverse("plans:phrases"), form)
    assert (twice.status_code, "已经有一条同名的常用语" in twice.content.decode()) == (422, True)
    own = ReviewPhrase.objects.get()
    assert (own.owner, own.district) == (cast.he, None)  # only whoever leads shares
    assert as_(cast.shen).post(reverse("plans:phrase_remove", args=[own.pk])).status_code == 404
    give_role(user=cast.shen, role="review_lead", organisation=cast.district, starts_on=date(2025, 9, 1), by=None, at=NOW)  # fmt: skip
    as_(cast.shen).post(reverse("plans:phrases"), {**form, "title": "缺主讲人", "shared": "on"})
    plan = plan_at(cast, Status.IN_REVIEW)
    page = reviewer.get(reverse("plans:review", args=[plan.pk]), {"at": "whole"}).content.decode()
    assert page.index("缺日期") < page.index("缺主讲人")
    ReviewPhrase.objects.bulk_create(
        ReviewPhrase(district=cast.district, title=f"常用{n}", body="请改。", changed_by=cast.shen, changed_at=NOW)
        for n in range(70)
    )
    assert [row.title for row in phrases_for(cast.he)][:2] == [
        "缺日期",
        "常用0",
    ]  # one's own are not among those left out
    assert as_(cast.he).post(reverse("plans:phrase_remove", args=[ReviewPhrase.objects.get(title="缺主讲人").pk])).status_code == 403  # fmt: skip


def test_the_same_section_of_other_schools_and_its_queries(cast: Cast, django_assert_num_queries: object) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    other = create_plan(branch=cast.kindergarten, draft=plan_draft(), source="blank", by=cast.fang, at=NOW)
    submit_plan(plan=other, comment="", by=cast.fang, at=NOW)
    address = reverse("plans:same_section", args=[plan.pk, section_of(plan, "带好青年教师").pk])
    client = as_(cast.he)
    page = client.get(address, {"kind": "all"}).content.decode()
    assert "青榆幼儿园" in page
    assert page.count("每名党员联系一名新入职教师") == 2
    alone = client.get(address, {"back": "status=all"}).content.decode()
    assert "青榆幼儿园" not in alone  # a primary school among primary schools
    assert f"{reverse('plans:review', args=[plan.pk])}?status=all#part-" in alone
    assert "?kind=all&amp;back=status%3Dall" in alone
    # A heading without words of its own comes with what stands below it, a schedule with its months.
    chapter = reverse("plans:same_section", args=[plan.pk, section_of(plan, "主要措施").pk])
    assert client.get(chapter, {"kind": "all"}).content.decode().count("每名党员联系一名新入职教师") == 2
    months = reverse("plans:same_section", args=[plan.pk, section_of(plan, "行事历").pk])
    assert client.get(months, {"kind": "all"}).content.decode().count("青年教师结对听课") == 2
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(address, {"kind": "all"})


def test_claiming_and_settling_keep_the_filters_of_the_queue(cast: Cast) -> None:
    plan, client = plan_at(cast, Status.SUBMITTED), as_(cast.he)
    address = f"{reverse('plans:review', args=[plan.pk])}?kind=primary"
    claim = f"{reverse('plans:claim', args=[plan.pk])}?kind=primary"
    assert f'action="{claim}"' in client.get(address).content.decode()
    assert client.post(claim).headers["Location"] == address
    release = f"{reverse('plans:release', args=[plan.pk])}?kind=primary"
    assert f'action="{release}"' in client.get(address).content.decode()
    assert client.post(release).headers["Location"] == address
    # Nothing to compare with yet: no row of tabs that only says so.
    assert "标出改动" not in client.get(address).content.decode()
