"""The risk of a submission, kept with it for the queue."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db.models import Min
from django.utils.timezone import localdate

from plans.domain.risk import RiskFacts, risk_of
from plans.models import CheckReportRecord, CopyingReport, Plan, RoundTarget, SubmissionRisk
from workflow.domain.transitions import Status
from workflow.models import Opinion


def note_risk(*, plan: Plan, at: datetime) -> SubmissionRisk:
    """Reckon the latest submission anew from its report and its comparison; twice is as good as once."""
    submission = plan.submission_count
    report = (
        CheckReportRecord.objects.filter(plan=plan, submission=submission)
        .only("errors", "warnings", "dismissed")
        .first()
    )
    copying = CopyingReport.objects.filter(plan=plan, submission=submission).defer("sources").first()
    earlier = Plan.objects.filter(branch=plan.branch_id, paper=plan.paper, year__lt=plan.year)
    facts = RiskFacts(
        errors=report.errors if report else None,
        warnings=report.warnings if report else None,
        dismissed=report.dismissed if report else 0,
        share=copying.share if copying else None,
        copied_headings=copying.copied_headings if copying else 0,
        reused=copying.reused_share if copying else None,
        has_earlier=earlier.exclude(status=Status.DRAFT).exists(),
        days_late=_days_late(plan),
    )
    risk = risk_of(facts)
    row, _ = SubmissionRisk.objects.update_or_create(
        plan=plan,
        submission=submission,
        defaults={
            "score": risk.score,
            "reasons": [asdict(reason) for reason in risk.reasons],
            "errors": facts.errors,
            "warnings": facts.warnings,
            "dismissed": facts.dismissed if report else None,
            "share": facts.share,
            "days_late": facts.days_late,
            "is_clean": risk.is_clean,
            "reckoned_at": at,
        },
    )
    # Where it was handed in again meanwhile, that submission has a verdict of its own.
    Plan.objects.filter(pk=plan.pk, submission_count=submission).update(risk=risk.score, is_clean=risk.is_clean)
    return row


def _days_late(plan: Plan) -> int:
    """Days after the day of the latest return; before the first one after the earliest day that a round has set this school, however often
    the paper was withdrawn. 0 where no day was set."""
    if plan.submitted_at is None:
        return 0
    due = None
    if plan.return_count:
        due = Opinion.objects.of(plan).order_by("-number").values_list("answer_by", flat=True).first()
    elif not plan.amends_id:  # a revision is asked for by nobody's day
        due = RoundTarget.objects.filter(plan=plan).aggregate(due=Min("due_on"))["due"]
    return max(0, (localdate(plan.submitted_at) - due).days) if due else 0
