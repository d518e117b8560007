"""How urgently the submissions of the benchmarks' city want reading: reckoned from their reports as for real ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice

from django.db import connection
from django.utils.timezone import localdate

from plans.domain.risk import RiskFacts, risk_of
from plans.models import CheckReportRecord, CopyingReport, RoundTarget, SubmissionRisk

BATCH = 2000


def note_risks(at: datetime) -> None:
    """A risk for every submission with a report that has none yet, and its score at the plan."""
    rows = _risks(at)
    while some := list(islice(rows, BATCH)):
        SubmissionRisk.objects.bulk_create(some)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE plans_plan p SET risk = r.score, is_clean = r.is_clean FROM plans_submissionrisk r"
            " WHERE r.plan_id = p.id AND r.submission = p.submission_count AND p.risk <> r.score"
        )


def _risks(at: datetime) -> Iterator[SubmissionRisk]:
    known = set(SubmissionRisk.objects.values_list("plan", flat=True))
    copied = {row[0]: row[1:] for row in CopyingReport.objects.values_list("plan", "share", "reused_share")}
    due = dict(RoundTarget.objects.filter(plan__isnull=False).values_list("plan", "due_on"))
    reports = CheckReportRecord.objects.values_list("plan", "errors", "warnings", "dismissed", "plan__submitted_at")
    for plan, errors, warnings, dismissed, submitted_at in reports:
        if plan in known:
            continue
        share, reused = copied.get(plan, (None, None))
        late = max(0, (localdate(submitted_at) - due[plan]).days)
        risk = risk_of(RiskFacts(errors, warnings, dismissed, share, 0, reused, True, late))
        yield SubmissionRisk(
            plan_id=plan,
            submission=1,
            score=risk.score,
            reasons=[asdict(reason) for reason in risk.reasons],
            errors=errors,
            warnings=warnings,
            dismissed=dismissed,
            share=share,
            days_late=late,
            is_clean=risk.is_clean,
            reckoned_at=at,
        )
