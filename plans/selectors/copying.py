"""Copying as other code asks for it: the sources of a plan, and the share that lists and panels show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F

from branches.models import District
from plans.domain.checks import material_of_paper
from plans.domain.checks.model import Knowledge
from plans.domain.copying.comparing import (
    PassageKind,
    Relation,
    SourceMatch,
    Subject,
    Totals,
    compare,
    make_subject,
    totals,
)
from plans.domain.copying.findings import findings_of
from plans.domain.copying.formulas import set_formulas
from plans.domain.copying.headings import heading_keys
from plans.domain.copying.letters import letters_of_text
from plans.domain.copying.pairs import WholePlan, whole_material
from plans.domain.paper import paper_from
from plans.models import CopyingReport, DistrictTemplate, Plan, PlanFingerprint
from plans.selectors.copy_index import ask_index, fingerprints_by_id, keys_of, unmixed
from regulations.domain.findings import Finding
from workflow.models import Snapshot

#: How many of the branch's own earlier plans are laid beside a new one.
OWN_PLANS = 2


@dataclass(frozen=True)
class Source:
    """Another plan of the district with what is in it. Whether a user may know of it is for `plans.selectors.copying_pages` to say."""

    fingerprint: PlanFingerprint
    whole: WholePlan
    match: SourceMatch


@dataclass(frozen=True)
class Comparison:
    """A plan's text with its sources: own earlier plans first, then the others by share."""

    subject: Subject
    sources: tuple[Source, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class CopyingSummary:
    """What a list shows of the latest submission: whole per cents of the plan's own letters, and counts."""

    percent: int
    reused_percent: int
    copied_passages: int
    copied_headings: int
    quotation_letters: int
    template_letters: int
    worst_plan: UUID | None
    worst_percent: int

    @property
    def is_clean(self) -> bool:
        return not (self.percent or self.copied_headings)


def whole_of(content: Mapping[str, Any]) -> WholePlan:
    """The plan in a plan's content or a snapshot of it."""
    return whole_material(material_of_paper(paper_from(content)), set_formulas())


def whole_of_snapshot(snapshot: Snapshot) -> WholePlan:
    """The same of words that never change: a process cuts a snapshot once while it is among those last looked at."""
    return _cut(_Words(snapshot.sha256, snapshot.content))


@dataclass(frozen=True)
class _Words:
    sha256: str
    content: Mapping[str, Any] = field(compare=False)


@lru_cache(maxsize=64)
def _cut(words: _Words) -> WholePlan:
    return whole_of(words.content)


def similar_plans(plan: Plan, content: Mapping[str, Any]) -> Comparison:
    """Lay this text of the plan beside the plans of its district that were handed in, and the branch's own earlier ones.

    `plan` with its branch and district. What others handed in after the branch first handed in a plan for this period is marked so and
    does not count as copied. Ten queries at most, whatever the number of plans.
    """
    district = plan.branch.district
    whole = whole_of(content)
    period = {"paper": plan.paper, "cycle": plan.cycle, "year": plan.year, "part": plan.part}
    of_branch = PlanFingerprint.objects.filter(branch=plan.branch)
    same = dict(of_branch.filter(**period).values_list("pk", "first_at"))
    first_at = min(same.values(), default=None)
    earlier = of_branch.exclude(pk__in=list(same)).filter(year__lte=plan.year).order_by("-year", "-part", "-pk")
    own = list(earlier.values_list("pk", flat=True))
    found = ask_index(keys_of(whole, district.pk), district=district.pk, leave_out=[*same, *own])
    common = unmixed(found.common, district.pk)
    whole = replace(whole, headings=tuple(row for row in whole.headings if not heading_keys([row]) <= common))
    subject = make_subject(whole, templates=template_letters(district), common=common)
    sources = []
    for fingerprint in fingerprints_by_id([*own[:OWN_PLANS], *found.fingerprints]):
        other = whole_of_snapshot(fingerprint.snapshot)
        match = compare(subject, other, _relation(fingerprint, plan, first_at))
        if match.headings.is_copied or match.passages_of(PassageKind.COPIED):
            sources.append(Source(fingerprint, other, match))
    sources.sort(key=lambda row: (row.match.relation is not Relation.OWN, -row.match.share))
    return Comparison(subject, tuple(sources), totals(subject, [row.match for row in sources]))


def _relation(fingerprint: PlanFingerprint, plan: Plan, first_at: datetime | None) -> Relation:
    if fingerprint.branch_id == plan.branch_id:
        return Relation.OWN
    return Relation.LATER if first_at and fingerprint.first_at > first_at else Relation.EARLIER


def template_letters(district: District) -> list[str]:
    """The template texts in force for a district: its own and those of the districts above."""
    above = [district.path[: place + 1] for place, sign in enumerate(district.path) if sign == "/"]
    rows = DistrictTemplate.objects.filter(district__path__in=above, removed_at__isnull=True)
    return [letters_of_text(text) for text in rows.order_by("added_at").values_list("text", flat=True)]


def copying_summaries(plans: Iterable[UUID]) -> dict[UUID, CopyingSummary]:
    """The latest submission's figures for many plans, in one query; plans never compared are left out."""
    rows = CopyingReport.objects.filter(plan__in=list(plans), submission=F("plan__submission_count"))
    return {row.plan_id: _summary(row) for row in rows.defer("sources")}


def copying_share(plan: Plan) -> CopyingSummary | None:
    """The latest submission's figures; None before it was compared."""
    return copying_summaries([plan.pk]).get(plan.pk)


def _summary(row: CopyingReport) -> CopyingSummary:
    return CopyingSummary(
        row.percent,
        row.reused_percent,
        row.copied_passages,
        row.copied_headings,
        row.quotation_letters,
        row.template_letters,
        row.worst_plan_id,
        round(row.worst_share / 10),
    )


def copying_findings(
    plan: Plan,
    content: Mapping[str, Any],
    knowledge: Knowledge,
    *,
    today: date,
    comparison: Comparison | None = None,
) -> list[Finding]:
    """PC-COPY for a panel: fragments and shares of this text, never whose plan they stand in.

    `comparison` is that of this very text where it was made already.
    """
    comparison = comparison or similar_plans(plan, content)
    return findings_of(
        comparison.subject, [row.match for row in comparison.sources], comparison.totals, knowledge, today
    )
