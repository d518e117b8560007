"""The roster's pages: search, filters, masked telephone numbers, conflicts, wrong input, the district."""

from __future__ import annotations

import re
from datetime import date

import pytest

from branches.models import Branch
from members.models import Member, PartyGroup
from members.services.people import edit_member
from notices.models import Notice
from tests.cast import NOW, Cast
from tests.members.desks import client_of, enter, entry_of, facts_of


def url_of(branch: Branch) -> str:
    return f"/members/branches/{branch.pk}/"


def names(html: str) -> list[str]:
    """The first column of the table."""
    return re.findall(r'<th scope="row"><a href="/members/[^"]+">([^<]+)</a>', html)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["林向阳", "乔木", "宋知秋", "唐果"]),
        ("q=向阳", ["林向阳"]),
        ("q=songzhi", ["宋知秋"]),
        ("q=SZQ", ["宋知秋"]),
        ("q=song zhi", ["宋知秋"]),
        ("q=t", ["唐果"]),
        ("q=没有的人", []),
        ("status=party", ["林向阳", "乔木", "唐果"]),
        ("status=activist", ["宋知秋"]),
        ("group=none", ["唐果"]),
        ("flag=retired", ["乔木"]),
        ("sort=joined", ["乔木", "林向阳", "宋知秋", "唐果"]),
        ("status=nonsense&sort=nonsense", ["林向阳", "乔木", "宋知秋", "唐果"]),
    ],
)
def test_search_filters_and_order(cast: Cast, query: str, found: list[str]) -> None:
    Member.objects.filter(user=cast.song).update(status="activist")
    Member.objects.filter(user=cast.tang).update(group=None)
    Member.objects.filter(user=cast.qiao).update(is_retired=True, joined_on=date(1999, 1, 1))
    Member.objects.filter(user=cast.lin).update(joined_on=date(2001, 1, 1))
    html = client_of(cast.lin).get(f"{url_of(cast.branch)}?{query}").content.decode()
    # l before q before s before t: by pinyin
    assert names(html) == found


def test_a_group_filter_shows_its_people(cast: Cast) -> None:
    second = PartyGroup.objects.create(branch=cast.branch, name="第二党小组")
    Member.objects.filter(user=cast.tang).update(group=second)
    html = client_of(cast.lin).get(f"{url_of(cast.branch)}?group={second.pk}").content.decode()
    assert names(html) == ["唐果"]


def test_who_left_is_found_with_the_reason(cast: Cast) -> None:
    enter(cast.branch, "钱多多", is_active=False, left_on=date(2025, 7, 1), left_because="died")
    html = client_of(cast.lin).get(f"{url_of(cast.branch)}?left=on").content.decode()
    assert names(html) == ["钱多多"]
    assert "2025年7月1日 去世" in html


def test_lists_mask_telephone_numbers_and_the_persons_page_does_not(cast: Cast) -> None:
    Member.objects.filter(user=cast.tang).update(phone="13912345678")
    client = client_of(cast.lin)
    html = client.get(url_of(cast.branch)).content.decode()
    assert ("139****5678" in html, "13912345678" in html) == (True, False)
    assert "13912345678" in client.get(f"/members/{entry_of(cast.tang).pk}/").content.decode()
    district = client_of(cast.he).get("/members/search/?q=唐").content.decode()
    assert ("139****5678" in district, "13912345678" in district) == (True, False)


def test_the_31st_person_stands_on_the_second_page(cast: Cast) -> None:
    enter(cast.branch, *(f"张{number:02d}" for number in range(27)))
    client = client_of(cast.lin)
    assert len(names(client.get(url_of(cast.branch)).content.decode())) == 30
    second = client.get(f"{url_of(cast.branch)}?page=2").content.decode()
    assert len(names(second)) == 1
    assert "第 2 / 2 页，共 31 条" in second


@pytest.mark.parametrize("extra", [0, 20])
def test_the_roster_costs_the_same_for_few_and_for_many(
    cast: Cast, extra: int, django_assert_num_queries: object
) -> None:
    enter(cast.branch, *(f"张{number:02d}" for number in range(extra)), group=cast.group)
    client = client_of(cast.lin)
    client.get(url_of(cast.branch))
    with django_assert_num_queries(15):  # type: ignore[operator]
        client.get(url_of(cast.branch))


@pytest.mark.parametrize("extra", [0, 20])
def test_the_districts_search_costs_the_same_for_few_and_for_many(
    cast: Cast, extra: int, django_assert_num_queries: object
) -> None:
    enter(cast.branch, *(f"林{number:02d}" for number in range(extra)), group=cast.group)
    client = client_of(cast.he)
    client.get("/members/search/?q=l")
    with django_assert_num_queries(7):  # type: ignore[operator]
        client.get("/members/search/?q=l")


@pytest.mark.parametrize("extra", [0, 3])
def test_the_districts_branches_cost_the_same_for_few_and_for_many(
    cast: Cast, extra: int, django_assert_num_queries: object
) -> None:
    for number in range(extra):
        enter(
            Branch.objects.create(
                district=cast.district,
                name=f"第{number}小学党支部",
                school_name=f"第{number}小学",
                short_name=f"{number}小",
                school_kind="primary",
            ),
            "甲",
            "乙",
        )
    client = client_of(cast.he)
    client.get("/members/district/")
    with django_assert_num_queries(13):  # type: ignore[operator]
        client.get("/members/district/")


# --- entering and changing ----------------------------------------------------------------------------------------------------
def test_a_person_is_entered_on_the_page(cast: Cast) -> None:
    form = {"name": " 司 马 相 ", "status": "full", "joined_on": "2015-06-01", "became_full_on": "2016-06-01"}
    answer = client_of(cast.qiao).post(f"{url_of(cast.branch)}add/", form)
    member = Member.objects.get(name="司马相")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/members/{member.pk}/")
    assert (member.joined_on, member.name_initials) == (date(2015, 6, 1), "smx")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "该字段是必填项"),
        ({"birth_date": "2099-01-01"}, "出生日期不能晚于今天"),
        ({"birth_date": "2001-01-01", "joined_on": "2000-01-01"}, "入党日期应晚于出生日期"),
        ({"joined_on": "2020-06-01", "became_full_on": "2020-05-31"}, "转正日期不能早于入党日期"),
        ({"status": "activist", "joined_on": "2020-06-01"}, "入党积极分子还没有入党"),
        ({"status": "probationary", "became_full_on": "2020-06-01"}, "预备党员还没有转正"),
        ({"phone": "请打办公室"}, "请填写电话号码"),
    ],
)
def test_wrong_input_is_told_beside_the_field_and_nothing_typed_is_lost(
    cast: Cast, change: dict[str, str], sentence: str
) -> None:
    member = entry_of(cast.tang)
    answer = client_of(cast.lin).post(f"/members/{member.pk}/edit/", facts_of(member, post="语文教师") | change)
    html = answer.content.decode()
    assert (answer.status_code, sentence in html, 'value="语文教师"' in html) == (422, True, True)
    assert entry_of(cast.tang).post == ""


def test_the_slower_editor_sees_both_and_may_save_on_top(cast: Cast) -> None:
    member = entry_of(cast.tang)
    mine = facts_of(member, post="数学教师", phone="13900002222")
    edit_member(member=member, facts={"post": "语文教师"}, base_version=1, by=cast.qiao, at=NOW)
    client = client_of(cast.lin)
    answer = client.post(f"/members/{member.pk}/edit/", mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "乔木在您打开之后修改了唐果的信息" in html
    assert '<td data-label="名册上现有的">语文教师</td><td data-label="我填写的">数学教师</td>' in html
    assert 'name="base_version" value="2"' in html
    assert entry_of(cast.tang).post == "语文教师"
    assert client.post(f"/members/{member.pk}/edit/", mine | {"base_version": "2"}).status_code == 302
    assert (entry_of(cast.tang).post, entry_of(cast.tang).phone) == ("数学教师", "13900002222")


def test_a_forged_group_of_another_school_is_refused(cast: Cast) -> None:
    other = PartyGroup.objects.create(branch=cast.kindergarten, name="第一党小组")
    member = entry_of(cast.tang)
    answer = client_of(cast.lin).post(f"/members/{member.pk}/edit/", facts_of(member, group=str(other.pk)))
    assert answer.status_code == 422
    assert entry_of(cast.tang).group == cast.group


def test_leaving_and_coming_back_on_the_page(cast: Cast) -> None:
    member, client = entry_of(cast.tang), client_of(cast.lin)
    wrong = client.post(f"/members/{member.pk}/leave/", {"because": "transferred", "left_on": "2026-01-01"})
    assert wrong.status_code == 422  # a transfer is made with a letter
    form = {"because": "expelled", "left_on": "2026-01-01"}
    assert client.post(f"/members/{member.pk}/leave/", form).status_code == 302
    html = client.get(f"/members/{member.pk}/").content.decode()
    assert "已于2026年1月1日离开名册（除名或开除）" in html
    client.post(f"/members/{member.pk}/come-back/")
    assert entry_of(cast.tang).is_active is True


def test_history_shows_who_changed_what_when(cast: Cast) -> None:
    edit_member(member=entry_of(cast.tang), facts={"post": "语文教师"}, base_version=1, by=cast.qiao, at=NOW)
    html = client_of(cast.lin).get(f"/members/{entry_of(cast.tang).pk}/").content.decode()
    assert "修改信息：职务（岗位）" in html
    assert "2026年3月2日（周一）09:30 乔木 · 青榆一小" in html


# --- the district ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("q", "found"), [("唐", ["唐果"]), ("tangg", ["唐果"]), ("tg", ["唐果"]), ("果", [])])
def test_the_district_finds_people_by_the_beginning_of_the_name(cast: Cast, q: str, found: list[str]) -> None:
    assert names(client_of(cast.he).get("/members/search/", {"q": q}).content.decode()) == found


def test_another_district_finds_nobody_here(cast: Cast) -> None:
    assert names(client_of(cast.bai).get("/members/search/", {"q": "唐"}).content.decode()) == []
    assert client_of(cast.bai).get(f"/members/{entry_of(cast.tang).pk}/").status_code == 404


def test_the_district_sees_numbers_and_findings(cast: Cast) -> None:
    html = client_of(cast.he).get("/members/district/").content.decode()
    assert "正式党员4名，不足7名，却登记为设支部委员会。" in html
    assert "正式党员2名，不足3名。" in html
    assert "白鹭二中" not in html


def test_only_branches_with_something_to_look_at(cast: Cast) -> None:
    Branch.objects.filter(pk=cast.branch.pk).update(has_committee=False)
    enter(cast.kindergarten, "甲")
    Branch.objects.filter(pk=cast.kindergarten.pk).update(has_committee=True)
    html = client_of(cast.he).get("/members/district/?only=1").content.decode()
    assert ("青榆幼儿园" in html, "青榆一小" in html) == (True, False)


# --- one's own page -----------------------------------------------------------------------------------------------------------
def test_my_page_shows_my_branch_group_and_record_in_full(cast: Cast) -> None:
    Member.objects.filter(user=cast.tang).update(phone="13912345678", joined_on=date(2015, 6, 1))
    html = client_of(cast.tang).get("/members/me/").content.decode()
    for words in ("青榆区第一小学党支部", "林向阳", "第一党小组", "宋知秋", "13912345678", "2015年6月1日"):
        assert words in html


def test_i_tell_the_secretary_what_is_wrong(cast: Cast) -> None:
    client = client_of(cast.tang)
    assert client.post("/members/me/report/", {"text": "出生日期应为1990年5月"}).status_code == 302
    notice = Notice.objects.get(kind="member.mistake")
    assert (notice.recipient, notice.path) == (cast.lin, f"/members/{entry_of(cast.tang).pk}/")
    empty = client.post("/members/me/report/", {"text": ""})
    assert (empty.status_code, "请写明哪一项有误" in empty.content.decode()) == (422, True)
