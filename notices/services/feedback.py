"""投诉建议: sending, taking in hand, answering."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from branches.models import Branch, District, Role, User
from branches.services.audit import record
from notices.domain.due import Audience, DueFact
from notices.domain.feedback import ANSWERED, LETTERS_AT_MOST, WITHIN
from notices.models import Feedback
from notices.permissions import check_can_answer
from notices.services.post import nudge, post, post_due


class FeedbackError(Exception):
    """Not taken; the message is for the person."""


class TooMany(FeedbackError):
    """The person has sent as much as one may within a day."""


@transaction.atomic
def send_feedback(
    *,
    key: UUID,
    district: District,
    branch: Branch | None,
    kind: str,
    text: str,
    path: str,
    is_unnamed: bool,
    follows: Feedback | None,
    by: User,
    at: datetime,
) -> Feedback:
    """A letter to the administrators of `district`; the same key again returns the letter there is. Raises TooMany.

    The trail does not say who wrote a letter without a name; nor does it say which other letter it goes on from.
    """
    if follows and (is_unnamed or follows.is_unnamed):
        follows = None
    User.objects.select_for_update().get(pk=by.pk)  # two at once count each other
    sent = Feedback.objects.filter(sender=by, key=key).first()
    if sent:
        return sent
    recent = Feedback.objects.filter(sender=by, received_at__gt=at - WITHIN).order_by("-received_at")
    oldest = list(recent[:LETTERS_AT_MOST])
    if len(oldest) == LETTERS_AT_MOST:
        free_at = localtime(oldest[-1].received_at + WITHIN)
        raise TooMany(
            f"24小时内最多提交{LETTERS_AT_MOST}件，{free_at:%m月%d日%H:%M}以后可以再提。已填写的内容没有丢失。"
        )
    letter = Feedback.objects.create(
        key=key,
        district=district,
        branch=None if is_unnamed else branch,
        sender=by,
        kind=kind,
        text=text,
        path="" if is_unnamed else path,
        is_unnamed=is_unnamed,
        follows=follows,
        received_at=at,
    )
    detail = {"kind": kind, "unnamed": is_unnamed}
    record(
        action="feedback.send", by=None if is_unnamed else by, at=at, target=letter, district=district, detail=detail
    )
    post_due([_arrived(letter)], at=at)
    transaction.on_commit(nudge)
    return letter


def _arrived(letter: Feedback) -> DueFact:
    """What the administrators are told; the text itself stays on its page."""
    return DueFact(
        kind="feedback.received",
        key=f"feedback:{letter.pk}",
        due_on=localdate(letter.received_at),
        title=f"收到一件投诉建议：{letter.get_kind_display()}",
        audience=Audience(district=letter.district_id, roles=(Role.DISTRICT_ADMINISTRATOR.value,)),
        path=reverse("notices:feedback_letter", args=[letter.pk]),
    )


@transaction.atomic
def take_feedback(*, letter: Feedback, by: User, at: datetime) -> None:
    """“我来办”: the first one has it. Raises FeedbackError when somebody was faster."""
    check_can_answer(by, letter)
    rows = Feedback.objects.filter(pk=letter.pk, taken_at__isnull=True, answered_at__isnull=True)
    if not rows.update(taken_at=at, taken_by=by):
        raise FeedbackError("已经有人在办，请刷新页面。")
    record(action="feedback.take", by=by, at=at, target=letter, district=letter.district)


@transaction.atomic
def answer_feedback(*, letter: Feedback, answer: str, by: User, at: datetime) -> None:
    """Answer once and tell the sender. Raises FeedbackError when it was answered in the meantime."""
    check_can_answer(by, letter)
    rows = Feedback.objects.filter(pk=letter.pk, answered_at__isnull=True)
    if not rows.update(answer=answer, answered_at=at, answered_by=by):
        raise FeedbackError("这一件刚才已经由别人答复，请刷新页面查看；您写的内容还在下面。")
    Feedback.objects.filter(pk=letter.pk, taken_at__isnull=True).update(taken_at=at, taken_by=by)
    record(action="feedback.answer", by=by, at=at, target=letter, district=letter.district)
    post(
        to=[letter.sender],
        kind=ANSWERED,
        title="您提的一件投诉建议已经答复",  # neither day nor kind: it stands in mail and may bounce
        body="",
        path=reverse("notices:feedback_letter", args=[letter.pk]),
        dedupe_key=f"feedback-answer:{letter.pk}",
        at=at,
        urgent=False,
    )
