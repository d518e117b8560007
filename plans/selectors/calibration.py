"""The same section of several schools beside each other, so that reviewers judge alike."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator

from branches.models import User
from plans.domain.paper import Paper, PaperSection, paper_from
from plans.models import Plan, SectionKind
from plans.selectors.queue import queue
from workflow.domain.compare import Part, pair_parts
from workflow.models import Snapshot

SHOWN = 10


@dataclass(frozen=True)
class SameSection:
    """A school's section, with those below where it is only a heading; none where its plan has nothing like it."""

    plan: Plan
    paper: Paper | None
    sections: tuple[PaperSection, ...]


def same_sections(
    plan: Plan, paper: Paper, section: PaperSection, user: User, *, kind: str, number: str | None
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
    papers = {row.pk: paper_from(newest[row.pk].content) for row in plans if row.pk in newest}
    found = [_found(row, paper, section, papers.get(row.pk)) for row in plans]
    return page, sorted(found, key=lambda row: not row.sections)


def _found(plan: Plan, own: Paper, section: PaperSection, paper: Paper | None) -> SameSection:
    """By heading, else by words, as a comparison of two years finds it; a schedule is the same as any other."""
    if paper is None:
        return SameSection(plan, None, ())
    if section.kind == SectionKind.SCHEDULE:
        schedule = tuple(row for row in paper.sections if row.kind == SectionKind.SCHEDULE)
        return SameSection(plan, paper, schedule)
    wanted = replace(_part(own.with_below(section)), id="")
    found = pair_parts([wanted], [_part(paper.with_below(row)) for row in paper.sections])
    like = next((paper.sections[place] for place in found), None)
    return SameSection(plan, paper, paper.with_below(like) if like else ())


def _part(sections: tuple[PaperSection, ...]) -> Part:
    first = sections[0]
    return Part(first.id, first.label, "\n".join(row.text for row in sections), first.heading)
