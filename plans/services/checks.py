"""What people do with findings: mend them with one click, take a mend back, dismiss them with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from branches.models import User
from plans.domain.mending import WordsNotThere, replace_words
from plans.domain.panel_rows import offer_of
from plans.models import FindingDismissal, Plan, PlanItem, PlanSection
from plans.permissions import check_can_edit_plan
from plans.selectors.checks import report_of
from plans.services.drafting import change_plan_facts
from plans.services.editing import note_change
from plans.services.items import ItemFacts, add_item, edit_item, facts_of_item, remove_item
from plans.services.sections import edit_section
from regulations.domain.activities import ActivityKind
from regulations.domain.findings import Finding, Replacement, SuggestedLine
from regulations.domain.quoting import quoted, shortened

ALL_LINES = "all"
TEXT_LENGTH = 300


class CheckRefused(Exception):
    """A mend or a dismissal that cannot be carried out; the message says why."""


@dataclass(frozen=True)
class Words:
    """Where words stand: part and field as in `Place`, the offset, and the words themselves."""

    part: str
    field: str
    start: int
    text: str


@dataclass(frozen=True)
class Mended:
    """What a mend did and what takes it back: `undo_words` put `was` in their place again, `undo_items` are the added lines."""

    message: str
    anchor: str
    undo_words: Words | None = None
    was: str = ""
    undo_items: tuple[UUID, ...] = ()


def mend(*, plan: Plan, key: str, choice: str, by: User, at: datetime) -> Mended:
    """Carry out a mend that the checks offer for the finding with this key, in the plan as it stands now.

    `choice` is that of `plans.domain.panel.Offer`, or ALL_LINES for every line that closes the gap. Raises CheckRefused where the
    finding or its words are gone or stand in several places; EditConflict when somebody saves the same section in between.
    """
    with transaction.atomic():
        check_can_edit_plan(by, plan)
        findings = report_of(plan, localdate(at)).findings
        found = next((row for row in findings if row.key == key), None)
        lines = _lines(found, findings, choice)
        if lines:
            return _add_lines(plan, lines, by, at)
        put = next((row for row in found.mends if offer_of(row).choice == choice), None) if found else None
        if found is None or not isinstance(put, Replacement):
            raise CheckRefused("这一处已经改过了，请看新的检查结果。")
        words = Words(found.where.part, found.where.field, found.where.start, found.text)
        return put_words(plan=plan, words=words, new=put.text, by=by, at=at)


def put_words(*, plan: Plan, words: Words, new: str, by: User, at: datetime) -> Mended:
    """`new` in place of these words: where they are said to stand, else at their only occurrence in that field."""
    old = words.text
    try:
        match words.part, words.field:
            case "title", _:
                anchor = "facts"
                _change_facts(plan, by, at, title=replace_words(plan.title, words.start, old, new))
            case "signature", _:
                anchor = "facts"
                _change_facts(plan, by, at, signature=replace_words(plan.signature, words.start, old, new))
            case part, "heading" | "body" as name:
                section = _section(plan, part)
                texts = {"heading": section.heading, "body": section.body}
                texts[name] = replace_words(texts[name], words.start, old, new)
                edit_section(section=section, base_version=section.version, by=by, at=at, **texts)
                anchor = f"section-{section.pk}"
            case part, _:
                item = _item(plan, part)
                facts = replace(facts_of_item(item), text=replace_words(item.text, words.start, old, new))
                edit_item(item=item, facts=facts, base_version=item.version, by=by, at=at)
                anchor = f"item-{item.pk}"
    except WordsNotThere as missing:
        raise CheckRefused(str(missing)) from missing
    message = f"已把{quoted(old)}改为{quoted(new)}。" if new else f"已删去{quoted(old)}。"
    undo = Words(words.part, words.field, words.start, new) if new else None
    return Mended(message, anchor, undo, old)


def take_back_lines(*, plan: Plan, items: Sequence[UUID], by: User, at: datetime) -> int:
    """Remove lines that a mend has added; they can be restored like any removed line. Returns how many were there."""
    with transaction.atomic():
        rows = list(plan.items.present().filter(pk__in=items).select_related("plan__branch__district"))
        for row in rows:
            remove_item(item=row, by=by, at=at)
    return len(rows)


def dismiss(*, plan: Plan, key: str, reason: str, by: User, at: datetime) -> FindingDismissal:
    """“不适用，因为……”. Dismissing twice keeps the first reason. Raises CheckRefused without a reason or when the finding is gone."""
    check_can_edit_plan(by, plan)
    reason = " ".join(reason.split())
    if not reason:
        raise CheckRefused("请写明为什么不适用；审核员会看到。")
    found = next((row for row in report_of(plan, localdate(at)).findings if row.key == key), None)
    if found is None:
        raise CheckRefused("这一处已经不在检查结果里了。")
    try:
        with transaction.atomic():
            row = FindingDismissal.objects.create(
                plan=plan,
                key=key,
                code=found.code,
                text=shortened(found.text, TEXT_LENGTH),
                reason=reason,
                dismissed_by=by,
                dismissed_at=at,
            )
            note_change(plan, "check.dismiss", by=by, at=at, code=found.code, text=found.text, reason=reason)
    except IntegrityError:
        return FindingDismissal.objects.standing().get(plan=plan, key=key)
    return row


def undismiss(*, plan: Plan, key: str, by: User, at: datetime) -> bool:
    """The finding counts again, in this revision and later ones. Returns whether there was a dismissal."""
    check_can_edit_plan(by, plan)
    with transaction.atomic():
        rows = FindingDismissal.objects.filter(
            pk__in=FindingDismissal.objects.that_hold_for(plan).filter(key=key).values("pk")
        )
        codes = list(rows.values_list("code", flat=True))
        rows.update(revoked_by=by, revoked_at=at)
        if codes:
            note_change(plan, "check.undismiss", by=by, at=at, code=codes[0], key=key)
    return bool(codes)


def _lines(found: Finding | None, findings: Sequence[Finding], choice: str) -> list[SuggestedLine]:
    """The lines asked for. A gap that has become smaller meanwhile has another key: kind and month still tell the line."""
    if choice == ALL_LINES:
        return [row for row in found.mends if isinstance(row, SuggestedLine)] if found else []
    offered = [*(found.mends if found else ()), *(row for finding in findings for row in finding.mends)]
    return [row for row in offered if isinstance(row, SuggestedLine) and offer_of(row).choice == choice][:1]


def _add_lines(plan: Plan, lines: Sequence[SuggestedLine], by: User, at: datetime) -> Mended:
    items = [
        add_item(plan=plan, facts=ItemFacts(row.text, row.month, row.month, row.kind), by=by, at=at) for row in lines
    ]
    months = "、".join(f"{row.month.month}月" for row in lines)
    words = quoted(lines[0].text) if len(lines) == 1 else f"{len(lines)}项“{ActivityKind(lines[0].kind).label}”"
    message = f"已在{months}添加{words}，请补上具体内容。"
    return Mended(message, f"item-{items[0].pk}", undo_items=tuple(item.pk for item in items))


def _change_facts(plan: Plan, by: User, at: datetime, *, title: str = "", signature: str = "") -> None:
    change_plan_facts(
        plan=plan,
        title=title or plan.title,
        signature=signature or plan.signature,
        signed_on=plan.signed_on,
        by=by,
        at=at,
    )


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise CheckRefused("不知道要改哪一处。") from error


def _section(plan: Plan, origin: str) -> PlanSection:
    rows = plan.sections.present().select_related("plan__branch__district")
    row = rows.filter(origin=_identifier(origin)).first()
    if row is None:
        raise CheckRefused("这一段刚被删除。")
    return row


def _item(plan: Plan, origin: str) -> PlanItem:
    rows = plan.items.present().with_responsible().select_related("plan__branch__district", "measure")
    row = rows.filter(origin=_identifier(origin)).first()
    if row is None:
        raise CheckRefused("这一条刚被删除。")
    return row
