"""Keeping the index of handed-in plans, and what a comparison of a submission found.

Comparing never stands in the way of handing in: what goes wrong is logged, and the catch-up task tries again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from branches.models import District, User
from branches.permissions import check_can_administer
from branches.services.audit import record
from plans.domain.copying.comparing import Passage, PassageKind, Relation
from plans.domain.copying.letters import Letters, letters_of_text
from plans.domain.paper_kinds import PaperKind
from plans.models import CopyingReport, CopyPosting, DistrictTemplate, Plan, PlanFingerprint
from plans.models.copying import PERMILLE
from plans.selectors.copy_index import LONGEST, keys_of, list_lengths, unpacked
from plans.selectors.copying import Comparison, Source, similar_plans, whole_of_snapshot
from plans.services.risk import note_risk
from workflow.domain.transitions import Status
from workflow.models import Snapshot

logger = logging.getLogger(__name__)

#: A template has so many letters; less would make slogans of half a line a template.
LEAST_TEMPLATE = 20
BATCH = 500
#: What is compared: the words of other papers are the district's own forms.
COMPARED = (PaperKind.PLAN, PaperKind.SUMMARY)


class TemplateRefused(Exception):
    """A template that cannot be kept; the message says why."""


def note_submission(*, plan: Plan, snapshot: Snapshot, at: datetime) -> Comparison | None:
    """Index the words handed in and compare them; call it in the transaction of the submission, before findings are frozen.

    Two plans handed in at the same moment cannot see each other, so a worker compares once more after the commit. Returns None when
    the comparison failed, which is logged and blocks nothing, and for papers of other kinds, which are never compared.
    """
    if plan.paper not in COMPARED:
        return None
    try:
        with transaction.atomic():
            index_plan(plan=plan, snapshot=snapshot, at=at)
            comparison = compare_submission(plan=plan, snapshot=snapshot, at=at)
    except Exception:  # whatever the comparison trips over, the school's submission goes through
        logger.exception("Plan %s, snapshot %s could not be compared", plan.pk, snapshot.number)
        comparison = None
    transaction.on_commit(lambda: nudge(plan.pk))
    return comparison


def nudge(plan: UUID) -> None:
    """Ask a worker to compare once more. Losing the word loses only what was handed in within the same second."""
    try:
        current_app.send_task("plans.compare_submission", args=[str(plan)], retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("broker out of reach, plan not compared again: %s", type(error).__name__)


def index_plan(*, plan: Plan, snapshot: Snapshot, at: datetime) -> PlanFingerprint:
    """Put the plan's words into the index, in place of what the branch handed in before for the period. Twice is as good as once.

    The words of a later revision are left in place.
    """
    district = plan.branch.district
    keys = keys_of(whole_of_snapshot(snapshot), district.pk)
    facts = {
        "district": district,
        "plan": plan,
        "snapshot": snapshot,
        "samples": len(keys.samples),
        "keys": keys.packed,
        "indexed_at": at,
    }
    with transaction.atomic():
        fingerprint, is_new = PlanFingerprint.objects.get_or_create(
            branch=plan.branch,
            paper=plan.paper,
            cycle=plan.cycle,
            year=plan.year,
            part=plan.part,
            defaults={**facts, "first_at": at},
        )
        if fingerprint.plan.revision > plan.revision:
            return fingerprint
        before = frozenset() if is_new else unpacked(fingerprint.keys)
        if not is_new:
            PlanFingerprint.objects.filter(pk=fingerprint.pk).update(**facts)
        now = keys.samples | keys.headings
        CopyPosting.objects.filter(fingerprint=fingerprint, key__in=before - now).delete()
        add_postings(fingerprint.pk, now - before)
    return fingerprint


def add_postings(fingerprint: int, keys: Iterable[int]) -> None:
    """Lists that are full stay as they are: more plans than LONGEST have the key, and it tells nothing."""
    wanted = set(keys)
    lengths = list_lengths(wanted)
    rows = [CopyPosting(key=key, fingerprint_id=fingerprint) for key in wanted if lengths.get(key, 0) < LONGEST]
    CopyPosting.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def compare_submission(*, plan: Plan, snapshot: Snapshot, at: datetime) -> Comparison:
    """Compare the submission with everything indexed and keep what was found; a second time replaces the first."""
    comparison = similar_plans(plan, snapshot.content)
    CopyingReport.objects.update_or_create(
        plan=plan,
        submission=plan.submission_count,
        defaults={**_figures(comparison), "snapshot": snapshot, "compared_at": at},
    )
    return comparison


def compare_again(*, plan_id: UUID, at: datetime) -> bool:
    """Compare the plan's latest submission once more; False when it is not with the district (any more)."""
    rows = Plan.objects.select_related("branch__district").exclude(status=Status.DRAFT).filter(paper__in=COMPARED)
    plan = rows.filter(pk=plan_id).first()
    snapshot = _submitted(plan) if plan else None
    if plan is None or snapshot is None:
        return False
    with transaction.atomic():
        index_plan(plan=plan, snapshot=snapshot, at=plan.submitted_at or at)
        compare_submission(plan=plan, snapshot=snapshot, at=at)
        note_risk(plan=plan, at=at)
    return True


def catch_up(*, at: datetime, limit: int = 50) -> int:
    """Compare submissions that have no report: handed in before this was built, or while it failed. Returns how many were done."""
    done = CopyingReport.objects.filter(submission=F("plan__submission_count")).values("plan")
    rows = Plan.objects.exclude(status=Status.DRAFT).filter(paper__in=COMPARED).exclude(pk__in=done)
    plans = list(rows.order_by("submitted_at", "pk").values_list("pk", flat=True)[:limit])
    return sum(_compared(plan, at) for plan in plans)


def _compared(plan: UUID, at: datetime) -> bool:
    """One plan that cannot be compared must not keep the ones behind it waiting."""
    try:
        return compare_again(plan_id=plan, at=at)
    except Exception:
        logger.exception("Plan %s could not be compared", plan)
        return False


def _submitted(plan: Plan) -> Snapshot | None:
    """The words last handed in: an approval takes a snapshot of its own, of the same words."""
    return Snapshot.objects.of(plan).order_by("-number").first()


def _figures(comparison: Comparison) -> dict[str, Any]:
    whole, sources = comparison.totals, comparison.sources
    others = [row for row in sources if row.match.relation is Relation.EARLIER]
    worst = max(others, key=lambda row: row.match.share, default=None)
    return {
        "share": round(whole.share * PERMILLE),
        "reused_share": round(whole.reused_share * PERMILLE),
        "letters": whole.letters,
        "own_letters": whole.own,
        "copied_letters": whole.copied,
        "quotation_letters": whole.quotation,
        "template_letters": whole.template,
        "copied_passages": sum(row.match.passages_of(PassageKind.COPIED) for row in others),
        "copied_headings": max((_copied_headings(row) for row in others), default=0),
        "worst_plan": worst.fingerprint.plan if worst else None,
        "worst_share": round(worst.match.share * PERMILLE) if worst else 0,
        "sources": [_source(comparison.subject.whole.letters, row) for row in sources],
    }


def _copied_headings(source: Source) -> int:
    return len(source.match.headings.headings) if source.match.headings.is_copied else 0


def _source(letters: Letters, source: Source) -> dict[str, Any]:
    fingerprint, match = source.fingerprint, source.match
    return {
        "plan": str(fingerprint.plan_id),
        "snapshot": str(fingerprint.snapshot_id),
        "relation": match.relation.value,
        "first_at": fingerprint.first_at.isoformat(),
        "share": round(match.share * PERMILLE),
        "letters": {kind.value: match.letters_of(kind) for kind in PassageKind},
        "headings": list(match.headings.headings) if match.headings.is_copied else [],
        "passages": [_passage(letters, source.whole.letters, row) for row in match.passages],
    }


def _passage(here: Letters, there: Letters, row: Passage) -> dict[str, Any]:
    return {
        "kind": row.kind.value,
        "letters": row.letters,
        "here": _places(here, row.start, row.end),
        "there": _places(there, row.other_start, row.other_end),
    }


def _places(letters: Letters, start: int, end: int) -> list[list[Any]]:
    return [[row.part, row.name, row.start, row.end] for row in letters.fragments(start, end)]


@transaction.atomic
def add_template(*, district: District, title: str, text: str, by: User, at: datetime) -> DistrictTemplate:
    """Text that the district's branches may use word for word. Raises NotAllowed, TemplateRefused."""
    check_can_administer(by, district)
    if len(letters_of_text(text)) < LEAST_TEMPLATE:
        raise TemplateRefused(f"模板太短：至少要有{LEAST_TEMPLATE}个汉字，否则常用短语都会被当成模板。")
    try:
        with transaction.atomic():
            template = DistrictTemplate.objects.create(
                district=district, title=title, text=text, added_by=by, added_at=at
            )
    except IntegrityError as error:
        raise TemplateRefused("已经有一个同名的模板，请换个名称，或者先停用原来的。") from error
    detail = {"letters": len(letters_of_text(text))}
    record(action="copying.template_add", by=by, at=at, target=template, district=district, detail=detail)
    return template


@transaction.atomic
def remove_template(*, template: DistrictTemplate, by: User, at: datetime) -> None:
    """From now on its text counts as any other; reports already made stay as they are. Twice is as good as once."""
    check_can_administer(by, template.district)
    if DistrictTemplate.objects.filter(pk=template.pk, removed_at__isnull=True).update(removed_at=at):
        record(action="copying.template_remove", by=by, at=at, target=template, district=template.district)
