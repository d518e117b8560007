"""The registers' pages: one set of them for all."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from branches.models import AuditEntry, Branch
from calendar_events.domain.registers import registers
from calendar_events.models import RegisterEntry
from tests.calendar_events.ledgers import client_of, entry, entry_of
from tests.cast import Cast

REAL_TODAY = timezone.localdate()


def page(name: str, *args: object) -> str:
    return reverse(f"calendar_events:{name}", args=args)


@pytest.mark.parametrize("key", list(registers()))
def test_every_register_has_list_form_and_entry(cast: Cast, key: str) -> None:
    register = registers()[key]
    client = client_of(cast.lin)
    form = client.get(page("register_add", cast.branch.pk, key)).content.decode()
    for field in register.fields:
        assert field.label in form
    data = {"subject": "某项内容", "first_day": REAL_TODAY.isoformat(), "owner_member": str(entry_of(cast.tang).pk)}
    for field in register.fields:
        if field.must:
            typed = {"choice": field.choices[:1], "number": ["40"], "sums": ["满意 38"]}.get(
                field.shape.value, ["文字"]
            )
            data[f"own_{field.key}"] = typed[0]
    response = client.post(page("register_add", cast.branch.pk, key), data, follow=True)
    assert response.status_code == 200
    row = RegisterEntry.objects.get(register=key)
    assert f"已登记到“{register.title}”。" in response.content.decode()
    listed = client.get(page("register", cast.branch.pk, key)).content.decode()
    assert page("register_entry", row.pk) in listed
    table = load_workbook(BytesIO(client.get(page("register_export", cast.branch.pk, key, "xlsx")).content)).active
    assert table is not None
    assert [cell.value for cell in table[1]][:2] == ["序号", register.subject]
    assert table.cell(2, 2).value == "某项内容"


def test_wrong_input_comes_back_with_what_was_typed(cast: Cast) -> None:
    data = {
        "subject": "",
        "first_day": "2026-03-05",
        "last_day": "2026-03-01",
        "own_sums": "满意 40",
        "own_returned": "38",
    }
    response = client_of(cast.lin).post(page("register_add", cast.branch.pk, "questionnaires"), data)
    text = response.content.decode()
    assert response.status_code == 422
    assert "票数合计40，多于收回的38份。" in text
    assert "满意 40" in text
    response = client_of(cast.lin).post(page("register_add", cast.branch.pk, "pairs"), data)
    assert "结束日期不能早于开始日期。" in response.content.decode()


def test_what_is_private_is_not_shown_to_the_branch(cast: Cast) -> None:
    row = entry(cast, "wishes", "想要一套实验材料", is_public=True, values={"whose": "李同学", "result": "已送达"})
    for user, names in ((cast.lin, True), (cast.tang, False)):
        text = client_of(user).get(page("register_entry", row.pk)).content.decode()
        assert ("李同学" in text, "已送达" in text) == (names, True)
    assert "登记过程" not in client_of(cast.tang).get(page("register_entry", row.pk)).content.decode()


def test_a_member_claims_a_wish_on_the_phone(cast: Cast) -> None:
    row = entry(cast, "wishes", "想要一套实验材料", is_public=True)
    client = client_of(cast.tang)
    assert "我来认领" in client.get(page("register_entry", row.pk)).content.decode()
    text = client.post(page("register_claim", row.pk), follow=True).content.decode()
    assert "已认领。" in text
    assert "我来认领" not in text
    assert "已经有人认领了" in client_of(cast.song).post(page("register_claim", row.pk), follow=True).content.decode()


def test_two_people_see_both_versions(cast: Cast) -> None:
    row = entry(cast, "duties", "安全责任书", values={"kind": "责任书"})
    given = {"subject": "安全责任书", "first_day": "2026-01-31", "last_day": "2026-07-01", "own_kind": "责任书"}
    for user, words in ((cast.qiao, "每月检查"), (cast.lin, "每周检查")):
        response = client_of(user).post(
            page("register_edit", row.pk), given | {"owner_post": "组织委员", "own_content": words, "base_version": "1"}
        )
    text = response.content.decode()
    assert response.status_code == 409
    assert "乔木在您打开之后修改了这一条" in text
    assert '<td data-label="现在登记的">每月检查</td><td data-label="我填写的">每周检查</td>' in text
    assert 'name="base_version" value="2"' in text


def test_closing_and_looking_from_the_entrys_page(cast: Cast) -> None:
    row = entry(cast, "pairs", owner=entry_of(cast.tang))
    client, day = client_of(cast.lin), REAL_TODAY.isoformat()
    look = client.post(page("register_look", row.pk), {"look": "begin", "looked_on": day, "found": ""})
    assert (look.status_code, "请写明看到的情况。" in look.content.decode()) == (422, True)
    client.post(page("register_look", row.pk), {"look": "begin", "looked_on": day, "found": "听课两节"})
    text = client.post(
        page("register_move", row.pk),
        {"state": "done", "on": day, "note": "独立上课", "base_version": "1"},
        follow=True,
    ).content.decode()
    assert "听课两节" in text
    assert "独立上课" in text
    stale = client.post(page("register_move", row.pk), {"state": "open", "on": day, "base_version": "1"})
    assert stale.status_code == 409


def test_an_export_is_in_the_trail_and_members_do_not_export(cast: Cast) -> None:
    entry(cast, "posts", "=1+1", owner=entry_of(cast.tang), is_public=True, values={"kind": "示范岗"})
    url = page("register_export", cast.branch.pk, "posts", "xlsx")
    response = client_of(cast.lin).get(url)
    sheet = load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    assert sheet.cell(2, 2).value == "=1+1"
    assert sheet.cell(2, 2).data_type == "s"
    assert AuditEntry.objects.get(action="register.export").detail == {
        "register": "责任区、示范岗",
        "rows": 1,
        "as": "xlsx",
    }
    assert client_of(cast.tang).get(url).status_code == 403
    pdf = client_of(cast.lin).get(page("register_export", cast.branch.pk, "posts", "pdf"))
    assert pdf.content.startswith(b"%PDF")


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_pages_ask_as_much_for_one_entry_as_for_many(cast: Cast) -> None:
    client = client_of(cast.lin)
    urls = [
        page("registers", cast.branch.pk),
        page("register", cast.branch.pk, "pairs"),
        page("register_add", cast.branch.pk, "pairs"),
    ]
    entry(cast, "pairs", owner=entry_of(cast.tang))
    before = [queries(client, url) for url in urls]
    for number in range(12):
        entry(cast, "pairs", f"对象{number}", owner=entry_of(cast.song))
        entry(cast, "promises", f"承诺{number}", owner=entry_of(cast.song))
    assert [queries(client, url) for url in urls] == before == [8, 9, 6]


def test_the_district_sees_numbers_and_asks_as_much_for_two_branches_as_for_twelve(cast: Cast) -> None:
    entry(cast, "help", "张同学", owner=entry_of(cast.tang))
    entry(cast, "rectification", "形式单一")
    client, url = client_of(cast.he), page("registers_district")
    text = client.get(url).content.decode()
    assert page("register", cast.branch.pk, "rectification") in text
    assert "张同学" not in text
    assert "监督执纪" not in text
    before = queries(client, url)
    for number in range(10):
        Branch.objects.create(district=cast.district, name=f"支部{number}", school_name="校", short_name=f"校{number}")
    assert queries(client, url) == before == 7
