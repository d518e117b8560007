"""The same section of several schools beside each other, so that reviewers judge alike."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from branches.models import User
from plans.domain.paper import Paper, PaperSection, paper_from
from plans.models import Plan
from plans.selectors.queue import queue
from workflow.domain.compare import Part, pair_parts
from workflow.models import Snapshot

SHOWN = 10


@dataclass(frozen=True)
class SameSection:
    """A school's section; None where its plan has nothing like it."""

    plan: Plan
    section: PaperSection | None


def same_sections(
    plan: Plan, section: PaperSection, user: User, *, kind: str, number: str | None
) -> tuple[Page[Plan], list[SameSection]]:
    """Ten plans of other schools in the same period that the user reviews, by school; two queries for them and their words.

    Those that have nothing like it come last on their page. The school's own other versions are no measure.
    """
    rows = queue(user).filter(cycle=plan.cycle, year=plan.year, part=plan.part, paper=plan.paper)
    rows = rows.exclude(branch=plan.branch_id)
    if kind:
        rows = rows.filter(branch__school_kind=kind)
    page = Paginator(rows.order_by("branch__short_name", "pk"), SHOWN).get_page(number)
    plans = list(page.object_list)
    newest: dict[object, Snapshot] = {}
    shots = Snapshot.objects.filter(document_kind=plan.kind, document_id__in=[row.pk for row in plans])
    for shot in shots.order_by("number"):
        newest[shot.document_id] = shot
    found = [
        SameSection(row, _like(section, paper_from(newest[row.pk].content)) if row.pk in newest else None)
        for row in plans
    ]
    return page, sorted(found, key=lambda row: row.section is None)


def _like(section: PaperSection, paper: Paper) -> PaperSection | None:
    """By heading, else by words, as a comparison of two years finds it."""
    wanted = Part("", section.label, section.text, section.heading)
    parts = [Part(row.id, row.label, row.text, row.heading) for row in paper.sections]
    found = pair_parts([wanted], parts)
    return next((paper.sections[place] for place in found), None)
