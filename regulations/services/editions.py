"""Editions of the rule book: loaded from the portal's files, adopted by a district."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from branches.models import District, User
from branches.permissions import check_can_administer
from branches.services.audit import record
from regulations.domain.pack_storage import digest_of, packs_to_plain
from regulations.domain.packs import national_packs
from regulations.models import EditionPreview, RuleAdoption, RuleEdition
from regulations.selectors.rules import newest_edition


class EditionRefused(Exception):
    """The edition cannot be adopted; the message tells why."""


@transaction.atomic
def load_edition(*, at: datetime) -> RuleEdition | None:
    """Keep the packs of the portal's files as a new edition; None when they were loaded before (also by a program since rolled back).

    Roots of the district tree that never adopted an edition adopt the one they went by until now: files that are newer change nobody's
    verdicts before an administrator confirms them.
    """
    packs = national_packs()
    digest, newest = digest_of(packs), newest_edition()
    if RuleEdition.objects.filter(digest=digest).exists():
        return None
    if newest is not None:
        adopted = RuleAdoption.objects.values("district")
        for root in District.objects.filter(parent__isnull=True).exclude(pk__in=adopted):
            _adopt(root, newest, adopted_on=timezone.localdate(newest.loaded_at), by=None, at=at)
    edition = RuleEdition.objects.create(
        number=newest.number + 1 if newest else 1, digest=digest, content=packs_to_plain(packs), loaded_at=at
    )
    record(action="rule.load", by=None, at=at, target=edition, detail={"digest": digest})
    return edition


@transaction.atomic
def adopt_edition(*, district: District, edition: RuleEdition, by: User, at: datetime) -> RuleAdoption:
    """From today on the district goes by the edition. Only the newest one can be adopted; raises EditionRefused."""
    check_can_administer(by, district)
    newest = newest_edition()
    if newest is None or newest.pk != edition.pk:
        raise EditionRefused("又有更新的版本装载，请按最新的版本查看影响后再确认。")
    if RuleAdoption.objects.filter(district=district, edition=edition).exists():
        raise EditionRefused("这一版已经确认过。")
    return _adopt(district, edition, adopted_on=timezone.localdate(at), by=by, at=at)


def _adopt(
    district: District, edition: RuleEdition, *, adopted_on: date, by: User | None, at: datetime
) -> RuleAdoption:
    row = RuleAdoption.objects.create(district=district, edition=edition, adopted_on=adopted_on, by=by, at=at)
    detail: dict[str, Any] = {"edition": edition.number, "digest": edition.digest}
    record(action="rule.adopt", by=by, at=at, target=row, district=district, detail=detail)
    return row


@transaction.atomic
def ask_for_preview(*, district: District, edition: RuleEdition, by: User, at: datetime) -> EditionPreview:
    """A row for the result, emptied when there was one. Whoever works it out answers with `keep_preview`."""
    check_can_administer(by, district)
    preview, _ = EditionPreview.objects.update_or_create(
        district=district, edition=edition, defaults={"asked_at": at, "rows": None, "made_at": None}
    )
    return preview


def keep_preview(*, preview: EditionPreview, rows: list[dict[str, Any]], at: datetime) -> None:
    EditionPreview.objects.filter(pk=preview.pk).update(rows=rows, made_at=at)
