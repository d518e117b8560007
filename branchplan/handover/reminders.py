"""What is due about handovers on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.urls import reverse

from branches.models import Branch
from branchplan.handover.domain.first_days import habits
from branchplan.handover.models import FirstDayTick, Handover
from branchplan.handover.selectors.pages import training_demands
from notices.domain.due import Audience, DueFact, staged
from notices.selectors.manners import Habits
from regulations.selectors.rules import rule_book_for

#: Training is reminded of as long after the first day as it can be late.
LOOKED_BACK = timedelta(days=400)


def due_on(branches: Sequence[Branch], day: date, manners: Habits) -> list[DueFact]:
    """Signatures that are missing, and the training of those who are new, in these branches of one district."""
    rows = list(
        Handover.objects.filter(branch__in=branches, cancelled_at__isnull=True, begun_at__date__gte=day - LOOKED_BACK)
        .select_related("branch__district")
        .order_by("begun_at")
    )
    if not rows:
        return []
    ticked = set(FirstDayTick.objects.filter(handover__in=rows).values_list("handover_id", "key"))
    book = rule_book_for(branches[0].district, day)
    facts: list[DueFact] = []
    for row in rows:
        facts += _signatures(row)
        if row.first_day and row.incoming_id:
            path = reverse("handover:first_days", args=[row.pk])
            facts += [
                DueFact(
                    kind="handover.training",
                    key=f"handover:{row.pk}:{demand.key}",
                    due_on=demand.due,
                    title=demand.title,
                    body=f"依据：{demand.source}",
                    audience=Audience(person=row.incoming_id),
                    path=path,
                )
                for demand in training_demands(book, row.first_day)
                if (row.pk, demand.key) not in ticked
            ]
    return [fact for due in facts if (fact := staged(due, day, manners.manners.windows))]


def _signatures(row: Handover) -> list[DueFact]:
    """Who goes by their last day, who comes within the days of the habits."""
    if not row.is_open:
        return []
    path = reverse("handover:detail", args=[row.pk])
    signs_by = row.first_day + timedelta(days=habits().sign_days) if row.first_day else None
    by_outgoing = row.last_day or signs_by
    facts = []
    if row.outgoing_id and not row.handed_over_at and by_outgoing:
        facts.append((row.outgoing_id, by_outgoing, "签字移交书记工作"))
    elif row.incoming_id and signs_by:
        facts.append((row.incoming_id, signs_by, "签字接收书记工作"))
    return [
        DueFact(
            kind="handover.sign",
            key=f"handover:{row.pk}:{person}",
            due_on=last,
            title=f"{row.branch.short_name}：{words}",
            audience=Audience(person=person),
            path=path,
        )
        for person, last, words in facts
    ]
