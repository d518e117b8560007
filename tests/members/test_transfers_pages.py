"""The pages of the transfers, and the letter as a file."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.utils import timezone
from docx import Document

from documents.domain.content import Paragraph
from members.documents.letters import letter_of_introduction
from members.models import Member, Transfer
from members.services.transfers import accept_transfer, return_transfer, send_transfer
from tests.cast import NOW, TODAY, Cast
from tests.members.desks import client_of, entry_of


@pytest.fixture
def transfer(cast: Cast) -> Transfer:
    facts = {"to_branch": cast.kindergarten, "issued_on": TODAY, "dues_paid_to": date(2026, 2, 1)}
    return send_transfer(member=entry_of(cast.tang), facts=facts, by=cast.lin, at=NOW)


def words_of(transfer: Transfer) -> str:
    document = letter_of_introduction(transfer, phone="13912345678", born="1990年5月出生")
    return "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def test_the_letter_says_what_the_form_demands(cast: Cast, transfer: Transfer) -> None:
    Member.objects.filter(user=cast.tang).update(sex="female", ethnicity="汉族")
    transfer.refresh_from_db()
    words = words_of(transfer)
    assert words.count("第〔2026〕1号") == 5  # three parts and two lines to tear along
    assert "唐果同志系中共正式党员，组织关系由青榆区第一小学党支部转到青榆区实验幼儿园党支部。（有效期30天）" in words
    assert "唐果同志（女，1990年5月出生，汉族）系中共正式党员，身份证号码＿" in words
    assert "该同志党费已交到2026年2月。" in words
    assert "（有效期30天，至2026年4月1日）" in words
    assert "你处转来的唐果同志组织关系介绍信收悉" in words


def test_the_receipt_is_filled_in_once_the_person_was_taken_in(cast: Cast, transfer: Transfer) -> None:
    accepted = accept_transfer(transfer=transfer, accepted_on=date(2026, 3, 10), by=cast.fang, at=NOW)
    assert "已于2026年3月10日转接到青榆区实验幼儿园党支部。" in words_of(accepted)


def test_a_letter_called_back_is_marked_void(cast: Cast, transfer: Transfer) -> None:
    void = return_transfer(transfer=transfer, returned_on=TODAY, reason="误", by=cast.lin, at=NOW)
    assert letter_of_introduction(void, phone="", born="").watermark == "作废"


def test_the_letter_is_downloaded_as_pdf_and_word(cast: Cast, transfer: Transfer) -> None:
    client = client_of(cast.fang)
    pdf = client.get(f"/members/transfers/{transfer.pk}/letter.pdf")
    assert (pdf["Content-Type"], pdf.content[:5], pdf["Cache-Control"]) == (
        "application/pdf",
        b"%PDF-",
        "private, no-store",
    )
    word = client.get(f"/members/transfers/{transfer.pk}/letter.docx")
    texts = [paragraph.text for paragraph in Document(io.BytesIO(word.content)).paragraphs]
    assert "第一联　存根" in texts
    assert "第三联　回执" in texts


def test_a_letter_is_written_and_confirmed_on_the_pages(cast: Cast) -> None:
    today = timezone.localdate().isoformat()
    form = {"member": str(entry_of(cast.tang).pk), "to_branch": str(cast.kindergarten.pk), "issued_on": today}
    answer = client_of(cast.lin).post(f"/members/branches/{cast.branch.pk}/transfers/send/", form)
    transfer = Transfer.objects.get()
    assert answer.headers["Location"] == f"/members/transfers/{transfer.pk}/"
    receiving = client_of(cast.fang)
    waiting = receiving.get(f"/members/branches/{cast.kindergarten.pk}/transfers/").content.decode()
    assert "青榆一小转来" in waiting
    assert receiving.post(f"/members/transfers/{transfer.pk}/accept/", {"accepted_on": today}).status_code == 302
    assert entry_of(cast.tang).branch == cast.kindergarten
    assert receiving.get(f"/members/{entry_of(cast.tang).pk}/").status_code == 200
    assert client_of(cast.lin).get(f"/members/{entry_of(cast.tang).pk}/").status_code == 404


def test_what_is_missing_or_not_possible_is_told_in_the_form(cast: Cast) -> None:
    url = f"/members/branches/{cast.branch.pk}/transfers/send/"
    form = {"member": str(entry_of(cast.tang).pk), "issued_on": "2026-01-05", "reason": "工作调动"}
    html = client_of(cast.lin).post(url, form).content.decode()
    assert "请选择本区党支部，或者填写对方党组织名称" in html
    assert 'value="工作调动"' in html
    answer = client_of(cast.lin).post(url, form | {"counterpart": "红柳区第三中学党支部", "valid_days": "91"})
    assert (answer.status_code, "介绍信有效期最长90天" in answer.content.decode()) == (422, True)


def test_the_member_sees_the_letter_but_not_the_papers(cast: Cast, transfer: Transfer) -> None:
    client = client_of(cast.tang)
    page = client.get(f"/members/transfers/{transfer.pk}/").content.decode()
    assert "青榆区实验幼儿园党支部" in page
    assert "letter.pdf" not in page
    assert "正在转往青榆区实验幼儿园党支部" in client.get("/members/me/").content.decode()


def test_an_incoming_letter_is_entered_and_accepted_on_the_pages(cast: Cast) -> None:
    client = client_of(cast.lin)
    form = {"name": "水云间", "standing": "probationary", "counterpart": "白石县一小党支部", "issued_on": "2026-01-05"}
    url = f"/members/branches/{cast.branch.pk}/transfers/enter/"
    refused = client.post(url, form)
    assert (refused.status_code, "有审批预备党员权限" in refused.content.decode()) == (422, True)
    assert client.post(url, form | {"can_approve": "on"}).status_code == 302
    transfer = Transfer.objects.get()
    client.post(f"/members/transfers/{transfer.pk}/accept/", {"accepted_on": "2026-01-20"})
    assert Member.objects.get(name="水云间").status == "probationary"
    assert client.get(f"/members/transfers/{transfer.pk}/letter.pdf").status_code == 404


@pytest.mark.parametrize("extra", [0, 2])
def test_the_list_costs_the_same_for_one_letter_and_for_three(
    cast: Cast, transfer: Transfer, extra: int, django_assert_num_queries: object
) -> None:
    for user in (cast.qiao, cast.song)[:extra]:
        facts = {"counterpart": "红柳区第三中学党支部", "issued_on": TODAY}
        send_transfer(member=entry_of(user), facts=facts, by=cast.lin, at=NOW)
    client = client_of(cast.lin)
    client.get(f"/members/branches/{cast.branch.pk}/transfers/")
    with django_assert_num_queries(12):  # type: ignore[operator]
        client.get(f"/members/branches/{cast.branch.pk}/transfers/")
