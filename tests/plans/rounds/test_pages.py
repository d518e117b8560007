"""The office's pages: writing a round, the board with its filters, urging, extending, exporting."""

from datetime import date
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from branches.models import Branch
from branches.services.organisation import create_branch, create_district
from notices.models import Job, OutboxEntry
from notices.services.jobs import run_next
from plans.models import PlanningRound, RoundTarget, SchoolGroup
from plans.selectors.rounds.board import Asked, BoardScope, stamp_of
from tests.cast import NOW, Cast, plan_at
from tests.plans.rounds.stage import DUE, opened, target_of, written
from workflow.domain.transitions import Status

pytestmark = pytest.mark.django_db
FORM = {
    "title": "2026年党支部工作计划", "paper": "plan", "cycle": "year", "year": "2026", "part": "0",
    "opens_on": "2026-03-02", "due_on": "2026-03-20", "reviews": "1", "points": "主题党日\n\n结对", "schools": "青榆一小",
}  # fmt: skip


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    client.force_login(cast.wei)
    return client


def test_a_round_is_written_previewed_opened_and_shown_on_the_board(cast: Cast, office: Client) -> None:
    due = timezone.localdate().replace(year=timezone.localdate().year + 1).isoformat()
    answer = office.post("/plans/rounds/new/", FORM | {"due_on": due})
    planning = PlanningRound.objects.get()
    assert (answer.status_code, [p.text for p in planning.key_points.order_by("number")]) == (302, ["主题党日", "结对"])
    page = office.get(f"/plans/rounds/{planning.pk}/").content.decode()
    assert ("发布给1所学校" in page, "青榆一小" in page) == (True, True)
    answer = office.post(f"/plans/rounds/{planning.pk}/open/", {"base_version": planning.version})
    assert answer.url == f"/plans/rounds/{planning.pk}/board/"
    assert "已发布，通知了1所学校。" in office.get(answer.url).content.decode()
    again = office.post(f"/plans/rounds/{planning.pk}/open/", {"base_version": planning.version})
    assert (again.status_code, "刚才有其他人修改了这项布置" in again.content.decode()) == (422, True)


def test_wrong_input_is_told_beside_the_field_and_nothing_typed_is_lost(cast: Cast, office: Client) -> None:
    wrong = FORM | {"due_on": "2026-02-20", "schools": "青榆一小\n红柳一小", "instructions": "写清楚"}
    answer = office.post("/plans/rounds/new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    late = office.post("/plans/rounds/new/", FORM | {"due_on": "2062-03-20"})
    assert (late.status_code, "请核对年份" in late.content.decode()) == (422, True)
    for words in ("没有找到：红柳一小", "截止日期不能早于开始日期。", "写清楚", "红柳一小"):
        assert words in page
    assert not PlanningRound.objects.exists()


def test_an_older_page_overwrites_nothing_and_keeps_what_was_typed(cast: Cast, office: Client) -> None:
    planning = written(cast)
    address = f"/plans/rounds/{planning.pk}/edit/"
    assert office.post(address, FORM | {"base_version": "1", "title": "甲的标题"}).status_code == 302
    answer = office.post(address, FORM | {"base_version": "1", "title": "乙的标题"})
    assert (answer.status_code, "乙的标题" in answer.content.decode()) == (409, True)
    planning.refresh_from_db()
    assert planning.title == "甲的标题"


def test_of_an_opened_round_only_what_schools_can_follow_is_offered(cast: Cast, office: Client) -> None:
    planning = opened(cast)
    address = f"/plans/rounds/{planning.pk}/edit/"
    page = office.get(address).content.decode()
    assert ('name="due_on"' in page, 'name="paper"' in page, 'name="areas"' in page) == (True, False, False)
    assert 'name="drops_answers"' in page
    change = {
        "title": planning.title,
        "due_on": "2026-03-27",
        "instructions": "",
        "points": "",
        "base_version": planning.version,
    }
    answer = office.post(address, change, follow=True)
    assert "已通知学校：截止日期由2026年3月20日改为2026年3月27日。" in answer.content.decode()


def test_the_template_page_keeps_the_order_and_says_what_is_wrong(cast: Cast, office: Client) -> None:
    planning = written(cast)
    address = f"/plans/rounds/{planning.pk}/template/"
    management = {"form-TOTAL_FORMS": "3", "form-INITIAL_FORMS": "0", "base_version": "1"}
    rows = {
        "form-0-level": "1", "form-0-heading": "保障措施", "form-0-place": "2",
        "form-1-level": "1", "form-1-heading": "总体要求", "form-1-place": "1", "form-1-is_locked": "on", "form-1-body": "【班级数】",
        "form-2-level": "1",
    }  # fmt: skip
    answer = office.post(address, management | rows)
    assert (answer.status_code, "【班级数】不是已有的信息" in answer.content.decode()) == (422, True)
    assert office.post(address, management | rows | {"form-1-body": "【党员人数】名"}).status_code == 302
    assert [row.heading for row in planning.parts.order_by("position")] == ["总体要求", "保障措施"]
    loose = management | {"base_version": "2", "form-0-level": "1", "form-0-body": "没有标题"}
    assert "请写标题" in office.post(address, loose).content.decode()


def test_files_are_kept_and_given_to_the_schools_that_are_asked(cast: Cast, office: Client) -> None:
    planning = opened(cast, school_kinds=["primary"])
    file = SimpleUploadedFile("通知.pdf", b"%PDF-1.4")
    assert office.post(f"/plans/rounds/{planning.pk}/files/add/", {"file": file}).status_code == 302
    address = f"/plans/rounds/{planning.pk}/files/{planning.attachments.get().pk}/"
    for person, status in ((cast.lin, 200), (cast.fang, 404), (cast.tang, 404), (cast.he, 200)):
        office.force_login(person)
        assert office.get(address).status_code == status, person
    office.force_login(cast.lin)
    assert office.get(address).content == b"%PDF-1.4"


def test_every_figure_opens_the_list_behind_it(cast: Cast, office: Client) -> None:
    plan_at(cast, Status.SUBMITTED)
    planning = opened(cast)
    address = f"/plans/rounds/{planning.pk}/board/"
    page = office.get(address).content.decode()
    assert 'href="?state=submitted"' in page
    for query, shown, hidden in (
        ("state=submitted", "青榆一小", "青榆幼儿园"),
        ("state=not_begun&kind=kindergarten", "青榆幼儿园", "青榆一小"),
        ("q=幼儿园", "青榆幼儿园", "青榆一小"),
    ):
        listed = office.get(f"{address}?{query}").content.decode().split("<tbody>")[-1]
        assert (shown in listed, hidden in listed) == (True, False), query
    # The round was due on 20 March 2026: the school that has not begun is overdue today.
    assert "青榆幼儿园" in office.get(f"{address}?state=overdue").content.decode().split("<tbody>")[-1]
    wrong = office.get(f"{address}?kind=castle")
    assert (wrong.status_code, "castle" in wrong.content.decode()) == (422, True)


def test_a_district_sees_its_part_of_what_the_city_asks_and_urges_but_extends_nothing(
    cast: Cast, client: Client
) -> None:
    from_city = PlanningRound.objects.get(pk=opened(cast).pk)
    from_city.district = cast.city
    from_city.save(update_fields=["district"])
    far = from_city.targets.create(
        branch=cast.far_branch, district=cast.other_district, school_kind="junior", place=3, due_on=DUE, changed_at=NOW
    )
    client.force_login(cast.bai)
    page = client.get(f"/plans/rounds/{from_city.pk}/board/").content.decode()
    assert ("白鹭二中" in page, "青榆一小" in page, "给勾选的学校延期" in page) == (True, False, False)
    assert client.get(f"/plans/rounds/{from_city.pk}/board/extend/?target={far.pk}").status_code == 403
    client.post(f"/plans/rounds/{from_city.pk}/board/urge/")
    assert list(OutboxEntry.objects.filter(kind="round.urged").values_list("branch__short_name", flat=True)) == [
        "白鹭二中"
    ]


def test_the_board_answers_204_until_something_has_happened(cast: Cast, office: Client) -> None:
    planning = opened(cast)
    stamp = stamp_of(planning, timezone.now())
    address = f"/plans/rounds/{planning.pk}/board/live/?stamp={stamp}"
    assert office.get(address).status_code == 204
    plan_at(cast, Status.DRAFT)
    planning.targets.filter(branch=cast.branch).update(changed_at=timezone.now())
    answer = office.get(address)
    assert (answer.status_code, "起草中" in answer.content.decode(), stamp in answer.content.decode()) == (
        200,
        True,
        False,
    )


def test_one_school_is_urged_from_its_row_and_all_from_the_filter(cast: Cast, office: Client) -> None:
    planning = opened(cast)
    address = f"/plans/rounds/{planning.pk}/board/urge/?kind=kindergarten"
    answer = office.post(address, {"target": target_of(planning, cast.branch).pk}, follow=True)
    assert "已提醒1所学校" in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("/board/?kind=kindergarten")
    office.post(address)
    assert sorted(OutboxEntry.objects.filter(kind="round.urged").values_list("branch__short_name", flat=True)) == [
        "青榆一小", "青榆幼儿园",
    ]  # fmt: skip
    assert "今天已经催过" in office.post(address, follow=True).content.decode()


def test_a_filter_that_means_nothing_does_not_mean_every_school(cast: Cast, office: Client) -> None:
    planning = opened(cast)
    for step, said in (("urge", "没有催办"), ("export", "没有导出")):
        for wrong in ("kind=castle", f"area={cast.other_district.pk}"):
            answer = office.post(f"/plans/rounds/{planning.pk}/board/{step}/?{wrong}")
            assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not RoundTarget.objects.filter(urged_on__isnull=False).exists()
    # A worker that comes to it when the area is no longer one's own says so as well.
    scope = BoardScope(planning, cast.he)
    said = {"area": str(cast.other_district.pk), "kind": "", "state": "", "q": ""}
    assert scope.asked_again(said) is None
    assert scope.asked_again({**said, "area": ""}) == Asked()


def test_ticked_schools_are_granted_a_later_day(cast: Cast, office: Client) -> None:
    planning = opened(cast)
    target = target_of(planning, cast.branch)
    address = f"/plans/rounds/{planning.pk}/board/extend/"
    page = office.get(f"{address}?target={target.pk}").content.decode()
    assert f"{target.pk}:2026-03-20" in page
    form = {"target": f"{target.pk}:2026-03-20", "due_on": "2026-04-03", "reason": ""}
    answer = office.post(address, form)
    assert (answer.status_code, "2026-04-03" in answer.content.decode()) == (422, True)
    assert office.post(address, form | {"reason": "搬迁"}).status_code == 302
    assert target_of(planning, cast.branch).due_on == date(2026, 4, 3)
    stale = office.post(address, form | {"reason": "又一次"})
    assert (stale.status_code, "刚才有其他人改过青榆一小的截止日期" in stale.content.decode()) == (422, True)
    assert "青榆一小" in office.get(f"/plans/rounds/{planning.pk}/board/?state=extended").content.decode()


def test_the_list_goes_out_as_a_workbook_with_its_filters_and_no_formula(cast: Cast, office: Client) -> None:
    Branch.objects.filter(pk=cast.kindergarten.pk).update(name="=HYPERLINK(1)")
    planning = opened(cast)
    answer = office.post(f"/plans/rounds/{planning.pk}/board/export/?kind=kindergarten")
    job = Job.objects.get()
    assert answer.url == f"/notices/jobs/{job.pk}/"
    assert run_next(now=timezone.now)
    result = office.get(f"/notices/jobs/{job.pk}/result/")
    sheet = load_workbook(BytesIO(b"".join(result.streaming_content)))["进度"]
    rows = list(sheet.iter_rows(values_only=True))
    assert ("魏然（wei）" in rows[1][0], "范围：幼儿园" in rows[1][0]) == (True, True)
    assert [row[2:6] for row in rows[3:]] == [("=HYPERLINK(1)", "青榆区实验幼儿园", "幼儿园", "未开始")]
    assert (sheet["C4"].data_type, sheet["C4"].quotePrefix) == ("s", True)
    assert "魏然" in sheet.oddHeader.center.text


def test_a_list_to_print_has_the_schools_of_the_filter(cast: Cast, office: Client) -> None:
    planning = opened(cast)
    page = office.get(f"/plans/rounds/{planning.pk}/board/print/?kind=primary").content.decode()
    assert ("青榆一小" in page, "青榆幼儿园" in page, "1 所" in page) == (True, False, True)


def test_groups_of_schools_are_named_once_and_kept_with_a_version(cast: Cast, office: Client) -> None:
    form = {"name": "示范校", "schools": "青榆一小\n青榆区实验幼儿园", "base_version": "0"}
    assert office.post("/plans/rounds/groups/new/", form).status_code == 302
    group = SchoolGroup.objects.get()
    assert group.branches.count() == 2
    again = office.post("/plans/rounds/groups/new/", form)
    assert (again.status_code, "同名的学校组" in again.content.decode()) == (422, True)
    edit = f"/plans/rounds/groups/{group.pk}/"
    assert office.post(edit, form | {"schools": "青榆一小", "base_version": "1"}).status_code == 302
    assert "刚才有其他人修改了这个学校组" in office.post(edit, form | {"base_version": "1"}).content.decode()
    assert "党建" not in office.get("/plans/rounds/groups/").content.decode()


@pytest.mark.parametrize("schools", [1, 3])
def test_lists_take_the_same_number_of_queries(
    cast: Cast, office: Client, schools: int, django_assert_num_queries
) -> None:
    for number in range(schools - 1):
        area = create_district(name=f"第{number}片区", code=f"p{number}", parent=cast.district, by=None, at=NOW)
        create_branch(
            district=area, by=None, at=NOW, name=f"第{number}中学党支部", school_name=f"第{number}中学",
            short_name=f"{number}中", school_kind="junior",
        )  # fmt: skip
    Branch.objects.filter(pk=cast.kindergarten.pk).update(is_active=False)
    planning = opened(cast)
    for number in range(schools - 1):
        opened(cast, title=f"又一项{number}")
    office.get("/plans/rounds/")
    with django_assert_num_queries(6):  # nothing has happened since: the figures are at hand
        office.get("/plans/rounds/")
    planning.targets.update(changed_at=timezone.now())
    with django_assert_num_queries(7):
        office.get("/plans/rounds/")
    cache.clear()
    with django_assert_num_queries(11):
        office.get(f"/plans/rounds/{planning.pk}/board/")
    with django_assert_num_queries(8):
        office.get(f"/plans/rounds/{planning.pk}/board/")
    stamp = stamp_of(planning, timezone.now())
    with django_assert_num_queries(5):
        office.get(f"/plans/rounds/{planning.pk}/board/live/?stamp={stamp}")
    office.force_login(cast.lin)
    office.get("/plans/rounds/")
    with django_assert_num_queries(5):
        office.get("/plans/rounds/")
