"""Two people at one letter or one handover at the same moment: answered once, signed once on each side, taken over or called off."""

from __future__ import annotations

import pytest

from branches.models import AuditEntry
from branches.services.accounts import give_role
from branchplan.handover import services
from branchplan.handover.models import Handover
from notices.models import Feedback, Notice
from notices.services.feedback import FeedbackError, answer_feedback
from tests.branchplan.test_handover import FIRST, begin
from tests.cast import NOW, TODAY, Cast, assemble_cast
from tests.notices.test_feedback import send
from tests.races import at_once, fresh, races, refused

pytestmark = races


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble_cast()


def test_a_letter_answered_by_two_at_once_has_one_answer_and_its_writer_hears_once(cast: Cast) -> None:
    give_role(
        user=cast.shen,
        role="administrator",
        organisation=cast.district,
        starts_on=TODAY,
        by=None,
        at=NOW,
    )
    letter = send(cast)
    answers = {cast.wei: "不用再报。", cast.shen: "已经合并。"}
    outcomes = at_once(
        *(
            lambda who=who, words=words: answer_feedback(letter=letter, answer=words, by=fresh(who), at=NOW)
            for who, words in answers.items()
        ),
        told=(FeedbackError,),
    )
    (told,) = refused(outcomes)
    assert "您写的内容还在下面" in str(told)
    stored = Feedback.objects.get()
    assert (stored.answer, stored.taken_by) == (answers[stored.answered_by], stored.answered_by)
    assert AuditEntry.objects.filter(action="feedback.answer").count() == 1
    assert Notice.objects.filter(kind="feedback.answered").count() == 1


def test_a_handover_is_signed_once_on_each_side_and_then_cannot_be_called_off(cast: Cast) -> None:
    give_role(user=cast.qiao, role="secretary", organisation=cast.branch, starts_on=FIRST, by=None, at=NOW)
    row = begin(cast)

    def sign(who: str, in_stead: str) -> None:
        services.hand_over(handover=row, in_stead=in_stead, by=fresh(cast.people[who]), at=NOW)

    outcomes = at_once(lambda: sign("lin", ""), lambda: sign("wei", "已调离本区"), told=(services.HandoverError,))
    assert len(refused(outcomes)) == 1
    row = Handover.objects.select_related("branch__district", "outgoing", "incoming").get()
    assert bool(row.in_stead) == (row.handed_over_by == cast.wei)
    signed = row.pack

    outcomes = at_once(
        *(lambda: services.take_over(handover=row, reservations="", by=fresh(cast.qiao), at=NOW) for _ in "12"),
        lambda: services.cancel_handover(handover=row, by=fresh(cast.wei), at=NOW),
        told=(services.HandoverError,),
    )
    row.refresh_from_db()
    assert len(refused(outcomes)) == 2
    assert (row.taken_over_at is None) != (row.cancelled_at is None)
    assert row.pack == signed
    actions = list(
        AuditEntry.objects.filter(action__startswith="handover").order_by("number").values_list("action", flat=True)
    )
    last = "handover.take_over" if row.taken_over_at else "handover.cancel"
    assert actions == ["handover.begin", "handover.hand_over", last]
