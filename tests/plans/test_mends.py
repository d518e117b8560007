"""Mends: put what is certain where it belongs, refuse what has moved or changed, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from branches.models import AuditEntry
from branches.permissions import NotAllowed
from plans.domain.mending import WordsNotThere, replace_words
from plans.domain.panel_rows import offer_of
from plans.models import FindingDismissal, Plan, PlanSection
from plans.selectors.checks import excuses_of, report_of
from plans.services.checks import (
    ALL_LINES,
    CheckRefused,
    Words,
    dismiss,
    mend,
    put_words,
    take_back_lines,
    undismiss,
)
from plans.services.drafting import amend_plan
from plans.services.items import ItemFacts, add_item
from plans.services.sections import edit_section
from regulations.domain.findings import Finding
from tests.cast import NOW, TODAY, Cast, plan_at
from workflow.domain.transitions import Status


def write(plan: Plan, cast: Cast, body: str, heading: str = "指导思想") -> PlanSection:
    """Put words into a section."""
    row = PlanSection.objects.select_related("plan__branch__district").get(plan=plan, heading=heading, removal=None)
    return edit_section(section=row, heading=heading, body=body, base_version=row.version, by=cast.lin, at=NOW)


def finding(plan: Plan) -> Finding:
    """The finding about the wrong anniversary."""
    return next(row for row in report_of(plan, TODAY).findings if "94周年" in row.text)


def offered(found: Finding) -> str:
    """The choice that stands for its only mend."""
    (only,) = found.mends
    return offer_of(only).choice


def gap(plan: Plan, kind: str) -> Finding:
    """The finding that suggests lines of this kind."""
    rows = report_of(plan, TODAY).findings
    return next(row for row in rows if any(getattr(line, "kind", "") == kind for line in row.mends))


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("建党94周年。", 0, "建党105周年。"),
        ("迎接建党94周年。", 0, "迎接建党105周年。"),  # moved, and the only one
        ("建党94周年，建党94周年。", 7, "建党94周年，建党105周年。"),  # twice, but exactly here
    ],
)
def test_words_are_replaced_at_their_place_or_at_their_only_occurrence(text: str, start: int, expected: str) -> None:
    assert replace_words(text, start, "建党94周年", "建党105周年") == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("建党105周年。", "“建党94周年”已经不在这里，可能刚改过。请看新的检查结果。"),
        ("喜迎建党94周年，庆建党94周年。", "“建党94周年”在这一段出现了2次，分不清要改哪一处，请手工修改。"),
    ],
)
def test_words_that_are_gone_or_stand_twice_are_not_guessed_at(text: str, sentence: str) -> None:
    with pytest.raises(WordsNotThere, match=sentence):
        replace_words(text, 0, "建党94周年", "建党105周年")


def test_a_wrong_anniversary_is_mended_as_an_edit_of_its_section(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    section = write(plan, cast, "结合工作实际，庆祝建党94周年。")
    found = finding(plan)
    done = mend(plan=plan, key=found.key, choice=offered(found), by=cast.qiao, at=NOW)
    section.refresh_from_db()
    assert section.body == "结合工作实际，庆祝建党105周年。"
    assert (section.version, section.changed_by) == (3, cast.qiao)
    assert done.message == f"已把“{found.text}”改为“{offered(found)}”。"
    assert done.anchor == f"section-{section.pk}"
    assert AuditEntry.objects.filter(action="section.edit", actor=cast.qiao).count() == 1


def test_a_mend_is_taken_back(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    section = write(plan, cast, "结合工作实际，庆祝建党94周年。")
    done = mend(plan=plan, key=finding(plan).key, choice=offered(finding(plan)), by=cast.lin, at=NOW)
    assert done.undo_words is not None
    put_words(plan=plan, words=done.undo_words, new=done.was, by=cast.lin, at=NOW)
    section.refresh_from_db()
    assert section.body == "结合工作实际，庆祝建党94周年。"


def test_a_finding_that_has_moved_is_mended_where_it_stands_now(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "庆祝建党94周年。")
    found = finding(plan)
    section = write(plan, cast, "全体党员参加。庆祝建党94周年。")
    mend(plan=plan, key=found.key, choice=offered(found), by=cast.lin, at=NOW)
    section.refresh_from_db()
    assert section.body == "全体党员参加。庆祝建党105周年。"


def test_a_finding_that_is_gone_is_refused(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "庆祝建党94周年。")
    found = finding(plan)
    section = write(plan, cast, "庆祝党的生日。")
    with pytest.raises(CheckRefused, match="这一处已经改过了，请看新的检查结果。"):
        mend(plan=plan, key=found.key, choice=offered(found), by=cast.lin, at=NOW)
    section.refresh_from_db()
    assert section.body == "庆祝党的生日。"


def test_a_mend_that_the_checks_do_not_offer_is_refused(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    section = write(plan, cast, "庆祝建党94周年。")
    with pytest.raises(CheckRefused):
        mend(plan=plan, key=finding(plan).key, choice="任意文字", by=cast.lin, at=NOW)
    section.refresh_from_db()
    assert section.body == "庆祝建党94周年。"


def test_words_in_a_schedule_line_keep_the_line_as_it_was(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    july = date(2026, 7, 1)
    facts = ItemFacts("庆祝建党94周年歌咏会", july, july, "commemoration", responsible_group=cast.group)
    line = add_item(plan=plan, facts=facts, by=cast.lin, at=NOW)
    mend(plan=plan, key=finding(plan).key, choice=offered(finding(plan)), by=cast.lin, at=NOW)
    line.refresh_from_db()
    assert (line.text, line.kind, line.responsible_group) == ("庆祝建党105周年歌咏会", "commemoration", cast.group)


def test_words_in_the_title_are_put_there(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    put_words(plan=plan, words=Words("title", "title", 0, "第一小学"), new="第二小学", by=cast.lin, at=NOW)
    plan.refresh_from_db()
    assert plan.title == "青榆区第二小学党支部2026年工作计划"


def test_a_gap_becomes_a_line_of_its_month(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    done = mend(plan=plan, key="", choice="committee_meeting:2026-05-01", by=cast.lin, at=NOW)
    line = plan.items.present().get(pk__in=done.undo_items)
    assert (line.first_month, line.last_month, line.kind) == (date(2026, 5, 1), date(2026, 5, 1), "committee_meeting")
    assert "支委会" in line.text
    assert done.anchor == f"item-{line.pk}"


def test_a_gap_that_has_become_smaller_meanwhile_is_still_closed(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    key = gap(plan, "dues").key
    mend(plan=plan, key=key, choice="dues:2026-02-01", by=cast.lin, at=NOW)
    mend(plan=plan, key=key, choice="dues:2026-06-01", by=cast.lin, at=NOW)
    months = plan.items.present().filter(kind="dues").values_list("first_month", flat=True)
    assert list(months) == [date(2026, 2, 1), date(2026, 6, 1)]


def test_the_same_gap_is_not_closed_twice(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    mend(plan=plan, key="", choice="dues:2026-02-01", by=cast.lin, at=NOW)
    with pytest.raises(CheckRefused):
        mend(plan=plan, key="", choice="dues:2026-02-01", by=cast.lin, at=NOW)
    assert plan.items.present().filter(kind="dues").count() == 1


def test_all_lines_of_a_gap_come_and_go_together(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    before = plan.items.present().count()
    found = gap(plan, "theme_day")
    done = mend(plan=plan, key=found.key, choice=ALL_LINES, by=cast.lin, at=NOW)
    assert plan.items.present().count() == before + len(found.mends)
    assert f"添加{len(found.mends)}项“" in done.message
    assert take_back_lines(plan=plan, items=done.undo_items, by=cast.lin, at=NOW) == len(found.mends)
    assert plan.items.present().count() == before


def test_a_submitted_plan_is_not_mended(cast: Cast) -> None:
    plan = plan_at(cast, Status.SUBMITTED)
    with pytest.raises(NotAllowed, match="已提交，如需修改请先撤回。"):
        mend(plan=plan, key="", choice="dues:2026-02-01", by=cast.lin, at=NOW)


def test_a_dismissal_holds_by_its_finding_and_is_in_the_trail(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "庆祝建党94周年。")
    key = finding(plan).key
    dismiss(plan=plan, key=key, reason=" 引用 当年的\n活动名称 ", by=cast.qiao, at=NOW)
    write(plan, cast, "全体党员参加。庆祝建党94周年。")
    excuse = excuses_of(plan)[finding(plan).key]
    assert (excuse.reason, excuse.by) == ("引用 当年的 活动名称", "乔木")
    assert AuditEntry.objects.get(action="check.dismiss").detail["reason"] == "引用 当年的 活动名称"


def test_a_dismissal_needs_a_reason_and_a_finding(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "庆祝建党94周年。")
    with pytest.raises(CheckRefused, match="请写明为什么不适用"):
        dismiss(plan=plan, key=finding(plan).key, reason="  ", by=cast.lin, at=NOW)
    with pytest.raises(CheckRefused, match="已经不在检查结果里了"):
        dismiss(plan=plan, key="f" * 32, reason="不适用", by=cast.lin, at=NOW)
    assert FindingDismissal.objects.count() == 0


def test_dismissing_twice_keeps_the_first_reason_and_revoking_counts_again(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "庆祝建党94周年。")
    key = finding(plan).key
    dismiss(plan=plan, key=key, reason="引用", by=cast.lin, at=NOW)
    assert dismiss(plan=plan, key=key, reason="别的理由", by=cast.qiao, at=NOW).reason == "引用"
    assert undismiss(plan=plan, key=key, by=cast.lin, at=NOW)
    assert excuses_of(plan) == {}
    assert not undismiss(plan=plan, key=key, by=cast.lin, at=NOW)


def test_a_dismissal_holds_in_the_next_revision_but_not_back(cast: Cast) -> None:
    plan = plan_at(cast, Status.APPROVED)
    revision = amend_plan(plan=plan, by=cast.lin, at=NOW)
    key = gap(revision, "dues").key
    dismiss(plan=revision, key=key, reason="按季度收缴", by=cast.lin, at=NOW)
    assert (list(excuses_of(revision)), list(excuses_of(plan))) == ([key], [])
    FindingDismissal.objects.update(plan=plan)
    assert list(excuses_of(revision)) == [key]
