"""Phrases for remarks: a reviewer's own, and those of a district, kept by whoever leads its reviewers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from branches.models import District, User
from branches.permissions import NotAllowed
from branches.scope import scope_of
from branches.services.audit import record
from plans.models import ReviewPhrase


class PhraseRefused(Exception):
    """A phrase that cannot be kept; the message says why."""


def check_can_keep_phrase(user: User, phrase: ReviewPhrase) -> None:
    """One's own, or the district's for whoever leads there."""
    if phrase.district is None:
        if phrase.owner_id != user.pk:
            raise NotAllowed("这是别人的常用语。")
    elif not any(phrase.district.path.startswith(path) for path in scope_of(user).review_led_paths):
        raise NotAllowed("本区共用的常用语由审核组长修改。")


@transaction.atomic
def save_phrase(
    *, phrase: ReviewPhrase | None, district: District | None, values: dict[str, Any], by: User, at: datetime
) -> ReviewPhrase:
    """A new phrase (of the district, or of `by`), or new words for one."""
    row = phrase or ReviewPhrase(district=district, owner=None if district else by)
    if not scope_of(by).reviewed_paths:
        raise NotAllowed("只有教育工委的审核员可以使用常用语。")
    check_can_keep_phrase(by, row)
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = by, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise PhraseRefused("已经有一条同名的常用语，请换个名称。") from error
    detail = {"title": row.title, "new": phrase is None}
    record(action="phrase.save", by=by, at=at, target=row, name=row.title, district=row.district, detail=detail)
    return row


@transaction.atomic
def remove_phrase(*, phrase: ReviewPhrase, by: User, at: datetime) -> None:
    """Remarks that were written with it keep their words."""
    check_can_keep_phrase(by, phrase)
    record(action="phrase.remove", by=by, at=at, target=phrase, name=phrase.title, district=phrase.district)
    phrase.delete()
