"""Two people at once, each on a PostgreSQL connection of their own: schools are asked once, days are moved once, a draft is one draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from branches.models import User
from notices.models import OutboxEntry
from plans.models import Plan, PlanningRound, RoundTarget
from plans.services.rounds.drafts import begin_paper
from plans.services.rounds.opening import open_round
from plans.services.rounds.pressing import extend, urge
from plans.services.rounds.writing import RoundRefused
from tests.cast import NOW, Cast, assemble_cast
from tests.plans.rounds.stage import DUE, opened, target_of, written
from tests.races import at_once, fresh, races

pytestmark = races


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


def both(step: Callable[[User], object], *people: User) -> list[object]:
    """Everybody takes the step at the same moment; a refusal is an outcome."""
    return at_once(*(partial(_taken, step, person) for person in people), told=(RoundRefused,))


def _taken(step: Callable[[User], object], person: User) -> object:
    return step(fresh(person))


def test_two_who_open_a_round_ask_each_school_once(cast: Cast) -> None:
    planning = written(cast)
    outcomes = both(
        lambda person: open_round(
            planning=PlanningRound.objects.select_related("district").get(pk=planning.pk),
            base_version=planning.version,
            by=person,
            at=NOW,
        ),
        cast.wei,
        cast.he,
    )
    assert sorted(isinstance(outcome, RoundRefused) for outcome in outcomes) == [False, True]
    assert (RoundTarget.objects.count(), OutboxEntry.objects.filter(kind="round.opened").count()) == (2, 2)


def test_of_two_extensions_of_one_school_the_second_is_told(cast: Cast) -> None:
    planning = opened(cast)
    target = target_of(planning, cast.branch)
    days = {cast.wei.pk: date(2026, 4, 3), cast.he.pk: date(2026, 4, 10)}
    outcomes = both(
        lambda person: extend(
            planning=planning, seen={target.pk: DUE}, due_on=days[person.pk], reason="搬迁", by=person, at=NOW
        ),
        cast.wei,
        cast.he,
    )
    assert sorted(isinstance(outcome, RoundRefused) for outcome in outcomes) == [False, True]
    target.refresh_from_db()
    assert (days[target.extended_by_id], OutboxEntry.objects.filter(kind="round.extended").count()) == (
        target.due_on,
        1,
    )


def test_two_who_urge_remind_each_school_once(cast: Cast) -> None:
    planning = opened(cast)
    both(
        lambda person: urge(planning=planning, targets=planning.targets.all(), office=None, by=person, at=NOW),
        cast.wei,
        cast.he,
        cast.shen,
    )
    assert OutboxEntry.objects.filter(kind="round.urged").count() == 2


def test_two_who_begin_the_paper_get_the_same_draft(cast: Cast) -> None:
    planning = opened(cast)
    outcomes = both(
        lambda person: begin_paper(target=target_of(planning, cast.branch), from_former=False, by=person, at=NOW),
        cast.lin,
        cast.qiao,
    )
    plan = Plan.objects.get()
    assert outcomes == [plan, plan]
    assert target_of(planning, cast.branch).plan == plan
