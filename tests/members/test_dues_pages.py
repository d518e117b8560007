"""The pages about dues as people see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from branches.models import AuditEntry, User
from members.domain.dues import first_of, month_after
from members.models import DuesBase, DuesPayment, DuesPublication, DuesReceipt, Member
from members.services.dues_ledger import reverse_receipt
from tests.cast import Cast
from tests.members.dues_stage import at, fix, member_of, month, pay

#: Pages go by the real day: the months are those around it.
TODAY = timezone.localdate()
THIS = first_of(TODAY)
START = month_after(THIS, -8)


@pytest.fixture
def enter(client: Client) -> Callable[[User], Client]:
    def log_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def cells(cast: Cast, user: User, when: date, amount: str, seen: str = "0") -> dict[str, str]:
    key = f"{member_of(user).pk}_{when:%Y%m}"
    return {f"pay_{key}": "on", f"amount_{key}": amount, f"seen_{key}": seen}


def handover(day: date = TODAY) -> dict[str, str]:
    return {"paid_on": day.isoformat(), "paid_by": "cash"}


def test_secretary_records_two_members_at_once_and_the_year_shows_it(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", START)
    fix(cast, cast.song, "4000", START)
    client = enter(cast.lin)
    url = reverse("members:dues_record", args=[cast.branch.pk])
    assert 'value="102.00"' in client.get(url).content.decode()
    data = handover() | cells(cast, cast.tang, THIS, "102") | cells(cast, cast.song, THIS, "40")
    response = client.post(url, data, follow=True)
    text = response.content.decode()
    assert f"已登记2名党员的党费，收据编号{TODAY.year}-0001至{TODAY.year}-0002。" in text
    assert '<span class="dues-paid">102.00</span>' in text
    # What the branch took in for the month is the sum of both.
    assert '<td class="number">142.00</td>' in text


def test_the_second_of_two_recorders_gets_409_and_keeps_the_other_lines(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", START)
    fix(cast, cast.song, "4000", START)
    pay(cast, cast.tang, [THIS], "102", TODAY, by=cast.qiao)
    data = handover() | cells(cast, cast.tang, THIS, "102") | cells(cast, cast.song, THIS, "39")
    response = enter(cast.lin).post(reverse("members:dues_record", args=[cast.branch.pk]), data)
    text = response.content.decode()
    assert response.status_code == 409
    assert f"乔木刚登记了唐果{THIS.year}年{THIS.month}月的党费" in text
    assert 'value="39"' in text
    assert DuesPayment.objects.count() == 1


def test_wrong_sums_come_back_with_a_sentence_and_what_was_typed(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", START)
    fix(cast, cast.song, "4000", START)
    data = handover() | cells(cast, cast.tang, THIS, "102.50") | cells(cast, cast.song, THIS, "abc")
    response = enter(cast.lin).post(reverse("members:dues_record", args=[cast.branch.pk]), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert 'value="102.50"' in text
    assert 'value="abc"' in text
    data = handover() | cells(cast, cast.tang, THIS, "102.50")
    text = enter(cast.lin).post(reverse("members:dues_record", args=[cast.branch.pk]), data).content.decode()
    assert "超过了应交的102.00元；自愿多交的请在本人页面另行登记。" in text


def test_nothing_ticked_is_said(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", START)
    response = enter(cast.lin).post(reverse("members:dues_record", args=[cast.branch.pk]), handover())
    assert response.status_code == 422
    assert "请至少勾选一名党员的一个月。" in response.content.decode()


def test_bases_are_fixed_from_the_table_and_the_year_asks_for_missing_ones(cast: Cast, enter: Callable) -> None:
    client = enter(cast.lin)
    assert "还没有核定党费基数" in client.get(reverse("members:dues", args=[cast.branch.pk])).content.decode()
    key = member_of(cast.tang).pk
    data = {"from_month": f"{THIS:%Y-%m}"}
    for row in Member.objects.filter(branch=cast.branch):
        data |= {f"basis_{row.pk}": "wage", f"amount_{row.pk}": "", f"seen_{row.pk}": "0"}
    data[f"amount_{key}"] = "6800"
    response = client.post(reverse("members:dues_bases", args=[cast.branch.pk]), data)
    assert response.status_code == 302
    assert list(DuesBase.objects.values_list("member", "from_month", "amount")) == [(key, THIS, 6800)]
    changed = client.post(
        reverse("members:dues_bases", args=[cast.branch.pk]), data | {f"amount_{key}": "", f"quarterly_{key}": "on"}
    )
    assert "请同时填写基数" in changed.content.decode()
    again = client.post(reverse("members:dues_bases", args=[cast.branch.pk]), data | {f"amount_{key}": "7000"})
    assert again.status_code == 422
    assert "基数刚由其他人登记" in again.content.decode()


def test_parts_of_a_wage_make_the_base(cast: Cast, enter: Callable) -> None:
    url = reverse("members:dues_base", args=[member_of(cast.tang).pk])
    data = {
        "from_month": f"{THIS:%Y-%m}",
        "basis": "wage",
        "item_0": "3000",
        "item_1": "1200.50",
        "item_3": "800",
        "seen": "0",
    }
    wrong = enter(cast.lin).post(url, data | {"amount": "6000"})
    assert (wrong.status_code, "各项相加为5000.50元" in wrong.content.decode()) == (422, True)
    assert enter(cast.lin).post(url, data).status_code == 302
    row = DuesBase.objects.get()
    assert (str(row.amount), row.components) == (
        "5000.50",
        {"岗位工资": "3000.00", "薪级工资": "1200.50", "津贴补贴": "800.00"},
    )


@pytest.mark.parametrize("text", ["2026-13", "下个月", "2007-12"])
def test_a_month_that_is_none_is_refused_beside_its_field(cast: Cast, enter: Callable, text: str) -> None:
    url = reverse("members:dues_base", args=[member_of(cast.tang).pk])
    response = enter(cast.lin).post(url, {"from_month": text, "basis": "wage", "amount": "5000"})
    assert response.status_code == 422
    assert f'value="{text}"' in response.content.decode()


def test_arrears_tell_the_step_and_what_to_do(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", month_after(THIS, -3))
    text = enter(cast.lin).get(reverse("members:dues_arrears", args=[cast.branch.pk])).content.decode()
    assert "3个月，306.00元" in text
    assert "连续3个月未交：请对本人批评教育" in text
    assert "宋知秋" not in text


def test_made_up_months_are_recorded_for_one_member(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", month_after(THIS, -7))
    url = reverse("members:dues_record", args=[cast.branch.pk])
    query = f"?span=back&member={member_of(cast.tang).pk}&all=1"
    text = enter(cast.lin).get(url + query).content.decode()
    # six months back and this one; the seventh back is not offered
    assert text.count("checked") == 7
    data = handover()
    for back in range(7):
        data |= cells(cast, cast.tang, month_after(THIS, -back), "102")
    assert enter(cast.lin).post(url + query, data).status_code == 302
    assert DuesReceipt.objects.get().entries.count() == 7


def test_member_sees_own_dues_and_receipt_but_nobody_elses(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", THIS)
    fix(cast, cast.song, "4000", THIS)
    own = pay(cast, cast.tang, [THIS], "102", TODAY)
    other = pay(cast, cast.song, [THIS], "40", TODAY)
    client = enter(cast.tang)
    text = client.get(reverse("members:my_dues")).content.decode()
    assert "102.00" in text
    assert "40.00" not in text
    receipt = client.get(reverse("members:dues_receipt", args=[own.pk])).content.decode()
    assert "壹佰零贰元整" in receipt
    assert "冲正这张收据" not in receipt
    assert client.get(reverse("members:dues_receipt", args=[other.pk])).status_code == 404
    assert "我的党费" in client.get(reverse("members:me")).content.decode()


def test_a_void_receipt_says_so_on_the_page(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", THIS)
    receipt = pay(cast, cast.tang, [THIS], "102", TODAY)
    response = enter(cast.lin).post(
        reverse("members:dues_reverse", args=[receipt.pk]), {"reason": "登错人"}, follow=True
    )
    text = response.content.decode()
    assert "已冲正作废" in text
    assert "登错人" in text
    assert enter(cast.lin).post(reverse("members:dues_reverse", args=[receipt.pk]), {"reason": "x"}).status_code == 422


def test_the_receipt_is_a_pdf(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", THIS)
    receipt = pay(cast, cast.tang, [THIS], "102", TODAY)
    response = enter(cast.tang).get(reverse("members:dues_receipt_pdf", args=[receipt.pk]))
    assert (response.headers["Content-Type"], response.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_monthly_sheet_adds_up_and_no_name_becomes_a_formula(cast: Cast, enter: Callable) -> None:
    Member.objects.filter(user=cast.song).update(name="=HYPERLINK(1)")
    fix(cast, cast.tang, "6800", THIS)
    fix(cast, cast.song, "4000", THIS)
    pay(cast, cast.tang, [THIS], "102", TODAY)
    wrong = pay(cast, cast.song, [THIS], "30", TODAY)
    reverse_receipt(receipt=wrong, reason="金额登错", by=cast.lin, at=at(TODAY))
    url = reverse("members:dues_sheet", args=[cast.branch.pk, THIS.year, THIS.month, "xlsx"])
    page = load_workbook(BytesIO(enter(cast.lin).get(url).content)).active
    rows = {row[1]: row for row in page.iter_rows(min_row=3, values_only=True)}
    assert rows["唐果"][2:8] == ("工资", 6800, "1.5%", 102, 102, "已交")
    assert rows["'=HYPERLINK(1)"][2:9] == ("工资", 4000, "1%", 40, 0, "待交", None)
    assert rows["合计"][5:7] == (142, 102)
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert AuditEntry.objects.get(action="dues.export").detail == {"month": f"{THIS:%Y-%m}", "format": "xlsx"}


def test_the_publication_has_sums_only_unless_the_branch_chooses(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", month(1, TODAY.year))
    fix(cast, cast.song, "4000", month(1, TODAY.year))
    pay(cast, cast.tang, [month(1, TODAY.year)], "102", date(TODAY.year, 1, 12))
    url = reverse("members:dues_publication", args=[cast.branch.pk])
    assert enter(cast.lin).post(url, {"note": "已按规定上缴。", "seen": "0"}).status_code == 302
    text = enter(cast.tang).get(url).content.decode()
    assert "实收102.00元" in text
    assert "已按规定上缴。" in text
    assert "各党员交纳情况" not in text
    assert "people" not in DuesPublication.objects.get().content
    assert enter(cast.qiao).post(url, {"with_people": "on", "seen": "0"}).status_code == 422
    assert enter(cast.qiao).post(url, {"with_people": "on", "seen": "1"}).status_code == 302
    assert ["唐果", "102.00"] in DuesPublication.objects.get(revision=2).content["people"]


def test_what_was_published_does_not_change_with_the_ledger(cast: Cast, enter: Callable) -> None:
    start = month(1, TODAY.year)
    fix(cast, cast.tang, "6800", start)
    receipt = pay(cast, cast.tang, [start], "102", date(TODAY.year, 1, 12))
    url = reverse("members:dues_publication", args=[cast.branch.pk])
    enter(cast.lin).post(url, {"seen": "0"})
    reverse_receipt(receipt=receipt, reason="登错人", by=cast.lin, at=at(TODAY))
    assert "实收102.00元" in enter(cast.tang).get(url).content.decode()


def test_the_district_sees_sums_and_no_single_person(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", month_after(THIS, -2))
    text = enter(cast.he).get(reverse("members:dues_district")).content.decode()
    assert "青榆一小" in text
    assert "白鹭二中" not in text
    assert 'data-label="可补交（元）" class="number">204.00' in text
    assert "提醒1人" in text
    assert "唐果" not in text


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", ["dues", "dues_record", "dues_bases", "dues_arrears"])
def test_lists_of_a_branch_ask_as_much_for_one_member_as_for_twenty(cast: Cast, enter: Callable, name: str) -> None:
    fix(cast, cast.tang, "6800", START)
    pay(cast, cast.tang, [START], "102", START)
    client = enter(cast.lin)
    url = reverse(f"members:{name}", args=[cast.branch.pk])
    before = _queries(client, url)
    for number in range(20):
        row = Member.objects.create(branch=cast.branch, name=f"党员{number:02d}", status="full")
        DuesBase.objects.create(
            member=row, from_month=START, basis="wage", amount=6800, recorded_by=cast.lin, recorded_at=at(START)
        )
    assert (_queries(client, url), before) == (before, before)


def test_the_district_asks_as_much_for_two_branches_as_for_twelve(cast: Cast, enter: Callable) -> None:
    fix(cast, cast.tang, "6800", START)
    client, url = enter(cast.he), reverse("members:dues_district")
    before = _queries(client, url)
    for number in range(10):
        cast.branch.pk, cast.branch.name = None, f"第{number}小学党支部"
        cast.branch._state.adding = True
        cast.branch.save()
        Member.objects.create(branch=cast.branch, name="程一", status="full")
    assert _queries(client, url) == before
