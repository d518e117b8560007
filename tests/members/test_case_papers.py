"""Papers of a case from its records: what they say, what stays blank, PDF and Word alike."""

from __future__ import annotations

import io
from datetime import date
from zipfile import ZipFile

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from branches.models import AuditEntry
from documents.domain.content import Heading, Paragraph, Table
from members.documents.cases import PAPERS, case_document, papers_of
from members.models import DevelopmentCase, StepRecord
from members.selectors.case_papers import sheet_and_outlook
from members.selectors.cases import with_records
from tests.cast import Cast
from tests.members.case_steps import LATER, case_up_to


def words(slug: str, case: DevelopmentCase) -> str:
    """The paper's text, a line a block or row."""
    row = with_records(DevelopmentCase.objects.filter(pk=case.pk)).get()
    document = case_document(slug, *sheet_and_outlook(row, LATER.date()))
    lines = [document.title, document.recipient]
    for block in document.blocks:
        if isinstance(block, Heading):
            lines.append(f"{block.number}{block.text}")
        elif isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Table):
            lines += ["|".join(cells) for cells in block.rows]
    if document.signature:
        lines.append(document.signature.organisation)
    return "\n".join(lines)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_resolution_has_its_five_items(cast: Cast) -> None:
    case = case_up_to(cast, 15)
    StepRecord.objects.filter(case=case, step=15).update(facts={"no": "1", "abstain": "0", "summary": "教学认真负责。"})
    assert words("resolution", case).split("\n")[1:] == [
        "关于接收陆静好同志为中共预备党员的决议",
        "",
        "一、主要表现",
        "教学认真负责。",
        "二、应到会和实到会有表决权的党员人数",
        "应到会10名，实到会9名。",
        "三、表决结果",
        "应到会有表决权的正式党员10名，实到9名，另有会前书面意见1份，无记名投票表决：同意9票、不同意1票、弃权0票。大会决议：同意接收陆静好同志为中共预备党员，预备期一年，从2026年8月20日起。",
        "四、通过决议的日期",
        "2026年8月20日",
        "五、支部书记签名",
        "______（林向阳）",
        "青榆区第一小学党支部",
    ]


def test_a_resolution_without_a_meeting_decides_nothing(cast: Cast) -> None:
    text = words("resolution", case_up_to(cast, 14))
    assert "同意接收" not in text
    assert "应到会______名，实到会______名。" in text


def test_notice_names_its_days(cast: Cast) -> None:
    text = words("notice", case_up_to(cast, 8))
    assert "经上级党委同意" in text
    assert "2026年6月24日" in text
    assert "2026年6月25日至2026年7月1日，不少于五个工作日" in text


def test_register_lists_reviews_due_and_held(cast: Cast) -> None:
    text = words("reviews", case_up_to(cast, 7))
    assert "第1次|2025年12月10日|2025年12月10日" in text
    assert "第2次|2026年6月10日|2026年6月10日" in text


def test_index_of_an_old_file_says_what_is_missing(cast: Cast) -> None:
    case = case_up_to(cast, 7)
    StepRecord.objects.filter(case=case, step=2).delete()
    text = words("dossier", case)
    assert "2. 派人谈话|谈话记录（两人签名）|缺|缺|" in text
    assert "共1份" in text
    assert "1. 递交入党申请书|入党申请书（本人书写、签名、注明日期）|2025年3月3日|应有|" in text
    assert "15. 党支部党员大会讨论接收|会议记录||未到|" in text


def test_conversion_form_reckons_the_end_of_probation(cast: Cast) -> None:
    assert "2027年8月20日" in words("conversion", case_up_to(cast, 17))


def test_list_of_papers_names_the_steps_that_are_missing(cast: Cast) -> None:
    case = with_records(DevelopmentCase.objects.filter(pk=case_up_to(cast, 9).pk)).get()
    sheet, _ = sheet_and_outlook(case, LATER.date())
    missing = {paper.slug: paper.missing for paper in papers_of(sheet)}
    assert missing["filing"] == ()
    assert missing["prereview-request"] == ("政治审查", "短期集中培训", "党支部委员会会议审查")


@pytest.mark.parametrize("slug", sorted(PAPERS))
def test_every_paper_is_made_as_pdf_and_as_word(cast: Cast, slug: str) -> None:
    case, client = case_up_to(cast, 5), client_of(cast.lin)
    pdf = client.get(reverse("members:case_paper_pdf", args=[case.pk, slug]))
    with pdfplumber.open(io.BytesIO(pdf.content)) as pages:
        text = "".join(page.extract_text() for page in pages.pages).replace("\n", "")
    assert "陆静好" in text
    word = client.get(reverse("members:case_paper_docx", args=[case.pk, slug]))
    with ZipFile(io.BytesIO(word.content)) as archive:
        assert "陆静好" in archive.read("word/document.xml").decode()
    assert AuditEntry.objects.filter(action="case.paper", target_id=str(case.pk)).count() == 2


def test_an_unknown_paper_is_not_found(cast: Cast) -> None:
    case = case_up_to(cast, 1)
    assert client_of(cast.lin).get(reverse("members:case_paper_pdf", args=[case.pk, "nonsense"])).status_code == 404


def test_what_is_not_known_about_the_person_is_a_blank(cast: Cast) -> None:
    case = case_up_to(cast, 4)
    case.member.birth_date, case.member.ethnicity = None, ""
    case.member.save()
    assert "陆静好，女，______，______出生，大学本科学历，现任语文教师" in words("filing", case)
    assert case.member.birth_date != date(1998, 7, 30)
