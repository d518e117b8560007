"""Pages of the development cases: board, case, step, reckoning, district, and what the person sees."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from members.models import DevelopmentCase, Member, StepRecord
from tests.cast import Cast
from tests.members.case_steps import case_up_to


def browser(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(client: Client, name: str, *args, query: str = "") -> str:
    answer = client.get(reverse(f"members:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_board_shows_each_case_in_its_stage_with_the_next_step(cast: Cast) -> None:
    case_up_to(cast, 1)
    case_up_to(cast, 13, name="程思齐")
    page = read(browser(cast.lin), "development_board", cast.branch.pk)
    columns = {part.split('"')[0]: part for part in page.split('aria-label="') if "board-card" in part}
    assert set(columns) == {"入党申请人", "发展对象"}
    assert "陆静好" in columns["入党申请人"]
    assert "已超期" in columns["入党申请人"]
    assert "程思齐" in columns["发展对象"]
    assert "已超期" in columns["发展对象"]  # the meeting was due a month after 2026-07-27
    page = read(browser(cast.lin), "development_board", cast.branch.pk, query="?q=chengsiqi")
    assert ("程思齐" in page, "陆静好" in page) == (True, False)


def test_board_asks_the_same_number_of_queries_for_one_case_and_for_three(
    cast: Cast, django_assert_num_queries
) -> None:
    client, address = browser(cast.lin), reverse("members:development_board", args=[cast.branch.pk])
    case_up_to(cast, 5)
    client.get(address)
    with django_assert_num_queries(19):
        client.get(address)
    case_up_to(cast, 9, name="程思齐")
    case_up_to(cast, 2, name="苗立新")
    with django_assert_num_queries(19):
        client.get(address)


def test_district_table_and_overdue_list_ask_constantly_many_queries(cast: Cast, django_assert_num_queries) -> None:
    client = browser(cast.he)
    case_up_to(cast, 1)
    client.get(reverse("members:development_district"))
    with django_assert_num_queries(11):
        page = client.get(reverse("members:development_district")).content.decode()
    assert ">青榆一小</a>" in page
    case_up_to(cast, 1, name="程思齐")
    case_up_to(cast, 17, name="苗立新")
    with django_assert_num_queries(11):
        page = client.get(reverse("members:development_district")).content.decode()
    assert "白鹭二中" not in page
    with django_assert_num_queries(6):
        page = client.get(reverse("members:development_overdue")).content.decode()
    assert page.count("2. 派人谈话") == 2


def test_district_counts_by_stage_and_quota(cast: Cast) -> None:
    case_up_to(cast, 17)
    case_up_to(cast, 1, name="程思齐")
    client = browser(cast.he)
    address = reverse("members:development_quota", args=[cast.branch.pk])
    assert client.post(address, {"year": "2026", "number": "0"}).status_code == 302
    page = read(client, "development_district", query="?year=2026&only=cases")
    row = page.split(">青榆一小</a>")[1].split("</tr>")[0]
    assert 'data-label="申请人">1<' in row
    assert 'data-label="预备党员">1<' in row
    assert "超计划" in row
    assert "青榆幼儿园" not in page


def test_case_page_shows_the_sum_and_the_article(cast: Cast) -> None:
    case = case_up_to(cast, 3)
    page = read(browser(cast.lin), "case", case.pk)
    assert "确定为积极分子 2025-06-10 + 12 个月 → 2026-06-10" in page
    assert "《中国共产党发展党员工作细则》（2026年）第十三条" in page
    assert "须先完成：第3步" not in page
    assert "前面的步骤未完成" in page


def test_a_wrong_day_comes_back_with_everything_typed(cast: Cast) -> None:
    case = case_up_to(cast, 6)
    client, address = browser(cast.lin), reverse("members:case_step", args=[case.pk, 7])
    typed = {"on": "2026-06-09", "fact_summary": "听取了年级组12人的意见", "base_version": "0"}
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "培养教育考察未满12个月" in page
    assert "听取了年级组12人的意见" in page
    assert 'value="2026-06-09"' in page
    assert client.post(address, {**typed, "is_from_paper": "on"}).status_code == 302
    assert "补录" in read(client, "case", case.pk)
    assert "培养教育考察未满12个月" in read(client, "case", case.pk)


def test_vote_arithmetic_is_told_beside_the_field(cast: Cast) -> None:
    case = case_up_to(cast, 14)
    address = reverse("members:case_step", args=[case.pk, 15])
    count = {"on": "2026-08-20", "eligible": "10", "present": "9", "written": "1", "secret": "yes", "base_version": "0"}
    page = browser(cast.lin).post(address, {**count, "yes": "9", "fact_no": "0", "fact_abstain": "0"})
    assert page.status_code == 422
    assert "共9票，应等于实到9名加书面意见1份，即10票" in page.content.decode()
    page = browser(cast.lin).post(address, {**count, "yes": "9", "fact_no": "1", "fact_abstain": "0"})
    assert page.status_code == 302
    stored = StepRecord.objects.get(case=case, step=15)
    assert stored.details == {"meeting": {"eligible": 10, "present": 9, "written": 1, "yes": 9, "secret": True}}
    assert stored.facts == {"no": "1", "abstain": "0"}


def test_contacts_are_picked_from_the_full_members_of_that_day(cast: Cast) -> None:
    case = case_up_to(cast, 4)
    Member.objects.filter(user=cast.qiao).update(became_full_on=date(2025, 7, 1))
    client, address = browser(cast.lin), reverse("members:case_step", args=[case.pk, 5])
    assert "乔木（2025-07-01转正）" not in client.get(f"{address}?on=2025-06-24").content.decode()
    assert "乔木（2025-07-01转正）" in client.get(f"{address}?on=2025-07-01").content.decode()
    lin, qiao = Member.objects.get(user=cast.lin), Member.objects.get(user=cast.qiao)
    typed = {"on": "2025-06-24", "supporter_1": str(lin.pk), "supporter_2": str(qiao.pk), "base_version": "0"}
    page = client.post(address, typed)
    assert page.status_code == 422
    assert "乔木在 2025-07-01 才转为正式党员，不能担任培养联系人（细则第九条）" in page.content.decode()
    assert client.post(address, {**typed, "supporter_2": ""}).status_code == 302
    stored = StepRecord.objects.get(case=case, step=5)
    assert stored.people == [{"id": str(lin.pk), "name": "林向阳"}]
    other = Member.objects.get(user=cast.fang)
    page = client.post(address, {**typed, "supporter_2": str(other.pk), "base_version": "1"})
    assert (page.status_code, "请从名单中选择" in page.content.decode()) == (422, True)


def test_the_second_writer_sees_both_and_nothing_is_lost(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    address = reverse("members:case_step", args=[case.pk, 2])
    assert browser(cast.qiao).post(address, {"on": "2025-03-20", "base_version": "0"}).status_code == 302
    answer = browser(cast.lin).post(address, {"on": "2025-03-21", "note": "两人谈话", "base_version": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "乔木刚才登记了这一步" in page
    assert "2025年3月20日" in page
    assert "两人谈话" in page
    again = browser(cast.lin).post(address, {"on": "2025-03-21", "note": "两人谈话", "base_version": "1"})
    assert again.status_code == 302
    assert StepRecord.objects.get(case=case, step=2).note == "两人谈话"


def test_removal_offers_its_undo(cast: Cast) -> None:
    case = case_up_to(cast, 2)
    client = browser(cast.lin)
    record = StepRecord.objects.get(case=case, step=2)
    remove = reverse("members:case_step_remove", args=[case.pk, record.pk])
    assert "请对照后再保存" in client.post(remove, {"base_version": "2"}, follow=True).content.decode()
    page = client.post(remove, {"base_version": "1"}, follow=True).content.decode()
    assert "撤销" in page
    record.refresh_from_db()
    assert record.removal
    client.post(reverse("members:case_step_restore", args=[case.pk, record.removal]))
    record.refresh_from_db()
    assert record.removal is None


def test_backwards_names_what_is_impossible(cast: Cast) -> None:
    case = case_up_to(cast, 3)
    page = read(browser(cast.lin), "case_backwards", case.pk, query="?meeting=2026-05-20")
    assert "开不成" in page
    assert "这一天已过，尚未办理" in page
    answer = browser(cast.lin).get(reverse("members:case_backwards", args=[case.pk]) + "?meeting=soon")
    assert answer.status_code == 422


def test_days_are_tried_without_saving(cast: Cast) -> None:
    case = case_up_to(cast, 6)
    page = read(browser(cast.lin), "case_what_if", case.pk, query="?d7=2026-06-09")
    assert "培养教育考察未满12个月" in page
    page = read(
        browser(cast.lin),
        "case_what_if",
        case.pk,
        query="?d7=2026-06-12&consent_on=2026-06-24&notice_start=2026-06-25&notice_end=2026-07-01&d8=2026-07-03",
    )
    assert "这些日期没有发现问题" in page
    assert "发展对象" in page
    assert not StepRecord.objects.filter(case=case, step__gt=6).exists()


def test_a_case_is_opened_with_the_application(cast: Cast) -> None:
    member = Member.objects.create(branch=cast.branch, name="陆静好", status="applicant", birth_date=date(2007, 5, 10))
    address = reverse("members:case_open", args=[cast.branch.pk])
    assert browser(cast.lin).post(address, {}).status_code == 422
    answer = browser(cast.lin).post(address, {"member": str(member.pk), "applied_on": "2025-05-09"}, follow=True)
    assert "未满18周岁" in answer.content.decode()
    case = DevelopmentCase.objects.get()
    assert not case.steps.exists()
    assert browser(cast.lin).post(address, {"member": str(member.pk)}).status_code == 422


@pytest.mark.parametrize("hidden", ["政治审查", "支部委员会审查", "预审", "第13步", "同意9", "问题"])
def test_the_person_sees_steps_and_days_but_not_the_political_review(cast: Cast, hidden: str) -> None:
    case = case_up_to(cast, 17)
    Member.objects.filter(user=cast.tang).update(user=None)
    Member.objects.filter(pk=case.member_id).update(user=cast.tang)
    page = read(browser(cast.tang), "me")
    section = page.split('id="own-case-title"')[1].split("</section>")[0]
    assert hidden not in section
    assert ("预备党员" in section, "2026年8月20日" in section, "林向阳、乔木" in section) == (True, True, True)
    assert browser(cast.tang).get(reverse("members:case", args=[case.pk])).status_code == 404


def test_a_rejected_person_is_sent_to_the_secretary(cast: Cast) -> None:
    case = case_up_to(cast, 9)
    StepRecord.objects.create(
        case=case,
        step=10,
        on=date(2026, 7, 10),
        details={"outcome": "不合格"},
        entered_by=cast.lin,
        entered_at="2026-11-20T00:00Z",
    )
    Member.objects.filter(user=cast.tang).update(user=None)
    Member.objects.filter(pk=case.member_id).update(user=cast.tang)
    section = read(browser(cast.tang), "me").split('id="own-case-title"')[1].split("</section>")[0]
    assert "有关情况请向支部书记了解" in section
    assert "未获通过" not in section


def test_other_branches_and_districts_know_nothing_of_a_case(cast: Cast) -> None:
    case = case_up_to(cast, 3)
    for name, status in {"gu": 404, "fang": 404, "bai": 404, "tang": 404, "he": 200, "wei": 200, "lin": 200}.items():
        assert browser(cast.people[name]).get(reverse("members:case", args=[case.pk])).status_code == status


def test_a_case_moves_with_its_person(cast: Cast) -> None:
    case = case_up_to(cast, 3)
    Member.objects.filter(pk=case.member_id).update(branch=cast.kindergarten)
    assert browser(cast.fang).get(reverse("members:case", args=[case.pk])).status_code == 200
    assert browser(cast.lin).get(reverse("members:case", args=[case.pk])).status_code == 404
