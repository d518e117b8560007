"""Pages of the district's calendar: a year, the days entered, confirmation; who reads and who changes."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry
from regulations.domain.work_calendar import SpecialDay
from regulations.models import CalendarDay, YearTable
from regulations.selectors.calendar import work_calendar_for
from regulations.services.calendar import set_days
from tests.cast import NOW, Cast

BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "2027-01-01 休 元旦\n2月5日至2月11日 休 春节\n2027-02-20 班 春节"


def _as(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


def _url(cast: Cast, name: str, year: int = 2027) -> str:
    return reverse(f"regulations:{name}", args=[cast.district.pk, year])


def _year(client: Client, year: int) -> str:
    return client.get(reverse("regulations:calendar"), {"year": year}).content.decode()


@pytest.mark.parametrize("who", ["lin", "tang", "gu", "he", "yu"])
def test_everybody_of_the_district_reads_a_year_and_only_the_administrator_is_offered_to_change_it(
    cast: Cast, who: str
) -> None:
    page = _year(_as(cast, who), 2026)
    assert "青榆区教育工委" in page
    assert "2026年按国务院办公厅公布的全国安排。" in page
    assert "全年工作日248天。" in page
    assert _url(cast, "calendar_days", 2026) not in page
    assert _url(cast, "calendar_days", 2026) in _year(_as(cast, "wei"), 2026)


def test_a_year_shows_holidays_and_make_up_days_in_words(cast: Cast) -> None:
    page = _year(_as(cast, "lin"), 2026)
    assert "（春节放假）" in page
    assert "（春节调休上班）" in page
    assert "2026年没有录入学校假期和考试" in page


def test_a_year_that_is_not_known_says_so(cast: Cast) -> None:
    page = _year(_as(cast, "lin"), 2027)
    assert "2027年为暂定。" in page
    assert "只按周末计算" in page
    assert "全年工作日261天（暂定）。" in page


@pytest.mark.parametrize("year", ["1999", "2100", "99999"])
def test_a_year_no_calendar_has_is_not_found(cast: Cast, year: str) -> None:
    assert _as(cast, "lin").get(reverse("regulations:calendar"), {"year": year}).status_code == 404
    assert _as(cast, "wei").get(f"/rules/{cast.district.pk}/calendar/{year}/").status_code == 404


def test_another_district_is_not_found(cast: Cast) -> None:
    url = reverse("regulations:calendar")
    assert _as(cast, "lin").get(url, {"district": cast.other_district.pk}).status_code == 404
    assert _as(cast, "wei").get(url, {"district": cast.other_district.pk}).status_code == 404
    assert (
        _as(cast, "wei").post(reverse("regulations:calendar_day_add", args=[cast.other_district.pk, 2027])).status_code
        == 404
    )


def test_a_list_is_saved_and_shown_as_provisional(cast: Cast) -> None:
    client = _as(cast, "wei")
    answer = client.post(_url(cast, "calendar_days_paste"), {"list-lines": LIST})
    assert (answer.status_code, answer["Location"]) == (302, _url(cast, "calendar_days"))
    assert CalendarDay.objects.count() == 9
    page = _year(client, 2027)
    assert "还没有按正式通知确认" in page
    assert "青榆区教育工委暂定了9天（魏然" in page
    entry = AuditEntry.objects.get(action="calendar.days")
    assert (entry.actor, entry.district, len(entry.detail["entered"])) == (cast.wei, cast.district, 9)


def test_a_wrong_line_is_named_and_nothing_is_saved_or_lost(cast: Cast) -> None:
    answer = _as(cast, "wei").post(
        _url(cast, "calendar_days_paste"),
        {"list-lines": f"{LIST}\n春节放八天\n2027-02-30 休 春节", "list-replace": "on"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第4行“春节放八天”：看不懂这一行" in page
    assert "第5行“2027-02-30 休 春节”：没有2027年2月30日这一天。" in page
    assert "2027-02-20 班 春节\n春节放八天" in page
    assert 'name="list-replace"' in page
    assert not YearTable.objects.exists()


def test_the_days_the_law_names_are_offered_only_while_nothing_is_known(cast: Cast) -> None:
    client = _as(cast, "wei")
    assert "2027-02-05 休 春节\n2027-02-06 休 春节" in client.get(_url(cast, "calendar_days")).content.decode()
    client.post(_url(cast, "calendar_days_paste"), {"list-lines": LIST})
    assert "2027-02-06 休 春节\n" not in client.get(_url(cast, "calendar_days")).content.decode()
    assert "休 春节\n" not in client.get(_url(cast, "calendar_days", 2026)).content.decode()


def test_one_day_is_added_and_taken_back(cast: Cast) -> None:
    client = _as(cast, "wei")
    form = {"day-day": "2026-06-01", "day-kind": "off", "day-name": "校庆"}
    assert client.post(_url(cast, "calendar_day_add", 2026), form).status_code == 302
    assert work_calendar_for(cast.district).holiday_on(date(2026, 6, 1)) == "校庆"
    assert "青榆区教育工委另有1天调整" in _year(client, 2026)
    client.post(_url(cast, "calendar_day_remove", 2026), {"day": "2026-06-01"})
    assert work_calendar_for(cast.district).is_workday(date(2026, 6, 1))
    assert AuditEntry.objects.filter(action="calendar.days").count() == 2


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"day-day": "2026-06-01", "day-kind": "worked", "day-name": "补课"}, "本来就上班"),
        ({"day-day": "2025-06-01", "day-kind": "off", "day-name": "校庆"}, "2025年6月1日不在2026年。"),
        ({"day-day": "2026-06-01", "day-kind": "off", "day-name": ""}, "该字段是必填项"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_the_field(cast: Cast, form: dict[str, str], message: str) -> None:
    answer = _as(cast, "wei").post(_url(cast, "calendar_day_add", 2026), form)
    assert (answer.status_code, message in answer.content.decode()) == (422, True)
    assert f'value="{form["day-day"]}"' in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_a_day_that_is_none_cannot_be_taken_back(cast: Cast) -> None:
    client = _as(cast, "wei")
    assert client.post(_url(cast, "calendar_day_remove"), {"day": "next week"}).status_code == 404
    assert client.post(_url(cast, "calendar_day_remove"), {"day": "2027-05-01"}).status_code == 302
    assert not AuditEntry.objects.filter(action="calendar.days").exists()


def test_a_year_is_confirmed_with_its_notice_and_opened_again(cast: Cast) -> None:
    client = _as(cast, "wei")
    nothing = client.post(_url(cast, "calendar_confirm"), {"confirm-source": "国办发明电〔2026〕8号"})
    assert (nothing.status_code, "还没有录入2027年的放假日期" in nothing.content.decode()) == (422, True)
    client.post(_url(cast, "calendar_days_paste"), {"list-lines": LIST})
    client.post(_url(cast, "calendar_confirm"), {"confirm-source": "国办发明电〔2026〕8号"})
    page = _year(client, 2027)
    assert "青榆区教育工委已确认，依据：国办发明电〔2026〕8号（魏然" in page
    assert "为暂定" not in page
    client.post(_url(cast, "calendar_reopen"))
    assert "2027年为暂定。" in _year(client, 2027)
    actions = (
        AuditEntry.objects.filter(action__startswith="calendar.").order_by("number").values_list("action", flat=True)
    )
    assert list(actions) == ["calendar.days", "calendar.confirm", "calendar.reopen"]


def test_a_year_page_takes_the_same_queries_with_one_day_and_with_thirty(cast: Cast, django_assert_num_queries) -> None:
    client = _as(cast, "lin")
    _year(client, 2027)
    for count in (1, 30):
        days = [SpecialDay(date(2027, 3, 1 + n), is_off=True, name="校庆") for n in range(count)]
        set_days(district=cast.district, year=2027, days=days, replace=True, by=cast.wei, at=NOW)
        with django_assert_num_queries(11):
            _year(client, 2027)
