"""The report of a submission: frozen with the snapshot, shown to the reviewer, never in the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from branches.models import AuditEntry
from plans.models import CheckedActivity, CheckReportRecord, FindingDismissal, Plan
from plans.services.check_reports import freeze_report
from plans.services.checks import dismiss
from plans.services.review import submit_plan
from plans.services.risk import note_risk
from tests.cast import NOW, Cast, plan_at
from tests.plans.test_mends import finding, gap, write
from tests.plans.test_review import as_, fresh
from workflow.domain.transitions import Action, Status
from workflow.models import ReviewComment
from workflow.selectors import latest_snapshot
from workflow.services.perform import perform
from workflow.services.remarks import answer_issue


def submitted(cast: Cast) -> Plan:
    """A plan with one dismissed and one standing finding in its text, handed in."""
    plan = plan_at(cast, Status.DRAFT)
    write(plan, cast, "认真落实20XX年工作要点。庆祝建党94周年。")
    dismiss(plan=plan, key=finding(plan).key, reason="引用当年的活动名称", by=cast.lin, at=NOW)
    return submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)


def test_a_submission_freezes_what_was_found_and_what_was_said_to_it(cast: Cast) -> None:
    plan = submitted(cast)
    record = CheckReportRecord.objects.get(plan=plan)
    texts = [row["text"] for row in record.content["report"]["findings"] if row["text"]]
    assert "20XX年" in texts
    assert (record.submission, record.number, record.dismissed) == (1, 1, 1)
    assert record.errors == sum(
        row["level"] == "error" and row["key"] not in record.content["excuses"]
        for row in record.content["report"]["findings"]
    )
    (excuse,) = record.content["excuses"].values()
    assert (excuse["reason"], excuse["by"]) == ("引用当年的活动名称", "林向阳")
    entry = AuditEntry.objects.get(action="check.freeze")
    assert entry.detail == {"errors": record.errors, "warnings": record.warnings, "dismissed": 1, "snapshot": 1}


def test_the_verdicts_of_the_activities_are_kept_as_rows(cast: Cast) -> None:
    plan = plan_at(cast, Status.DRAFT)
    dismiss(plan=plan, key=gap(plan, "dues").key, reason="按季度收缴", by=cast.lin, at=NOW)
    submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    rows = {row.kind: row for row in CheckedActivity.objects.filter(report__plan=plan)}
    assert (rows["dues"].verdict, rows["dues"].is_excused) == ("absent", True)
    assert (rows["committee_meeting"].verdict, rows["committee_meeting"].is_excused) == ("below", False)


def test_the_reviewer_sees_the_frozen_report_whatever_happens_afterwards(cast: Cast) -> None:
    plan = submitted(cast)
    FindingDismissal.objects.update(revoked_at=NOW, revoked_by=cast.lin)
    response = as_(cast.he).get(reverse("plans:review", args=[plan.pk]))
    page = response.content.decode()
    assert "“20XX年”还没有填写。" in page
    assert "不适用，因为：引用当年的活动名称" in page
    part = next(part for part in response.context["page"].parts if part.section.heading == "指导思想")
    assert [row.excuse.reason for row in part.excused if row.excuse] == ["引用当年的活动名称"]
    assert "20XX年" in [row.finding.text for row in part.found.rows]  # type: ignore[union-attr]


def test_the_school_sees_the_same_report_while_it_waits(cast: Cast) -> None:
    plan = submitted(cast)
    page = as_(cast.lin).get(reverse("plans:checks", args=[plan.pk])).content.decode()
    assert "“20XX年”还没有填写。" in page
    assert "引用当年的活动名称" in page
    assert "改为“2026年”" not in page


def test_the_next_submission_has_a_report_of_its_own_with_the_same_dismissal(cast: Cast) -> None:
    plan = submitted(cast)
    plan = perform(plan, Action.CLAIM, by=cast.he, at=NOW)
    as_(cast.he).post(reverse("plans:remark_add", args=[plan.pk]), {"body": "写明年份", "is_issue": "on"})
    plan = perform(fresh(plan), Action.RETURN, by=cast.he, at=NOW)
    write(plan, cast, "认真落实2026年工作要点。庆祝建党94周年。")
    answer_issue(issue=ReviewComment.objects.get(), document=plan, reply="已改", by=cast.lin, at=NOW)
    submit_plan(plan=fresh(plan), comment="", by=cast.lin, at=NOW)
    first, second = CheckReportRecord.objects.order_by("submission")
    assert (first.errors - second.errors, second.dismissed) == (1, 1)
    page = as_(cast.he).get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert "“20XX年”还没有填写。" not in page


def test_a_plan_that_was_never_checked_says_so(cast: Cast) -> None:
    plan = submitted(cast)
    CheckReportRecord.objects.all().delete()
    note_risk(plan=plan, at=NOW)
    reviewer = as_(cast.he)
    assert "这次提交没有检查结果。" in reviewer.get(reverse("plans:review", args=[plan.pk])).content.decode()
    assert "未检查" in reviewer.get(reverse("plans:queue")).content.decode()
    assert "没有做检查" in as_(cast.lin).get(reverse("plans:checks", args=[plan.pk])).content.decode()


def test_a_report_that_cannot_be_made_leaves_the_submission_alone(cast: Cast, caplog: Any) -> None:
    plan = submitted(cast)
    snapshot = latest_snapshot(plan)
    assert snapshot is not None
    snapshot.content = {"damaged": True}  # in memory only
    CheckReportRecord.objects.all().delete()
    with transaction.atomic():
        assert freeze_report(plan=plan, snapshot=snapshot, by=cast.lin, at=NOW) is None
        assert fresh(plan).status == Status.SUBMITTED  # the transaction is still usable
    assert f"The report of plan {plan.pk}, snapshot 1 could not be made" in caplog.text


def test_the_queue_counts_by_severity_and_sorts_by_risk(cast: Cast) -> None:
    plan = submitted(cast)
    record = CheckReportRecord.objects.get(plan=plan)
    response = as_(cast.he).get(reverse("plans:queue"), {"sort": "-risk"})
    (row,) = response.context["shown"].rows
    assert (row.risk.errors, row.risk.warnings, row.risk.dismissed) == (record.errors, record.warnings, 1)
    assert f"错误{record.errors}" in response.content.decode()


def test_the_database_keeps_dismissals_and_reports_sensible(cast: Cast) -> None:
    plan = submitted(cast)
    facts = {"plan": plan, "key": "k", "code": "C", "dismissed_by": cast.lin, "dismissed_at": NOW}
    with pytest.raises(IntegrityError, match="dismissal_has_reason"), transaction.atomic():
        FindingDismissal.objects.create(**facts, reason="")
    with pytest.raises(IntegrityError, match="dismissal_revoked_whole"), transaction.atomic():
        FindingDismissal.objects.create(**facts, reason="引用", revoked_at=NOW)
    FindingDismissal.objects.create(**facts, reason="引用")
    with pytest.raises(IntegrityError), transaction.atomic():
        FindingDismissal.objects.create(**facts, reason="再一次")
    report = CheckReportRecord.objects.get(plan=plan)
    report.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        report.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckedActivity.objects.bulk_create(
            CheckedActivity(
                report_id=CheckReportRecord.objects.get().pk, kind="dues", name="党费", position=0, verdict="met"
            )
            for _ in range(2)
        )


@pytest.mark.services
def test_the_database_refuses_to_change_a_frozen_report(cast: Cast) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a trigger of PostgreSQL")
    plan = submitted(cast)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        CheckReportRecord.objects.filter(plan=plan).update(errors=0)


def test_a_finding_becomes_a_remark_with_its_words(cast: Cast) -> None:
    plan = perform(submitted(cast), Action.CLAIM, by=cast.he, at=NOW)
    url = reverse("plans:review", args=[plan.pk])
    page = as_(cast.he).get(url)
    part = next(part for part in page.context["page"].parts if part.section.heading == "指导思想")
    row = next(row for row in part.found.rows if row.finding.text == "20XX年")  # type: ignore[union-attr]
    assert f"?at={part.section.id}&amp;found={row.finding.key}#part-{part.section.id}" in page.content.decode()
    form = as_(cast.he).get(url, {"at": part.section.id, "found": row.finding.key}).context["form"]
    assert {name: form[name].value() for name in ("anchor", "quote", "body", "suggestion")} == {
        "anchor": part.section.id,
        "quote": "20XX年",
        "body": "“20XX年”还没有填写。",
        "suggestion": "改为“2026年”",
    }


def test_only_the_claimant_is_offered_to_write_remarks(cast: Cast) -> None:
    plan = submitted(cast)
    assert "写成意见" not in as_(cast.he).get(reverse("plans:review", args=[plan.pk])).content.decode()
