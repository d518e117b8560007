"""What the checks need to know and what they say of a plan; a fixed number of queries however long the plan is."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from branches.models import Branch, User
from members.models import Member, MemberStatus
from members.selectors.case_quota import admissions_possible
from plans.domain.checks import BranchFacts, CheckReport, Knowledge, check_plan, material_of_paper, promises_admissions
from plans.domain.panel import Panel, panel_of, report_from_plain
from plans.domain.panel_rows import Excuse
from plans.domain.paper import Paper, paper_from
from plans.models import CheckReportRecord, FindingDismissal, Plan
from plans.selectors.copying import Comparison, copying_findings
from plans.selectors.submission import Blocker, readiness
from regulations.domain.observances import observance_book
from regulations.selectors.calendar import timeline_for, work_calendar_for
from regulations.selectors.rules import rule_book_for
from workflow.models import ReviewComment

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CheckPage:
    """The panel of a plan, and what else stands between it and its submission."""

    panel: Panel
    blockers: Sequence[Blocker]
    unanswered: int


@dataclass(frozen=True)
class FrozenReport:
    """A submission's report as the reviewer sees it."""

    record: CheckReportRecord
    panel: Panel


def knowledge_for(branch: Branch, on: date, *, with_units: bool = True) -> Knowledge:
    """Rules, timeline and calendar of the branch's district; names of the district's other units. `branch` with its district."""
    return Knowledge(
        rules=rule_book_for(branch.district, on),
        timeline=timeline_for(branch.district),
        calendar=work_calendar_for(branch.district),
        observances=observance_book(),
        units=_other_units(branch) if with_units else (),
    )


def facts_of(branch: Branch) -> BranchFacts:
    """The branch for the checks. People are read from the roster in one query; what an empty roster does not say stays unknown."""
    rows = list(Member.objects.filter(branch=branch).values_list("name", "status", "is_active"))
    present = {name for name, _, is_active in rows if is_active}
    counts = {status: sum(s == status and active for _, s, active in rows) for status in MemberStatus.values}
    on_the_way = counts[MemberStatus.ACTIVIST] + counts[MemberStatus.CANDIDATE]
    return BranchFacts(
        name=branch.name,
        school_name=branch.school_name,
        short_name=branch.short_name,
        school_kind=branch.school_kind,
        district_name=branch.district.name,
        has_committee=branch.has_committee,
        has_groups=branch.has_groups,
        members=tuple(sorted(present)),
        former_members=tuple(sorted({name for name, _, _ in rows} - present)),
        admissions_in_pipeline=on_the_way or None,
    )


def report_of(plan: Plan, on: date) -> CheckReport:
    """What the checks say of the plan as it stands now. `plan` with its branch and district."""
    return report_of_content(plan, plan.review_content(), on)


def report_of_content(
    plan: Plan, content: Mapping[str, Any], on: date, comparison: Comparison | None = None
) -> CheckReport:
    """The same for a content of the plan (`Plan.review_content()`), such as that of a snapshot.

    `comparison` of this very text with other plans, where it was made already.
    """
    facts, paper = facts_of(plan.branch), paper_from(content)
    material = material_of_paper(paper, branch=facts)
    if promises_admissions(material):  # reckoning every case costs queries that most plans do not need
        period = paper.period
        possible = admissions_possible(plan.branch, period.first_day, period.last_day, on)
        if possible is not None:
            material = replace(material, branch=replace(facts, admissions_in_pipeline=possible))
    knowledge = knowledge_for(plan.branch, on)
    words = "\n".join(passage.text for passage in material.passages)
    # Most of a district's names stand nowhere in the text: leaving them out here keeps the checks' time independent of the district.
    knowledge = replace(knowledge, units=tuple(name for name in knowledge.units if name in words))
    report = check_plan(material, knowledge, today=on)
    copied = copying_findings(plan, content, knowledge, today=on, comparison=comparison)
    return replace(report, findings=(*report.findings, *copied))


def excuses_of(plan: Plan) -> dict[str, Excuse]:
    """The dismissals that hold for this plan, by the keys of their findings."""
    rows = FindingDismissal.objects.that_hold_for(plan).select_related("dismissed_by").order_by("dismissed_at", "pk")
    return {row.key: Excuse(row.reason, row.dismissed_by.display_name, row.dismissed_at, str(row.pk)) for row in rows}


def check_panel(plan: Plan, on: date) -> Panel:
    """The panel of the plan as it stands now. A check that trips is logged and leaves an empty panel: writing goes on."""
    content = plan.review_content()
    try:
        report = report_of_content(plan, content, on)
    except Exception:  # the editor must not close because a check stumbles over something unheard of
        logger.exception("Plan %s could not be checked", plan.pk)
        return Panel.of_failed_checks()
    return panel_of(report, paper_from(content), excuses_of(plan))


def check_page(plan: Plan, user: User, on: date) -> CheckPage:
    """The panel with what is still missing for a submission."""
    unanswered = ReviewComment.objects.visible_to(user, plan).unanswered().count()
    return CheckPage(check_panel(plan, on), readiness(plan).blockers, unanswered)


def frozen_report(plan: Plan, paper: Paper) -> FrozenReport | None:
    """The report of the latest submission, as it was then; None for a plan that was submitted before there were checks."""
    record = CheckReportRecord.objects.filter(plan=plan).order_by("-submission").first()
    if record is None:
        return None
    report = report_from_plain(record.content["report"])
    excuses = {key: Excuse.from_plain(row) for key, row in record.content["excuses"].items()}
    return FrozenReport(record, panel_of(report, paper, excuses))


def _other_units(branch: Branch) -> tuple[str, ...]:
    """School names, names and short names of the district's other units, longest first, so that a name wins over its own beginning."""
    rows = Branch.objects.filter(district=branch.district_id).exclude(pk=branch.pk)
    names = {name for row in rows.values_list("school_name", "name", "short_name") for name in row if name}
    own = {branch.school_name, branch.name, branch.short_name}
    return tuple(sorted(names - own, key=lambda name: (-len(name), name)))
