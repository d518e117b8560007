"""Month, week, day and teaching weeks for members, secretaries and the district: what is seen, filtered, moved; measured by queries."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from branches.models import Branch
from calendar_events.domain.grid import month_weeks, teaching_week, weeks_between
from calendar_events.models import CalendarEvent
from calendar_events.selectors import views
from members.models import PartyGroup
from members.services.transfers import accept_transfer, send_transfer
from plans.models import SchoolGroup
from regulations.domain.holidays import national_calendar
from regulations.domain.terms import TermKind, TermRow
from regulations.domain.work_calendar import Stretch, WorkCalendar
from regulations.services.terms import save_terms
from tests.calendar_events.events import event_of, person, talk_with
from tests.cast import NOW, TODAY, Cast
from tests.plans.test_review import as_

MONTH, WEEK, DAY, WHEEL = (reverse(f"calendar_events:{name}") for name in ("month", "week", "day", "wheel"))
TERM = Stretch("第二学期", date(2026, 3, 2), date(2026, 7, 10))
NATIONAL = national_calendar()
CALENDAR = WorkCalendar(
    NATIONAL.special, NATIONAL.years, terms=(TERM,), vacations=(Stretch("寒假", date(2026, 1, 31), date(2026, 3, 1)),)
)


def shown(page: Any) -> dict[int, list[str]]:
    """Subjects by day of the month."""
    cells = [cell for week in page.context["page"].weeks for cell in week.cells if cell.in_month and cell.events]
    return {cell.day.day: [event.subject for event in cell.events] for cell in cells}


def march(cast: Cast, who: str, **asked: str) -> Any:
    return as_(cast.people[who]).get(MONTH, {"month": "2026-03", **asked})


def test_teaching_weeks_are_counted_from_the_week_the_term_begins_in() -> None:
    assert [teaching_week(day, TERM) for day in (date(2026, 3, 2), date(2026, 3, 8), date(2026, 3, 9))] == [1, 1, 2]
    weeks = month_weeks(date(2026, 3, 1), CALENDAR)
    # 1 March 2026 is a Sunday, still in the winter vacation
    assert [week.label for week in weeks] == ["寒假", "第1周", "第2周", "第3周", "第4周", "第5周"]
    april = weeks_between(date(2026, 4, 1), date(2026, 4, 7), CALENDAR)
    assert [week.notes for week in april] == [("4.4—4.5 清明节",), ("4.6 清明节",)]
    october = weeks_between(date(2026, 10, 5), date(2026, 10, 11), CALENDAR)[0]
    assert [day.mark for day in october.days] == ["休", "休", "休", "", "", "班", ""]
    assert october.notes == ("10.5—10.7 国庆节", "10.10 国庆节调休上班")


def test_a_member_sees_the_branchs_month_with_what_lasts_several_days(cast: Cast) -> None:
    event_of(cast, "党课", kind="party_lecture", starts_on=date(2026, 3, 30), ends_on=date(2026, 4, 1))
    event_of(cast, "早会", starts_at=time(8, 0), ends_at=None)
    event_of(cast, "党日")
    event_of(cast, "别家", branch=cast.kindergarten)
    talk_with(cast, "song", starts_at=time(16, 0))
    assert shown(march(cast, "tang")) == {13: ["早会", "党日"], 30: ["党课"], 31: ["党课"]}
    assert shown(march(cast, "song"))[13] == ["早会", "党日", "谈心谈话"]
    assert shown(march(cast, "gu")) == {13: ["别家"]}


def test_filters_stay_in_the_address_and_nonsense_is_left_aside(cast: Cast) -> None:
    second = PartyGroup.objects.create(branch=cast.branch, name="第二党小组")
    event_of(cast, "党日", also=["party_lecture"])
    event_of(cast, "一组", kind="group_meeting", audience="group", group=cast.group)
    event_of(cast, "二组", kind="group_meeting", audience="group", group=second)
    event_of(cast, "工会活动", kind="other", owner="union")
    assert shown(march(cast, "tang", kind="party_lecture")) == {13: ["党日"]}
    assert shown(march(cast, "tang", owner="union")) == {13: ["工会活动"]}
    page = march(cast, "tang", kind="group_meeting", group=str(second.pk))
    assert shown(page) == {13: ["二组"]}
    assert f"?month=2026-04&amp;kind=group_meeting&amp;group={second.pk}" in page.content.decode()
    assert len(shown(march(cast, "tang", kind="x", group="y", branch=str(cast.kindergarten.pk)))[13]) == 4


def test_the_district_sees_a_few_of_each_day_and_counts_the_rest(cast: Cast) -> None:
    for number in range(5):
        event_of(cast, f"党日{number}", starts_at=time(10 + number, 0), ends_at=None)
    event_of(cast, "园里", branch=cast.kindergarten, starts_at=time(8, 0), ends_at=None)
    event_of(cast, "邻区", branch=cast.far_branch)
    talk_with(cast, "song")
    page = march(cast, "he")
    assert shown(page) == {13: ["园里", "党日0", "党日1"]}
    (cell,) = [cell for week in page.context["page"].weeks for cell in week.cells if cell.events]
    assert cell.more == 3
    assert shown(march(cast, "he", school="幼儿园")) == {13: ["园里"]}
    assert shown(march(cast, "he", branch=str(cast.kindergarten.pk))) == {13: ["园里"]}
    assert shown(march(cast, "he", branch=str(cast.far_branch.pk)))[13][0] == "园里"
    day = as_(cast.wei).get(DAY, {"day": "2026-03-13"})
    assert [event.subject for event in day.context["page"].object_list] == [
        "园里", "党日0", "党日1", "党日2", "党日3", "党日4",
    ]  # fmt: skip
    assert shown(march(cast, "yu")) == {}


def test_week_and_school_year(cast: Cast) -> None:
    rows = [TermRow(TermKind.TERM, TERM)]
    save_terms(district=cast.district, school_year=2025, rows=rows, source="校历", by=cast.wei, at=NOW)
    event_of(cast)
    week = as_(cast.tang).get(WEEK, {"day": "2026-03-11"})
    assert (week.context["monday"], week.context["page"].weeks[0].facts.label) == (date(2026, 3, 9), "第2周")
    assert shown(week) == {13: ["主题党日：走进社区服务站"]}
    wheel = as_(cast.tang).get(WHEEL, {"year": "2025"}).context["page"]
    assert (wheel.label, wheel.has_terms, wheel.weeks[0].facts.first) == ("2025—2026学年", True, date(2025, 9, 1))
    assert [row.facts.label for row in wheel.weeks if row.events] == ["第2周"]
    for url, asked in ((WEEK, "2026-02-30"), (DAY, "x"), (MONTH, "")):
        assert as_(cast.tang).get(url, {"day": asked}).status_code == (200 if url == MONTH else 404)


def test_an_event_is_dragged_to_another_day_and_told_what_stands_against_it(cast: Cast) -> None:
    event = event_of(cast)
    url = reverse("calendar_events:event_to_day", args=[event.pk])
    part = as_(cast.lin).post(
        f"{url}?month=2026-04", {"day": "2026-04-06", "base_version": "1"}, HTTP_HX_REQUEST="true"
    )
    html = part.content.decode()
    assert (part.status_code, "<html" in html) == (200, False)
    assert "“主题党日：走进社区服务站”已改到4月6日。当天是清明节假期，请再核对。" in html
    stale = as_(cast.lin).post(url, {"day": "2026-03-20", "base_version": "1"}, HTTP_HX_REQUEST="true")
    assert (stale.status_code, "刚才修改了这项活动" in stale.content.decode()) == (409, True)
    event.refresh_from_db()
    assert (event.starts_on, event.starts_at) == (date(2026, 4, 6), time(15, 30))
    assert as_(cast.lin).post(url, {"base_version": "2"}).status_code == 422
    assert as_(cast.lin).post(url, {"day": "2026-03-20", "base_version": "2"}).status_code == 302


def test_somebody_who_moved_sees_the_old_branchs_events_no_more_and_the_new_ones_at_once(cast: Cast) -> None:
    old, new = event_of(cast, "旧"), event_of(cast, "新", branch=cast.kindergarten)
    talk = talk_with(cast, "tang", starts_at=time(16, 0))
    assert shown(march(cast, "tang")) == {13: ["旧", "谈心谈话"]}
    letter = send_transfer(
        member=person(cast, "tang"),
        facts={"issued_on": TODAY, "to_branch": cast.kindergarten},
        by=cast.lin,
        at=NOW,
    )
    accept_transfer(transfer=letter, accepted_on=TODAY, by=cast.fang, at=NOW)
    assert shown(march(cast, "tang")) == {13: ["新"]}
    client = as_(cast.tang)
    codes = [client.get(event.get_absolute_url()).status_code for event in (old, talk, new)]
    assert codes == [404, 404, 200]
    assert client.post(f"{new.get_absolute_url()}answer/", {"answer": "coming"}).status_code in {302, 409}
    assert client.post(f"{old.get_absolute_url()}answer/", {"answer": "coming"}).status_code == 404


@pytest.mark.parametrize("years", [1, 5])
def test_five_years_of_events_cost_no_query_more(cast: Cast, years: int, django_assert_num_queries: Any) -> None:
    model = event_of(cast)
    facts = {row.attname: getattr(model, row.attname) for row in CalendarEvent._meta.fields if row.name != "id"}
    days = [TODAY - timedelta(days=number * 6) for number in range(60 * years)]
    CalendarEvent.objects.bulk_create(CalendarEvent(**facts | {"starts_on": day, "ends_on": day}) for day in days)
    client = as_(cast.lin)
    client.get(MONTH)
    for url, queries in ((f"{MONTH}?month=2026-02", 13), (f"{WEEK}?day=2026-02-11", 11), (f"{WHEEL}?year=2025", 12)):
        with django_assert_num_queries(queries):
            client.get(url)


@pytest.mark.parametrize("schools", [2, 500])
def test_five_hundred_schools_cost_no_query_more(cast: Cast, schools: int, django_assert_num_queries: Any) -> None:
    model = event_of(cast)
    facts = {row.attname: getattr(model, row.attname) for row in CalendarEvent._meta.fields if row.name != "id"}
    branches = Branch.objects.bulk_create(
        Branch(
            district=cast.district,
            name=f"第{n}校党支部",
            school_name=f"第{n}校",
            short_name=f"{n}校",
            school_kind="primary",
        )
        for n in range(schools)
    )
    CalendarEvent.objects.bulk_create(
        CalendarEvent(**facts | {"branch_id": branch.pk, "starts_on": day, "ends_on": day})
        for branch in branches
        for day in (date(2026, 3, 6), date(2026, 3, 13))
    )
    near = SchoolGroup.objects.create(district=cast.district, name="河东片")
    near.branches.add(*branches)
    client = as_(cast.he)
    client.get(MONTH)
    with django_assert_num_queries(12):
        page = client.get(f"{MONTH}?month=2026-03")
    assert page.context["page"].total == 2 * schools + 1
    assert len(page.content) < 60_000
    for url, queries in (
        (f"{MONTH}?month=2026-03&schools={near.pk}&school_kind=primary", 12),
        (f"{WEEK}?day=2026-03-11", 12),
        (f"{DAY}?day=2026-03-13", 8),
        (f"{WHEEL}?year=2025", 13),
        (f"{MONTH}?month=2026-03&branch={branches[0].pk}", 12),
    ):
        with django_assert_num_queries(queries):
            client.get(url)


def test_a_citys_counts_are_a_minute_old_at_most_and_its_events_never(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "KEPT_FROM", 3)
    cache.clear()
    first, second, third = (
        event_of(cast, name, starts_at=time(hour)) for name, hour in (("一", 8), ("二", 9), ("三", 10))
    )
    assert shown(march(cast, "he")) == {13: ["一", "二", "三"]}
    event_of(cast, "四", starts_at=time(7))
    CalendarEvent.objects.filter(pk=first.pk).update(subject="一改")
    CalendarEvent.objects.filter(pk=second.pk).update(starts_on=date(2026, 3, 20), ends_on=date(2026, 3, 20))
    CalendarEvent.objects.filter(pk=third.pk).update(is_restricted=True, audience="chosen")
    # counted a moment ago, but what moved away or was closed since is not shown
    assert shown(march(cast, "he")) == {13: ["一改"]}
    cache.clear()
    assert shown(march(cast, "he")) == {13: ["四", "一改"], 20: ["二"]}
    cache.clear()


def test_counts_of_a_filtered_month_are_kept_as_those_of_a_large_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(views, "KEPT_FROM_FILTERED", 1)
    cache.clear()
    event_of(cast, "一")
    assert shown(march(cast, "he", kind="theme_day")) == {13: ["一"]}
    event_of(cast, "二", starts_at=time(7))
    CalendarEvent.objects.filter(subject="一").update(kind="party_lecture")
    assert shown(march(cast, "he", kind="theme_day")) == {}  # what is of another kind by now is not shown
    assert shown(march(cast, "he")) == {13: ["二", "一"]}
    cache.clear()


def test_the_grid_shows_a_subject_as_text_and_lets_only_what_stands_be_dragged(cast: Cast) -> None:
    event_of(cast, "<b>党课</b>与研讨", place="<i>")
    gone = event_of(cast, "参观", state="cancelled", cancelled_reason="下雨")
    page = march(cast, "lin").content.decode()
    assert "&lt;b&gt;党课&lt;/b&gt;与研讨" in page
    assert page.count(" data-movable") == 1
    assert f'class="chip kind-theme_day cancelled" data-event="{gone.pk}"' in page
    assert '<del>参观</del> <span class="soft">已取消</span>' in page
    assert "data-movable" not in march(cast, "tang").content.decode()
    assert f'<span class="soft">{cast.branch.short_name}</span> &lt;b&gt;' in march(cast, "he").content.decode()


def test_from_one_school_the_district_finds_the_way_back_with_its_other_filters(cast: Cast) -> None:
    school = str(cast.branch.pk)
    for url, time_shown in ((MONTH, "month=2026-03"), (WEEK, "day=2026-03-09"), (WHEEL, "year=2025")):
        page = as_(cast.he).get(f"{url}?{time_shown}&branch={school}&kind=theme_day").content.decode()
        assert f'href="?{time_shown}&amp;kind=theme_day">看全部学校</a>' in page
        assert f'href="?{time_shown}&amp;branch={school}">清除</a>' in page
        name, value = time_shown.split("=")
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
        alone = as_(cast.he).get(f"{url}?{time_shown}&branch={school}").content.decode()
        assert ("看全部学校" in alone, "已筛选" in alone) == (True, False)
    assert "看全部学校" not in march(cast, "he").content.decode()


def test_the_district_filters_by_school_kind_of_school_and_group_in_every_view(cast: Cast) -> None:
    event_of(cast, "一小")
    event_of(cast, "园里", branch=cast.kindergarten)
    event_of(cast, "一小党课", kind="party_lecture")
    second = Branch.objects.create(
        district=cast.district, name="二小党支部", school_name="二小", short_name="二小", school_kind="primary"
    )
    event_of(cast, "二小", branch=second)
    near = SchoolGroup.objects.create(district=cast.district, name="河东片")
    near.branches.add(cast.kindergarten, second)
    SchoolGroup.objects.create(district=cast.other_district, name="白鹭片").branches.add(cast.far_branch)
    everything = {"一小", "一小党课", "二小", "园里"}
    for asked, wanted in (
        ({}, everything),
        ({"school": "一小"}, {"一小", "一小党课"}),
        ({"school": "二小"}, {"二小"}),  # the name of one school alone: its own calendar, to print as well
        ({"school_kind": "kindergarten"}, {"园里"}),
        ({"schools": str(near.pk)}, {"园里", "二小"}),
        ({"schools": str(near.pk), "school_kind": "primary"}, {"二小"}),
        ({"kind": "party_lecture", "school_kind": "primary"}, {"一小党课"}),
        # What cannot be is left aside: another district's group, nonsense.
        ({"schools": str(SchoolGroup.objects.get(name="白鹭片").pk), "school_kind": "x"}, everything),
    ):
        for url, place in ((MONTH, {"month": "2026-03"}), (WEEK, {"day": "2026-03-11"}), (WHEEL, {"year": "2025"})):
            page = as_(cast.he).get(url, {**place, **asked}).context["page"]
            cells = [cell for week in page.weeks for cell in week.cells if cell.events]
            # The cell shows three and counts the rest.
            assert {event.subject for event in cells[0].events} <= wanted
            assert len(cells[0].events) + cells[0].more == len(wanted)
        day = as_(cast.he).get(DAY, {"day": "2026-03-13", **asked}).context["page"]
        assert {event.subject for event in day.object_list} == wanted
    text = march(cast, "he", schools=str(near.pk)).content.decode()
    assert f'<option value="{near.pk}" selected>河东片</option>' in text
    assert f"&amp;schools={near.pk}" in text  # kept in the links to other months
    assert "白鹭片" not in text
    assert "学校组" not in march(cast, "tang").content.decode()
    day = as_(cast.he).get(DAY, {"day": "2026-03-13"}).content.decode()
    assert f'<a href="{MONTH}?month=2026-03&amp;branch={second.pk}">二小' in day
    named = march(cast, "he", school="二小")
    assert (named.context["lens"].title, "month.pdf" in named.content.decode()) == ("二小", True)
    # One school of the district: its party groups, as its own people have them.
    event_of(cast, "一组", audience="group", group=cast.group)
    second_group = PartyGroup.objects.create(branch=cast.branch, name="第二党小组")
    event_of(cast, "二组", audience="group", group=second_group)
    one = march(cast, "he", branch=str(cast.branch.pk), group=str(second_group.pk))
    assert set(shown(one)[13]) == {"一小", "一小党课", "二组"}
