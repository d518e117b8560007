"""Two people record the same step, or ask the superior for the same consent, at the same moment: one wins, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from branches.models import AuditEntry, User
from members.models import ConsentRequest, DevelopmentCase, Member, StepRecord
from members.services.case_steps import Recorded, StepConflict, record_step
from members.services.cases import CaseError, open_case
from members.services.consents import begin_request
from tests.cast import Cast, assemble_cast
from tests.members.case_steps import LATER, applicant, case_up_to, entry
from tests.races import at_once as at_once_telling
from tests.races import fresh as person
from tests.races import races

pytestmark = races
at_once = partial(at_once_telling, told=(StepConflict, CaseError))


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


@pytest.mark.parametrize("round_number", range(3))
def test_two_people_record_the_same_step(cast: Cast, round_number: int) -> None:
    case = case_up_to(cast, 1)
    rows = [(person(cast.lin), "2025-03-20"), (person(cast.qiao), "2025-03-21")]
    outcomes = at_once(
        *(
            lambda u=user, d=day: record_step(case=case, entry=entry(2, d), base_version=0, by=u, at=LATER)
            for user, day in rows
        )
    )
    [won] = [outcome for outcome in outcomes if isinstance(outcome, Recorded)]
    [lost] = [outcome for outcome in outcomes if isinstance(outcome, StepConflict)]
    stored = StepRecord.objects.get(case=case, step=2)
    assert (stored.on, lost.current) == (won.record.on, stored)
    assert AuditEntry.objects.filter(action="case.step_record", detail__step=2).count() == 1


@pytest.mark.parametrize("round_number", range(3))
def test_two_people_open_a_case_for_the_same_person(cast: Cast, round_number: int) -> None:
    member = applicant(cast)

    def opening(user: User) -> Callable[[], object]:
        by = person(user)
        return lambda: open_case(
            member=Member.objects.select_related("branch__district").get(pk=member.pk),
            opened_on=date(2026, 3, 2),
            by=by,
            at=LATER,
        )

    outcomes = at_once(opening(cast.lin), opening(cast.qiao))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CaseError", "DevelopmentCase"]
    assert DevelopmentCase.objects.count() == 1


@pytest.mark.parametrize("round_number", range(3))
def test_two_people_begin_the_same_request(cast: Cast, round_number: int) -> None:
    case = case_up_to(cast, 3)
    outcomes = at_once(
        *(partial(begin_request, case=case, step=4, by=person(user), at=LATER) for user in (cast.lin, cast.qiao))
    )
    assert ConsentRequest.objects.count() == 1
    assert {outcome.pk for outcome in outcomes if isinstance(outcome, ConsentRequest)} == {
        ConsentRequest.objects.get().pk
    }
