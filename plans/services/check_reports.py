"""The report of a submission. Checks never stand in the way: one that fails is logged, and the submission goes on."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from branches.models import User
from plans.domain.panel import Panel, panel_of
from plans.domain.panel_rows import Excuse
from plans.domain.paper import paper_from
from plans.models import CheckedActivity, CheckReportRecord, Plan
from plans.selectors.checks import excuses_of, report_of_content
from plans.selectors.copying import Comparison
from plans.services.editing import note_change
from workflow.models import Snapshot

logger = logging.getLogger(__name__)


def freeze_report(
    *, plan: Plan, snapshot: Snapshot, by: User, at: datetime, comparison: Comparison | None = None
) -> CheckReportRecord | None:
    """What the checks say of the submitted words, kept with the snapshot; None when a check failed, which is logged and blocks nothing.

    `comparison` of these words with other plans spares making it a second time.
    """
    try:
        with transaction.atomic():
            return _freeze(plan, snapshot, by, at, comparison)
    except Exception:
        logger.exception("The report of plan %s, snapshot %s could not be made", plan.pk, snapshot.number)
        return None


def _freeze(plan: Plan, snapshot: Snapshot, by: User, at: datetime, comparison: Comparison | None) -> CheckReportRecord:
    paper = paper_from(snapshot.content)
    report = report_of_content(plan, snapshot.content, localdate(at), comparison)
    excuses = excuses_of(plan)
    panel = panel_of(report, paper, excuses)
    record = CheckReportRecord.objects.create(
        plan=plan,
        submission=plan.submission_count,
        number=snapshot.number,
        content={"report": report.to_plain(), "excuses": _kept(panel, excuses)},
        errors=panel.errors,
        warnings=panel.warnings,
        infos=panel.infos,
        dismissed=len(panel.excused),
        checked_at=at,
    )
    CheckedActivity.objects.bulk_create(
        CheckedActivity(
            report=record,
            kind=row.verdict.kind,
            name=row.verdict.name,
            position=position,
            verdict=row.verdict.verdict.value,
            is_excused=row.excuse is not None,
        )
        for position, row in enumerate(panel.grid)
    )
    counts = {"errors": panel.errors, "warnings": panel.warnings, "dismissed": len(panel.excused)}
    note_change(plan, "check.freeze", by=by, at=at, snapshot=snapshot.number, **counts)
    return record


def _kept(panel: Panel, excuses: dict[str, Excuse]) -> dict[str, dict[str, str]]:
    """Only the dismissals of what was found: others have nothing to excuse in this submission."""
    return {row.finding.key: excuses[row.finding.key].to_plain() for row in panel.excused}
