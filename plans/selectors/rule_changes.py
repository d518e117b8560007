"""Which plans of a district would change verdict under a newer edition of the rule book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from branches.models import District
from plans.domain.checks import CheckReport, check_plan, material_of_paper
from plans.domain.paper import paper_from
from plans.models import Plan
from plans.selectors.checks import facts_of, knowledge_for
from regulations.domain.rules import RuleBook
from regulations.models import RuleEdition
from regulations.selectors.rules import districts_following, rule_books_for
from workflow.domain.transitions import WAITING, Status

#: What the district has to do with: handed in and not yet laid away.
_CURRENT = sorted({*WAITING, Status.RETURNED, Status.APPROVED})


def current_plans(district: District, on: date) -> QuerySet[Plan]:
    """Handed-in plans, not of years gone by, of the branches that would follow the district to a newer edition."""
    following = [row.pk for row in districts_following(district, on)]
    rows = Plan.objects.work_plans().filter(branch__district__in=following, status__in=_CURRENT, year__gte=on.year - 1)
    return rows.select_related("branch__district").order_by(
        "branch__district__path", "branch__short_name", "year", "part"
    )


def changed_plans(district: District, edition: RuleEdition, on: date) -> Iterator[dict[str, Any]]:
    """A plain row for each current plan whose coverage or findings would not be the same under the edition.

    `{"plan", "branch", "title", "activities": [{"name", "before", "after"}], "added": [{"level", "message"}], "gone": [...]}`; both
    reports are made with the districts' own values. A few queries a plan: this is work for the background when there are many.
    """
    following = districts_following(district, on)
    old = rule_books_for(following, on)
    new = rule_books_for(following, on, edition=edition)
    for plan in current_plans(district, on).iterator(chunk_size=50):
        if plan.period.months[-1] < on.replace(day=1):
            continue
        before, after = (_report(plan, books, on) for books in (old, new))
        row = _difference(before, after)
        if any(row.values()):
            yield {"plan": str(plan.pk), "branch": plan.branch.short_name, "title": str(plan), **row}


def _report(plan: Plan, books: dict[UUID, RuleBook], on: date) -> CheckReport:
    """Without the names of other units: they are findings under any book."""
    material = material_of_paper(paper_from(plan.review_content()), branch=facts_of(plan.branch))
    knowledge = knowledge_for(plan.branch, on, with_units=False)
    knowledge = replace(knowledge, rules=books[plan.branch.district_id])
    return check_plan(material, knowledge, today=on)


def _difference(before: CheckReport, after: CheckReport) -> dict[str, list[dict[str, str]]]:
    verdicts = {row.kind: row for row in before.activities}
    activities = []
    for row in after.activities:
        old = verdicts.pop(row.kind, None)
        if old is None or (old.verdict, old.required) != (row.verdict, row.required):
            words = f"{old.verdict.label}（{old.required}）" if old else "不作要求"
            activities.append({"name": row.name, "before": words, "after": f"{row.verdict.label}（{row.required}）"})
    activities += [
        {"name": row.name, "before": f"{row.verdict.label}（{row.required}）", "after": "不作要求"}
        for row in verdicts.values()
    ]
    ones, others = ({(row.key, row.level, row.message) for row in report.findings} for report in (before, after))
    return {
        "activities": activities,
        "added": [_words(row) for row in sorted(others - ones, key=lambda row: (row[1].rank, row[2]))],
        "gone": [_words(row) for row in sorted(ones - others, key=lambda row: (row[1].rank, row[2]))],
    }


def _words(row: Any) -> dict[str, str]:
    _, level, message = row
    return {"level": level.label, "message": message}
