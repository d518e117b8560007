"""Rounds of 青榆区 for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.domain.period import Cycle, Period
from plans.models import PlanningRound, RoundTarget
from plans.services.rounds.opening import open_round
from plans.services.rounds.writing import RoundFacts, create_round
from tests.cast import NOW, Cast

DUE = date(2026, 3, 20)
PERIOD = Period(Cycle.CALENDAR_YEAR, 2026)


def facts(cast: Cast, **changes: Any) -> RoundFacts:
    """A plan for 2026 from all schools of the district, due on Friday 20 March."""
    said: dict[str, Any] = {
        "title": "2026年党支部工作计划",
        "paper": "plan",
        "period": PERIOD,
        "opens_on": NOW.date(),
        "due_on": DUE,
        "areas": [cast.district],
    }
    return RoundFacts(**said | changes)


def written(cast: Cast, **changes: Any) -> PlanningRound:
    """Written by wei, not opened."""
    return create_round(district=cast.district, facts=facts(cast, **changes), by=cast.wei, at=NOW)


def opened(cast: Cast, **changes: Any) -> PlanningRound:
    """… and opened."""
    planning = written(cast, **changes)
    open_round(planning=planning, base_version=planning.version, by=cast.wei, at=NOW)
    return PlanningRound.objects.select_related("district").get(pk=planning.pk)


def target_of(planning: PlanningRound, branch: object) -> RoundTarget:
    """Read anew."""
    rows = RoundTarget.objects.select_related("round__district", "branch__district", "plan")
    return rows.get(round=planning, branch=branch)
