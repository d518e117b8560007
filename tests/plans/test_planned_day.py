"""The day of a schedule line: it lies in the line's first month, goes with it into a revision and not into another month or year."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from plans.domain.period import Cycle, Period
from plans.domain.rolling import roll
from plans.models import Plan, PlanItem
from plans.services.drafting import amend_plan, copy_of
from plans.services.editing import PlanTextError
from plans.services.items import ItemFacts, add_item, move_item
from regulations.domain.observances import observance_book
from tests.cast import NOW, Cast, plan_at
from tests.plans.test_review import as_
from workflow.domain.transitions import Status

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def dated(cast: Cast, plan: Plan | None = None) -> PlanItem:
    """主题党日 on Friday, 8 May 2026."""
    plan = plan or plan_at(cast, Status.DRAFT)
    return add_item(plan=plan, facts=facts(date(2026, 5, 8)), by=cast.lin, at=NOW)


def facts(day: date | None) -> ItemFacts:
    return ItemFacts("主题党日：走进敬老院", MAY, MAY, "theme_day", planned_on=day)


def test_a_day_outside_the_first_month_is_refused_by_service_and_database(cast: Cast) -> None:
    item = dated(cast)
    with pytest.raises(PlanTextError, match="拟定日期不在5月内。"):
        add_item(plan=item.plan, facts=facts(date(2026, 6, 5)), by=cast.lin, at=NOW)
    for wrong in (date(2026, 6, 8), date(2025, 5, 8)):
        with pytest.raises(IntegrityError, match="item_day_in_first_month"), transaction.atomic():
            PlanItem.objects.filter(pk=item.pk).update(planned_on=wrong)


def test_another_month_takes_the_day_away_and_another_place_does_not(cast: Cast) -> None:
    item = dated(cast)
    other = add_item(plan=item.plan, facts=facts(None), by=cast.lin, at=NOW)
    assert move_item(item=item, month=MAY, before=None, by=cast.lin, at=NOW).planned_on == date(2026, 5, 8)
    assert move_item(item=item, month=JUNE, before=other, by=cast.lin, at=NOW).planned_on is None


def test_a_revision_keeps_the_day_and_the_next_year_does_not(cast: Cast) -> None:
    draft = copy_of(dated(cast).plan)
    assert [item.planned_on for item in draft.items if "敬老院" in item.text] == [date(2026, 5, 8)]
    rolled = roll(draft, Period(Cycle.CALENDAR_YEAR, 2027), {}, observance_book())
    assert [item.planned_on for item in rolled.items if "敬老院" in item.text] == [None]
    approved = plan_at(cast, Status.APPROVED, period=Period(Cycle.CALENDAR_YEAR, 2028))
    PlanItem.objects.filter(plan=approved, first_month=date(2028, 1, 1)).update(planned_on=date(2028, 1, 14))
    revision = amend_plan(plan=approved, by=cast.lin, at=NOW)
    assert list(revision.items.exclude(planned_on=None).values_list("planned_on", flat=True)) == [date(2028, 1, 14)]


def test_the_form_tells_a_day_of_another_month_beside_the_field(cast: Cast) -> None:
    item = dated(cast)
    client, url = as_(cast.lin), reverse("plans:item_edit", args=[item.plan_id, item.pk])
    form = {"text": item.text, "first_month": "2026-05-01", "planned_on": "2026-06-05", "base_version": 1}
    response = client.post(url, form)
    assert response.status_code == 422
    assert response.context["form"].errors == {"planned_on": ["这一天不在5月内。"]}
    assert client.post(url, {**form, "planned_on": "2026-05-15"}).status_code == 302
    assert "5月15日（周五）" in client.get(reverse("plans:schedule", args=[item.plan_id])).content.decode()
