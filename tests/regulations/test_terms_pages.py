"""The school calendar's pages: list, form, what is inherited, what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry
from regulations.domain.terms import TermKind, TermRow
from regulations.domain.work_calendar import Stretch
from regulations.models import TermCalendar, TermStretch
from regulations.selectors.calendar import work_calendar_for
from regulations.services.terms import save_terms
from tests.cast import NOW, Cast

BACKEND = "django.contrib.auth.backends.ModelBackend"


def _as(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend=BACKEND)
    return client


def _url(cast: Cast, name: str = "calendar_terms_edit", year: int = 2026) -> str:
    return reverse(f"regulations:{name}", args=[cast.district.pk, year])


def _form(*rows: tuple[str, str, str, str], source: str = "") -> dict[str, str]:
    form = {"row-TOTAL_FORMS": str(len(rows)), "row-INITIAL_FORMS": "0", "source": source}
    for place, row in enumerate(rows):
        form |= {
            f"row-{place}-{name}": value for name, value in zip(("kind", "name", "first", "last"), row, strict=True)
        }
    return form


TERM = ("term", "第一学期", "2026-09-01", "2027-01-22")
VACATION = ("vacation", "寒假", "2027-01-23", "2027-02-21")
BLANK = ("examination", "期中考试", "", "")


def _save(cast: Cast, year: int = 2026) -> TermCalendar:
    row = TermRow(TermKind.TERM, Stretch("第一学期", date(year, 9, 1), date(year + 1, 1, 22)))
    return save_terms(district=cast.district, school_year=year, rows=[row], source="", by=cast.wei, at=NOW)


def test_a_school_year_is_saved_rows_without_days_are_left_out(cast: Cast) -> None:
    client = _as(cast, "wei")
    answer = client.post(_url(cast), _form(TERM, BLANK, VACATION, source="青教〔2026〕7号"))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "2026—2027学年" in page
    assert "青榆区教育工委录入，依据：青教〔2026〕7号（魏然" in page
    assert list(TermStretch.objects.order_by("first").values_list("name", flat=True)) == ["第一学期", "寒假"]
    assert work_calendar_for(cast.district).vacation_on(date(2027, 2, 1)) == "寒假"
    entry = AuditEntry.objects.get(action="calendar.terms")
    assert entry.detail["after"] == ["第一学期（2026-09-01至2027-01-22）", "寒假（2027-01-23至2027-02-21）"]


@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ((TERM, ("vacation", "寒假", "2027-01-20", "2027-02-21")), ["寒假与第一学期（2026年9月1日至1月22日）重叠。"]),
        ((TERM, ("vacation", "寒假", "2027-01-23", "")), ["请填写结束日期。"]),
        ((TERM, ("vacation", "", "2027-01-23", "2027-02-21")), ["请填写名称。"]),
        ((("examination", "期末考试", "2027-01-13", "2027-01-15"),), ["期末考试不在任何一个学期内。"]),
        ((BLANK,), ["请至少填写一个学期或假期的起止日期。"]),
        ((("vacation", "寒假", "二月", "2027-02-21"),), ["请填写开始日期。", "输入一个有效的日期"]),
    ],
)
def test_what_cannot_be_is_said_beside_its_row_and_nothing_is_lost(
    cast: Cast, rows: tuple[tuple[str, str, str, str], ...], messages: list[str]
) -> None:
    answer = _as(cast, "wei").post(_url(cast), _form(*rows, source="青教〔2026〕7号"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert any(message in page for message in messages)
    for row in rows:
        assert not row[3] or f'value="{row[3]}"' in page
    assert 'value="青教〔2026〕7号"' in page
    assert not TermCalendar.objects.exists()


def test_the_form_offers_the_customary_rows_and_what_was_entered(cast: Cast) -> None:
    client = _as(cast, "wei")
    empty = client.get(_url(cast)).content.decode()
    for name in ("第一学期", "第一学期期末考试", "寒假", "第二学期", "暑假"):
        assert f'value="{name}"' in empty
    _save(cast)
    filled = client.get(_url(cast)).content.decode()
    assert 'value="2026-09-01"' in filled
    assert filled.count('value="第一学期"') == 1


def test_a_school_year_is_taken_back(cast: Cast) -> None:
    _save(cast)
    _as(cast, "wei").post(_url(cast, "calendar_terms_remove"))
    assert not TermCalendar.objects.exists()
    assert AuditEntry.objects.get(action="calendar.terms_remove").detail["before"] == [
        "第一学期（2026-09-01至2027-01-22）"
    ]


def test_members_read_the_school_calendar_and_are_told_where_nothing_was_entered(cast: Cast) -> None:
    client = _as(cast, "tang")
    url = reverse("regulations:calendar_terms")
    assert "没有录入。检查时按没有假期和考试处理" in client.get(url).content.decode()
    _save(cast)
    page = client.get(url).content.decode()
    assert "2026年9月1日（周二）" in page
    assert _url(cast) not in page


def test_the_list_takes_the_same_queries_with_one_school_year_and_with_three(
    cast: Cast, django_assert_num_queries
) -> None:
    client = _as(cast, "lin")
    url = reverse("regulations:calendar_terms")
    client.get(url)
    for years in ((2025,), (2026, 2027)):
        for year in years:
            _save(cast, year)
        with django_assert_num_queries(8):
            client.get(url)
